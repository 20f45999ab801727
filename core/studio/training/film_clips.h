#pragma once
// Films cut to what the model reads, one clip per window of a film; pictures are kept while they fit into memory
// and cut again when not. frames() is called on the engine's thread.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/door/engine.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct CutOptions {
    int width = 0;         ///< pixels of the model
    int height = 0;        ///< pixels of the model
    double fps = 0;        ///< of the model
    int frames = 0;        ///< 4n+1; fewer when a film is too short for all of them
    int clipsPerFilm = 1;  ///< or per range
    std::string caption;   ///< for all films; empty: the texts beside each film, or those of the range
    double heldOut = 0;    ///< share of the clips to hold out where the ranges say none; 0: none, whatever they say
    std::uint64_t seed = 0;  ///< of that choice
};

/// One window of one film.
struct CutClip {
    Path film;
    std::string filmSha256;
    double startSeconds = 0;
    std::int64_t firstFrame = 0;  ///< in frames of the film
    std::int64_t frameCount = 0;  ///< in frames of the film
    std::optional<FilmCrop> crop;
    std::string key;  ///< names content and cut
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
    /// As cut(), from the clips of a dataset: clips stay within their range, and one that is too short for 9 frames
    /// is left out and counted. Errors also: dataset kSourceGone, kSourceChanged, media kFilmTooShort (every one).
    static Result<std::unique_ptr<FilmClips>> cutRanges(const std::vector<FilmRange>& ranges,
                                                        const CutOptions& options, const StopToken& stop = {},
                                                        const ProgressSink& progress = {});

    [[nodiscard]] const std::vector<CutClip>& clips() const { return m_clips; }
    [[nodiscard]] int tooShort() const { return m_tooShort; }
    /// Of every clip.
    [[nodiscard]] int frameCount() const { return m_frames; }
    /// One per clip, in the order that frames() counts; its captions are the texts beside the film.
    [[nodiscard]] std::vector<door::TrainClip> trainClips() const;

    Result<std::vector<Frame>> frames(std::size_t index) override;

  private:
    explicit FilmClips(CutOptions options) : m_options(std::move(options)), m_frames(m_options.frames) {}
    struct Film {
        std::string sha256;
        double seconds = 0;
        double fps = 0;
    };
    Result<Film> filmOf(const Path& path, const StopToken& stop);
    Status addFilm(const Path& film, const StopToken& stop);
    Status addRange(const FilmRange& range, const StopToken& stop);
    Status addClip(CutClip clip, double filmFps, bool mayShorten, int frames, const StopToken& stop);
    void finish();
    void holdOut();

    CutOptions m_options;
    int m_frames;
    int m_tooShort = 0;
    std::uint64_t m_keptBytes = 0;
    std::map<Path, Film> m_films;
    std::vector<CutClip> m_clips;
};

}  // namespace brandloom::studio
