#include "core/media/thumbnail.h"

#include <algorithm>
#include <cmath>

#include "core/media/decoder.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

constexpr int kLargestSide = 1024;

Result<Frame> smallPictureOf(Decoder& decoder, int side) {
    const int width = decoder.width(), height = decoder.height();
    const double scale = static_cast<double>(side) / std::max(width, height);
    if (scale >= 1) return decoder.picture();
    const auto scaled = [&](int length) { return std::max(1, static_cast<int>(std::lround(length * scale))); };
    return decoder.smallPicture(scaled(width), scaled(height));
}

}  // namespace

Result<FilmLook> lookAtFilm(const Path& film, const LookOptions& options, const StopToken& stop,
                            const Limits& limits) {
    if (options.side < 0 || options.side > kLargestSide || !(options.atShare >= 0 && options.atShare <= 1))
        return fail(media_errors::kBadOption, {{"option", "size of a small picture"},
                                               {"value", std::to_string(options.side)},
                                               {"allowed", "0 to 1024 pixels, at a share of 0 to 1 of the film"}});
    FilmLook out;
    BRANDLOOM_TRY(out.info, probe(film, stop, limits));
    if (options.side == 0) return out;
    BRANDLOOM_TRY(auto decoder, Decoder::open(film, stop, limits));
    if (const double at = options.atShare * out.info.durationSeconds; at > 0) {
        const auto moved = decoder.seekBefore(at);
        if (moved && decoder.advance().value_or(false)) {
            BRANDLOOM_TRY(out.picture, smallPictureOf(decoder, options.side));
            return out;
        }
        BRANDLOOM_CHECK(checkCancelled(stop));
        // Broken behind its start: the first picture is known to be there.
        BRANDLOOM_TRY(decoder, Decoder::open(film, stop, limits));
    }
    BRANDLOOM_TRY(const bool any, decoder.advance());
    if (!any) return fail(media_errors::kNoFrames, {{"file", utf8FromPath(film)}});
    BRANDLOOM_TRY(out.picture, smallPictureOf(decoder, options.side));
    return out;
}

}  // namespace brandloom::media
