#pragma once
// Pictures of films for whoever looks at them: a player, a film strip. Read in the film reader's process.
#include <memory>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::studio {

struct PictureOrder {
    Path film;
    double fromSeconds = 0;  ///< the first is the one that is shown then
    bool continues = false;  ///< go on after the last one given instead, where that is known
    int count = 1;           ///< 1..64
    int side = 640;          ///< longer side in pixels, 16..1152; never enlarged
};

struct ShownPicture {
    Frame picture;
    double seconds = 0;  ///< in the film
    double durationSeconds = 0;
};

struct PictureBatch {
    std::vector<ShownPicture> pictures;  ///< rising
    bool atEnd = false;                  ///< the film has none after them
};

/// Keeps a process and its film open between calls; one thread at a time.
class FilmPictures {
  public:
    FilmPictures();
    ~FilmPictures();
    FilmPictures(const FilmPictures&) = delete;
    FilmPictures& operator=(const FilmPictures&) = delete;
    /// Errors: those of media::FilmReader::pictures. A stop takes effect at once, and costs the process.
    Result<PictureBatch> read(const PictureOrder& order, const StopToken& stop = {});

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::studio
