#include "core/studio/queue/queue.h"

#include "core/base/base_errors.h"
#include "core/jobs/jobs_errors.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/queue/job_requests.h"
#include "core/studio/training/ended_runs.h"
#include "core/styles/run_repository.h"

namespace brandloom::studio {
namespace {

Status checkWritable(const project::Project& project) {
    if (project.mode() == project::Mode::Write) return {};
    return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
}

Status checkThere(const Path& file) {
    std::error_code ec;
    if (file.empty() || std::filesystem::exists(file, ec)) return {};
    return fail(base_errors::kFileMissing, {{"file", utf8FromPath(file)}});
}

void tell(const Listener& listener, std::int64_t id) {
    Teller(listener).recorded({Recorded::What::Queue, id, 0});
}

Result<std::int64_t> add(project::Project& project, const jobs::NewEntry& entry, const Listener& listener) {
    BRANDLOOM_TRY(const auto id, jobs::Queue(project.store()).add(entry));
    tell(listener, id);
    return id;
}

/// Of a training that left a run behind.
Status settle(project::Project& project, const jobs::Entry& entry, Leftover leftover, const Listener& listener,
              CancelledJob& out) {
    if (entry.result.kind != "run" || entry.result.id == 0) return {};
    const RunId run{entry.result.id};
    BRANDLOOM_TRY(const auto record, styles::RunRepository(project.store()).find(run));
    if (record.state == styles::RunState::Finished) return {};
    if (leftover == Leftover::Discard) {
        BRANDLOOM_CHECK(discardRun(project, run, listener));
        out.discarded = true;
        return {};
    }
    BRANDLOOM_TRY(const auto kept, keepRun(project, run, listener));
    if (kept) {
        out.keptStyle = kept->styleName;
        out.keptVersion = kept->number;
    }
    return {};
}

}  // namespace

Result<std::vector<jobs::Entry>> listQueue(project::Project& project) {
    return jobs::Queue(project.store()).list();
}

Result<std::int64_t> queueTraining(project::Project& project, const TrainStyleOptions& options,
                                   const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    for (const auto& film : options.films) BRANDLOOM_CHECK(checkThere(film));
    return add(project, entryOf(options, project.folder()), listener);
}

Result<std::int64_t> queueShot(project::Project& project, const GenerateShotOptions& options,
                               const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_CHECK(checkThere(options.image));
    BRANDLOOM_CHECK(checkThere(options.recipeFile));
    for (const auto& lora : options.loras) BRANDLOOM_CHECK(checkThere(lora.file));
    return add(project, entryOf(options, project.folder()), listener);
}

Status moveJob(project::Project& project, std::int64_t id, jobs::Place place, std::int64_t beside,
               const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_CHECK(jobs::Queue(project.store()).move(id, place, beside));
    tell(listener, id);
    return {};
}

Result<TrainStyleOptions> queuedTraining(project::Project& project, std::int64_t id) {
    BRANDLOOM_TRY(const auto entry, jobs::Queue(project.store()).find(id));
    if (entry.kind != kTrainKind) return fail(studio_errors::kJobUnreadable, {{"id", std::to_string(id)}});
    return trainingOf(entry, project.folder());
}

Status editTraining(project::Project& project, std::int64_t id, const TrainStyleOptions& options,
                    const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    for (const auto& film : options.films) BRANDLOOM_CHECK(checkThere(film));
    const auto entry = entryOf(options, project.folder());
    BRANDLOOM_CHECK(jobs::Queue(project.store()).edit(id, entry.title, entry.request));
    tell(listener, id);
    return {};
}

Status pauseJob(project::Project& project, std::int64_t id, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_CHECK(jobs::Queue(project.store()).pause(id));
    tell(listener, id);
    return {};
}

Status resumeJob(project::Project& project, std::int64_t id, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_CHECK(jobs::Queue(project.store()).resume(id));
    tell(listener, id);
    return {};
}

Result<CancelledJob> cancelJob(project::Project& project, std::int64_t id, Leftover leftover,
                               const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    jobs::Queue queue(project.store());
    BRANDLOOM_TRY(const auto entry, queue.find(id));
    CancelledJob out;
    // What is kept is kept before the job is over: killed in between, it is still there to be cancelled.
    if (entry.state == jobs::EntryState::Paused && leftover == Leftover::Keep)
        BRANDLOOM_CHECK(settle(project, entry, leftover, listener, out));
    BRANDLOOM_CHECK(queue.cancel(id));
    if (entry.state == jobs::EntryState::Paused && leftover == Leftover::Discard)
        BRANDLOOM_CHECK(settle(project, entry, leftover, listener, out));
    out.leftTheLine = entry.state == jobs::EntryState::Waiting;
    tell(listener, id);
    return out;
}

Result<int> clearJobs(project::Project& project, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const int cleared, jobs::Queue(project.store()).clearOver());
    if (cleared > 0) tell(listener, 0);
    return cleared;
}

}  // namespace brandloom::studio
