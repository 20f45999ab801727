#pragma once
// The models that this person registered: names for folders (or single files), kept in the user's data folder as
// JSON. Whole or absent on disk; several processes may use it at once. The files themselves are never touched.
// Thread-safe.
#include <optional>
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::studio {

struct RegisteredModel {
    std::string name;       ///< unique; see isModelName()
    Path folder;            ///< absolute
    std::string kind;       ///< "wan2.2-t2v-a14b" ...
    std::string title;      ///< for people
    std::string contentId;  ///< when it was added or verified last
    std::string addedUtc;
    std::string verifiedUtc;  ///< empty: never found sound
    bool operator==(const RegisteredModel&) const = default;
};

/// 1 to 64 bytes of UTF-8 without '/', '\\' and control characters, not beginning with '-' or '.', not "starter".
[[nodiscard]] bool isModelName(std::string_view name);
/// The name of the model that ships with the studio.
inline constexpr const char* kStarterName = "starter";

class ModelRegistry {
  public:
    static constexpr std::size_t kMaxEntries = 1000;
    /// `dataDir` empty: the user's.
    explicit ModelRegistry(const Path& dataDir = {});

    /// By name. Errors: kRegistryDamaged, base/file_unreadable. No file: no models.
    [[nodiscard]] Result<std::vector<RegisteredModel>> list() const;
    [[nodiscard]] Result<std::optional<RegisteredModel>> find(std::string_view name) const;
    /// Errors: kBadModelName, kModelNameTaken, those of list() and of writing.
    Status add(const RegisteredModel& model);
    /// Replaces the entry of that name. Error: kModelUnknown.
    Status update(const RegisteredModel& model);
    /// Error: kModelUnknown.
    Status remove(std::string_view name);
    [[nodiscard]] const Path& file() const { return m_file; }

  private:
    Path m_file;
};

/// What a person names as a model, as an absolute UTF-8 path: empty or "starter" gives the model that ships, a
/// registered name its folder, anything else is a path. A name goes before a path of the same spelling; "./name" is
/// a path. Errors: kModelUnknown (neither a name nor there), kModelFolderGone, those of list().
Result<std::string> modelFolderFor(const Path& nameOrPath);

}  // namespace brandloom::studio
