#include "core/media/resize.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/base/base_errors.h"
#include "core/media/ffmpeg_handles.h"
#include "core/media/media_errors.h"

namespace brandloom::media {

CropRect centredCrop(int width, int height, int targetWidth, int targetHeight) {
    const double aspect = static_cast<double>(targetWidth) / targetHeight;
    CropRect out{0, 0, width, height};
    if (static_cast<double>(width) / height > aspect) {
        out.width = std::clamp(static_cast<int>(std::lround(height * aspect)), 1, width);
        out.x = (width - out.width) / 2;
    } else {
        out.height = std::clamp(static_cast<int>(std::lround(width / aspect)), 1, height);
        out.y = (height - out.height) / 2;
    }
    return out;
}

namespace {

FramePtr paddedCopy(const FrameBuffer& picture, const CropRect& crop) {
    auto out = makeVideoFrame(AV_PIX_FMT_RGB24, crop.width, crop.height);
    if (!out) return nullptr;
    for (int y = 0; y < crop.height; ++y)
        std::memcpy(out->data[0] + static_cast<std::ptrdiff_t>(y) * out->linesize[0],
                    picture.row(crop.y + y) + static_cast<std::ptrdiff_t>(crop.x) * 3,
                    static_cast<std::size_t>(crop.width) * 3);
    return out;
}

Frame packedCopy(const AVFrame* from) {
    auto out = std::make_shared<FrameBuffer>(from->width, from->height);
    for (int y = 0; y < from->height; ++y)
        std::memcpy(out->row(y), from->data[0] + static_cast<std::ptrdiff_t>(y) * from->linesize[0],
                    static_cast<std::size_t>(out->strideBytes()));
    return out;
}

Error badSize(int width, int height) {
    return Error(media_errors::kBadOption, {{"option", "size"},
                                            {"value", std::to_string(width) + "x" + std::to_string(height)},
                                            {"allowed", "1 to 16384 pixels and a crop inside the picture"}});
}

Result<Frame> scaled(const FrameBuffer& picture, const CropRect& crop, int width, int height, int filter) {
    const auto source = paddedCopy(picture, crop);
    const auto target = makeVideoFrame(AV_PIX_FMT_RGB24, width, height);
    if (!source || !target) return fail(base_errors::kOutOfMemory, {{"what", "a picture"}});
    if (crop.width == width && crop.height == height) return packedCopy(source.get());
    const ScalerPtr scaler(sws_getContext(
        crop.width, crop.height, AV_PIX_FMT_RGB24, width, height, AV_PIX_FMT_RGB24,
        filter | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP, nullptr, nullptr, nullptr));
    if (!scaler) return fail(base_errors::kOutOfMemory, {{"what", "a picture"}});
    sws_scale(scaler.get(), source->data, source->linesize, 0, crop.height, target->data, target->linesize);
    return packedCopy(target.get());
}

bool isSize(double width, double height) {
    return width >= 1 && height >= 1 && width <= 16384 && height <= 16384;
}

bool isInside(const CropRect& crop, const FrameBuffer& picture) {
    return crop.x >= 0 && crop.y >= 0 && crop.width > 0 && crop.height > 0 &&
           crop.x + crop.width <= picture.width() && crop.y + crop.height <= picture.height();
}

}  // namespace

Result<Frame> cropAndScale(const FrameBuffer& picture, const CropRect& crop, int width, int height) {
    if (!isInside(crop, picture) || !isSize(width, height)) return fail(badSize(width, height));
    return scaled(picture, crop, width, height,
                  width < crop.width || height < crop.height ? SWS_AREA : SWS_BICUBIC);
}

Result<Frame> cropAndScaleSharp(const FrameBuffer& picture, const CropRect& crop, int width, int height) {
    if (!isInside(crop, picture) || !isSize(width, height)) return fail(badSize(width, height));
    return scaled(picture, crop, width, height, SWS_LANCZOS);
}

Result<Frame> coverWith(const FrameBuffer& picture, int width, int height) {
    if (!isSize(width, height)) return fail(badSize(width, height));
    const double scale = std::max(double(width) / picture.width(), double(height) / picture.height());
    const double coverWidth = std::max<double>(width, std::round(picture.width() * scale));
    const double coverHeight = std::max<double>(height, std::round(picture.height() * scale));
    if (!isSize(coverWidth, coverHeight)) return fail(badSize(width, height));
    const int w = static_cast<int>(coverWidth), h = static_cast<int>(coverHeight);
    BRANDLOOM_TRY(const auto cover, scaled(picture, {0, 0, picture.width(), picture.height()}, w, h, SWS_LANCZOS));
    return scaled(*cover, {(w - width) / 2, (h - height) / 2, width, height}, width, height, SWS_LANCZOS);
}

}  // namespace brandloom::media
