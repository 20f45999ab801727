#include "core/studio/datasets/clip_films.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/platform.h"
#include "core/media/decoder.h"
#include "core/media/encoder.h"
#include "core/media/media_errors.h"
#include "core/media/resize.h"

namespace brandloom::studio {
namespace {

constexpr double kUsualFps = 25;
constexpr int kFineCrf = 12;
constexpr double kTie = 1e-6;
constexpr std::uint64_t kPartBytes = 4 << 20;  // of a copy, between two looks at the stop token

media::CropRect rectOf(const dataset::Clip& clip, int width, int height) {
    if (!clip.crop) return {0, 0, width, height};
    return {clip.crop->x, clip.crop->y, clip.crop->width, clip.crop->height};
}

/// Writes the picture that is shown at each instant of the range, one after the other.
class Cutter {
  public:
    Cutter(const dataset::Clip& clip, const dataset::Source& film, media::Decoder& decoder)
        : m_decoder(decoder),
          m_fps(decoder.fps() > 0 ? decoder.fps()
                : film.fps > 0    ? film.fps
                                  : kUsualFps),
          m_rect(rectOf(clip, decoder.width(), decoder.height())),
          m_start(clip.startSeconds.value_or(static_cast<double>(clip.firstFrame) / m_fps)),
          m_end(clip.endSeconds.value_or(m_start + static_cast<double>(clip.frameCount) / m_fps)) {}

    /// `soundOf`: the film when its sound is wanted, else empty. True when there is sound.
    Result<bool> run(const Path& to, const Path& soundOf, const StopToken& stop) {
        media::Mp4Options options;
        options.fps = m_fps;
        options.crf = kFineCrf;
        if (!soundOf.empty()) options.sound = {soundOf, m_start};
        BRANDLOOM_TRY(auto writer, media::Mp4Writer::create(to, m_rect.width, m_rect.height, options, stop));
        // A start lies on a picture as often as not a rounding away from it: the nearest one is meant.
        BRANDLOOM_CHECK(m_decoder.seekTo(std::max(0.0, m_start + 0.25 / m_fps)));
        BRANDLOOM_TRY(auto now, shown());
        const auto count = std::max<long>(1, std::lround((m_end - m_start) * m_fps));
        BRANDLOOM_CHECK(look());
        for (long i = 0; i < count; ++i) {
            BRANDLOOM_CHECK(checkCancelled(stop));
            const double instant = m_start + static_cast<double>(i) / m_fps + 0.25 / m_fps;
            while (m_hasNext && m_decoder.seconds() <= instant + kTie) {
                BRANDLOOM_TRY(now, shown());
                BRANDLOOM_CHECK(look());
            }
            BRANDLOOM_CHECK(writer.add(*now));
            if (!m_hasNext && instant > m_lastSeconds + 1 / m_fps) break;
        }
        const bool hasSound = writer.hasSound();
        BRANDLOOM_CHECK(writer.finish(stop));
        return hasSound;
    }

  private:
    /// The current picture, cropped.
    Result<Frame> shown() {
        m_lastSeconds = m_decoder.seconds();
        BRANDLOOM_TRY(const auto picture, m_decoder.picture());
        return media::cropAndScale(*picture, m_rect, m_rect.width, m_rect.height);
    }
    /// On to the next picture, which is shown later.
    Status look() {
        BRANDLOOM_TRY(m_hasNext, m_decoder.advance());
        return {};
    }

    media::Decoder& m_decoder;
    double m_fps;
    media::CropRect m_rect;
    double m_start;
    double m_end;
    double m_lastSeconds = 0;
    bool m_hasNext = false;
};

}  // namespace

bool isWholeFilm(const dataset::Clip& clip, const dataset::Source& film) {
    if (clip.crop || clip.firstFrame != 0) return false;
    if (film.isStill) return true;
    const double slack = film.fps > 0 ? 0.5 / film.fps : 0.02;
    if (clip.endSeconds && film.seconds > 0) {
        const double end = clip.endSeconds.value();
        return clip.startSeconds.value_or(0) < slack && end > film.seconds - slack;
    }
    return film.frames > 0 && clip.frameCount >= film.frames;
}

Status copyFilm(const Path& from, const Path& to, const std::function<void()>& onPart, const StopToken& stop) {
    BRANDLOOM_TRY(const auto film, platform::ReadOnlyFile::open(from));
    BRANDLOOM_TRY(auto copy, AtomicFile::create(to));
    std::vector<std::uint8_t> part(std::min<std::uint64_t>(film.size(), kPartBytes));
    for (std::uint64_t done = 0; done < film.size(); done += part.size()) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        part.resize(std::min<std::uint64_t>(film.size() - done, kPartBytes));
        BRANDLOOM_CHECK(film.readAt(done, part));
        BRANDLOOM_CHECK(copy.write(part));
        onPart();
    }
    return copy.commit();
}

Result<bool> cutClip(const dataset::Clip& clip, const dataset::Source& film, const Path& to, bool wantsSound,
                     const StopToken& stop) {
    const auto from = pathFromUtf8(film.path);
    BRANDLOOM_TRY(auto decoder, media::Decoder::open(from, stop));
    return Cutter(clip, film, decoder).run(to, wantsSound ? from : Path(), stop);
}

}  // namespace brandloom::studio
