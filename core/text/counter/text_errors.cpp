#include "core/text/counter/text_errors.h"

#include <array>

namespace brandloom::text {

std::span<const ErrorSpec* const> textErrorSpecs() {
    static constexpr std::array<const ErrorSpec*, 3> kSpecs{&kTokenizerTooLarge, &kTokenizerDamaged,
                                                            &kTokenizerForeign};
    return kSpecs;
}

}  // namespace brandloom::text
