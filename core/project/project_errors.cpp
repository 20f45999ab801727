#include "core/project/project_errors.h"

#include <array>

namespace brandloom::project {

std::span<const ErrorSpec* const> projectErrorSpecs() {
    using namespace project_errors;
    static constexpr auto kAll = std::to_array<const ErrorSpec*>(
        {&kFolderMissing,   &kParentMissing,     &kNotAProject,    &kNotAFolder,       &kProjectExists,
         &kFolderNotEmpty,  &kFolderReadOnly,    &kBadName,        &kLocked,           &kBadSetting,
         &kDatabaseProblem, &kFileGone,          &kFileChanged,    &kNoBackup,         &kBackupUnknown,
         &kBackupDamaged,   &kDamagedWithBackup, &kGoneWithBackup, &kArchiveName,      &kArchiveInside,
         &kArchiveExists,   &kArchiveUnreadable, &kArchiveRefused, &kArchiveNoProject, &kNothingToUndo,
         &kNothingToRedo,   &kChangedSince});
    return kAll;
}

}  // namespace brandloom::project
