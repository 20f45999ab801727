#include "core/project/project_errors.h"

#include <array>

namespace brandloom::project {

std::span<const ErrorSpec* const> projectErrorSpecs() {
    using namespace project_errors;
    static constexpr std::array<const ErrorSpec*, 16> kAll{
        &kFolderMissing,  &kParentMissing, &kNotAProject,   &kNotAFolder,  &kProjectExists,   &kFolderNotEmpty,
        &kFolderReadOnly, &kBadName,       &kLocked,        &kBadSetting,  &kDatabaseProblem, &kFileGone,
        &kFileChanged,    &kNothingToUndo, &kNothingToRedo, &kChangedSince};
    return kAll;
}

}  // namespace brandloom::project
