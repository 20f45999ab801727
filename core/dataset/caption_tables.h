#pragma once
// Captions of many clips as one file: JSON lines, or CSV with a header (RFC 4180). Thread-safe.
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/dataset/records.h"

namespace brandloom::dataset {

/// One caption, and which clip it belongs to, as far as the file says.
struct CaptionRow {
    std::int64_t clip = 0;  ///< number; 0: not said
    std::string film;       ///< file name; empty: not said
    std::string sha256;     ///< of the film; empty: not said
    std::int64_t firstFrame = -1;
    std::int64_t frameCount = 0;
    Caption caption;
};

/// Every caption of the clips, in their order.
std::vector<CaptionRow> captionRows(const std::vector<Clip>& clips);

std::string jsonLinesFrom(const std::vector<CaptionRow>& rows);
std::string csvFrom(const std::vector<CaptionRow>& rows);

/// NAME.csv, or JSON lines under any other name. Needed are a text ("caption" or "text") and a clip ("clip", "film"
/// or "video_path"); a language that is not said is "und". Errors: kBadCaptions naming the line, those of readFile.
Result<std::vector<CaptionRow>> captionRowsFrom(const Path& file);

struct MatchedCaptions {
    std::vector<std::pair<ClipId, Caption>> captions;
    std::vector<std::string> unknown;  ///< what no clip was found for, or more than one
};
/// By film and range, else by number where the film is not another one, else by the name of a film that has one
/// clip.
MatchedCaptions matchCaptions(const std::vector<CaptionRow>& rows, const std::vector<Clip>& clips);

}  // namespace brandloom::dataset
