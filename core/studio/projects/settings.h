#pragma once
// Choices that hold where nothing is said: a project's own go before those of the person, those before what we
// chose. A few ms of disk work each; thread-safe.
#include <optional>
#include <string>
#include <vector>

#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/studio/projects/setting_types.h"

namespace brandloom::studio {

/// All there are. `project` null: of the person. Errors: base kBadJson (the file of the person), those of the
/// database.
Result<std::vector<Setting>> settings(project::Project* project);

/// `project` null: of the person, in settings.json of their configuration folder, told as Recorded::What::Settings;
/// else undo command "project.setting", told as What::Project. Value none: taken back. Errors: base
/// kInvalidArgument (no such setting, or a value that it cannot have), kBadJson, kFileUnwritable, kProjectReadOnly.
Result<Setting> setSetting(project::Project* project, const std::string& key,
                           const std::optional<std::string>& value, const Listener& listener);

/// Folder of `named` (a name or a folder); empty: of the setting "model", which is the starter model at first.
/// Errors: those of modelFolderFor and settings.
Result<std::string> chosenModel(project::Project* project, const Path& named);

/// The setting "trash-days"; what cannot be read counts as not said, with a line in the log.
double trashDaysOf(project::Project& project);

}  // namespace brandloom::studio
