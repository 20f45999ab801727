#include "core/styles/styles_errors.h"

#include <array>

namespace brandloom::styles {

std::span<const ErrorSpec* const> stylesErrorSpecs() {
    using namespace styles_errors;
    static constexpr std::array<const ErrorSpec*, 7> kAll{
        &kRunMissing, &kStyleMissing, &kVersionMissing, &kStyleExists, &kNoParent, &kBadRecord, &kInterrupted};
    return kAll;
}

}  // namespace brandloom::styles
