#include "core/studio/import/measure_clips.h"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/source_repository.h"
#include "core/door/door_json.h"
#include "core/media/measures_document.h"
#include "core/studio/common/teller.h"
#include "core/studio/datasets/dataset_edit.h"
#include "core/studio/import/film_cache.h"
#include "core/studio/import/film_cutter.h"

namespace brandloom::studio {
namespace {

constexpr double kKeepEvery = 1.0;  // seconds

class Measuring {
  public:
    Measuring(project::Project& project, media::FilmReader& reader, StopToken stop)
        : m_repository(project.store()), m_cache(project), m_reader(reader), m_stop(std::move(stop)) {}

    Result<MeasuredClips> run(dataset::DatasetId dataset, const Listener& listener, const MeasuredSink& told) {
        BRANDLOOM_TRY(const auto clips, m_repository.clipsToMeasure(dataset, media::kMeasuresVersion));
        return run(clips, listener, told);
    }

    Result<MeasuredClips> run(const std::vector<dataset::Clip>& clips, const Listener& listener,
                              const MeasuredSink& told) {
        BRANDLOOM_TRY(const auto sources, m_repository.list());
        for (const auto& source : sources) m_stamps[source.sha256] = {source.bytes, source.modifiedAt};
        Teller teller(listener);
        const EtaMeter eta(steadySeconds());
        const auto total = static_cast<std::int64_t>(clips.size());
        MeasuredClips out;
        for (const auto& clip : clips) {
            const auto done = static_cast<std::int64_t>(out.measured) + out.failed;
            teller.tell(
                door::Progressed{{"measuring", done, total, eta.secondsLeft(steadySeconds(), done, total)}});
            const auto measured = measure(clip);
            if (!measured && measured.error().isCancelled()) {
                BRANDLOOM_CHECK(keep());
                return fail(measured.error());
            }
            ++(measured ? out.measured : out.failed);
            if (told) told(clip, measured ? nullptr : &measured.error());
            if (steadySeconds() - m_lastKept > kKeepEvery) BRANDLOOM_CHECK(keep());
        }
        BRANDLOOM_CHECK(keep());
        if (total > 0) teller.progress("measuring", total, total);
        return out;
    }

  private:
    /// The film must be the one whose hash the clip bears, or its measures would be another's.
    Status checkFilm(const dataset::Clip& clip) {
        const Path film = pathFromUtf8(clip.sourcePath);
        const auto [place, isNew] = m_checked.try_emplace(clip.sourceSha256);
        if (!isNew) return place->second;
        const ErrorArg name{"file", clip.sourcePath};
        std::error_code ec;
        if (!std::filesystem::exists(film, ec)) {
            place->second = fail(dataset_errors::kSourceGone, {name});
        } else if (const auto stamp = stampOf(film); stamp != m_stamps[clip.sourceSha256]) {
            const auto sha256 = sha256OfFile(film, m_stop);
            if (!sha256)
                place->second = fail(sha256.error());
            else if (*sha256 != clip.sourceSha256)
                place->second = fail(dataset_errors::kSourceChanged, {name});
        }
        return place->second;
    }

    Status measure(const dataset::Clip& clip) {
        BRANDLOOM_CHECK(checkCancelled(m_stop));
        dataset::Measures row;
        row.sourceSha256 = clip.sourceSha256;
        row.firstFrame = clip.firstFrame;
        row.frameCount = clip.frameCount;
        row.version = media::kMeasuresVersion;
        row.measuredAt = unixSeconds();
        const auto done = fill(clip, row);
        if (!done && done.error().isCancelled()) return done;
        // A film that is not there today may be there tomorrow.
        if (!done && done.error().module == "dataset") return done;
        if (!done) row.problem = door::toJson(done.error());
        m_rows.push_back(std::move(row));
        return done;
    }

    Status fill(const dataset::Clip& clip, dataset::Measures& row) {
        BRANDLOOM_CHECK(checkFilm(clip));
        const Path film = pathFromUtf8(clip.sourcePath);
        if (!m_cache.hasPicture(clip.sourceSha256)) {
            BRANDLOOM_TRY(const auto look, m_reader.look(film, {FilmCache::kSide}, m_stop));
            BRANDLOOM_CHECK(m_cache.keepPicture(clip.sourceSha256, *look.picture));
        }
        const media::MeasureRange range{clip.startSeconds.value_or(0), clip.endSeconds.value_or(0)};
        BRANDLOOM_TRY(const auto m, m_reader.measure(film, range, m_stop));
        row.document = media::documentOf(m);
        row.camera = std::string(media::word(m.camera.kind));
        row.motion = m.camera.motion;
        row.sharpness = m.sharpness;
        row.hasBars = m.bars.any();
        row.frozenSeconds = m.longestFreezeSeconds;
        if (!m.hashes.empty()) row.hash = fmt::format("{:016x}", m.hashes[m.hashes.size() / 2].parts[0]);
        return {};
    }

    Status keep() {
        m_lastKept = steadySeconds();
        if (m_rows.empty()) return {};
        BRANDLOOM_CHECK(m_repository.keepMeasures(m_rows));
        m_rows.clear();
        return {};
    }

    dataset::SourceRepository m_repository;
    FilmCache m_cache;
    media::FilmReader& m_reader;
    StopToken m_stop;
    std::map<std::string, FileStamp> m_stamps;  // by content, when its hash was taken
    std::map<std::string, Status> m_checked;    // by content
    std::vector<dataset::Measures> m_rows;
    double m_lastKept = steadySeconds();
};

}  // namespace

Result<MeasuredClips> measureClips(project::Project& project, dataset::DatasetId dataset, media::FilmReader& reader,
                                   const Listener& listener, const MeasuredSink& told, const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    return Measuring(project, reader, stop).run(dataset, listener, told);
}

Result<MeasuredClips> measureClips(project::Project& project, const std::vector<dataset::Clip>& clips,
                                   media::FilmReader& reader, const Listener& listener, const MeasuredSink& told,
                                   const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    return Measuring(project, reader, stop).run(clips, listener, told);
}

}  // namespace brandloom::studio
