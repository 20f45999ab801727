#pragma once
// What a file from outside may ask of us at most.
#include <cstdint>

namespace brandloom::media {

struct Limits {
    int maxSide = 16384;                  ///< pixels
    std::int64_t maxPixels = 67'108'864;  ///< per picture (8192 x 8192)
    int maxStreams = 64;                  ///< tracks
    int maxPacketsWithoutFrame = 512;     ///< picture packets in a row that give no picture
    std::int64_t maxScanPackets = 4000;   ///< packets that probe reads to judge the frame rate
    double maxOpenSeconds = 20.0;         ///< wall clock of opening and probing
    double maxFrameSeconds = 30.0;        ///< wall clock of one decoded frame
};

}  // namespace brandloom::media
