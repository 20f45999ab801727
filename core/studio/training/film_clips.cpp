#include "core/studio/training/film_clips.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/hashing.h"
#include "core/media/conform.h"
#include "core/media/probe.h"
#include "core/studio/common/shipped.h"

namespace brandloom::studio {
namespace {

media::ConformOptions conformOptions(const CutOptions& o, double start, int frames) {
    return {o.width, o.height, o.fps, frames, start};
}

/// Starts of as many windows as fit, at most `most`, evenly spread and not overlapping.
std::vector<double> windowStarts(double filmSeconds, double clipSeconds, double slack, int most) {
    const int fit = clipSeconds > 0 ? static_cast<int>((filmSeconds + slack) / clipSeconds) : 1;
    const int count = std::clamp(fit, 1, std::max(1, most));
    std::vector<double> out{0.0};
    for (int i = 1; i < count; ++i) out.push_back(i * std::max(0.0, filmSeconds - clipSeconds) / (count - 1));
    return out;
}

}  // namespace

Result<std::unique_ptr<FilmClips>> FilmClips::cut(const std::vector<Path>& films, const CutOptions& options,
                                                  const StopToken& stop, const ProgressSink& progress) {
    std::unique_ptr<FilmClips> made(new FilmClips(options));
    const auto total = static_cast<std::int64_t>(films.size());
    for (std::size_t i = 0; i < films.size(); ++i) {
        report(progress, {"reading", static_cast<std::int64_t>(i), total, {}});
        BRANDLOOM_CHECK(made->addFilm(films[i], stop));
    }
    report(progress, {"reading", total, total, {}});
    made->finish();
    return made;
}

Status FilmClips::addFilm(const Path& film, const StopToken& stop) {
    BRANDLOOM_TRY(const auto info, media::probe(film, stop));
    BRANDLOOM_TRY(const auto hash, sha256OfFile(film, stop));
    std::vector<std::string> captions{m_options.caption};
    if (m_options.caption.empty()) {
        BRANDLOOM_TRY(captions, captionsBeside(film));
        if (captions.empty()) captions.emplace_back();
    }
    std::error_code ec;
    const Path absolute = std::filesystem::absolute(film, ec);
    const auto starts = windowStarts(info.durationSeconds, m_options.frames / m_options.fps, 0.5 / m_options.fps,
                                     m_options.clipsPerFilm);
    for (std::size_t i = 0; i < starts.size(); ++i) {
        CutClip clip;
        clip.film = ec ? film : absolute.lexically_normal();
        clip.filmSha256 = hash;
        clip.startSeconds = starts[i];
        clip.captions = captions;
        BRANDLOOM_CHECK(addClip(std::move(clip), info.fps, i == 0, stop));
    }
    return {};
}

Status FilmClips::addClip(CutClip clip, double filmFps, bool mayShorten, const StopToken& stop) {
    auto cut = media::conformClip(clip.film, conformOptions(m_options, clip.startSeconds, m_options.frames), stop);
    // The end of a film may lie a picture earlier than its length says: only the first window has to be there.
    if (!mayShorten && (!cut || cut->isShortened) && !stop.stop_requested()) return {};
    if (!cut) return fail(std::move(cut).error());
    m_frames = std::min(m_frames, static_cast<int>(cut->frames.size()));
    const double fps = filmFps > 0 ? filmFps : m_options.fps;
    clip.firstFrame = std::llround(cut->sourceSeconds.front() * fps);
    clip.frameCount = std::llround((cut->sourceSeconds.back() - cut->sourceSeconds.front()) * fps) + 1;
    const auto bytes = cut->frames.size() * cut->frames.front()->bytes().size();
    if (m_keptBytes + bytes <= kKeepBytes) {
        m_keptBytes += bytes;
        clip.pictures = std::move(cut->frames);
    }
    m_clips.push_back(std::move(clip));
    return {};
}

void FilmClips::finish() {
    for (std::size_t i = 0; i < m_clips.size(); ++i) {
        auto& clip = m_clips[i];
        if (!clip.pictures.empty()) clip.pictures.resize(static_cast<std::size_t>(m_frames));
        // "cut1" changes when cutting changes: what was cached under the old name is then not used any more.
        clip.key = sha256Hex(fmt::format("cut1 {} {:.6f} {}x{} {:.6f} {}", clip.filmSha256, clip.startSeconds,
                                         m_options.width, m_options.height, m_options.fps, m_frames));
        for (std::size_t k = 0; k < clip.captions.size(); ++k) m_clipOfIndex.push_back(i);
    }
}

std::vector<door::TrainClip> FilmClips::trainClips() const {
    std::vector<door::TrainClip> out;
    for (const auto& clip : m_clips)
        for (const auto& caption : clip.captions) out.push_back({clip.key, caption});
    return out;
}

Result<std::vector<Frame>> FilmClips::frames(std::size_t index) {
    const auto& clip = m_clips.at(m_clipOfIndex.at(index));
    if (!clip.pictures.empty()) return clip.pictures;
    BRANDLOOM_TRY(auto cut, media::conformClip(clip.film, conformOptions(m_options, clip.startSeconds, m_frames)));
    return std::move(cut.frames);
}

}  // namespace brandloom::studio
