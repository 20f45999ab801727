#pragma once
// Presets and their versions: a version is never changed, a change is a new one. Thread-safe.
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/project/undo_repository.h"
#include "core/store/store.h"
#include "core/styles/preset.h"

namespace brandloom::styles {

struct KeptPreset {
    std::int64_t id = 0;
    int number = 0;        ///< of the version that is used, from 1
    int versions = 0;      ///< how many there are
    double createdAt = 0;  ///< of that version, seconds since 1970
    double trashedAt = 0;  ///< 0: it is not in the Trash
    ShotPreset preset;
};

class PresetRepository {
  public:
    explicit PresetRepository(store::Store& store) : m_store(store) {}

    /// By name; empty in a project of an older program that is only read.
    Result<std::vector<KeptPreset>> list(bool trash = false);
    /// By name, capitals do not matter; `number` 0: the version that is used. Errors: kPresetMissing.
    Result<KeptPreset> find(const std::string& name, int number = 0);
    Result<std::vector<KeptPreset>> versions(const std::string& name);

    /// A new Preset, or the next version of the one of that name; nothing when it is as the one that is used. Undo
    /// command "preset.save". `preset` is what presetFromJson() takes. Errors: kBadPreset.
    Result<KeptPreset> save(const ShotPreset& preset);
    /// Undo command "preset.use". Errors: kPresetMissing.
    Result<KeptPreset> use(const std::string& name, int number);
    /// Undo commands "preset.delete" and "preset.restore". Errors: kPresetMissing.
    Status setTrashed(const std::string& name, bool trashed);

    /// What was put into the Trash before that time (seconds since 1970) is gone for good with all its versions,
    /// and no change of it can be undone any more. What it was.
    Result<std::vector<KeptPreset>> empty(double trashedBefore);

    /// What undo may set.
    static std::span<const project::UndoField> undoFields();

  private:
    store::Store& m_store;
};

}  // namespace brandloom::styles
