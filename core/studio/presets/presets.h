#pragma once
// The use cases of Presets. Each change is one committed transaction with an undo record and tells
// Recorded::What::Preset; a changed Preset is a new version, finished Shots keep the recipe they were made with. A
// few ms of disk work; thread-safe.
#include <string>
#include <vector>

#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/styles/preset.h"

namespace brandloom::studio {

struct ShownPreset {
    bool isShipped = false;  ///< with the program: it cannot be changed, but saved under another name
    int number = 0;          ///< version; 0 of what ships
    int versions = 0;
    double createdAt = 0;  ///< seconds since 1970; 0 of what ships
    styles::ShotPreset preset;
    std::vector<Error> missing;  ///< kPresetStyleMissing for each of its Styles that the project has not
};

/// Those of the project (null: none), then those that ship and that the project has none of that name of. Errors:
/// those of reading what ships.
Result<std::vector<ShownPreset>> listPresets(project::Project* project, bool trash = false);
/// By name (English or Chinese); of the project first. `number` 0: the version that is used. Errors: styles
/// kPresetMissing.
Result<ShownPreset> showPreset(project::Project* project, const std::string& name, int number = 0);
/// Newest first. Errors: styles kPresetMissing.
Result<std::vector<ShownPreset>> presetVersions(project::Project& project, const std::string& name);

/// Its Styles get their content filled in. Errors: kProjectReadOnly, styles kBadPreset, kPresetStyleMissing.
Result<ShownPreset> savePreset(project::Project& project, styles::ShotPreset preset, const Listener& listener);
/// What a Shot was made with, as a Preset that is not saved yet. Errors: styles kShotMissing, base kBadJson.
Result<styles::ShotPreset> presetOfShot(project::Project& project, std::int64_t shot, const std::string& name);
/// Goes back (or on) to a version. Errors: kProjectReadOnly, styles kPresetMissing.
Result<ShownPreset> usePresetVersion(project::Project& project, const std::string& name, int number,
                                     const Listener& listener);
/// Errors: kProjectReadOnly, styles kPresetMissing.
Status trashPreset(project::Project& project, const std::string& name, bool trashed, const Listener& listener);

/// One JSON file that must not exist. Errors: kFileExists, those of writing files.
Status exportPreset(project::Project* project, const std::string& name, int number, const Path& file);
/// `name` empty: as the file says; Styles that are missing are told and stop nothing. Errors: kProjectReadOnly,
/// styles kBadPreset, those of reading files.
Result<ShownPreset> importPreset(project::Project& project, const Path& file, const std::string& name,
                                 const Listener& listener);

}  // namespace brandloom::studio
