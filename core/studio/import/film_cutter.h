#pragma once
// One film on its way into a dataset: what it is, its small picture, and the clips that it is cut into.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/dataset/records.h"
#include "core/media/reader/film_reader.h"
#include "core/studio/import/film_cache.h"

namespace brandloom::studio {

struct CutWords {
    std::string split = "none";  ///< none, shots or fixed
    double pieceSeconds = 4;     ///< fixed
};

/// Size and time of a file as records have them; zeros when it cannot be asked.
struct FileStamp {
    std::int64_t bytes = 0;
    double modifiedAt = 0;  ///< seconds since 1970
    bool operator==(const FileStamp&) const = default;
};
FileStamp stampOf(const Path& file);

/// One thread at a time.
class FilmCutter {
  public:
    FilmCutter(CutWords words, const FilmCache& cache, media::FilmReader& reader)
        : m_words(std::move(words)), m_cache(cache), m_reader(reader) {}

    /// Reads what the film is and keeps its small picture. Errors: those of FilmReader::look and of the cache.
    Result<dataset::NewSource> look(const Path& film, const std::string& sha256, const StopToken& stop);
    /// Its clips, without captions. Progress and errors: those of FilmReader::shots ("shots" only).
    Result<std::vector<dataset::NewClip>> clipsOf(const dataset::NewSource& film, const StopToken& stop,
                                                  const ProgressSink& progress);

  private:
    Result<std::vector<media::ShotRange>> shotsOf(const dataset::NewSource& film, const StopToken& stop,
                                                  const ProgressSink& progress);
    CutWords m_words;
    const FilmCache& m_cache;
    media::FilmReader& m_reader;
};

}  // namespace brandloom::studio
