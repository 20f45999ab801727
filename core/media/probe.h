#pragma once
// What a film is, without decoding it all (the first picture is decoded: a film that cannot be shown is refused).
// Callable from any thread and from a small helper process. Local regular files only; no network, no playlists.
#include <cstdint>
#include <string>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/media/limits.h"

namespace brandloom::media {

struct MediaInfo {
    std::string container;  ///< FFmpeg's short name, "mov,mp4,..."
    std::string codec;      ///< "h264"
    std::string pixelFormat;
    int width = 0;  ///< as shown: square pixels, rotation applied
    int height = 0;
    int codedWidth = 0;
    int codedHeight = 0;
    int rotationDegrees = 0;      ///< clockwise, 0/90/180/270
    double durationSeconds = 0;   ///< 0: unknown
    double fps = 0;               ///< mean; 0: unknown (a single picture)
    std::int64_t frameCount = 0;  ///< 0: unknown
    bool frameCountIsExact = false;
    bool isVariableRate = false;  ///< time stamps differ by more than rounding
    bool hasAudio = false;
    bool isHdr = false;  ///< PQ or HLG: shown without tone mapping
    int bitDepth = 8;
};

/// Errors: kFileMissing, kNotRegularFile, kEmptyFile, kNotAFilm, kNoPicture, kUnknownCodec, kNoFrames, kTooLarge,
/// kTooManyStreams, kTimedOut, kCancelled.
Result<MediaInfo> probe(const Path& path, const StopToken& stop = {}, const Limits& limits = {});

}  // namespace brandloom::media
