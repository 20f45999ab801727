#pragma once
// Training runs, their losses and checkpoints. Every change is one committed transaction. Thread-safe.
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"
#include "core/styles/records.h"

namespace brandloom::styles {

class RunRepository {
  public:
    explicit RunRepository(store::Store& store) : m_store(store) {}

    Result<RunId> add(const NewRun& run);
    /// Sets start and end times as the state asks. `failure` is kept with Failed.
    Status setState(RunId run, RunState state, const Error* failure = nullptr);
    Result<TrainingRun> find(RunId run);
    /// Newest first.
    Result<std::vector<TrainingRun>> list();

    /// One transaction for all points; a point of the same step and expert is replaced. At most once a second is
    /// the caller's business.
    Status insertLosses(RunId run, const std::vector<LossPoint>& points);
    /// By step, then expert.
    Result<std::vector<LossPoint>> losses(RunId run);
    /// 0: none was taken.
    Result<int> lastStep(RunId run);

    /// A checkpoint of the same step and expert is replaced.
    Result<CheckpointId> addCheckpoint(const NewCheckpoint& checkpoint);
    /// By step, then expert.
    Result<std::vector<Checkpoint>> checkpoints(RunId run);

    /// A state file of the same step is replaced.
    Status addState(RunId run, const StateFile& state);
    /// By step.
    Result<std::vector<StateFile>> states(RunId run);
    /// A person's word on it. False: there is no checkpoint of that step.
    Result<bool> keepState(RunId run, int step, bool kept);
    /// Forgets the checkpoint of this step, adapters and state; the paths of its files, which are the caller's to
    /// remove.
    Result<std::vector<std::string>> forgetCheckpoint(RunId run, int step);

    /// For the writer that just opened a project: a run that was not over was interrupted; it becomes Failed with
    /// kInterrupted. The runs concerned.
    Result<std::vector<RunId>> markInterruptedRuns();

  private:
    store::Store& m_store;
};

}  // namespace brandloom::styles
