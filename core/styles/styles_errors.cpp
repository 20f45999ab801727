#include "core/styles/styles_errors.h"

#include <array>

namespace brandloom::styles {

std::span<const ErrorSpec* const> stylesErrorSpecs() {
    using namespace styles_errors;
    static constexpr std::array<const ErrorSpec* const, 10> kAll{
        &kRunMissing,     &kStyleMissing, &kVersionMissing, &kStyleExists, &kStyleInTrash,
        &kVersionInTrash, &kNotInTrash,   &kNoParent,       &kBadRecord,   &kInterrupted};
    return kAll;
}

}  // namespace brandloom::styles
