#include "core/studio/common/studio_errors.h"

#include <array>

namespace brandloom::studio {

std::span<const ErrorSpec* const> studioErrorSpecs() {
    using namespace studio_errors;
    static constexpr std::array kAll{&kNoProject,   &kProjectReadOnly,   &kBusy,      &kFileExists,
                                     &kBadFilmName, &kStyleOfOtherModel, &kStyleEmpty};
    return kAll;
}

}  // namespace brandloom::studio
