#pragma once
// What a training told while it ran, as the project keeps it, with what the
// runs that it went on from told before. Some ms of disk work, with previews
// some more; thread-safe.
#include <cstdint>
#include <string>
#include <vector>

#include "core/door/events.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct RunLine {
    std::int64_t id = 0;
    std::string name;      ///< of the Style
    std::string state;     ///< "finished" ...: styles::wordFor
    double createdAt = 0;  ///< seconds since 1970 (UTC)
    int step = 0;          ///< of the last loss
    int totalSteps = 0;    ///< both experts counted
    std::int64_t parent = 0;
    int parentStep = 0;
    std::vector<int> checkpoints;  ///< steps that a training can go on after, rising
    std::vector<int> kept;         ///< those of them that a person wants to stay
};

struct RunHistory {
    RunLine run;
    std::vector<door::LossReported> losses;      ///< by step; step, expert and loss are known
    std::vector<door::HeldOutMeasured> heldOut;  ///< by step; without levels
    std::vector<door::CommandDone> commands;     ///< by step
    std::vector<int> checkpoints;                ///< steps of those that are still there
    std::vector<door::PreviewReady> previews;    ///< by step, then as the prompts stand; small pictures
};

/// A checkpoint stays (or no longer), whatever retention says; told as Recorded::What::Run. Errors:
/// kProjectReadOnly, styles kRunMissing, kNoCheckpoint.
Status keepCheckpoint(project::Project& project, RunId run, int step, bool kept, const Listener& listener);

/// Newest first. Errors: those of the database.
Result<std::vector<RunLine>> listRuns(project::Project& project);
/// Errors: styles kRunMissing, those of the database. Previews that cannot be
/// read are left out.
Result<RunHistory> runHistory(project::Project& project, RunId run, bool withPreviews = true);

}  // namespace brandloom::studio
