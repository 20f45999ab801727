#pragma once
// What trainings took on this machine, by what makes them quick or slow, kept with the user's settings. GUI thread.
#include <cstdint>
#include <optional>

#include "core/studio/common/studio_types.h"
#include "gui/bridge/job_model.h"

namespace brandloom::bridge {

struct TrainingForecast {
    TimeRange time;                     ///< of the whole training
    std::uint64_t memoryBytes = 0;      ///< of this process at most; 0: not known
    std::uint64_t checkpointBytes = 0;  ///< on disk, one checkpoint; 0: not known
};

class ForecastBook {
  public:
    /// None: nothing like it was measured here. `model`: what tells models apart, such as its folder.
    static std::optional<TrainingForecast> lookUp(const studio::TrainStyleOptions& options,
                                                  const std::string& model);
    static void learn(const studio::TrainStyleOptions& options, const std::string& model,
                      const door::ForecastMade& made);
    /// From a run: seconds before the first step, and of each.
    static void learn(const studio::TrainStyleOptions& options, const std::string& model, double prepareSeconds,
                      double secondsPerStep, std::uint64_t memoryBytes);
    /// Both experts counted.
    static int totalSteps(const door::TrainOptions& options) {
        return options.experts == "both" ? 2 * options.steps : options.steps;
    }
};

}  // namespace brandloom::bridge
