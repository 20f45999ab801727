#pragma once
// The captions of a film in text files beside it: name.zh.txt, name.en.txt, and name.txt (language not said).
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::dataset {

/// What the files beside a film say in one language.
struct CaptionFile {
    std::string language;            ///< "zh", "en" or "und"
    std::vector<std::string> lines;  ///< not blank, without spaces around them
};

/// In the order zh, en, und; files that are not there or say nothing are left out.
/// Errors: base kFileUnreadable (not UTF-8), those of readFile (more than 64 KiB, not a regular file).
Result<std::vector<CaptionFile>> captionFilesBeside(const Path& film);

/// The caption of clip `index` of `count`: where the file has just as many lines as there are clips its own line,
/// else all lines in one.
std::string captionOf(const CaptionFile& file, std::size_t index, std::size_t count);

}  // namespace brandloom::dataset
