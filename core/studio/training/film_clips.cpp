#include "core/studio/training/film_clips.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

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
    }
    if (m_options.heldOut > 0) holdOut();
}

/// Clips of one film look alike, so whole films are held out; of a single film its last clips.
void FilmClips::holdOut() {
    std::vector<std::string> order;  // of the films, drawn by the seed
    for (const auto& clip : m_clips)
        order.push_back(sha256Hex(fmt::format("{} {}", m_options.seed, clip.filmSha256)));
    const auto films = std::set<std::string>(order.begin(), order.end());
    const auto wanted = std::max<std::size_t>(
        1, static_cast<std::size_t>(std::lround(m_options.heldOut * static_cast<double>(m_clips.size()))));
    if (films.size() == 1) {
        for (std::size_t i = 0; i < wanted && m_clips.size() > 1; ++i)
            m_clips[m_clips.size() - 1 - i].heldOut = true;
        return;
    }
    std::size_t held = 0, filmsHeld = 0;
    for (const auto& film : films) {
        if (held >= wanted || filmsHeld + 1 == films.size()) return;
        ++filmsHeld;
        for (std::size_t i = 0; i < m_clips.size(); ++i)
            if (order[i] == film) {
                m_clips[i].heldOut = true;
                ++held;
            }
    }
}

std::vector<door::TrainClip> FilmClips::trainClips() const {
    std::vector<door::TrainClip> out;
    for (const auto& clip : m_clips)
        out.push_back(
            {clip.key, clip.captions.front(), {clip.captions.begin() + 1, clip.captions.end()}, clip.heldOut});
    return out;
}

Result<std::vector<Frame>> FilmClips::frames(std::size_t index) {
    const auto& clip = m_clips.at(index);
    if (!clip.pictures.empty()) return clip.pictures;
    BRANDLOOM_TRY(auto cut, media::conformClip(clip.film, conformOptions(m_options, clip.startSeconds, m_frames)));
    return std::move(cut.frames);
}

}  // namespace brandloom::studio
