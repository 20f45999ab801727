#pragma once
// Files that were being written under another name (AtomicFile) when their process ended. Thread-safe.
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/paths.h"

namespace brandloom::project {

struct UnfinishedFile {
    Path file;
    std::uint64_t bytes = 0;
    double writtenAt = 0;  ///< seconds since 1970 (UTC)
};

/// ".<process>-<number>-<time>.<name>", as AtomicFile calls them.
bool isUnfinishedName(std::string_view name);

/// All below the folder, links not followed. While somebody writes the project some of them are at work.
std::vector<UnfinishedFile> unfinishedFiles(const Path& folder);

}  // namespace brandloom::project
