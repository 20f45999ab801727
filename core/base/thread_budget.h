#pragma once
// How many threads each busy library may use, so that the window keeps a share of the machine. Set once at start.
#include "core/base/export.h"

namespace brandloom {

struct ThreadBudget {
    int compute = 1;  ///< OpenMP of the engine
    int media = 1;    ///< FFmpeg and x264 decoding or encoding
};

/// Budget for `cores` cores: everything for compute, at least one each.
BRANDLOOM_BASE_EXPORT ThreadBudget threadBudgetForCores(int cores);
/// The process-wide budget (machine's cores unless set). Thread-safe.
BRANDLOOM_BASE_EXPORT ThreadBudget threadBudget();
BRANDLOOM_BASE_EXPORT void setThreadBudget(const ThreadBudget& budget);

}  // namespace brandloom
