// run list|show|keep PROJECT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/cli/cli_errors.h"
#include "app/cli/command.h"
#include "core/base/clock.h"
#include "core/project/project.h"
#include "core/studio/projects/projects.h"
#include "core/studio/training/run_history.h"

namespace brandloom::cli {
namespace {

JsonLine lineOf(const studio::RunLine& run, const char* type) {
    JsonLine line(type);
    line.add("id", run.id).add("name", run.name).add("state", run.state).add("created", isoUtc(run.createdAt));
    line.add("step", run.step).add("steps", run.totalSteps).add("parent", run.parent);
    line.add("parentStep", run.parentStep);
    std::vector<JsonLine> states;
    for (const int step : run.checkpoints) {
        JsonLine state;
        state.add("step", step).add("kept", std::ranges::find(run.kept, step) != run.kept.end());
        states.push_back(std::move(state));
    }
    line.add("checkpoints", states);
    return line;
}

std::string textOf(const studio::RunLine& run) {
    auto out = fmt::format("{:>4}  {:<10} {:>6} of {:<6}  {}  {}", run.id, run.state, run.step, run.totalSteps,
                           isoUtc(run.createdAt), run.name);
    if (run.parent != 0) out += fmt::format("  (went on from run {} after step {})", run.parent, run.parentStep);
    return out;
}

class RunList : public Command {
  public:
    void declare(Flags& flags) override { flags.addPosition("PROJECT", m_project, "Folder of the project"); }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto runs, studio::listRuns(*project));
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& run : runs) {
            rows.push_back(lineOf(run, ""));
            text += (text.empty() ? "" : "\n") + textOf(run);
        }
        JsonLine line("runs");
        line.add("runs", rows);
        out.result(line, runs.empty() ? "There was no training yet." : text);
        return kDone;
    }

  private:
    Path m_project;
};

class RunShow : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.add("--run", m_run, "Number of the training; 0: the newest");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        if (m_run == 0) {
            BRANDLOOM_TRY(const auto runs, studio::listRuns(*project));
            if (runs.empty())
                return fail(cli_errors::kBadUsage,
                            {{"reason", "This project has no training yet"}, {"command", "brandloom-cli train"}});
            m_run = static_cast<int>(runs.front().id);
        }
        BRANDLOOM_TRY(const auto history, studio::runHistory(*project, RunId{m_run}));
        auto line = lineOf(history.run, "run");
        line.add("losses", rowsOf(history.losses)).add("heldOut", rowsOf(history.heldOut));
        line.add("commands", rowsOf(history.commands)).add("previews", rowsOf(history.previews));
        out.result(line, textOf(history));
        return kDone;
    }

  private:
    static const char* wordOf(door::Expert expert) {
        return expert == door::Expert::High ? "high" : expert == door::Expert::Low ? "low" : "none";
    }
    static JsonLine rowOf(const door::LossReported& loss) {
        JsonLine row;
        row.add("step", loss.step).add("expert", wordOf(loss.expert)).add("loss", loss.loss);
        return row;
    }
    static JsonLine rowOf(const door::HeldOutMeasured& held) {
        JsonLine row;
        row.add("step", held.step).add("expert", wordOf(held.expert)).add("loss", held.loss);
        row.add("relative", held.relativeLoss).add("best", held.best).add("verdict", held.verdict);
        return row;
    }
    static JsonLine rowOf(const door::CommandDone& done) {
        JsonLine row;
        row.add("step", done.step).add("command", done.command).add("value", done.value);
        return row;
    }
    static JsonLine rowOf(const door::PreviewReady& preview) {
        JsonLine row;
        row.add("step", preview.step).add("prompt", preview.prompt);
        row.add("pictures", static_cast<int>(preview.frames.size()));
        return row;
    }
    template <class T>
    static std::vector<JsonLine> rowsOf(const std::vector<T>& all) {
        std::vector<JsonLine> out;
        for (const auto& one : all) out.push_back(rowOf(one));
        return out;
    }
    static std::string textOf(const studio::RunHistory& h) {
        auto out = cli::textOf(h.run);
        if (!h.losses.empty())
            out += fmt::format("\n  {} losses, the first {:.4f}, the last {:.4f}", h.losses.size(),
                               h.losses.front().loss, h.losses.back().loss);
        if (!h.heldOut.empty())
            out += fmt::format("\n  held-out loss {:.1f} % of the start ({})", 100 * h.heldOut.back().relativeLoss,
                               h.heldOut.back().verdict);
        if (!h.checkpoints.empty()) out += fmt::format("\n  checkpoints: {}", fmt::join(h.checkpoints, ", "));
        if (!h.previews.empty()) out += fmt::format("\n  {} previews", h.previews.size());
        for (const auto& done : h.commands) out += fmt::format("\n  step {}: {}", done.step, done.command);
        return out;
    }
    Path m_project;
    int m_run = 0;
};

class RunKeep : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.add("--run", m_run, "Number of the training, as 'run list' shows it");
        flags.add("--step", m_step, "Step of the checkpoint");
        flags.addSwitch("--off", m_isOff, "It may go again");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_CHECK(studio::keepCheckpoint(*project, RunId{m_run}, m_step, !m_isOff, listener));
        JsonLine line("kept");
        line.add("run", m_run).add("step", m_step).add("kept", !m_isOff);
        out.result(line, fmt::format("The checkpoint of step {} {}.", m_step, m_isOff ? "may go again" : "stays"));
        return kDone;
    }

  private:
    Path m_project;
    int m_run = 0;
    int m_step = 0;
    bool m_isOff = false;
};

}  // namespace

std::unique_ptr<Command> makeRunKeep() {
    return std::make_unique<RunKeep>();
}
std::unique_ptr<Command> makeRunList() {
    return std::make_unique<RunList>();
}
std::unique_ptr<Command> makeRunShow() {
    return std::make_unique<RunShow>();
}

}  // namespace brandloom::cli
