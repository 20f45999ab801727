#pragma once
// Which of the fonts that the studio draws with are installed, by the names of their files. Thread-safe.
#include <string>
#include <vector>

#include "core/base/paths.h"

namespace brandloom::studio {

/// Folders where this system keeps fonts, existing ones only.
std::vector<Path> fontFolders();
/// Names of the Chinese font families found below the folders, without doubles; looks at most at 20,000 files.
std::vector<std::string> chineseFontsIn(const std::vector<Path>& folders);

}  // namespace brandloom::studio
