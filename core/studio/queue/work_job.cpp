#include "core/studio/queue/work_job.h"

#include <mutex>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/queue/job_requests.h"
#include "core/studio/shots/generate_shot.h"
#include "core/studio/training/ended_runs.h"
#include "core/styles/run_repository.h"
#include "core/styles/styles_errors.h"

namespace brandloom::studio {
namespace {

using jobs::EntryState;

constexpr double kReportEvery = 1;

/// Keeps the queue's idea of the progress fresh.
class Reporter {
  public:
    Reporter(jobs::Queue& queue, std::int64_t id) : m_queue(queue), m_id(id) {}

    void event(const door::Event& event) {
        const std::lock_guard lock(m_mutex);
        if (const auto* loss = std::get_if<door::LossReported>(&event.body)) {
            m_progress = {"training", loss->step, loss->totalSteps, {}};
            m_steps = true;
        } else if (const auto* told = std::get_if<door::Progressed>(&event.body)) {
            if (m_steps)
                m_progress.phase = told->progress.phase;  // the steps say more than films that are looked at
            else
                m_progress = told->progress;
        } else {
            return;
        }
        if (const double now = steadySeconds(); now - m_last >= kReportEvery) {
            m_last = now;
            m_queue.report(m_id, jobs::thisProcessAsOwner(), m_progress);
        }
    }
    void last() {
        const std::lock_guard lock(m_mutex);
        if (!m_progress.phase.empty()) m_queue.report(m_id, jobs::thisProcessAsOwner(), m_progress);
    }

  private:
    jobs::Queue& m_queue;
    std::int64_t m_id;
    std::mutex m_mutex;
    Progress m_progress;
    bool m_steps = false;
    double m_last = 0;
};

class Work {
  public:
    Work(project::Project& project, const door::EngineFactory& engine, const jobs::Entry& taken,
         const Listener& listener, const StopToken& stop, const JobSteering& steering)
        : m_project(project),
          m_engine(engine),
          m_taken(taken),
          m_outer(listener),
          m_stop(stop),
          m_steering(steering),
          m_queue(project.store()),
          m_reporter(m_queue, taken.id),
          m_result(taken.result) {}

    WorkedJob run() {
        const Listener listener{[this](const door::Event& event) {
                                    m_reporter.event(event);
                                    if (m_outer.event) m_outer.event(event);
                                },
                                [this](const Recorded& what) { recorded(what); }};
        const auto done = guarded(listener);
        if (!done) failed(done.error());
        conclude();
        return std::move(m_out);
    }

  private:
    void recorded(const Recorded& what) {
        if (what.what == Recorded::What::Run && m_taken.kind == kTrainKind && m_result.id != what.id) {
            m_result = {"run", what.id};
            m_queue.setResult(m_taken.id, jobs::thisProcessAsOwner(), m_result);
        }
        if (m_outer.recorded) m_outer.recorded(what);
    }

    /// An exception of the work is its failure.
    Status guarded(const Listener& listener) {
        try {
            if (m_taken.kind == kTrainKind) return train(listener);
            if (m_taken.kind == kGenerateKind) return generate(listener);
            return fail(studio_errors::kJobUnreadable, {{"id", std::to_string(m_taken.id)}});
        } catch (const std::exception& e) {
            return fail(base_errors::kInternal, {{"where", "a job of the queue"}, {"reason", e.what()}});
        }
    }

    Status train(const Listener& listener) {
        BRANDLOOM_TRY(auto trained, trainOrResume(listener));
        const bool stopped = trained.result.stopped;
        m_out.trained = std::move(trained);
        m_out.state = stopped ? stoppedState() : EntryState::Finished;
        if (stopped && afterStop() == AfterStop::Discard) return discardRun(m_project, m_out.trained->run, m_outer);
        return {};
    }

    Result<TrainedStyle> trainOrResume(const Listener& listener) {
        const RunId run{m_taken.result.kind == "run" ? m_taken.result.id : 0};
        if (run.isValid() && styles::RunRepository(m_project.store()).find(run))
            return resumeTraining(m_project, m_engine, {run}, listener, m_stop, m_steering.controls,
                                  m_steering.afterStop);
        BRANDLOOM_TRY(const auto options, trainingOf(m_taken, m_project.folder()));
        return trainStyle(m_project, m_engine, options, listener, m_stop, m_steering.controls,
                          m_steering.afterStop);
    }

    Status generate(const Listener& listener) {
        BRANDLOOM_TRY(const auto options, shotOf(m_taken, m_project.folder()));
        BRANDLOOM_TRY(auto shot, generateShot(&m_project, m_engine, options, listener, m_stop));
        if (shot.id.isValid()) m_result = {"shot", shot.id.value};
        m_out.shot = std::move(shot);
        m_out.state = EntryState::Finished;
        return {};
    }

    [[nodiscard]] AfterStop afterStop() const {
        return m_steering.afterStop == nullptr ? AfterStop::MakeVersion : m_steering.afterStop->load();
    }
    [[nodiscard]] EntryState stoppedState() const {
        return afterStop() == AfterStop::Pause ? EntryState::Paused : EntryState::Stopped;
    }

    void failed(const Error& error) {
        if (error.is(studio_errors::kRunFinished)) {  // the program ended between its last word and ours
            m_out.state = EntryState::Finished;
        } else if (error.isCancelled()) {
            m_out.state = stoppedState();
            if (afterStop() == AfterStop::Discard && m_result.kind == "run")
                static_cast<void>(discardRun(m_project, RunId{m_result.id}, m_outer));
        } else {
            m_out.state = EntryState::Failed;
            m_out.error = error;
        }
    }

    void conclude() {
        m_reporter.last();
        const auto ended =
            m_queue.end(m_taken.id, jobs::thisProcessAsOwner(), {m_out.state, m_out.error, m_result});
        if (!ended) logError("The end of job {} was not recorded: {}", m_taken.id, ended.error().describe());
        if (m_outer.recorded) m_outer.recorded({Recorded::What::Queue, m_taken.id, 0});
    }

    project::Project& m_project;
    const door::EngineFactory& m_engine;
    const jobs::Entry& m_taken;
    const Listener& m_outer;
    const StopToken& m_stop;
    JobSteering m_steering;
    jobs::Queue m_queue;
    Reporter m_reporter;
    jobs::EntryResult m_result;
    WorkedJob m_out;
};

}  // namespace

WorkedJob workJob(project::Project& project, const door::EngineFactory& engine, const jobs::Entry& taken,
                  const Listener& listener, const StopToken& stop, const JobSteering& steering) {
    return Work(project, engine, taken, listener, stop, steering).run();
}

}  // namespace brandloom::studio
