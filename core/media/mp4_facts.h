#pragma once
// What an MP4 says of itself, for checking what was written.
#include <cstdint>
#include <string>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::media {

struct Mp4Facts {
    bool indexInFront = false;  ///< plays before all of it is there
    std::string primaries;      ///< "bt709"; FFmpeg's words
    std::string transfer;
    std::string matrix;
    std::string range;  ///< "tv" or "pc"
    double fps = 0;
    std::int64_t frames = 0;  ///< as the index has them
    double seconds = 0;       ///< of the pictures
};

/// Errors: those of opening a film.
Result<Mp4Facts> mp4Facts(const Path& file, const StopToken& stop = {});

}  // namespace brandloom::media
