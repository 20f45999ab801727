#pragma once
// The use case "train a part of the starter model": hours of work in a folder that may be left and gone on with.
#include <string>
#include <vector>

#include "core/door/engine_loader.h"
#include "core/door/starter_tools.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct TrainStarterOptions {
    std::string stage = "transformer";
    Path outFolder;          ///< made when missing; empty: starterRunFolder()
    std::vector<Path> init;  ///< where parts come from: folders, or names of registered models
    door::StarterOptions training;
    bool resume = false;               ///< go on from the newest checkpoint
    std::vector<std::string> changed;  ///< with resume: fields of `training` that were asked for
};

/// $BRANDLOOM_RUNS/starter, else the user's state folder with /runs/starter.
Path starterRunFolder();

/// Beside what the engine writes the folder gets log.jsonl and sheets/ (starter_log.h). Stopped, it has saved.
Result<door::StarterTrainResult> trainStarter(const door::EngineFactory& engine, const TrainStarterOptions& options,
                                              const Listener& listener, const StopToken& stop);

}  // namespace brandloom::studio
