#include "core/studio/films/films.h"

#include "core/studio/common/teller.h"

namespace brandloom::studio {
namespace {

ProgressSink sinkOf(Teller& teller) {
    return [&teller](const Progress& p) { teller.tell(door::Progressed{p}); };
}

}  // namespace

Result<media::ShotList> shotsOfFilm(const Path& film, const Listener& listener, const StopToken& stop) {
    Teller teller(listener);
    return media::detectShots(film, {}, stop, sinkOf(teller));
}

Result<std::vector<MeasuredClip>> measureFilm(const MeasureFilmOptions& options, const Listener& listener,
                                              const StopToken& stop) {
    Teller teller(listener);
    std::vector<MeasuredClip> out;
    if (!options.byShots) {
        BRANDLOOM_TRY(auto measures, media::measureFilm(options.film, {}, stop, sinkOf(teller)));
        out.push_back({0, measures.seconds, std::move(measures)});
        return out;
    }
    BRANDLOOM_TRY(const auto list, media::detectShots(options.film, {}, stop, sinkOf(teller)));
    for (const auto& shot : list.shots) {
        const media::MeasureRange range{shot.startSeconds, shot.endSeconds};
        BRANDLOOM_TRY(auto measures, media::measureFilm(options.film, range, stop, sinkOf(teller)));
        out.push_back({shot.startSeconds, shot.endSeconds, std::move(measures)});
    }
    return out;
}

}  // namespace brandloom::studio
