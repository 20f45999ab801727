#pragma once
// Where the pictures of a Shot go: an MP4 with its recipe inside and beside, or a folder of PNGs with the recipe.
// Each is whole or absent, and nothing that is there is overwritten. One thread.
#include <map>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace brandloom::studio {

struct FilmFormat {
    double fps = 16;
    int scale = 1;
    std::string title;
};

class ShotFiles {
  public:
    /// `target` ending in .mp4 is a film; another name without an ending, or a folder that is there, is a folder of
    /// pictures (new or empty). Errors: kBadFilmName, kFileExists.
    static Result<ShotFiles> choose(const Path& target);

    [[nodiscard]] const Path& path() const { return m_path; }
    [[nodiscard]] const Path& recipePath() const { return m_recipe; }
    [[nodiscard]] bool isFilm() const { return m_isFilm; }

    /// Writes everything; the SHA-256 (see GeneratedShot). After an error or a stop nothing is left. Errors: those
    /// of media's encoder and PNG, kDiskFull, kFileUnwritable, kCancelled.
    Result<std::string> write(const std::vector<Frame>& frames, const std::string& recipe, const FilmFormat& format,
                              const StopToken& stop, const ProgressSink& progress) const;

  private:
    Result<std::string> writeFilm(const std::vector<Frame>& frames, const std::string& recipe,
                                  const FilmFormat& format, const StopToken& stop,
                                  const ProgressSink& progress) const;
    Result<std::string> writePictures(const Path& folder, const std::vector<Frame>& frames,
                                      const std::string& recipe, const StopToken& stop,
                                      const ProgressSink& progress) const;
    Path m_path;
    Path m_recipe;
    bool m_isFilm = true;
};

}  // namespace brandloom::studio
