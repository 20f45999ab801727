#include "core/project/unfinished.h"

#include <algorithm>
#include <chrono>

namespace brandloom::project {

namespace fs = std::filesystem;

bool isUnfinishedName(std::string_view name) {
    if (!name.starts_with('.')) return false;
    name.remove_prefix(1);
    for (const char end : {'-', '-', '.'}) {
        const auto digits = std::ranges::find_if(name, [](char c) { return c < '0' || c > '9'; }) - name.begin();
        const auto count = static_cast<std::size_t>(digits);
        if (count == 0 || count >= name.size() || name[count] != end) return false;
        name.remove_prefix(count + 1);
    }
    return !name.empty();
}

std::vector<UnfinishedFile> unfinishedFiles(const Path& folder) {
    std::vector<UnfinishedFile> out;
    std::error_code ec;
    for (fs::recursive_directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec)) {
        std::error_code none;
        if (!isUnfinishedName(it->path().filename().native()) || it->is_symlink(none) || !it->is_regular_file(none))
            continue;
        const auto time = std::chrono::file_clock::to_sys(it->last_write_time(none)).time_since_epoch();
        out.push_back({it->path(), it->file_size(none), std::chrono::duration<double>(time).count()});
    }
    std::ranges::sort(out, {}, &UnfinishedFile::file);
    return out;
}

}  // namespace brandloom::project
