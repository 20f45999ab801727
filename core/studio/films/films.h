#pragma once
// Use cases over films that belong to no project. A film that breaks its reader breaks nothing else. Any thread.
#include <functional>
#include <optional>
#include <vector>

#include "core/media/clip_measures.h"
#include "core/media/shot_detection.h"
#include "core/media/thumbnail.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct FilmInfoOptions {
    std::vector<Path> films;
    Path pictureFolder;  ///< a small picture of each goes there as NAME.png, or NAME-2.png where
                         ///< another film has that name (made when missing); empty: none
    int side = 320;      ///< longer side of that picture, pixels, 16..1024
};

struct FilmInfo {
    Path film;
    std::optional<media::MediaInfo> info;
    Path picture;                ///< empty: none was asked for
    std::optional<Error> error;  ///< why there is no info
};

/// In the order named. A film that cannot be read says so by itself; of a single film that is the error. Phase:
/// "reading" (films). Errors: base kInvalidArgument, kFileUnwritable, kCancelled, media kEncodeFailed.
Result<std::vector<FilmInfo>> infoOfFilms(const FilmInfoOptions& options, const Listener& listener,
                                          const StopToken& stop);

/// Shots and what lies between them, film by film; `each` is called as soon as one is done. Errors: those of
/// FilmReader::shots; the films before it were told of.
Status shotsOfFilms(const std::vector<Path>& films, const std::function<void(const Path&, media::ShotList)>& each,
                    const Listener& listener, const StopToken& stop);

struct MeasureFilmOptions {
    Path film;
    bool byShots = false;  ///< each shot by itself instead of the whole film
};

struct MeasuredClip {
    double startSeconds = 0;
    double endSeconds = 0;
    media::ClipMeasures measures;
};

/// Errors: those of FilmReader::shots and measure.
Result<std::vector<MeasuredClip>> measureFilm(const MeasureFilmOptions& options, const Listener& listener,
                                              const StopToken& stop);

}  // namespace brandloom::studio
