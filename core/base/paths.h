#pragma once
// Paths are std::filesystem::path; text of paths is UTF-8. Resources are found relative to the executable, in the
// build tree and in an installed prefix alike: <exe>/../share/brandloom and <exe>/../lib/brandloom.
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/export.h"
#include "core/base/result.h"

namespace brandloom {

using Path = std::filesystem::path;

BRANDLOOM_BASE_EXPORT std::string utf8FromPath(const Path& path);
BRANDLOOM_BASE_EXPORT Path pathFromUtf8(std::string_view text);
/// True when the bytes are well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
BRANDLOOM_BASE_EXPORT bool isValidUtf8(std::string_view text);

BRANDLOOM_BASE_EXPORT Path executablePath();
/// <exe>/../share/brandloom; $BRANDLOOM_SHARE overrides.
BRANDLOOM_BASE_EXPORT Path resourceDir();
/// <exe>/../lib/brandloom.
BRANDLOOM_BASE_EXPORT Path libraryDir();
/// Per-user folders ($XDG_*_HOME or their defaults, then /brandloom); not created.
BRANDLOOM_BASE_EXPORT Path userConfigDir();
BRANDLOOM_BASE_EXPORT Path userCacheDir();
BRANDLOOM_BASE_EXPORT Path userStateDir();
BRANDLOOM_BASE_EXPORT Path userDataDir();

/// Whole file as bytes; refuses more than maxBytes, folders, pipes and devices.
BRANDLOOM_BASE_EXPORT Result<std::string> readFile(const Path& path, std::uint64_t maxBytes = 64ull << 20);

}  // namespace brandloom
