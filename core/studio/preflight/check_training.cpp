#include "core/studio/preflight/check_training.h"

#include <algorithm>
#include <array>

#include "core/base/cancel.h"
#include "core/base/platform.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/lint.h"
#include "core/door/engine_errors.h"
#include "core/studio/common/shipped.h"
#include "core/studio/health/health.h"
#include "core/studio/lint/dataset_lint.h"
#include "core/studio/projects/settings.h"

namespace brandloom::studio {
namespace {

/// Beside the checkpoints: previews, losses, the cache of the clips.
constexpr std::uint64_t kSpareDisk = 500'000'000;
/// Of the machine's memory: the system and other programs want some.
constexpr double kMemoryShare = 0.9;
constexpr double kStarterFps = 8;

Result<std::shared_ptr<door::Engine>> noEngine() {
    return fail(engine_errors::kEngineUnavailable, {{"reason", "it is not needed here"}});
}

PreflightFinding blocking(PreflightRule rule, int count = 0, std::string detail = {}) {
    PreflightFinding out{rule, true, count, std::move(detail)};
    return out;
}

class Check {
  public:
    Check(project::Project& project, const TrainStyleOptions& options, const TrainingNeeds& needs, StopToken stop)
        : m_project(project), m_options(options), m_needs(needs), m_stop(std::move(stop)) {}

    Result<Preflight> run() {
        if (m_project.mode() != project::Mode::Write) add(blocking(PreflightRule::ProjectReadOnly));
        for (const auto& item : machineHealth(m_project.folder()))
            if (item.id == "engine" && item.health == Health::Problem)
                add(blocking(PreflightRule::EngineMissing, 0, item.detail));
        std::error_code ec;
        const auto model = chosenModel(&m_project, m_options.modelDir);
        if (!model)
            add(blocking(PreflightRule::ModelMissing, 0, model.error().arg("name")));
        else if (!std::filesystem::exists(pathFromUtf8(*model), ec))
            add(blocking(PreflightRule::ModelMissing, 0, *model));
        if (m_options.films.empty())
            BRANDLOOM_CHECK(dataset());
        else
            films();
        disk();
        memory();
        std::ranges::stable_sort(m_out.findings, {}, [](const auto& f) { return !f.blocks; });
        return std::move(m_out);
    }

  private:
    void add(PreflightFinding finding) { m_out.findings.push_back(std::move(finding)); }

    void films() {
        m_out.clips = static_cast<int>(m_options.films.size());
        PreflightFinding gone = blocking(PreflightRule::SourceGone);
        PreflightFinding silent{PreflightRule::CaptionsMissing};
        for (const auto& film : m_options.films) {
            std::error_code ec;
            if (!std::filesystem::is_regular_file(film, ec)) {
                if (gone.count++ == 0) gone.detail = utf8FromPath(film.filename());
            } else if (m_options.caption.empty()) {
                const auto texts = captionsBeside(film);
                silent.count += !texts || texts->empty() ? 1 : 0;
            }
        }
        if (gone.count > 0) add(std::move(gone));
        if (silent.count > 0) add(std::move(silent));
    }

    Status dataset() {
        BRANDLOOM_TRY(const auto all, brandloom::dataset::DatasetRepository(m_project.store()).list());
        if (all.empty() && m_options.dataset.empty()) {
            add(blocking(PreflightRule::NothingToLearn));
            return {};
        }
        LintDatasetOptions lint;
        lint.dataset = m_options.dataset;
        if (lint.dataset.empty())
            lint.dataset = std::ranges::min_element(all, {}, [](const auto& d) { return d.id.value; })->name;
        lint.modelFps = kStarterFps;
        BRANDLOOM_TRY(const auto report, lintDataset(m_project, noEngine, lint, {}, m_stop));
        m_out.clips = report.clips;
        if (report.clips == 0)
            add(blocking(PreflightRule::NothingToLearn));
        else
            for (const auto& finding : report.findings) take(finding, report.films);
        return {};
    }

    /// One finding per rule; notes are no reason to wait.
    void take(const brandloom::dataset::LintFinding& found, const std::map<std::int64_t, std::string>& films) {
        using brandloom::dataset::LintRule;
        if (found.severity == brandloom::dataset::LintSeverity::Notes) return;
        const auto rule = found.rule == LintRule::SourceMissing  ? PreflightRule::SourceGone
                          : found.rule == LintRule::TooFew       ? PreflightRule::TooFewClips
                          : found.rule == LintRule::CaptionEmpty ? PreflightRule::CaptionsMissing
                                                                 : PreflightRule::LintFault;
        const std::string lintRule(rule == PreflightRule::LintFault ? word(found.rule) : std::string_view());
        auto at = std::ranges::find_if(m_out.findings,
                                       [&](const auto& f) { return f.rule == rule && f.lintRule == lintRule; });
        if (at == m_out.findings.end()) {
            add({rule,
                 rule == PreflightRule::SourceGone,
                 0,
                 {},
                 {},
                 lintRule,
                 found.fix != brandloom::dataset::LintFix::None});
            at = std::prev(m_out.findings.end());
        }
        for (const auto id : found.clips) at->clips.push_back(id.value);
        std::ranges::sort(at->clips);
        at->clips.erase(std::unique(at->clips.begin(), at->clips.end()), at->clips.end());
        at->count = rule == PreflightRule::TooFewClips ? m_out.clips : static_cast<int>(at->clips.size());
        if (at->detail.empty() && !at->clips.empty())
            if (const auto film = films.find(at->clips.front()); film != films.end()) at->detail = film->second;
    }

    void disk() {
        const auto free = platform::diskFreeBytes(m_project.folder());
        if (!free) return;
        m_out.diskFreeBytes = *free;
        const std::uint64_t one = m_needs.checkpointBytes;
        if (one > 0) {
            // The kept ones, the best, and the one that is being written.
            const auto& t = m_options.training;
            const int total = t.experts == "both" ? 2 * t.steps : t.steps;
            const int all = t.checkpointEvery > 0 ? total / t.checkpointEvery + 1 : 1;
            const int kept = m_options.keepCheckpoints > 0 ? std::min(all, m_options.keepCheckpoints + 1) : all;
            m_out.diskNeededBytes = one * static_cast<std::uint64_t>(kept + 1);
        }
        const auto needs = m_out.diskNeededBytes + kSpareDisk;
        if (*free < needs) {
            PreflightFinding low{PreflightRule::DiskLow, *free < 2 * std::max<std::uint64_t>(one, kSpareDisk / 10)};
            low.has = *free;
            low.needs = needs;
            add(std::move(low));
        }
    }

    void memory() {
        m_out.memoryBytes = platform::memoryTotalBytes();
        if (m_needs.memoryBytes == 0 || m_out.memoryBytes == 0) return;
        const auto share = static_cast<double>(m_needs.memoryBytes) / static_cast<double>(m_out.memoryBytes);
        if (share < kMemoryShare) return;
        PreflightFinding over{PreflightRule::MemoryOver, share > 1};
        over.has = m_out.memoryBytes;
        over.needs = m_needs.memoryBytes;
        add(std::move(over));
    }

    project::Project& m_project;
    const TrainStyleOptions& m_options;
    TrainingNeeds m_needs;
    StopToken m_stop;
    Preflight m_out;
};

}  // namespace

std::string_view word(PreflightRule rule) {
    constexpr std::array kWords{"project_read_only", "engine_missing", "model_missing",    "nothing_to_learn",
                                "source_gone",       "too_few_clips",  "captions_missing", "lint_fault",
                                "disk_low",          "memory_over"};
    return kWords.at(static_cast<std::size_t>(rule));
}

bool Preflight::blocks() const {
    return std::ranges::any_of(findings, &PreflightFinding::blocks);
}

Result<Preflight> checkTraining(project::Project& project, const TrainStyleOptions& options,
                                const TrainingNeeds& needs, const StopToken& stop) {
    return Check(project, options, needs, stop).run();
}

}  // namespace brandloom::studio
