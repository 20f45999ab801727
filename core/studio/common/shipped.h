#pragma once
// What ships with the studio, names of new films, and the captions beside a film. Thread-safe.
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::studio {

[[nodiscard]] Path sampleFilmPath();
[[nodiscard]] Path starterModelPath();
/// Texts and logos of the invented brand that the sample film is of, for importBrand.
[[nodiscard]] Path sampleBrandPath();

/// `file` as an absolute path for a film that is to be made. Errors: kBadFilmName (not .mp4), kFileExists.
Result<Path> newFilmPath(const Path& file);

/// Texts beside `film`: name.txt, else name.en.txt and name.zh.txt (both when both are there). Line breaks become
/// spaces. Empty when there is none. Errors: kFileUnreadable (not UTF-8, too large).
Result<std::vector<std::string>> captionsBeside(const Path& film);

}  // namespace brandloom::studio
