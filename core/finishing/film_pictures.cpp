#include "core/finishing/film_pictures.h"

#include "core/media/decoder.h"

namespace brandloom::finishing {
namespace {

constexpr double kSameTime = 1e-6;
constexpr double kFarAhead = 2;  // seconds from which a seek is cheaper than reading on

}  // namespace

/// A film with the picture that is shown and the one after it.
struct FilmPictures::Reel {
    media::Decoder decoder;
    media::HeldPicture shown, next;
    double shownAt = 0, nextAt = 0;
    Frame picture;  // of `shown`, once it was asked for

    explicit Reel(media::Decoder opened) : decoder(std::move(opened)) {}

    Status readNext() {
        next = nullptr;
        BRANDLOOM_TRY(const bool more, decoder.advance());
        if (!more) return {};
        next = decoder.hold();
        nextAt = decoder.seconds();
        return {};
    }

    Status jumpTo(double seconds) {
        BRANDLOOM_CHECK(decoder.seekTo(seconds));
        shown = decoder.hold();
        shownAt = decoder.seconds();
        picture = nullptr;
        return readNext();
    }

    Status goTo(double seconds) {
        if (!shown || seconds < shownAt - kSameTime || seconds > shownAt + kFarAhead)
            return jumpTo(std::max(0.0, seconds));
        while (next && nextAt <= seconds + kSameTime) {
            shown = std::move(next);
            shownAt = nextAt;
            picture = nullptr;
            BRANDLOOM_CHECK(readNext());
        }
        return {};
    }
};

FilmPictures::FilmPictures(std::vector<Path> films, StopToken stop)
    : m_films(std::move(films)), m_stop(std::move(stop)), m_reels(m_films.size()) {}
FilmPictures::~FilmPictures() = default;

Result<Frame> FilmPictures::at(int source, double seconds) {
    const auto index = static_cast<std::size_t>(source);
    auto& reel = m_reels.at(index);
    if (!reel) {
        BRANDLOOM_TRY(auto decoder, media::Decoder::open(m_films.at(index), m_stop));
        reel = std::make_unique<Reel>(std::move(decoder));
    }
    BRANDLOOM_CHECK(reel->goTo(seconds));
    if (!reel->picture) {
        BRANDLOOM_TRY(reel->picture, reel->decoder.picture(reel->shown));
    }
    return reel->picture;
}

}  // namespace brandloom::finishing
