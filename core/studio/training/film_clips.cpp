#include "core/studio/training/film_clips.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/hashing.h"
#include "core/dataset/dataset_errors.h"
#include "core/media/conform.h"
#include "core/media/media_errors.h"
#include "core/media/probe.h"
#include "core/studio/common/shipped.h"

namespace brandloom::studio {
namespace {

media::ConformOptions conformOptions(const CutOptions& o, const CutClip& clip, int frames) {
    media::ConformOptions out{o.width, o.height, o.fps, frames, clip.startSeconds};
    if (clip.crop) out.crop = media::CropRect{clip.crop->x, clip.crop->y, clip.crop->width, clip.crop->height};
    return out;
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

Result<std::unique_ptr<FilmClips>> FilmClips::cutRanges(const std::vector<FilmRange>& ranges,
                                                        const CutOptions& options, const StopToken& stop,
                                                        const ProgressSink& progress) {
    std::unique_ptr<FilmClips> made(new FilmClips(options));
    const auto total = static_cast<std::int64_t>(ranges.size());
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        report(progress, {"reading", static_cast<std::int64_t>(i), total, {}});
        BRANDLOOM_CHECK(made->addRange(ranges[i], stop));
    }
    report(progress, {"reading", total, total, {}});
    if (made->m_clips.empty() && !ranges.empty())
        return fail(media_errors::kFilmTooShort, {{"file", utf8FromPath(ranges.front().film)},
                                                  {"have", "fewer than 9"},
                                                  {"fps", fmt::format("{}", options.fps)},
                                                  {"need", "9"}});
    made->finish();
    return made;
}

Result<FilmClips::Film> FilmClips::filmOf(const Path& path, const StopToken& stop) {
    if (const auto known = m_films.find(path); known != m_films.end()) return known->second;
    BRANDLOOM_TRY(const auto info, media::probe(path, stop));
    BRANDLOOM_TRY(auto hash, sha256OfFile(path, stop));
    return m_films[path] = {std::move(hash), info.durationSeconds, info.fps};
}

Status FilmClips::addRange(const FilmRange& range, const StopToken& stop) {
    const ErrorArg name{"file", utf8FromPath(range.film)};
    std::error_code ec;
    if (!std::filesystem::exists(range.film, ec)) return fail(dataset_errors::kSourceGone, {name});
    BRANDLOOM_TRY(const auto film, filmOf(range.film, stop));
    if (!range.sha256.empty() && film.sha256 != range.sha256) return fail(dataset_errors::kSourceChanged, {name});
    const double end = range.endSeconds > 0 ? range.endSeconds : film.seconds;
    const double length = end - range.startSeconds;
    const double slack = film.fps > 0 ? 0.5 / film.fps : 0;
    const int fit = media::framesThatFit(length, film.fps, m_options.fps);
    const int frames = std::min(m_options.frames, media::longestClipLength(fit));
    if (frames < std::min(9, m_options.frames)) {
        ++m_tooShort;
        return {};
    }
    auto captions = m_options.caption.empty() ? range.captions : std::vector{m_options.caption};
    if (captions.empty()) captions.emplace_back();
    const auto starts = windowStarts(length, m_options.frames / m_options.fps, slack, m_options.clipsPerFilm);
    for (std::size_t i = 0; i < starts.size(); ++i) {
        CutClip clip;
        clip.film = range.film;
        clip.filmSha256 = film.sha256;
        clip.startSeconds = range.startSeconds + starts[i];
        clip.captions = captions;
        clip.heldOut = range.heldOut && m_options.heldOut > 0;
        clip.crop = range.crop;
        BRANDLOOM_CHECK(addClip(std::move(clip), film.fps, i == 0, frames, stop));
    }
    return {};
}

Status FilmClips::addFilm(const Path& film, const StopToken& stop) {
    BRANDLOOM_TRY(const auto info, filmOf(film, stop));
    std::vector<std::string> captions{m_options.caption};
    if (m_options.caption.empty()) {
        BRANDLOOM_TRY(captions, captionsBeside(film));
        if (captions.empty()) captions.emplace_back();
    }
    std::error_code ec;
    const Path absolute = std::filesystem::absolute(film, ec);
    const auto starts =
        windowStarts(info.seconds, m_options.frames / m_options.fps, 0.5 / m_options.fps, m_options.clipsPerFilm);
    for (std::size_t i = 0; i < starts.size(); ++i) {
        CutClip clip;
        clip.film = ec ? film : absolute.lexically_normal();
        clip.filmSha256 = info.sha256;
        clip.startSeconds = starts[i];
        clip.captions = captions;
        BRANDLOOM_CHECK(addClip(std::move(clip), info.fps, i == 0, m_options.frames, stop));
    }
    return {};
}

Status FilmClips::addClip(CutClip clip, double filmFps, bool mayShorten, int frames, const StopToken& stop) {
    auto cut = media::conformClip(clip.film, conformOptions(m_options, clip, frames), stop);
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
        auto cut = fmt::format("cut1 {} {:.6f} {}x{} {:.6f} {}", clip.filmSha256, clip.startSeconds,
                               m_options.width, m_options.height, m_options.fps, m_frames);
        if (clip.crop)
            cut += fmt::format(" {},{} {}x{}", clip.crop->x, clip.crop->y, clip.crop->width, clip.crop->height);
        clip.key = sha256Hex(cut);
    }
    const bool isChosen = std::ranges::any_of(m_clips, &CutClip::heldOut);
    if (m_options.heldOut > 0 && !isChosen) holdOut();
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
    BRANDLOOM_TRY(auto cut, media::conformClip(clip.film, conformOptions(m_options, clip, m_frames)));
    return std::move(cut.frames);
}

}  // namespace brandloom::studio
