#pragma once
// Adapter files by content: their hashes for a recipe, and the files that a recipe's hashes stand for. Thread-safe.
#include <map>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/studio/shots/recipe.h"

namespace brandloom::studio {

/// SHA-256 of an adapter: of a file its own, of a PEFT folder one over its two files. Empty for an empty path.
Result<std::string> adapterSha256(const Path& adapter, const StopToken& stop);

/// Finds the files of recipes in the project's blobs (`project` may be null) and in the files, folders and
/// neighbours of files that the caller names. Hashes them once.
class AdapterSearch {
  public:
    AdapterSearch(project::Project* project, std::vector<LoraChoice> places, StopToken stop)
        : m_project(project), m_places(std::move(places)), m_stop(std::move(stop)) {}
    /// Errors: kRecipeFileMissing, kCancelled, kBlobDamaged.
    Result<door::AdapterUse> find(const RecipeStyle& style);

  private:
    Result<std::string> fileOf(const std::string& sha256, const std::string& name);
    Status hashPlaces();
    Status addFile(const Path& file);

    project::Project* m_project;
    std::vector<LoraChoice> m_places;
    StopToken m_stop;
    bool m_hashed = false;
    std::map<std::string, Path> m_bySha256;
};

}  // namespace brandloom::studio
