#include "core/studio/shots/start_frame.h"

#include <algorithm>
#include <cmath>

#include "core/media/decoder.h"
#include "core/media/media_errors.h"
#include "core/media/resize.h"

namespace brandloom::studio {

PictureSize startFrameSize(int pictureWidth, int pictureHeight, int unit, std::int64_t area) {
    const double ratio = static_cast<double>(pictureWidth) / pictureHeight;
    const double idealWidth = std::sqrt(static_cast<double>(area) * ratio);
    const double idealHeight = static_cast<double>(area) / idealWidth;
    const auto floored = [&](double side) {
        return std::max(unit, static_cast<int>(std::floor(side / unit)) * unit);
    };
    const int width = floored(idealWidth), height = floored(idealHeight);
    const PictureSize widthFirst{width, floored(static_cast<double>(area) / width)};
    const PictureSize heightFirst{floored(static_cast<double>(area) / height), height};
    const auto deviation = [&](const PictureSize& size) {
        const double theirs = static_cast<double>(size.width) / size.height;
        return std::max(ratio / theirs, theirs / ratio);
    };
    return deviation(widthFirst) < deviation(heightFirst) ? widthFirst : heightFirst;
}

Result<Frame> readStartFrame(const Path& file, int width, int height, int unit, std::int64_t area,
                             const StopToken& stop) {
    BRANDLOOM_TRY(auto decoder, media::Decoder::open(file, stop));
    BRANDLOOM_TRY(const auto decoded, decoder.next());
    if (!decoded) return fail(media_errors::kNoFrames, {{"file", utf8FromPath(file)}});
    const auto& picture = *decoded->picture;
    PictureSize size{width, height};
    if (width <= 0 || height <= 0) size = startFrameSize(picture.width(), picture.height(), unit, area);
    return media::coverWith(picture, size.width, size.height);
}

}  // namespace brandloom::studio
