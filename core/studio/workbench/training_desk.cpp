#include "core/studio/workbench/training_desk.h"

#include <algorithm>

#include "core/dataset/dataset_repository.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/datasets/curation.h"
#include "core/studio/styles/styles.h"
#include "core/studio/training/run_settings.h"
#include "core/studio/training/train_style.h"

namespace brandloom::studio {
namespace {

StyleState stateOf(const StyleContent& content) {
    StyleState out;
    out.name = content.style.name;
    out.active = content.style.activeVersionNumber;
    for (const auto& version : content.versions) {
        if (version.inTrash) continue;
        out.versions.push_back({version.number, version.active, version.createdAt, version.runStep});
        if (version.active) out.canRollBack = version.parent.isValid();
    }
    return out;
}

}  // namespace

Result<std::shared_ptr<project::Project>> TrainingDesk::opened() const {
    auto project = m_workbench.openedProject();
    if (!project) return fail(Error(studio_errors::kNoProject));
    return project;
}

Result<std::vector<std::string>> TrainingDesk::datasets() {
    BRANDLOOM_TRY(const auto project, opened());
    BRANDLOOM_TRY(auto all, dataset::DatasetRepository(project->store()).list());
    std::ranges::sort(all, {}, [](const auto& d) { return d.id.value; });
    std::vector<std::string> out;
    for (const auto& one : all) out.push_back(one.name);
    return out;
}

Result<Preflight> TrainingDesk::check(const TrainStyleOptions& options, const TrainingNeeds& needs,
                                      const StopToken& stop) {
    BRANDLOOM_TRY(const auto project, opened());
    return checkTraining(*project, options, needs, stop);
}

Result<door::ForecastMade> TrainingDesk::measure(const TrainStyleOptions& options, const StopToken& stop) {
    BRANDLOOM_TRY(const auto project, opened());
    if (m_workbench.isBusy()) return fail(Error(studio_errors::kBusy));
    return rehearseTraining(*project, m_engine, options, {}, stop);
}

Result<int> TrainingDesk::relink(const std::string& dataset, const Path& folder, const StopToken& stop) {
    BRANDLOOM_TRY(const auto project, opened());
    BRANDLOOM_TRY(const auto all, datasets());
    RelinkOptions options;
    options.dataset = !dataset.empty() || all.empty() ? dataset : all.front();
    options.places = {folder};
    BRANDLOOM_TRY(const auto found, relinkFilms(*project, options, {}, stop));
    return static_cast<int>(found.found.size());
}

Result<StyleState> TrainingDesk::style(const std::string& name) {
    BRANDLOOM_TRY(const auto project, opened());
    BRANDLOOM_TRY(const auto content, showStyle(*project, name));
    return stateOf(content);
}

Result<StyleState> TrainingDesk::activate(const std::string& name, int version) {
    BRANDLOOM_TRY(const auto project, opened());
    BRANDLOOM_TRY(const auto content, activateStyle(*project, name, version, {}));
    return stateOf(content);
}

Result<StyleState> TrainingDesk::rollBack(const std::string& name) {
    BRANDLOOM_TRY(const auto project, opened());
    BRANDLOOM_TRY(const auto content, rollBackStyle(*project, name, {}));
    return stateOf(content);
}

Result<TriedStyle> TrainingDesk::tryStyle(TryStyleOptions options, const StopToken& stop) {
    BRANDLOOM_TRY(const auto project, opened());
    if (m_workbench.isBusy()) return fail(Error(studio_errors::kBusy));
    BRANDLOOM_TRY(const auto version, usableVersion(*project, options.style, options.version));
    if (options.model.empty())
        if (const auto settings = settingsFromJson(version.configurationJson, version.run, project->folder()))
            options.model = settings->modelDir;
    return studio::tryStyle(*project, m_engine, options, {}, stop);
}

Result<std::vector<RunLine>> TrainingDesk::runs() {
    BRANDLOOM_TRY(const auto project, opened());
    return listRuns(*project);
}

Result<RunHistory> TrainingDesk::history(std::int64_t run) {
    BRANDLOOM_TRY(const auto project, opened());
    return runHistory(*project, RunId{run}, false);
}

Status TrainingDesk::keep(std::int64_t run, int step, bool kept) {
    BRANDLOOM_TRY(const auto project, opened());
    if (run == 0) {
        BRANDLOOM_TRY(const auto all, listRuns(*project));
        if (!all.empty()) run = all.front().id;
    }
    return keepCheckpoint(*project, RunId{run}, step, kept, {});
}

}  // namespace brandloom::studio
