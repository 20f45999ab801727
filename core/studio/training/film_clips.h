#pragma once
// Films cut to what the model reads, one clip per window of a film; pictures are kept while they fit into memory
// and cut again when not. frames() is called on the engine's thread.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/door/engine.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct CutOptions {
    int width = 0;   ///< pixels of the model
    int height = 0;  ///< pixels of the model
    double fps = 0;  ///< of the model
    int frames = 0;  ///< 4n+1; fewer when a film is too short for all of them
    int clipsPerFilm = 1;
    std::string caption;     ///< for all films; empty: the texts beside each film
    double heldOut = 0;      ///< share of the clips to hold out; 0: none
    std::uint64_t seed = 0;  ///< of that choice
};

/// One window of one film.
struct CutClip {
    Path film;
    std::string filmSha256;
    double startSeconds = 0;
    std::int64_t firstFrame = 0;  ///< in frames of the film
    std::int64_t frameCount = 0;  ///< in frames of the film
    std::string key;              ///< names content and cut
    std::vector<std::string> captions;
    bool heldOut = false;
    std::vector<Frame> pictures;  ///< empty: cut again when needed
};

class FilmClips : public door::ClipSource {
  public:
    static constexpr std::uint64_t kKeepBytes = 256ull << 20;

    /// Probes and cuts all films; done and total of the progress count films. A film that is too short for
    /// `frames` shortens all clips (at least 9 frames). Errors: those of probe, conformClip and captionsBeside.
    static Result<std::unique_ptr<FilmClips>> cut(const std::vector<Path>& films, const CutOptions& options,
                                                  const StopToken& stop = {}, const ProgressSink& progress = {});

    [[nodiscard]] const std::vector<CutClip>& clips() const { return m_clips; }
    /// Of every clip.
    [[nodiscard]] int frameCount() const { return m_frames; }
    /// One per clip, in the order that frames() counts; its captions are the texts beside the film.
    [[nodiscard]] std::vector<door::TrainClip> trainClips() const;

    Result<std::vector<Frame>> frames(std::size_t index) override;

  private:
    explicit FilmClips(CutOptions options) : m_options(std::move(options)), m_frames(m_options.frames) {}
    Status addFilm(const Path& film, const StopToken& stop);
    Status addClip(CutClip clip, double filmFps, bool mayShorten, const StopToken& stop);
    void finish();
    void holdOut();

    CutOptions m_options;
    int m_frames;
    std::uint64_t m_keptBytes = 0;
    std::vector<CutClip> m_clips;
};

}  // namespace brandloom::studio
