#include "core/studio/finishing/export_pieces.h"

#include <algorithm>
#include <set>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/finishing/finishing_errors.h"
#include "core/finishing/piece_repository.h"
#include "core/jobs/runner.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/finishing/piece_plan_json.h"
#include "core/studio/finishing/piece_writer.h"

namespace brandloom::studio {
namespace {

namespace fs = std::filesystem;

/// Frames of all targets together, from several threads.
class AllProgress {
  public:
    AllProgress(Teller& teller, std::size_t targets) : m_teller(teller), m_each(targets) {}
    void set(std::size_t target, const Progress& progress) {
        std::int64_t done = 0, total = 0;
        {
            const std::lock_guard lock(m_mutex);
            m_each[target] = {progress.done, progress.total};
            for (const auto& [d, t] : m_each) done += d, total += t;
        }
        m_teller.progress("exporting", done, total);
    }

  private:
    Teller& m_teller;
    std::mutex m_mutex;
    std::vector<std::pair<std::int64_t, std::int64_t>> m_each;
};

/// Relative to the project when it lies inside, else empty.
std::string pathInside(const project::Project& project, const Path& file) {
    std::error_code ec;
    const Path relative = fs::weakly_canonical(file, ec).lexically_relative(project.folder());
    return ec || relative.empty() || *relative.begin() == ".." ? std::string() : utf8FromPath(relative);
}

std::string problemsOf(const std::vector<finishing::Finding>& findings) {
    std::string out;
    for (const auto& finding : findings)
        if (finding.weight == finishing::Weight::Problem) out += (out.empty() ? "" : " ") + finding.what.sentence();
    if (out.ends_with('.')) out.pop_back();
    return out;
}

class Export {
  public:
    Export(project::Project* project, const ExportOptions& options, const Listener& listener, StopToken stop)
        : m_project(project), m_options(options), m_teller(listener), m_stop(std::move(stop)) {}

    Result<ExportResult> run() {
        BRANDLOOM_TRY(const auto platforms, finishing::loadPlatforms());
        for (const auto& name : m_options.targets) {
            BRANDLOOM_TRY(auto platform, finishing::choosePlatform(platforms, name));
            m_out.pieces.emplace_back().platform = std::move(platform);
        }
        BRANDLOOM_CHECK(checkOptions());
        m_teller.progress("reading", 0, 0);
        BRANDLOOM_TRY(auto stage, PieceStage::open(m_project, m_options, m_stop));
        m_stage.emplace(std::move(stage));
        if (!m_options.isCheckOnly) BRANDLOOM_CHECK(chooseNames());
        runJobs();
        BRANDLOOM_CHECK(checkCancelled(m_stop));
        return std::move(m_out);
    }

  private:
    Status checkOptions() const {
        if (m_options.shots.empty()) return fail(finishing_errors::kNoParts, {});
        if (m_out.pieces.empty())
            return fail(finishing_errors::kPlatformUnknown, {{"name", ""}, {"names", "16x9"}});
        if (m_options.isCheckOnly) return {};
        if (m_options.outDir.empty() && m_project == nullptr) return fail(Error(studio_errors::kNoProject));
        if (m_options.outDir.empty() && m_project->mode() != project::Mode::Write)
            return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(m_project->folder())}});
        return {};
    }

    [[nodiscard]] std::map<std::string, std::string> nameValues(const finishing::Platform& platform) const {
        const auto time = isoUtc(unixSeconds());  // 2026-11-28T14:25:01Z
        auto clock = time.substr(11, 8);
        std::erase(clock, ':');
        return {{"title", finishing::plainName(m_stage->title(), 48)},
                {"target", platform.id},
                {"brand", finishing::plainName(m_stage->producer(), 40)},
                {"date", time.substr(0, 10)},
                {"time", clock},
                {"size", std::to_string(platform.width) + "x" + std::to_string(platform.height)}};
    }

    /// Each a name that neither a file nor another target has.
    Status chooseNames() {
        std::error_code ec;
        const Path folder =
            m_options.outDir.empty() ? m_project->folder() / "pieces" : fs::absolute(m_options.outDir, ec);
        fs::create_directories(folder, ec);
        if (ec)
            return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
        std::set<std::string> taken;
        for (auto& piece : m_out.pieces) {
            BRANDLOOM_TRY(const auto name, finishing::nameFrom(m_options.nameTemplate, nameValues(piece.platform)));
            auto free = name;
            const auto isTaken = [&](const std::string& one) {
                return taken.contains(one) || fs::exists(folder / pathFromUtf8(one + ".mp4"), ec) ||
                       fs::exists(folder / pathFromUtf8(one + ".png"), ec);
            };
            for (int number = 2; isTaken(free); ++number) free = name + "-" + std::to_string(number);
            taken.insert(free);
            m_files.push_back({folder / pathFromUtf8(free + ".mp4"),
                               m_options.cover ? folder / pathFromUtf8(free + ".png") : Path()});
        }
        return {};
    }

    void runJobs() {
        AllProgress progress(m_teller, m_out.pieces.size());
        jobs::JobRunner runner;
        const std::stop_callback ending(m_stop, [&runner] { runner.stopAll(); });
        std::vector<jobs::JobHandle> handles;
        for (std::size_t i = 0; i < m_out.pieces.size(); ++i)
            handles.push_back(runner.start(m_out.pieces[i].platform.id,
                                           [this, i, &progress](const StopToken& stop, jobs::JobEvents&) {
                                               return makePiece(i, stop, progress);
                                           }));
        for (std::size_t i = 0; i < handles.size(); ++i) {
            while (!handles[i].wait(60)) {
            }
            const auto end = handles[i].snapshot();
            if (end.state == jobs::JobState::Failed) m_out.pieces[i].error = end.error;
            if (end.state == jobs::JobState::Stopped) m_out.pieces[i].error = cancelledError();
        }
    }

    Status makePiece(std::size_t index, const StopToken& stop, AllProgress& progress) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        auto& out = m_out.pieces[index];
        BRANDLOOM_TRY(const auto piece, m_stage->forTarget(out.platform));
        const auto& timeline = piece->plan.timeline;
        out.width = piece->plan.width;
        out.height = piece->plan.height;
        out.frames = timeline.frames;
        out.fps = timeline.fps;
        out.seconds = timeline.seconds();
        out.findings = piece->findings;
        if (piece->sound) out.loudness = piece->sound->loudness, out.truePeak = piece->sound->truePeak;
        if (m_options.isCheckOnly) return {};
        if (const auto problems = problemsOf(out.findings); m_options.isStrict && !problems.empty())
            return fail(finishing_errors::kHasProblems, {{"target", out.platform.nameEn}, {"problems", problems}});
        const auto plan = planJson(*m_stage, *piece);
        const auto& files = m_files[index];
        BRANDLOOM_TRY(const auto written, writePiece(*m_stage, *piece, plan, files, stop,
                                                     [&](const Progress& p) { progress.set(index, p); }));
        out.sha256 = written.sha256;
        out.loudness = written.loudness;
        out.truePeak = written.truePeak;
        if (auto recorded = record(out, plan, files, written); !recorded) {
            platform::removeFile(files.film);
            if (!files.cover.empty()) platform::removeFile(files.cover);
            return recorded;
        }
        out.file = files.film;
        out.cover = files.cover;
        return {};
    }

    Status record(ExportedPiece& out, const std::string& plan, const PieceFiles& files,
                  const WrittenPiece& written) {
        if (m_project == nullptr || m_project->mode() != project::Mode::Write) return {};
        finishing::NewPiece row;
        row.relativePath = pathInside(*m_project, files.film);
        if (row.relativePath.empty()) return {};
        row.title = titleForRow(m_stage->title());
        row.target = out.platform.id;
        row.sha256 = written.sha256;
        if (!files.cover.empty()) row.coverPath = pathInside(*m_project, files.cover);
        row.coverSha256 = written.coverSha256;
        row.planJson = plan;
        row.width = out.width;
        row.height = out.height;
        row.frames = out.frames;
        row.fps = out.fps;
        row.loudness = out.loudness;
        for (const auto& source : m_stage->sources())
            if (source.shot != 0) row.shots.push_back(source.shot);
        BRANDLOOM_TRY(out.id, finishing::PieceRepository(m_project->store()).add(row));
        m_teller.recorded({Recorded::What::Piece, out.id, 0});
        return {};
    }

    /// At most 200 characters.
    static std::string titleForRow(std::string title) {
        constexpr std::size_t kMost = 200;
        std::size_t characters = 0;
        for (std::size_t i = 0; i < title.size(); ++i) {
            if ((static_cast<unsigned char>(title[i]) & 0xC0) == 0x80) continue;
            if (++characters > kMost) return title.substr(0, i);
        }
        return title;
    }

    project::Project* m_project;
    const ExportOptions& m_options;
    Teller m_teller;
    StopToken m_stop;
    std::optional<PieceStage> m_stage;
    std::vector<PieceFiles> m_files;
    ExportResult m_out;
};

}  // namespace

Result<ExportResult> exportPieces(project::Project* project, const ExportOptions& options, const Listener& listener,
                                  const StopToken& stop) {
    return Export(project, options, listener, stop).run();
}

}  // namespace brandloom::studio
