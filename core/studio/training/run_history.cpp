#include "core/studio/training/run_history.h"

#include <algorithm>
#include <limits>

#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/training/run_previews.h"
#include "core/studio/training/run_settings.h"
#include "core/styles/run_event_repository.h"
#include "core/styles/run_repository.h"

namespace brandloom::studio {
namespace {

constexpr int kMostAncestors = 100;

door::Expert doorExpert(styles::Expert expert) {
    return expert == styles::Expert::High  ? door::Expert::High
           : expert == styles::Expert::Low ? door::Expert::Low
                                           : door::Expert::None;
}

Result<RunLine> lineOf(project::Project& project, const styles::TrainingRun& run) {
    styles::RunRepository runs(project.store());
    RunLine out{run.id.value, run.name, styles::wordFor(run.state), run.createdAt};
    out.parent = run.parent.value;
    out.parentStep = run.parentStep;
    if (const auto settings = settingsFromJson(run.optionsJson, run.id, project.folder())) {
        const auto& t = settings->training;
        out.totalSteps = t.experts == "both" ? 2 * t.steps : t.steps;
    }
    BRANDLOOM_TRY(out.step, runs.lastStep(run.id));
    BRANDLOOM_TRY(const auto states, runs.states(run.id));
    for (const auto& state : states) {
        out.checkpoints.push_back(state.step);
        if (state.kept) out.kept.push_back(state.step);
    }
    return out;
}

/// What `run` told up to this step, in front of what is there.
Status takeFrom(project::Project& project, RunId run, int upTo, bool withPreviews, RunHistory& out) {
    styles::RunRepository runs(project.store());
    RunHistory part;
    BRANDLOOM_TRY(const auto losses, runs.losses(run));
    for (const auto& point : losses)
        if (point.step <= upTo) part.losses.push_back({point.step, 0, doorExpert(point.expert), point.loss});
    BRANDLOOM_TRY(const auto told, styles::RunEventRepository(project.store()).list(run));
    for (const auto& point : told.heldOut)
        if (point.step <= upTo)
            part.heldOut.push_back({point.step,
                                    doorExpert(point.expert),
                                    point.loss,
                                    point.relative,
                                    {},
                                    {},
                                    point.best,
                                    point.verdict});
    for (const auto& command : told.commands)
        if (command.step <= upTo) part.commands.push_back({command.command, command.step, command.value});
    BRANDLOOM_TRY(const auto states, runs.states(run));
    for (const auto& state : states)
        if (state.step <= upTo) part.checkpoints.push_back(state.step);
    if (withPreviews)
        for (auto& preview : readRunPreviews(project.runsFolder() / std::to_string(run.value)))
            if (preview.step <= upTo) part.previews.push_back(std::move(preview));
    const auto join = [](auto& whole, auto& front) { whole.insert(whole.begin(), front.begin(), front.end()); };
    join(out.losses, part.losses);
    join(out.heldOut, part.heldOut);
    join(out.commands, part.commands);
    join(out.checkpoints, part.checkpoints);
    join(out.previews, part.previews);
    return {};
}

}  // namespace

Status keepCheckpoint(project::Project& project, RunId run, int step, bool kept, const Listener& listener) {
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    styles::RunRepository runs(project.store());
    BRANDLOOM_CHECK(runs.find(run));
    BRANDLOOM_TRY(const auto states, runs.states(run));
    BRANDLOOM_TRY(const bool found, runs.keepState(run, step, kept));
    if (!found) {
        std::string steps;
        for (const auto& state : states) steps += (steps.empty() ? "" : ", ") + std::to_string(state.step);
        return fail(studio_errors::kNoCheckpoint, {{"run", std::to_string(run.value)},
                                                   {"step", std::to_string(step)},
                                                   {"steps", steps.empty() ? "none is left" : steps}});
    }
    Teller(listener).recorded({Recorded::What::Run, run.value, step});
    return {};
}

Result<std::vector<RunLine>> listRuns(project::Project& project) {
    BRANDLOOM_TRY(const auto all, styles::RunRepository(project.store()).list());
    std::vector<RunLine> out;
    for (const auto& run : all) {
        BRANDLOOM_TRY(auto line, lineOf(project, run));
        out.push_back(std::move(line));
    }
    return out;
}

Result<RunHistory> runHistory(project::Project& project, RunId id, bool withPreviews) {
    styles::RunRepository runs(project.store());
    BRANDLOOM_TRY(auto run, runs.find(id));
    RunHistory out;
    BRANDLOOM_TRY(out.run, lineOf(project, run));
    int upTo = std::numeric_limits<int>::max();
    for (int i = 0; i < kMostAncestors; ++i) {
        BRANDLOOM_CHECK(takeFrom(project, run.id, upTo, withPreviews, out));
        if (!run.parent.isValid()) break;
        upTo = std::min(upTo, run.parentStep);
        BRANDLOOM_TRY(run, runs.find(run.parent));
    }
    return out;
}

}  // namespace brandloom::studio
