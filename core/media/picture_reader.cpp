#include "core/media/picture_reader.h"

#include <algorithm>
#include <cmath>

#include "core/media/media_errors.h"
#include "core/media/resize.h"

namespace brandloom::media {
namespace {

struct Size {
    int width;
    int height;
};

/// The film's size where it fits, else its longer side is `side`.
Size shown(int width, int height, int side) {
    const double scale = std::min(1.0, static_cast<double>(side) / std::max(width, height));
    const auto scaled = [&](int length) { return std::max(1, static_cast<int>(std::lround(length * scale))); };
    return {scaled(width), scaled(height)};
}

/// The current picture; its samples are enough where it becomes a quarter or less.
Result<Frame> shrunken(Decoder& decoder, Size size) {
    if (size.width * 4 <= decoder.width()) return decoder.smallPicture(size.width, size.height);
    BRANDLOOM_TRY(auto picture, decoder.picture());
    if (picture->width() == size.width && picture->height() == size.height) return picture;
    return cropAndScale(*picture, {0, 0, picture->width(), picture->height()}, size.width, size.height);
}

Status check(const PicturesWanted& wanted) {
    const auto bad = [](const std::string& what, double value, const std::string& allowed) {
        return fail(media_errors::kBadOption,
                    {{"option", what}, {"value", std::to_string(value)}, {"allowed", allowed}});
    };
    if (wanted.count < 1 || wanted.count > 64) return bad("number of pictures", wanted.count, "1 to 64");
    if (wanted.side < 16 || wanted.side > 1152) return bad("side of pictures", wanted.side, "16 to 1152 pixels");
    if (!(wanted.fromSeconds >= 0 && wanted.fromSeconds <= 1e9))
        return bad("moment in a film", wanted.fromSeconds, "seconds from its start");
    return {};
}

}  // namespace

Result<PicturesEnd> PictureReader::read(const Path& film, const PicturesWanted& wanted, const PictureSink& sink,
                                        const StopToken& stop, const Limits& limits) {
    BRANDLOOM_CHECK(check(wanted));
    const bool isOpen = m_decoder && m_film == film;
    const bool goesOn = isOpen && wanted.continues;
    if (!isOpen) {
        m_decoder.reset();
        BRANDLOOM_TRY(auto decoder, Decoder::open(film, stop, limits));
        m_decoder.emplace(std::move(decoder));
        m_film = film;
    }
    auto& decoder = *m_decoder;
    for (int i = 0; i < wanted.count; ++i) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        if (i == 0 && !goesOn) {
            BRANDLOOM_CHECK(decoder.seekTo(wanted.fromSeconds));
        } else {
            BRANDLOOM_TRY(const bool more, decoder.advance());
            if (!more) return PicturesEnd{true};
        }
        const auto size = shown(decoder.width(), decoder.height(), wanted.side);
        BRANDLOOM_TRY(auto picture, shrunken(decoder, size));
        sink({std::move(picture), decoder.seconds(), decoder.durationSeconds()});
    }
    return PicturesEnd{false};
}

}  // namespace brandloom::media
