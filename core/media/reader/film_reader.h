#pragma once
// Films of strangers, looked at in a process of its own (brandloom-film-reader beside our programs): what a hostile
// file breaks is that process, which is then started again. The same results as the functions of core/media.
#include <memory>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/media/clip_measures.h"
#include "core/media/picture_reader.h"
#include "core/media/shot_detection.h"
#include "core/media/sound_reader.h"
#include "core/media/thumbnail.h"

namespace brandloom::media {

struct FilmReaderOptions {
    Path program;                   ///< empty: the one that ships
    std::uint64_t memoryBytes = 0;  ///< address space of the process; 0: half of the machine's, 2 to 4 GiB
    int processorSeconds = 120;     ///< for each call, and again after each sign of progress
    double silenceSeconds = 60;     ///< wall clock for each call, and again after each sign of progress
};

struct HeardSound {
    SoundSamples samples;
    SoundEnd end;
};

/// The process starts with the first call, serves all others and ends with this object, or when this process ends,
/// however it ends. One thread at a time.
/// Errors of all calls: those of the functions of the same task (probe, lookAtFilm, detectShots, measureFilm,
/// PictureReader),
/// kTimedOut, kReaderStopped (the film broke the process), kReaderMissing (it could not be started). A stop takes
/// effect at once.
class FilmReader {
  public:
    explicit FilmReader(FilmReaderOptions options = {});
    FilmReader(FilmReader&&) noexcept;
    FilmReader& operator=(FilmReader&&) noexcept;
    ~FilmReader();

    Result<MediaInfo> probe(const Path& film, const StopToken& stop = {});
    Result<FilmLook> look(const Path& film, const LookOptions& options = {}, const StopToken& stop = {});
    Result<ShotList> shots(const Path& film, const StopToken& stop = {}, const ProgressSink& progress = {});
    Result<ClipMeasures> measure(const Path& film, const MeasureRange& range = {}, const StopToken& stop = {},
                                 const ProgressSink& progress = {});

    /// `sink` gets each picture on the caller's thread as soon as it is there.
    Result<PicturesEnd> pictures(const Path& film, const PicturesWanted& wanted, const PictureSink& sink,
                                 const StopToken& stop = {});

    /// Errors also: those of readSound.
    Result<HeardSound> sound(const Path& file, const SoundWanted& wanted = {}, const StopToken& stop = {});

    /// Of the process, 0 while there is none.
    [[nodiscard]] int processId() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::media
