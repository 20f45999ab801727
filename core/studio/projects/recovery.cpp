#include "core/studio/projects/recovery.h"

#include <algorithm>
#include <set>

#include "core/base/platform.h"
#include "core/studio/common/studio_errors.h"
#include "core/styles/run_repository.h"
#include "core/styles/styles_errors.h"

namespace brandloom::studio {
namespace {

namespace fs = std::filesystem;

bool isInterrupted(const styles::TrainingRun& run, bool somebodyWrites) {
    if (run.failure && run.failure->is(styles_errors::kInterrupted)) return true;
    return !run.endedAt && !somebodyWrites;  // nobody opened it for writing since
}

Result<std::vector<InterruptedRun>> interruptedRuns(project::Project& project, bool somebodyWrites) {
    styles::RunRepository repository(project.store());
    BRANDLOOM_TRY(const auto all, repository.list());
    std::set<std::int64_t> continued;
    for (const auto& run : all) continued.insert(run.parent.value);
    std::vector<InterruptedRun> out;
    for (const auto& run : all) {
        if (!isInterrupted(run, somebodyWrites) || continued.contains(run.id.value)) continue;
        InterruptedRun line{run.id, run.name, run.createdAt, 0, 0};
        BRANDLOOM_TRY(const auto losses, repository.losses(run.id));
        if (!losses.empty()) line.lastStep = losses.back().step;
        BRANDLOOM_TRY(const auto states, repository.states(run.id));
        if (!states.empty()) line.lastCheckpoint = states.back().step;
        out.push_back(std::move(line));
    }
    std::ranges::sort(out, std::ranges::greater(), [](const InterruptedRun& r) { return r.id.value; });
    return out;
}

}  // namespace

Result<Recovery> recoveryOf(const Path& place) {
    std::error_code ec;
    const auto logBytes = fs::file_size(place / "project.db-wal", ec);
    const bool logLeft = !ec && logBytes > 0;
    BRANDLOOM_TRY(const auto project, project::Project::open(place, project::Mode::Read));
    const bool somebodyWrites = project::Project::currentWriter(project->folder()).has_value();
    Recovery out;
    out.wasInterrupted = logLeft && !somebodyWrites;
    BRANDLOOM_TRY(out.runs, interruptedRuns(*project, somebodyWrites));
    if (!somebodyWrites) out.unfinished = project::unfinishedFiles(project->folder());
    const auto backups = project::listBackups(project->folder());
    for (const auto& backup : backups) {
        if (backup.kind == project::BackupKind::Replaced) continue;
        if (!out.lastBackup) out.lastBackup = backup;
        ++out.backups;
    }
    return out;
}

Result<int> removeUnfinished(project::Project& project) {
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    int removed = 0;
    for (const auto& file : project::unfinishedFiles(project.folder())) {
        platform::removeFile(file.file);
        ++removed;
    }
    return removed;
}

}  // namespace brandloom::studio
