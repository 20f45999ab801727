#pragma once
// How a project folder comes into being, whole or not at all.
#include "core/base/paths.h"
#include "core/base/platform.h"
#include "core/base/result.h"

namespace brandloom::project {

inline constexpr const char* kDatabaseName = "project.db";

/// Absolute, links of what exists resolved, no slash at the end.
Path normalisedFolder(const Path& folder);

/// Refuses every place where no project may be made: kFolderReadOnly, kNotAFolder, kProjectExists, kFolderNotEmpty,
/// kParentMissing.
Status checkNewPlace(const Path& folder);

/// A recorded path is relative and free of "..": it stays in the folder that it is put below.
bool staysInside(const std::string& recorded);

/// kFolderReadOnly with its reason.
Error unwritableFolder(const Path& folder, const std::string& reason);

/// A folder beside the place of the new one that is removed with all its content. A lock beside it says that its
/// process lives; making one removes those whose process died.
class Scaffold {
  public:
    static Result<Scaffold> beside(const Path& place);
    Scaffold(Scaffold&& other) noexcept
        : m_path(std::exchange(other.m_path, {})), m_lock(std::move(other.m_lock)) {}
    Scaffold& operator=(Scaffold&&) = delete;
    ~Scaffold();
    [[nodiscard]] const Path& path() const { return m_path; }
    /// `part`, which lies in the scaffold or is it, takes the place of `folder` if that is absent or empty.
    Status moveTo(const Path& part, const Path& folder);

  private:
    Scaffold(Path path, platform::FileLock lock) : m_path(std::move(path)), m_lock(std::move(lock)) {}
    Path m_path;
    platform::FileLock m_lock;
};

}  // namespace brandloom::project
