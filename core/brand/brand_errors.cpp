#include "core/brand/brand_errors.h"

#include <array>

namespace brandloom::brand {

std::span<const ErrorSpec* const> brandErrorSpecs() {
    using namespace brand_errors;
    static constexpr std::array<const ErrorSpec*, 7> kAll{&kBadColour, &kBadBrand,  &kColourMissing,   &kBadFile,
                                                          &kBadLogo,   &kNoColours, &kChangedMeanwhile};
    return kAll;
}

}  // namespace brandloom::brand
