#include "core/styles/styles_errors.h"

#include <array>

namespace brandloom::styles {

std::span<const ErrorSpec* const> stylesErrorSpecs() {
    using namespace styles_errors;
    static constexpr auto kAll = std::to_array<const ErrorSpec*>(
        {&kRunMissing, &kStyleMissing, &kVersionMissing, &kStyleExists, &kStyleInTrash, &kVersionInTrash,
         &kNotInTrash, &kNoParent, &kBadRecord, &kShotMissing, &kShotInTrash, &kShotNotInTrash, &kInterrupted,
         &kBadFrame, &kSlotUnknown, &kSlotEmpty, &kBadPreset, &kPresetMissing});
    return kAll;
}

}  // namespace brandloom::styles
