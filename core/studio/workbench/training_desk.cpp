#include "core/studio/workbench/training_desk.h"

#include <algorithm>

#include "core/dataset/dataset_repository.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/datasets/curation.h"
#include "core/studio/training/train_style.h"

namespace brandloom::studio {

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

}  // namespace brandloom::studio
