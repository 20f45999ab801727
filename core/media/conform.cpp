#include "core/media/conform.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/media/decoder.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

constexpr double kTie = 1e-6;

std::string numberText(double value) {
    auto text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

Status checkOptions(const ConformOptions& o) {
    const auto bad = [](const char* option, const std::string& value, const char* allowed) -> Status {
        return fail(media_errors::kBadOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
    };
    if (o.width < 1 || o.height < 1 || o.width > 16384 || o.height > 16384)
        return bad("size", std::to_string(o.width) + "x" + std::to_string(o.height), "1 to 16384 pixels");
    if (!(o.fps > 0) || o.fps > 1000) return bad("frame rate", numberText(o.fps), "a rate above 0, at most 1000");
    if (o.frames < 1 || o.frames % 4 != 1 || o.frames > 100001)
        return bad("frame count", std::to_string(o.frames), "4n+1 frames: 9, 13, 17, ...");
    if (!(o.startSeconds >= 0) || o.startSeconds > 1e7)
        return bad("start", numberText(o.startSeconds), "a time inside the film, in seconds");
    return {};
}

/// Walks through the film holding two pictures and answers "which picture is nearest to t" for rising t.
class NearestPicture {
  public:
    NearestPicture(Decoder& decoder, const ConformOptions& options, const CropRect& crop)
        : m_decoder(decoder), m_options(options), m_crop(crop) {}

    struct Answer {
        Frame frame;
        double seconds = 0;
    };

    /// None when t is after the end of the film.
    Result<std::optional<Answer>> at(double t) {
        while (!m_ended && (!m_late || m_late->seconds < t)) {
            BRANDLOOM_TRY(const bool more, m_decoder.advance());
            m_ended = !more;
            // Time stamps that do not rise belong to a broken film: the picture is passed over.
            if (m_ended || (m_late && m_decoder.seconds() <= m_late->seconds)) continue;
            m_early = std::move(m_late);
            m_late = Candidate{m_decoder.seconds(), m_decoder.durationSeconds(), m_decoder.hold()};
        }
        if (!m_late || (m_ended && t >= m_late->seconds + lastDuration() - kTie)) return std::optional<Answer>();
        const bool early = m_early && t - m_early->seconds <= m_late->seconds - t + kTie;
        const auto& chosen = early ? *m_early : *m_late;
        if (!m_answer.frame || m_answer.seconds != chosen.seconds) {
            BRANDLOOM_TRY(const auto whole, m_decoder.picture(chosen.picture));
            BRANDLOOM_TRY(m_answer.frame, cropAndScale(*whole, m_crop, m_options.width, m_options.height));
            m_answer.seconds = chosen.seconds;
        }
        return m_answer;
    }

  private:
    struct Candidate {
        double seconds = 0;
        double duration = 0;
        HeldPicture picture;
    };

    [[nodiscard]] double lastDuration() const {
        if (m_late->duration > 0) return m_late->duration;
        return m_early ? m_late->seconds - m_early->seconds : 1.0 / m_options.fps;
    }

    Decoder& m_decoder;
    const ConformOptions& m_options;
    CropRect m_crop;
    std::optional<Candidate> m_early;
    std::optional<Candidate> m_late;
    Answer m_answer;
    bool m_ended = false;
};

void cutTo(ConformedClip& clip, int length) {
    clip.isShortened = length < clip.requestedFrames;
    clip.frames.resize(static_cast<std::size_t>(length));
    clip.sourceSeconds.resize(static_cast<std::size_t>(length));
    for (std::size_t i = 1; i < clip.frames.size(); ++i)
        if (clip.sourceSeconds[i] == clip.sourceSeconds[i - 1]) ++clip.repeatedFrames;
}

}  // namespace

int framesThatFit(double seconds, double sourceFps, double fps) {
    const double slack = sourceFps > 0 ? 0.5 / sourceFps : 0;
    return static_cast<int>(std::min(1e6, std::max(0.0, (seconds - slack) * fps))) + 1;
}

int longestClipLength(int available) {
    return available < 1 ? 0 : (available - 1) / 4 * 4 + 1;
}

Result<ConformedClip> conformClip(const Path& path, const ConformOptions& options, const StopToken& stop,
                                  const ProgressSink& progress) {
    BRANDLOOM_CHECK(checkOptions(options));
    BRANDLOOM_TRY(auto decoder, Decoder::open(path, stop));
    ConformedClip out;
    out.requestedFrames = options.frames;
    out.sourceWidth = decoder.width();
    out.sourceHeight = decoder.height();
    out.sourceFps = decoder.fps();
    const auto part = options.crop.value_or(CropRect{0, 0, out.sourceWidth, out.sourceHeight});
    if (part.x < 0 || part.y < 0 || part.width < 1 || part.height < 1 || part.width > out.sourceWidth - part.x ||
        part.height > out.sourceHeight - part.y)
        return fail(media_errors::kBadOption,
                    {{"option", "crop"},
                     {"value", std::to_string(part.width) + "x" + std::to_string(part.height) + " at " +
                                   std::to_string(part.x) + "," + std::to_string(part.y)},
                     {"allowed", "a part of the picture"}});
    out.crop = centredCrop(part.width, part.height, options.width, options.height);
    out.crop.x += part.x;
    out.crop.y += part.y;
    // From the key frame before the start; a second earlier, so that a picture nearest from before is seen too.
    if (options.startSeconds > 2) BRANDLOOM_CHECK(decoder.seekBefore(options.startSeconds - 1));

    NearestPicture film(decoder, options, out.crop);
    for (int k = 0; k < options.frames; ++k) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        report(progress, {"reading", k, options.frames, {}});
        BRANDLOOM_TRY(auto found, film.at(options.startSeconds + k / options.fps));
        if (!found) break;
        out.frames.push_back(std::move(found->frame));
        out.sourceSeconds.push_back(found->seconds);
    }
    const int available = static_cast<int>(out.frames.size());
    const int needed = std::min(9, options.frames);
    if (available < needed)
        return fail(media_errors::kFilmTooShort, {{"file", utf8FromPath(path)},
                                                  {"have", std::to_string(available)},
                                                  {"fps", numberText(options.fps)},
                                                  {"need", std::to_string(needed)}});
    cutTo(out, longestClipLength(available));
    report(progress, {"reading", options.frames, options.frames, {}});
    return out;
}

}  // namespace brandloom::media
