// queue list|clear|run PROJECT, queue move|pause|resume|cancel PROJECT ID
#include <fmt/format.h>

#include "app/cli/cli_errors.h"
#include "app/cli/command.h"
#include "app/cli/queue_words.h"
#include "core/base/clock.h"
#include "core/studio/projects/projects.h"
#include "core/studio/queue/queue.h"
#include "core/studio/queue/work_job.h"

namespace brandloom::cli {
namespace {

class QueueList : public Command {
  public:
    void declare(Flags& flags) override { flags.addPosition("PROJECT", m_project, "Folder of the project"); }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto entries, studio::listQueue(*project));
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& entry : entries) {
            rows.push_back(lineOf(entry));
            text += textOf(entry) + "\n";
        }
        JsonLine line("queue");
        line.add("jobs", rows);
        if (!text.empty()) text.pop_back();
        out.result(line, entries.empty() ? "The queue is empty." : text);
        return kDone;
    }

  private:
    Path m_project;
};

/// What is done to one job.
class QueueChange : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("ID", m_id, "Number of the job, as 'queue list' shows it");
        declareMore(flags);
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto id, jobNumber(m_id));
        BRANDLOOM_CHECK(checkWords());
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        return change(out, *project, id, listener);
    }

  protected:
    virtual void declareMore(Flags&) {}
    virtual Status checkWords() { return {}; }
    virtual Result<ExitCode> change(Output& out, project::Project& project, std::int64_t id,
                                    const studio::Listener& listener) = 0;
    static Result<ExitCode> tell(Output& out, const char* type, std::int64_t id, const std::string& text) {
        JsonLine line(type);
        line.add("job", id);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    std::string m_id;
};

class QueueMove : public QueueChange {
    void declareMore(Flags& flags) override {
        flags.add("--before", m_before, "Just before this job");
        flags.add("--after", m_after, "Just after this job");
        flags.addSwitch("--top", m_top, "To the front of the line");
        flags.addSwitch("--bottom", m_bottom, "To the end of the line");
    }
    Status checkWords() override {
        if (int{!m_before.empty()} + int{!m_after.empty()} + int{m_top} + int{m_bottom} == 1) return {};
        return fail(cli_errors::kBadUsage, {{"reason", "One of --before, --after, --top and --bottom is required"},
                                            {"command", "brandloom-cli queue move"}});
    }
    Result<ExitCode> change(Output& out, project::Project& project, std::int64_t id,
                            const studio::Listener& listener) override {
        std::int64_t beside = 0;
        if (!m_before.empty() || !m_after.empty()) {
            BRANDLOOM_TRY(beside, jobNumber(m_before.empty() ? m_after : m_before));
        }
        const auto place = m_top              ? jobs::Place::Top
                           : m_bottom         ? jobs::Place::Bottom
                           : m_before.empty() ? jobs::Place::After
                                              : jobs::Place::Before;
        BRANDLOOM_CHECK(studio::moveJob(project, id, place, beside, listener));
        return tell(out, "moved", id, fmt::format("Job {} has another place.", id));
    }
    std::string m_before;
    std::string m_after;
    bool m_top = false;
    bool m_bottom = false;
};

class QueuePause : public QueueChange {
    Result<ExitCode> change(Output& out, project::Project& project, std::int64_t id,
                            const studio::Listener& listener) override {
        BRANDLOOM_CHECK(studio::pauseJob(project, id, listener));
        return tell(out, "paused", id, fmt::format("Job {} is paused; 'queue resume' lets it go on.", id));
    }
};

class QueueResume : public QueueChange {
    Result<ExitCode> change(Output& out, project::Project& project, std::int64_t id,
                            const studio::Listener& listener) override {
        BRANDLOOM_CHECK(studio::resumeJob(project, id, listener));
        return tell(out, "resumed", id, fmt::format("Job {} waits; 'queue run' works the line off.", id));
    }
};

class QueueCancel : public QueueChange {
    void declareMore(Flags& flags) override {
        flags.addSwitch("--keep", m_keep,
                        "Of a training that is paused: make a version of its Style from its last checkpoint "
                        "(what is done without --discard)");
        flags.addSwitch("--discard", m_discard, "Of a training that is paused: remove its checkpoints for good");
    }
    Status checkWords() override {
        if (!m_keep || !m_discard) return {};
        return fail(cli_errors::kBadUsage, {{"reason", "--keep and --discard were both given"},
                                            {"command", "brandloom-cli queue cancel"}});
    }
    Result<ExitCode> change(Output& out, project::Project& project, std::int64_t id,
                            const studio::Listener& listener) override {
        BRANDLOOM_TRY(const auto done,
                      studio::cancelJob(project, id, m_discard ? studio::Leftover::Discard : studio::Leftover::Keep,
                                        listener));
        JsonLine line("cancelled");
        line.add("job", id).add("leftTheLine", done.leftTheLine).add("style", done.keptStyle);
        line.add("version", done.keptVersion).add("discarded", done.discarded);
        std::string text = fmt::format("Job {} is cancelled.", id);
        if (done.leftTheLine) text += " 'project undo' brings it back.";
        if (!done.keptStyle.empty())
            text +=
                fmt::format(" What it learned is version {} of the Style {}.", done.keptVersion, done.keptStyle);
        if (done.discarded) text += " Its checkpoints are gone.";
        out.result(line, text);
        return kDone;
    }
    bool m_keep = false;
    bool m_discard = false;
};

class QueueClear : public Command {
  public:
    void declare(Flags& flags) override { flags.addPosition("PROJECT", m_project, "Folder of the project"); }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const int cleared, studio::clearJobs(*project, listener));
        JsonLine line("cleared");
        line.add("jobs", cleared);
        out.result(line, fmt::format("{} jobs left the list; what they made stays.", cleared));
        return kDone;
    }

  private:
    Path m_project;
};

class QueueRun : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addSwitch("--resume", m_resume, "What is paused goes on too");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        if (m_resume) BRANDLOOM_CHECK(resumeAll(*project, listener));
        const std::atomic afterStop = studio::AfterStop::Pause;
        jobs::Queue queue(project->store());
        while (!stop.stop_requested()) {
            BRANDLOOM_TRY(const auto taken, queue.takeNext(jobs::thisProcessAsOwner()));
            if (!taken) break;
            tell(out, "begun", *taken, fmt::format("Job {}: {}", taken->id, titleOf(*taken)));
            const auto worked =
                studio::workJob(*project, door::engineLoader(), *taken, listener, stop, {nullptr, &afterStop});
            count(worked.state);
            BRANDLOOM_TRY(const auto entry, queue.find(taken->id));
            tell(out, "ended", entry, textOf(entry));
            if (worked.error) out.note(worked.error->sentence() + " " + worked.error->remedy());
        }
        JsonLine line("worked");
        line.add("finished", m_finished).add("failed", m_failed).add("paused", m_paused);
        out.result(line, summary());
        if (stop.stop_requested()) return kStopped;
        return m_failed > 0 ? kFound : kDone;
    }

  private:
    static Status resumeAll(project::Project& project, const studio::Listener& listener) {
        BRANDLOOM_TRY(const auto entries, studio::listQueue(project));
        for (const auto& entry : entries)
            if (entry.state == jobs::EntryState::Paused)
                BRANDLOOM_CHECK(studio::resumeJob(project, entry.id, listener));
        return {};
    }
    static void tell(Output& out, const char* type, const jobs::Entry& entry, const std::string& text) {
        JsonLine line(type);
        line.add("job", lineOf(entry));
        out.say(line, text);
    }
    void count(jobs::EntryState state) {
        m_finished += state == jobs::EntryState::Finished ? 1 : 0;
        m_failed += state == jobs::EntryState::Failed ? 1 : 0;
        m_paused += state == jobs::EntryState::Paused ? 1 : 0;
    }
    [[nodiscard]] std::string summary() const {
        if (m_finished + m_failed + m_paused == 0) return "Nothing waits in the queue.";
        std::string text = fmt::format("{} finished, {} failed", m_finished, m_failed);
        if (m_paused > 0) text += fmt::format(", {} paused: 'queue run --resume' goes on with it", m_paused);
        return text + ".";
    }

    Path m_project;
    bool m_resume = false;
    int m_finished = 0;
    int m_failed = 0;
    int m_paused = 0;
};

}  // namespace

std::unique_ptr<Command> makeQueueCancel() {
    return std::make_unique<QueueCancel>();
}
std::unique_ptr<Command> makeQueueClear() {
    return std::make_unique<QueueClear>();
}
std::unique_ptr<Command> makeQueueList() {
    return std::make_unique<QueueList>();
}
std::unique_ptr<Command> makeQueueMove() {
    return std::make_unique<QueueMove>();
}
std::unique_ptr<Command> makeQueuePause() {
    return std::make_unique<QueuePause>();
}
std::unique_ptr<Command> makeQueueResume() {
    return std::make_unique<QueueResume>();
}
std::unique_ptr<Command> makeQueueRun() {
    return std::make_unique<QueueRun>();
}

}  // namespace brandloom::cli
