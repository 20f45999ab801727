#include "core/studio/training/ended_runs.h"

#include <set>

#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/training/run_settings.h"
#include "core/styles/run_repository.h"
#include "core/styles/style_repository.h"

namespace brandloom::studio {
namespace {

Status checkWritable(const project::Project& project) {
    if (project.mode() == project::Mode::Write) return {};
    return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
}

/// The averages that lie beside a checkpoint's file: "name_ema_high_noise.safetensors"; without them the file.
Path averagedBeside(const Path& file) {
    auto name = file.filename().native();
    for (const std::string ending : {"_high_noise.safetensors", "_low_noise.safetensors", ".safetensors"}) {
        if (!name.ends_with(ending)) continue;
        const Path averaged = file.parent_path() / name.insert(name.size() - ending.size(), "_ema");
        std::error_code ec;
        return std::filesystem::is_regular_file(averaged, ec) ? averaged : file;
    }
    return file;
}

TrainedStyle soFar(const styles::TrainingRun& run, int step, const std::vector<styles::LossPoint>& losses) {
    TrainedStyle out;
    out.run = run.id;
    out.result.stepsDone = step;
    out.result.stopped = true;
    for (const auto& point : losses)
        (point.expert == styles::Expert::Low ? out.result.lastLossLow : out.result.lastLossHigh) = point.loss;
    return out;
}

}  // namespace

Result<std::optional<styles::StyleVersion>> keepRun(project::Project& project, RunId id, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    styles::RunRepository runs(project.store());
    BRANDLOOM_TRY(const auto run, runs.find(id));
    BRANDLOOM_TRY(const auto checkpoints, runs.checkpoints(id));
    if (checkpoints.empty()) return std::nullopt;
    BRANDLOOM_TRY(const auto settings, settingsFromJson(run.optionsJson, id, project.folder()));
    const int step = checkpoints.back().step;
    styles::NewStyleVersion version;
    version.run = id;
    version.runStep = step;
    version.modelContentId = run.modelContentId;
    version.datasetVersion = run.datasetVersion;
    version.configurationJson = run.optionsJson;
    for (const auto& checkpoint : checkpoints) {
        if (checkpoint.step != step) continue;
        const Path file = project.folder() / pathFromUtf8(checkpoint.relativePath);
        BRANDLOOM_TRY(auto blob, project.blobs().put(settings.training.emaDecay > 0 ? averagedBeside(file) : file));
        version.adapters.push_back({checkpoint.expert, std::move(blob)});
    }
    BRANDLOOM_TRY(const auto losses, runs.losses(id));
    version.metricsJson = metricsJson(soFar(run, step, losses));
    styles::StyleRepository repository(project.store());
    BRANDLOOM_TRY(version.style, repository.findOrAdd(settings.styleName));
    BRANDLOOM_TRY(auto made, repository.addVersion(version));
    Teller(listener).recorded({Recorded::What::Style, made.id.value, step});
    return std::optional(std::move(made));
}

Status discardRun(project::Project& project, RunId id, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    styles::RunRepository runs(project.store());
    std::set<int> steps;
    BRANDLOOM_TRY(const auto states, runs.states(id));
    for (const auto& state : states) steps.insert(state.step);
    BRANDLOOM_TRY(const auto checkpoints, runs.checkpoints(id));
    for (const auto& checkpoint : checkpoints) steps.insert(checkpoint.step);
    // The row goes before the file: what is recorded is there.
    for (const int step : steps) BRANDLOOM_CHECK(runs.forgetCheckpoint(id, step));
    std::error_code ignored;
    std::filesystem::remove_all(project.runsFolder() / std::to_string(id.value), ignored);
    Teller(listener).recorded({Recorded::What::Run, id.value, 0});
    return {};
}

}  // namespace brandloom::studio
