#pragma once
// The recipe of a Shot as JSON: everything that is needed to make the same pictures again, without paths of this
// machine and without times, so that the same Shot gives the same bytes. Thread-safe.
#include <string>

#include "core/base/result.h"
#include "core/door/requests.h"

namespace brandloom::studio {

struct RecipeStyle {
    std::string name;
    int version = 0;
    std::string highSha256;  ///< of the adapter file; empty: none
    std::string lowSha256;
    double strength = 1.0;
    bool operator==(const RecipeStyle&) const = default;
};

struct Recipe {
    std::string modelKind;
    std::string modelName;
    std::string modelContentId;
    std::vector<RecipeStyle> styles;
    door::GenerateRequest request;  ///< modelDir and styles are left out of the text
    door::GenerateResult result;    ///< seconds are left out of the text
};

std::string recipeJson(const Recipe& recipe);
/// Errors: kBadJson.
Result<Recipe> recipeFromJson(const std::string& json);

}  // namespace brandloom::studio
