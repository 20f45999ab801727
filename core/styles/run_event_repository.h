#pragma once
// What a training tells beside its losses and checkpoints. Every change is one committed transaction. Thread-safe.
#include <vector>

#include "core/base/result.h"
#include "core/store/store.h"
#include "core/styles/records.h"

namespace brandloom::styles {

struct RunEvents {
    std::vector<HeldOutPoint> heldOut;  ///< by step, then expert
    std::vector<SkippedStep> skipped;   ///< by step
    std::vector<RunCommand> commands;   ///< in the order given
    [[nodiscard]] bool empty() const { return heldOut.empty() && skipped.empty() && commands.empty(); }
};

class RunEventRepository {
  public:
    explicit RunEventRepository(store::Store& store) : m_store(store) {}

    /// Measurements and skips of the same step (and expert) are replaced. Error: kRunMissing.
    Status add(RunId run, const RunEvents& events);
    Result<RunEvents> list(RunId run);
    /// For a run that goes on after `step`: what it told of later steps, losses included, will come again.
    Status forgetAfter(RunId run, int step);

  private:
    store::Store& m_store;
};

}  // namespace brandloom::styles
