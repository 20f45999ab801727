#include "core/studio/training/run_recorder.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/base/process_policy.h"
#include "core/studio/training/run_previews.h"
#include "core/studio/training/step_folders.h"
#include "core/styles/run_event_repository.h"
#include "core/styles/run_repository.h"

namespace brandloom::studio {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kLossInterval = std::chrono::seconds(1);

styles::Expert rowExpert(door::Expert expert) {
    return expert == door::Expert::High  ? styles::Expert::High
           : expert == door::Expert::Low ? styles::Expert::Low
                                         : styles::Expert::None;
}

/// The state that a phase of the engine means for the run; Preparing: none.
styles::RunState stateOfPhase(const std::string& phase) {
    if (phase == "caching" || phase == "encoding") return styles::RunState::Caching;
    if (phase == "training") return styles::RunState::Training;
    if (phase == "saving") return styles::RunState::Saving;
    return styles::RunState::Preparing;
}

struct CheckpointFile {
    int step = 0;
    styles::Expert expert = styles::Expert::None;
    Path file;
    bool isState = false;  ///< what a later run goes on from
    bool isPinned = false;
    bool isLast = false;  ///< of its checkpoint
};

}  // namespace

struct RunRecorder::State {
    State(project::Project& p, RunId r, int keep)
        : project(p), run(r), runs(p.store()), told(p.store()), keepCheckpoints(keep) {}

    struct Batch {
        std::vector<styles::LossPoint> losses;
        std::vector<CheckpointFile> checkpoints;
        std::vector<door::PreviewReady> previews;
        styles::RunEvents events;
        styles::RunState state = styles::RunState::Preparing;
    };

    project::Project& project;
    RunId run;
    styles::RunRepository runs;
    styles::RunEventRepository told;
    int keepCheckpoints;
    std::function<void(const Recorded&)> recorded;
    std::function<void()> failed;

    std::mutex mutex;
    std::condition_variable wake;
    Batch waiting;
    styles::RunState latest = styles::RunState::Preparing;  // of what was taken
    bool urgent = false;
    bool closing = false;
    Status failure;                                          // under mutex
    styles::RunState written = styles::RunState::Preparing;  // recorder thread
    int previewStep = -1;                                    // recorder thread
    int previewNumber = 0;                                   // recorder thread
    std::thread thread;

    /// True when that is another state than the latest.
    bool enter(styles::RunState state) {
        if (state == styles::RunState::Preparing || state == latest) return false;
        waiting.state = latest = state;
        return true;
    }

    void loop() {
        platform::nameThisThread("run recorder");
        platform::lowestThisThreadPriority();
        auto last = Clock::now() - kLossInterval;
        std::unique_lock lock(mutex);
        while (!closing) {
            const auto due = [&] { return closing || urgent; };
            if (waiting.losses.empty())
                wake.wait(lock, [&] { return due() || !waiting.losses.empty(); });
            else
                wake.wait_until(lock, last + kLossInterval, due);
            if (!due() && Clock::now() < last + kLossInterval) continue;
            const Batch batch = std::exchange(waiting, {});
            urgent = false;
            const bool works = failure.has_value();
            lock.unlock();
            const Status done = works ? write(batch) : Status();
            last = Clock::now();
            lock.lock();
            if (!done) giveUp(done.error(), lock);
        }
        const Batch rest = std::exchange(waiting, {});
        const bool works = failure.has_value();
        lock.unlock();
        const Status done = works ? write(rest) : Status();
        lock.lock();
        if (!done) giveUp(done.error(), lock);
    }

    void giveUp(const Error& error, std::unique_lock<std::mutex>& lock) {
        failure = fail(error);
        lock.unlock();
        logError("Training run {} can no longer be recorded: {}", run.value, error.describe());
        if (failed) failed();
        lock.lock();
    }

    Status write(const Batch& batch) {
        if (batch.state != styles::RunState::Preparing && batch.state != written) {
            BRANDLOOM_CHECK(runs.setState(run, batch.state));
            written = batch.state;
        }
        if (!batch.losses.empty()) {
            BRANDLOOM_CHECK(runs.insertLosses(run, batch.losses));
            tell({Recorded::What::Losses, run.value, batch.losses.back().step});
        }
        BRANDLOOM_CHECK(told.add(run, batch.events));
        for (const auto& preview : batch.previews) keepPreview(preview);
        for (const auto& checkpoint : batch.checkpoints) {
            BRANDLOOM_CHECK(addFile(checkpoint));
            if (!checkpoint.isLast) continue;
            tell({Recorded::What::Checkpoint, run.value, checkpoint.step});
            BRANDLOOM_CHECK(forgetOld());
        }
        return {};
    }

    /// Only for looking at: a training does not end for want of it.
    void keepPreview(const door::PreviewReady& preview) {
        previewNumber = preview.step == previewStep ? previewNumber + 1 : 1;
        previewStep = preview.step;
        const auto kept = writeRunPreview(project.runsFolder() / std::to_string(run.value), preview, previewNumber);
        if (!kept) logWarning("A preview of run {} was not kept: {}", run.value, kept.error().describe());
    }

    /// The folder that the engine gave this checkpoint, averages and all.
    void removeStep(const Path& file) const {
        const Path folder = file.parent_path();
        std::error_code ignored;
        if (isStepFolder(folder) && folder.parent_path() == project.runsFolder() / std::to_string(run.value))
            std::filesystem::remove_all(folder, ignored);
    }

    /// The row goes before the file: what is recorded is there.
    Status forgetOld() {
        if (keepCheckpoints == 0) return {};
        BRANDLOOM_TRY(const auto states, runs.states(run));
        const auto newest = states.size() - std::min(states.size(), static_cast<std::size_t>(keepCheckpoints));
        int lastPinned = -1;
        for (const auto& state : states)
            if (state.pinned) lastPinned = state.step;
        for (std::size_t i = 0; i < newest; ++i) {
            if (states[i].step == lastPinned) continue;  // a later best takes the place of an earlier one
            if (states[i].kept) continue;
            BRANDLOOM_TRY(const auto files, runs.forgetCheckpoint(run, states[i].step));
            for (const auto& file : files) removeStep(project.folder() / pathFromUtf8(file));
        }
        return {};
    }

    Status addFile(const CheckpointFile& file) {
        BRANDLOOM_TRY(const auto hash, sha256OfFile(file.file));
        const auto relative = utf8FromPath(file.file.lexically_relative(project.folder()));
        if (file.isState) return runs.addState(run, {file.step, relative, hash, file.isPinned});
        const auto added = runs.addCheckpoint({run, file.step, file.expert, relative, hash});
        return added ? Status() : fail(added.error());
    }

    void keep(const door::CheckpointSaved& saved) {
        for (const auto& [expert, path] :
             {std::pair{styles::Expert::High, saved.highPath}, std::pair{styles::Expert::Low, saved.lowPath}})
            if (!path.empty()) waiting.checkpoints.push_back({saved.step, expert, pathFromUtf8(path)});
        // After the adapters: a state that is recorded has all of its checkpoint.
        if (!saved.statePath.empty())
            waiting.checkpoints.push_back(
                {saved.step, styles::Expert::None, pathFromUtf8(saved.statePath), true, saved.best});
        if (!waiting.checkpoints.empty()) waiting.checkpoints.back().isLast = true;
        urgent = true;
    }

    void tell(const Recorded& what) const {
        if (recorded) recorded(what);
    }
};

RunRecorder::RunRecorder(project::Project& project, RunId run, std::function<void(const Recorded&)> recorded,
                         std::function<void()> failed, int keepCheckpoints)
    : m_state(std::make_unique<State>(project, run, keepCheckpoints)) {
    m_state->recorded = std::move(recorded);
    m_state->failed = std::move(failed);
    m_state->thread = std::thread([state = m_state.get()] { state->loop(); });
}

RunRecorder::~RunRecorder() {
    static_cast<void>(finish());
}

void RunRecorder::take(const door::EventBody& body) {
    const std::lock_guard lock(m_state->mutex);
    if (const auto* loss = std::get_if<door::LossReported>(&body)) {
        m_state->waiting.losses.push_back({loss->step, rowExpert(loss->expert), loss->loss, 0});
        m_state->enter(styles::RunState::Training);
    } else if (const auto* saved = std::get_if<door::CheckpointSaved>(&body)) {
        m_state->keep(*saved);
    } else if (const auto* held = std::get_if<door::HeldOutMeasured>(&body)) {
        m_state->waiting.events.heldOut.push_back(
            {held->step, rowExpert(held->expert), held->loss, held->relativeLoss, held->best, held->verdict});
        m_state->urgent = true;
    } else if (const auto* skipped = std::get_if<door::StepSkipped>(&body)) {
        m_state->waiting.events.skipped.push_back(
            {skipped->step, rowExpert(skipped->expert), skipped->clip, skipped->noiseLevel, skipped->value});
        m_state->urgent = true;
    } else if (const auto* command = std::get_if<door::CommandDone>(&body)) {
        m_state->waiting.events.commands.push_back({command->step, command->command, command->value});
        m_state->urgent = true;
    } else if (const auto* preview = std::get_if<door::PreviewReady>(&body)) {
        m_state->waiting.previews.push_back(*preview);
        m_state->urgent = true;
    } else if (const auto* progressed = std::get_if<door::Progressed>(&body)) {
        if (!m_state->enter(stateOfPhase(progressed->progress.phase))) return;
        m_state->urgent = true;
    } else {
        return;
    }
    m_state->wake.notify_all();
}

Status RunRecorder::finish() {
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->closing = true;
        m_state->wake.notify_all();
    }
    if (m_state->thread.joinable()) m_state->thread.join();
    return m_state->failure;
}

}  // namespace brandloom::studio
