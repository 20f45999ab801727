#pragma once
// What this machine's FFmpeg can read and write. Thread-safe, no file is touched.
#include <string>
#include <vector>

namespace brandloom::media {

/// True when MP4s can be written here (x264).
bool canWriteH264();
struct Codecs {
    std::vector<std::string> readable;
    std::vector<std::string> unreadable;
};
/// Of h264, hevc, av1, vp9, prores, mpeg4, in this order.
Codecs filmCodecs();
/// "5.1.6" or as the library says.
std::string ffmpegVersion();

}  // namespace brandloom::media
