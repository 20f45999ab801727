#include "core/studio/import/film_cutter.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <system_error>

#include "core/studio/datasets/clips_of_film.h"

namespace brandloom::studio {
FileStamp stampOf(const Path& file) {
    std::error_code ec;
    const auto bytes = std::filesystem::file_size(file, ec);
    if (ec) return {};
    const auto written = std::filesystem::last_write_time(file, ec);
    if (ec) return {};
    const auto system = std::chrono::file_clock::to_sys(written).time_since_epoch();
    return {static_cast<std::int64_t>(bytes), std::chrono::duration<double>(system).count()};
}

Result<dataset::NewSource> FilmCutter::look(const Path& film, const std::string& sha256, const StopToken& stop) {
    BRANDLOOM_TRY(const auto seen, m_reader.look(film, {FilmCache::kSide}, stop));
    BRANDLOOM_CHECK(m_cache.keepPicture(sha256, *seen.picture));
    dataset::NewSource source;
    source.path = utf8FromPath(film);
    source.sha256 = sha256;
    const auto stamp = stampOf(film);
    source.bytes = stamp.bytes;
    source.modifiedAt = stamp.modifiedAt;
    source.width = seen.info.width;
    source.height = seen.info.height;
    source.fps = seen.info.fps;
    source.isVariableRate = seen.info.isVariableRate;
    source.seconds = seen.info.durationSeconds;
    source.frames = seen.info.frameCount;
    source.codec = seen.info.codec;
    source.hasAudio = seen.info.hasAudio;
    source.isStill = seen.info.frameCount == 1 && seen.info.frameCountIsExact;
    return source;
}

Result<std::vector<media::ShotRange>> FilmCutter::shotsOf(const dataset::NewSource& film, const StopToken& stop,
                                                          const ProgressSink& progress) {
    if (auto kept = m_cache.shotsOf(film.sha256)) return std::move(kept->shots);
    BRANDLOOM_TRY(auto list, m_reader.shots(pathFromUtf8(film.path), stop, progress));
    BRANDLOOM_CHECK(m_cache.keepShots(film.sha256, list));
    return std::move(list.shots);
}

Result<std::vector<dataset::NewClip>> FilmCutter::clipsOf(const dataset::NewSource& film, const StopToken& stop,
                                                          const ProgressSink& progress) {
    const double fps = film.fps > 0 ? film.fps : 25;
    // What does not say how long it is gets the length of its pictures, at least one.
    const auto frames = std::max<std::int64_t>(1, film.frames > 0 ? film.frames : std::llround(film.seconds * fps));
    const double seconds = film.seconds > 0 ? film.seconds : static_cast<double>(frames) / fps;
    const media::ShotRange whole{0, frames, 0, seconds, film.width, film.height};
    std::vector<media::ShotRange> ranges{whole};
    if (m_words.split == "fixed") ranges = piecesOf(whole, fps, m_words.pieceSeconds);
    if (m_words.split == "shots" && !film.isStill) {
        BRANDLOOM_TRY(ranges, shotsOf(film, stop, progress));
    }
    std::vector<dataset::NewClip> out;
    for (const auto& range : ranges) {
        dataset::NewClip clip;
        clip.sourcePath = film.path;
        clip.sourceSha256 = film.sha256;
        clip.firstFrame = range.firstFrame;
        clip.frameCount = range.frameCount;
        clip.startSeconds = range.startSeconds;
        clip.endSeconds = range.endSeconds;
        clip.width = range.width;
        clip.height = range.height;
        out.push_back(std::move(clip));
    }
    return out;
}

}  // namespace brandloom::studio
