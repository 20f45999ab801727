#pragma once
// MP4 files (H.264, yuv420p, BT.709, AAC where sound is asked for, index in front) that are whole or absent:
// written aside, decoded back, then renamed. The same frames and options give the same bytes on the same build and
// thread count.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/media/sound_samples.h"

namespace brandloom::media {

/// A film whose sound goes along with the pictures.
struct FilmSound {
    Path film;
    double startSeconds = 0;  ///< in the film, of the first picture that is written
};

struct Mp4Options {
    double fps = 16;
    int crf = 18;                   ///< x264 quality, 0..51, lower is better
    std::string preset = "medium";  ///< x264 preset
    int scale = 1;                  ///< smooth enlargement (Lanczos) by this factor, 1..16
    /// Container texts, such as title, comment (the recipe) or AIGC; any key.
    std::map<std::string, std::string> metadata;
    int threads = 0;  ///< 0: the media share of the thread budget
    /// As AAC at 48 kHz, mono or stereo, as long as the pictures; silent where that film is. Without a sound track
    /// there: the file has none either.
    std::optional<FilmSound> sound = {};
    /// A sound that was mixed, in the place of that of a film; as long as the pictures too. Null: none.
    std::shared_ptr<const SoundSamples> samples = nullptr;
};

/// Looks at the written file, which has another name yet; an error leaves nothing behind.
using Mp4Check = std::function<Status(const Path& file)>;

class Mp4Writer {
  public:
    /// Errors: kBadOption, kFileUnwritable, kDiskFull, kEncodeFailed; of a film with sound those of reading it and
    /// kSoundUnreadable.
    static Result<Mp4Writer> create(const Path& target, int width, int height, const Mp4Options& options,
                                    const StopToken& stop = {});
    Mp4Writer(Mp4Writer&&) noexcept;
    Mp4Writer& operator=(Mp4Writer&&) noexcept;
    ~Mp4Writer();  ///< without finish() nothing is left behind

    /// Frames of the size given to create().
    Status add(const FrameBuffer& frame);
    [[nodiscard]] bool hasSound() const;
    /// Writes the rest, decodes the file back (count and size, length of the sound), asks `check`, and renames it
    /// to the target.
    Status finish(const StopToken& stop = {}, const Mp4Check& check = {});

  private:
    struct State;
    explicit Mp4Writer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// All at once. Phase of the progress: "encoding".
Status writeMp4(const Path& target, const std::vector<Frame>& frames, const Mp4Options& options,
                const StopToken& stop = {}, const ProgressSink& progress = {});

}  // namespace brandloom::media
