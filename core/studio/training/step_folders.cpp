#include "core/studio/training/step_folders.h"

#include <filesystem>
#include <set>

namespace brandloom::studio {

bool isStepFolder(const Path& folder) {
    return utf8FromPath(folder.filename()).starts_with("step-");
}

void removeUnrecordedSteps(const Path& runFolder, const std::vector<Path>& recorded) {
    std::set<Path> kept;
    for (const auto& file : recorded) kept.insert(file.parent_path().filename());
    std::vector<Path> found;
    std::error_code ec;
    for (std::filesystem::directory_iterator it(runFolder, ec), end; !ec && it != end; it.increment(ec))
        if (it->is_directory(ec) && !it->is_symlink(ec) && isStepFolder(it->path()) &&
            !kept.contains(it->path().filename()))
            found.push_back(it->path());
    for (const auto& folder : found) std::filesystem::remove_all(folder, ec);
}

}  // namespace brandloom::studio
