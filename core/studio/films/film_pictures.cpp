#include "core/studio/films/film_pictures.h"

#include "core/media/reader/film_reader.h"

namespace brandloom::studio {

struct FilmPictures::State {
    media::FilmReader reader;
};

FilmPictures::FilmPictures() : m_state(std::make_unique<State>()) {}
FilmPictures::~FilmPictures() = default;

Result<PictureBatch> FilmPictures::read(const PictureOrder& order, const StopToken& stop) {
    PictureBatch out;
    const auto keep = [&](media::FilmPicture p) {
        // A process that was exchanged half way begins again.
        if (!out.pictures.empty() && p.seconds <= out.pictures.back().seconds) return;
        out.pictures.push_back({std::move(p.picture), p.seconds, p.durationSeconds});
    };
    const media::PicturesWanted wanted{order.fromSeconds, order.continues, order.count, order.side};
    BRANDLOOM_TRY(const auto end, m_state->reader.pictures(order.film, wanted, keep, stop));
    out.atEnd = end.atEnd;
    return out;
}

}  // namespace brandloom::studio
