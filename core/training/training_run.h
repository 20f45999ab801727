#pragma once
// One call of trainModel: its parts and where it stands. One thread (the engine's), save that checkpoints are
// written by the BackgroundWriter from the StateCopy.
//   training_run.cpp    setting up, the loop, one step
//   run_files.cpp       checkpoints, going on from one, pauses
//   run_looks.cpp       held-out loss, previews, the forecast
#include <array>
#include <memory>
#include <string>

#include "core/door/engine.h"
#include "core/generation/generator.h"
#include "core/generation/loaded_model.h"
#include "core/training/background_writer.h"
#include "core/training/clip_board.h"
#include "core/training/held_out.h"
#include "core/training/learner.h"
#include "core/training/run_forecast.h"
#include "core/training/sample_source.h"
#include "core/training/state_copy.h"
#include "core/training/step_plan.h"
#include "core/training/training_data.h"
#include "core/training/training_state.h"

namespace brandloom::training {

class TrainingRun {
  public:
    /// All must outlive this object; `controls` may be null.
    TrainingRun(generation::LoadedModel& model, const door::TrainRequest& request, const generation::Emit& emit,
                StopToken stop, door::TrainingControls* controls);
    ~TrainingRun();
    TrainingRun(const TrainingRun&) = delete;
    TrainingRun& operator=(const TrainingRun&) = delete;

    Result<door::TrainResult> run(door::ClipSource& clips);

  private:
    // training_run.cpp
    Result<door::TrainResult> runAll(door::ClipSource& clips);
    Status makeLearners();
    Status loop();
    Status update(Learner& learner);
    Status skip(const Learner& learner, const Pass& pass, std::size_t sample, double value);
    Status obey();
    Status carryOut(const door::TrainingControls::Given& given);
    void finishCopy();
    void tellStep(const Learner& learner, double loss, double rate, double norm, double seconds);
    door::TrainResult result(double seconds) const;
    [[nodiscard]] int done() const { return m_highDone + m_lowDone; }
    [[nodiscard]] int& doneOf(ExpertId id) { return id == ExpertId::High ? m_highDone : m_lowDone; }
    [[nodiscard]] Learner& learner(ExpertId id) { return id == ExpertId::High ? *m_high : *m_low; }
    [[nodiscard]] std::vector<Learner*> learners() const;
    [[nodiscard]] bool due(int every) const { return every > 0 && done() % every == 0; }
    [[nodiscard]] bool ended() const { return m_endAsked || m_stop.stop_requested(); }

    // run_files.cpp
    /// Starts a checkpoint in the background; the event follows when it is on disk.
    Status checkpoint(bool best);
    /// Waits until it is, and tells.
    Status finishCheckpoint();
    Status tellCheckpoint(const std::optional<Status>& written);
    std::function<Status()> checkpointJob(door::CheckpointSaved& saved);
    [[nodiscard]] std::uint64_t checkpointBytes() const;
    [[nodiscard]] StateValues stateValues() const;
    [[nodiscard]] NamedTensors stateTensors() const;
    /// After running out of memory: a checkpoint of the steps that are done, when there is room for it.
    void keepWhatIsLearned() noexcept;
    [[nodiscard]] std::string dataKey() const;
    [[nodiscard]] Error outOfMemory() const;
    Status resume();
    Status checkBelongs(const TrainingState& state, const std::string& file) const;
    Status restore(const TrainingState& state, const std::string& file);
    Status loadLearners(const TrainingState& state, const std::string& file);
    Status pause();
    [[nodiscard]] std::string fileNameFor(ExpertId id, bool averaged) const;
    [[nodiscard]] Metadata metadata(const Learner& learner, bool averaged) const;

    // run_looks.cpp
    /// Measures when it is due; true when the run was never better and there is something to keep.
    Result<bool> measureIfDue();
    Result<bool> measure();
    /// One of each prompt.
    Status preview();
    Status preview(const std::string& prompt);
    std::vector<std::string> previewPrompts();
    Result<std::vector<door::AdapterUse>> previewStyles();
    Status forecast();

    generation::LoadedModel& m_model;
    const door::TrainRequest& m_request;
    const door::TrainOptions& m_options;
    const generation::Emit& m_emit;
    StopToken m_stop;
    door::TrainingControls* m_controls;
    ProgressSink m_loading;

    StepPlan m_plan;
    TrainingData m_data;
    std::unique_ptr<SampleSource> m_source;
    std::unique_ptr<Learner> m_high, m_low;
    std::unique_ptr<ClipBoard> m_clipBoard;
    HeldOutBoard m_heldOut;

    int m_highDone = 0, m_lowDone = 0;
    int m_startedAt = 0;    ///< steps done before this call
    int m_measuredAt = -1;  ///< step of the last held-out measurement
    double m_rate = 0;      ///< in place of the option of that name, once a command has changed it
    int m_skipped = 0, m_badInARow = 0;
    std::array<double, 2> m_lastLoss{};  ///< high, low
    bool m_endAsked = false, m_endedEarly = false;
    bool m_isWhole = false;  ///< what learns is what done() says

    door::CheckpointSaved m_saving;  ///< what the writer writes
    door::CheckpointSaved m_saved;   ///< the last that is on disk; step 0: none
    std::uint64_t m_bytes = 0;       ///< of a checkpoint
    std::string m_dataKey;           ///< of the clips and captions
    StateCopy m_copy;                ///< what the writer writes
    double m_heldUp = 0;             ///< seconds that starting the last checkpoint took, until it is told
    std::uint64_t m_peakBytes = 0;   ///< of this process, as far as previews ended the count
    RehearsalTimes m_times;
    std::unique_ptr<BackgroundWriter> m_writer;  ///< last: ends before what it uses
};

/// "high", "low".
const char* wordFor(ExpertId id);

}  // namespace brandloom::training
