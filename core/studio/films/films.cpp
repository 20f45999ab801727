#include "core/studio/films/films.h"

#include <set>
#include <string>
#include <system_error>

#include "core/base/base_errors.h"
#include "core/media/png.h"
#include "core/media/reader/film_reader.h"
#include "core/studio/common/teller.h"

namespace brandloom::studio {
namespace {

ProgressSink sinkOf(Teller& teller) {
    return [&teller](const Progress& p) { teller.tell(door::Progressed{p}); };
}

/// NAME.png, or NAME-2.png ... where another film of this call has that name.
Path freeName(const Path& folder, const std::string& name, std::set<Path>& taken) {
    for (int i = 1;; ++i) {
        auto file = folder / pathFromUtf8(name + (i > 1 ? "-" + std::to_string(i) : "") + ".png");
        if (taken.insert(file).second) return file;
    }
}

}  // namespace

Result<std::vector<FilmInfo>> infoOfFilms(const FilmInfoOptions& options, const Listener& listener,
                                          const StopToken& stop) {
    Teller teller(listener);
    const bool withPictures = !options.pictureFolder.empty();
    if (options.side < 16 || options.side > 1024)
        return fail(base_errors::kInvalidArgument,
                    {{"what", "A picture of " + std::to_string(options.side) + " pixels"},
                     {"reason", "that is no size for a small picture"},
                     {"allowed", "16 to 1024"}});
    std::error_code ec;
    if (withPictures) std::filesystem::create_directories(options.pictureFolder, ec);
    if (ec)
        return fail(base_errors::kFileUnwritable,
                    {{"file", utf8FromPath(options.pictureFolder)}, {"reason", ec.message()}});
    media::FilmReader reader;
    std::set<Path> taken;
    std::vector<FilmInfo> out;
    const auto total = static_cast<std::int64_t>(options.films.size());
    for (const auto& film : options.films) {
        teller.progress("reading", static_cast<std::int64_t>(out.size()), total);
        auto look = reader.look(film, {withPictures ? options.side : 0}, stop);
        if (!look && (total == 1 || look.error().isCancelled())) return fail(std::move(look).error());
        if (!look) {
            out.push_back({film, {}, {}, std::move(look).error()});
            continue;
        }
        FilmInfo info{film, std::move(look->info), {}, {}};
        if (withPictures) {
            info.picture = freeName(options.pictureFolder, utf8FromPath(film.filename()), taken);
            BRANDLOOM_CHECK(media::writePng(info.picture, *look->picture));
        }
        out.push_back(std::move(info));
    }
    teller.progress("reading", total, total);
    return out;
}

Status shotsOfFilms(const std::vector<Path>& films, const std::function<void(const Path&, media::ShotList)>& each,
                    const Listener& listener, const StopToken& stop) {
    Teller teller(listener);
    media::FilmReader reader;  // one process for all: its start takes as long as a short film
    for (const auto& film : films) {
        BRANDLOOM_TRY(auto list, reader.shots(film, stop, sinkOf(teller)));
        each(film, std::move(list));
    }
    return {};
}

Result<std::vector<MeasuredClip>> measureFilm(const MeasureFilmOptions& options, const Listener& listener,
                                              const StopToken& stop) {
    Teller teller(listener);
    media::FilmReader reader;
    std::vector<MeasuredClip> out;
    if (!options.byShots) {
        BRANDLOOM_TRY(auto measures, reader.measure(options.film, {}, stop, sinkOf(teller)));
        out.push_back({0, measures.seconds, std::move(measures)});
        return out;
    }
    BRANDLOOM_TRY(const auto list, reader.shots(options.film, stop, sinkOf(teller)));
    for (const auto& shot : list.shots) {
        const media::MeasureRange range{shot.startSeconds, shot.endSeconds};
        BRANDLOOM_TRY(auto measures, reader.measure(options.film, range, stop, sinkOf(teller)));
        out.push_back({shot.startSeconds, shot.endSeconds, std::move(measures)});
    }
    return out;
}

}  // namespace brandloom::studio
