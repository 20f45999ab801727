#pragma once
// Pictures of films by time, for the renderer: cheap forwards, right in any order. One thread at a time.
#include <memory>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/finishing/renderer.h"

namespace brandloom::finishing {

class FilmPictures : public PictureSource {
  public:
    explicit FilmPictures(std::vector<Path> films, StopToken stop = {});
    ~FilmPictures() override;
    /// After the end the last picture. Errors: those of media::Decoder.
    Result<Frame> at(int source, double seconds) override;

  private:
    struct Reel;
    std::vector<Path> m_films;
    StopToken m_stop;
    std::vector<std::unique_ptr<Reel>> m_reels;
};

}  // namespace brandloom::finishing
