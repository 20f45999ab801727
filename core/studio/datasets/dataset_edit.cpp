#include "core/studio/datasets/dataset_edit.h"

namespace brandloom::studio {

dataset::NewSource sourceFrom(const Path& film, const std::string& sha256, const media::MediaInfo& info) {
    dataset::NewSource source;
    source.path = utf8FromPath(film);
    source.sha256 = sha256;
    std::error_code ec;
    const auto bytes = std::filesystem::file_size(film, ec);
    source.bytes = ec ? 0 : static_cast<std::int64_t>(bytes);
    source.width = info.width;
    source.height = info.height;
    source.fps = info.fps;
    source.isVariableRate = info.isVariableRate;
    source.seconds = info.durationSeconds;
    source.frames = info.frameCount;
    source.codec = info.codec;
    source.hasAudio = info.hasAudio;
    source.isStill = info.frameCount == 1 && info.frameCountIsExact;
    return source;
}

}  // namespace brandloom::studio
