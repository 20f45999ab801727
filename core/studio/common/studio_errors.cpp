#include "core/studio/common/studio_errors.h"

#include <array>

namespace brandloom::studio {

std::span<const ErrorSpec* const> studioErrorSpecs() {
    using namespace studio_errors;
    static constexpr std::array kAll{&kNoProject,         &kProjectReadOnly,   &kBusy,
                                     &kFileExists,        &kBadFilmName,       &kStyleOfOtherModel,
                                     &kStyleEmpty,        &kModelUnknown,      &kModelFolderGone,
                                     &kModelNameTaken,    &kBadModelName,      &kRegistryDamaged,
                                     &kStarterStays,      &kStyleNoVersion,    &kRecipeAbsent,
                                     &kRecipeOtherModel,  &kRecipeFileMissing, &kNoStartFrame,
                                     &kNothingToResume,   &kRunFinished,       &kNoCheckpoint,
                                     &kRunUnreadable,     &kPresetUnknown,     &kExportOnlyOwn,
                                     &kCaptionerAbsent,   &kCaptionerFailed,   &kJobUnreadable,
                                     &kPresetStyleMissing};
    return kAll;
}

}  // namespace brandloom::studio
