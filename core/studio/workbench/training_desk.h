#pragma once
// What the window asks about trainings of the open project, beside running them (Workbench). Every function may be
// called from any thread and does its work before it returns. Errors of all but presets(): kNoProject.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/studio/preflight/check_training.h"
#include "core/studio/preflight/leaner_training.h"
#include "core/studio/training/presets.h"
#include "core/studio/training/train_fields.h"
#include "core/studio/workbench/workbench.h"

namespace brandloom::studio {

class TrainingDesk {
  public:
    /// `workbench` must outlive the desk.
    TrainingDesk(Workbench& workbench, door::EngineFactory engine)
        : m_workbench(workbench), m_engine(std::move(engine)) {}

    /// Some ms: small files that ship with the studio. Errors: those of loadPresets().
    Result<std::vector<TrainingPreset>> presets() const { return loadPresets(); }
    /// Names, oldest first.
    Result<std::vector<std::string>> datasets();
    /// Some ms to seconds. Errors: those of checkTraining().
    Result<Preflight> check(const TrainStyleOptions& options, const TrainingNeeds& needs,
                            const StopToken& stop = {});
    /// Takes a few steps, loads the engine. Seconds to minutes. Errors also: kBusy while a job runs, those of
    /// rehearseTraining().
    Result<door::ForecastMade> measure(const TrainStyleOptions& options, const StopToken& stop = {});
    /// Looks there for films of the dataset that moved; how many were found. Errors also: those of relinkFilms().
    Result<int> relink(const std::string& dataset, const Path& folder, const StopToken& stop = {});

  private:
    [[nodiscard]] Result<std::shared_ptr<project::Project>> opened() const;
    Workbench& m_workbench;
    door::EngineFactory m_engine;
};

}  // namespace brandloom::studio
