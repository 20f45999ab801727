#pragma once
// What lies in the Trash, and what leaves it for good. Thread-safe.
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"

namespace brandloom::styles {

struct TrashItem {
    std::string kind;  ///< "style", "style_version" or "shot" (of other rooms: "piece")
    std::string name;  ///< "Fable", "Fable@2"
    double since = 0;  ///< seconds since 1970 (UTC)
};

class TrashRepository {
  public:
    explicit TrashRepository(store::Store& store) : m_store(store) {}

    /// Longest there first. The versions of a Style that lies there as a whole are not listed beside it.
    Result<std::vector<TrashItem>> list();
    /// What was put there before that time is gone for good: names of Styles become free, numbers of versions are
    /// not given again, and no change of it can be undone any more. The files of Shots, and blobs that nothing else
    /// uses, are the caller's to remove. What it was.
    Result<std::vector<TrashItem>> empty(double trashedBefore);

  private:
    store::Store& m_store;
};

}  // namespace brandloom::styles
