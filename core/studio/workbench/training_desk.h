#pragma once
// What the window asks about trainings of the open project, beside running them (Workbench). Every function may be
// called from any thread and does its work before it returns. Errors of all but presets(): kNoProject.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/studio/preflight/check_training.h"
#include "core/studio/preflight/leaner_training.h"
#include "core/studio/shots/try_style.h"
#include "core/studio/training/presets.h"
#include "core/studio/training/run_history.h"
#include "core/studio/training/train_fields.h"
#include "core/studio/workbench/workbench.h"

namespace brandloom::studio {

/// A Style with its versions, as a card shows it.
struct StyleVersionLine {
    int number = 0;
    bool isActive = false;
    double createdAt = 0;  ///< seconds since 1970 (UTC)
    int steps = 0;         ///< of the training; 0: imported
};
struct StyleState {
    std::string name;
    std::vector<StyleVersionLine> versions;  ///< by number, without the Trash
    int active = 0;                          ///< 0: none
    bool canRollBack = false;
};

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

    /// Newest first.
    Result<std::vector<RunLine>> runs();
    /// Errors also: styles kRunMissing.
    Result<RunHistory> history(std::int64_t run);
    /// `run` 0: the newest. Errors also: those of keepCheckpoint().
    Status keep(std::int64_t run, int step, bool kept);

    /// Errors also: styles kStyleMissing.
    Result<StyleState> style(const std::string& name);
    /// Undo command "style.activate". Errors also: those of activateStyle().
    Result<StyleState> activate(const std::string& name, int version);
    /// Undo command "style.rollback". Errors also: those of rollBackStyle().
    Result<StyleState> rollBack(const std::string& name);
    /// With the model that the version was trained for, where that is known. Loads the engine; seconds to minutes.
    /// Errors also: kBusy while a job runs, those of tryStyle().
    Result<TriedStyle> tryStyle(TryStyleOptions options, const StopToken& stop = {});

  private:
    [[nodiscard]] Result<std::shared_ptr<project::Project>> opened() const;
    Workbench& m_workbench;
    door::EngineFactory m_engine;
};

}  // namespace brandloom::studio
