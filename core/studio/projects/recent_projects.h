#pragma once
// The projects opened last, newest first, in one small JSON file. One thread at a time.
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

class RecentProjects {
  public:
    static constexpr std::size_t kMaxEntries = 20;

    /// Empty: the user's state folder. It is made when first written.
    explicit RecentProjects(const Path& stateDir);

    /// A file that cannot be read counts as empty: the list is a convenience.
    [[nodiscard]] std::vector<RecentProject> list() const;
    /// Moves the project to the front, now. Errors: those of writing the file.
    Status remember(const std::string& name, const Path& folder);

  private:
    Path m_file;
};

}  // namespace brandloom::studio
