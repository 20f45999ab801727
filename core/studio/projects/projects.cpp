#include "core/studio/projects/projects.h"

#include <fmt/format.h>

#include "core/base/log.h"
#include "core/jobs/queue.h"
#include "core/project/project_errors.h"
#include "core/store/store_errors.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/projects/settings.h"
#include "core/studio/projects/trash.h"
#include "core/styles/run_repository.h"

namespace brandloom::studio {
namespace {

bool mayStillBeRead(const Error& error) {
    return error.is(project_errors::kLocked) || error.is(project_errors::kFolderReadOnly) ||
           error.is(store_errors::kSchemaFromFuture);
}

/// What a dead process was working on waits to be gone on with; what it had finished is finished.
Status restoreQueue(project::Project& project) {
    jobs::Queue queue(project.store());
    const auto owner = jobs::thisProcessAsOwner();
    BRANDLOOM_TRY(const auto paused, queue.pauseAbandoned(owner));
    styles::RunRepository runs(project.store());
    for (const auto& entry : paused) {
        logWarning("Job {} of the queue had been interrupted.", entry.id);
        if (entry.result.kind != "run") continue;
        const auto run = runs.find(RunId{entry.result.id});
        if (run && run->state == styles::RunState::Finished) BRANDLOOM_CHECK(queue.finishPaused(entry.id));
    }
    return {};
}

int countOf(const project::ProjectInfo& info, const char* what) {
    const auto it = info.counts.find(what);
    return it == info.counts.end() ? 0 : static_cast<int>(it->second);
}

}  // namespace

Result<std::unique_ptr<project::Project>> createProject(const Path& folder, const std::string& name) {
    BRANDLOOM_TRY(auto made, project::Project::create(folder, name));
    made->keepDailyBackups();
    return made;
}

Result<std::unique_ptr<project::Project>> openProjectForWriting(const Path& folder) {
    BRANDLOOM_TRY(auto opened, project::Project::open(folder, project::Mode::Write));
    BRANDLOOM_TRY(const auto interrupted, styles::RunRepository(opened->store()).markInterruptedRuns());
    for (const auto& run : interrupted) logWarning("Training run {} had been interrupted.", run.value);
    BRANDLOOM_CHECK(restoreQueue(*opened));
    if (const auto emptied = emptyTrash(*opened, trashDaysOf(*opened), {}); !emptied)
        logWarning("The Trash was not emptied: {}", emptied.error().describe());
    opened->keepDailyBackups();
    return opened;
}

Result<std::unique_ptr<project::Project>> openProject(const Path& folder) {
    auto opened = openProjectForWriting(folder);
    if (opened || !mayStillBeRead(opened.error())) return opened;
    logInfo("{} Opening it for reading.", opened.error().sentence());
    return project::Project::open(folder, project::Mode::Read);
}

Status renameProject(project::Project& project, const std::string& name, const Listener& listener) {
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    BRANDLOOM_CHECK(project.rename(name));
    Teller(listener).recorded({Recorded::What::Project, 0, 0});
    return {};
}

Result<std::optional<Error>> noticeOf(project::Project& project) {
    BRANDLOOM_TRY(auto info, project.info());
    return std::move(info.newerSchema);
}

Result<ProjectSummary> summaryOf(project::Project& project) {
    BRANDLOOM_TRY(const auto info, project.info());
    ProjectSummary out;
    out.name = info.name;
    out.folder = project.folder();
    out.createdUtc = info.createdUtc;
    out.schemaVersion = info.schemaVersion;
    out.clips = countOf(info, "clip");
    out.runs = countOf(info, "training_run");
    out.styles = countOf(info, "style");
    out.shots = countOf(info, "shot");
    out.readOnly = info.readOnly;
    if (info.writer)
        out.heldBy =
            fmt::format("process {} on {} since {}", info.writer->pid, info.writer->host, info.writer->sinceUtc);
    return out;
}

}  // namespace brandloom::studio
