#pragma once
// Pictures of a film for looking at it: from any moment on, one after the other, shrunken to what a screen shows.
#include <functional>
#include <optional>

#include "core/media/decoder.h"

namespace brandloom::media {

struct PicturesWanted {
    double fromSeconds = 0;  ///< the first is the one that is shown then, as Decoder::seekTo finds it
    bool continues = false;  ///< go on after the last one given of the same film instead, where that is known
    int count = 1;           ///< at most 64
    int side = 640;          ///< longer side in pixels, 16..1152; never enlarged
};

struct FilmPicture {
    Frame picture;  ///< aspect of the film as shown
    double seconds = 0;
    double durationSeconds = 0;
};
using PictureSink = std::function<void(FilmPicture)>;

struct PicturesEnd {
    bool atEnd = false;  ///< the film has none after the last one given
};

/// Keeps the film that it read last open. One thread at a time.
class PictureReader {
  public:
    /// Errors: those of Decoder, kBadOption; kNoFrames for a film without a picture.
    Result<PicturesEnd> read(const Path& film, const PicturesWanted& wanted, const PictureSink& sink,
                             const StopToken& stop = {}, const Limits& limits = {});

  private:
    Path m_film;
    std::optional<Decoder> m_decoder;
};

}  // namespace brandloom::media
