#include <gtest/gtest.h>

#include <set>

#include "core/studio/workbench/error_catalogue.h"

namespace brandloom::studio {
namespace {

// The window finds its sentence by (module, code): two failures under one pair would show the wrong words.
TEST(ErrorCatalogue, everyCode_isUniqueAndHasASentence) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    std::set<std::string_view> modules;
    for (const auto* spec : allErrorSpecs()) {
        EXPECT_TRUE(seen.emplace(spec->module, spec->code).second) << spec->module << "/" << spec->code;
        EXPECT_FALSE(spec->sentence.empty()) << spec->code;
        EXPECT_EQ(spec->sentence.back(), '.') << spec->sentence;
        modules.insert(spec->module);
    }
    for (const char* room :
         {"base", "engine", "weights", "text", "world", "store", "media", "project", "brand", "styles"})
        EXPECT_TRUE(modules.contains(room)) << room;
}

}  // namespace
}  // namespace brandloom::studio
