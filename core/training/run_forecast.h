#pragma once
// What a run needs: disk before it starts and before each checkpoint, and the forecast of a rehearsal. Thread-safe.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/door/events.h"
#include "core/training/learner.h"

namespace brandloom::training {

/// Twice the checkpoint has to be free, because the old one stays until the new one is whole. An unknown free size
/// passes. Error: kDiskTooSmall.
Status checkDisk(const Path& folder, std::uint64_t checkpointBytes);

/// Seconds that parts of the rehearsal took.
struct RehearsalTimes {
    std::vector<double> steps;  ///< of updates; the first of each expert warms up and is left out
    double measuring = 0;       ///< of one measurement of the held-out clips on all experts
    double previewing = 0;      ///< of one preview
    double saving = 0;          ///< of one copy for the writer
};

/// How often the parts happen in the run itself.
struct RunCounts {
    int steps = 0;
    int measurements = 0;
    int previews = 0;
    int checkpoints = 0;
};

/// Times as a range: 0.75 times the quickest to 1.5 times the slowest step, for a machine that does other things
/// too.
door::ForecastMade forecastFrom(const RehearsalTimes& times, const RunCounts& counts, std::uint64_t memoryBytes,
                                std::uint64_t diskBytes);

/// The error for what was thrown in a training step when memory ran out, none for anything else; call it in a catch
/// block.
bool isOutOfMemory() noexcept;

/// "1.5 GB", "12 MB".
std::string sizeText(std::uint64_t bytes);

}  // namespace brandloom::training
