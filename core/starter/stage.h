#pragma once
// What learns in one of the starter's trainings, seen from the loop that all of them share. One thread (the
// engine's).
#include <functional>
#include <string>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/door/starter_tools.h"
#include "core/generation/generator.h"
#include "core/training/adam.h"
#include "core/training/training_state.h"

namespace brandloom::starter {

using generation::Emit;
using training::NamedTensors;
using training::StateValues;
using training::TrainingState;

/// What a stage gets from outside. All outlives it.
struct StageContext {
    Path folder;  ///< the training's; model/ in it is the model as far as it is made
    std::vector<Path> initDirs;
    door::StarterOptions options;
    const Emit& emit;
    StopToken stop;
    std::function<void()> beforeUpdate;  ///< called before anything of state() changes

    [[nodiscard]] Path model() const { return folder / "model"; }
    void progress(const std::string& phase, std::int64_t done, std::int64_t total) const {
        emit(door::Progressed{{phase, done, total, {}}});
    }
    [[nodiscard]] ProgressSink sink() const {
        return [this](const Progress& p) { emit(door::Progressed{p}); };
    }
};

class Stage {
  public:
    virtual ~Stage() = default;
    /// Parts and data; what learns is as it is before the first step. Cancelled: kCancelled.
    virtual Status prepare() = 0;
    /// After prepare(): goes on from what state() and values() gave.
    virtual Status restore(const TrainingState& state, const std::string& file) = 0;
    [[nodiscard]] virtual bool isDone() const = 0;
    [[nodiscard]] virtual std::string phase() const = 0;
    [[nodiscard]] virtual int steps() const = 0;  ///< done, all phases
    [[nodiscard]] virtual std::int64_t samples() const = 0;
    [[nodiscard]] virtual double lastLoss() const = 0;
    /// One update. A stop request in the middle may end it with kCancelled, with nothing changed.
    virtual Status step() = 0;
    virtual Status measure() = 0;
    /// Writes the parts that learn into context.model(), from averages.
    virtual Status writeModel() = 0;
    /// Sample clips of what writeModel() wrote.
    virtual Status preview() = 0;
    [[nodiscard]] virtual StateValues values() const = 0;
    [[nodiscard]] virtual NamedTensors state() const = 0;  ///< views
};

}  // namespace brandloom::starter
