#pragma once
// The use case "try a Style": the same prompt and seed without and with it, for looking at. Nothing is recorded.
// Blocks; call it on a job's thread.
#include "core/door/engine_loader.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct TryStyleOptions {
    std::string style;
    int version = 0;  ///< 0: the active one
    Path model;       ///< name or folder that it was trained for; empty: the one that is chosen
    std::string prompt;
    std::uint64_t seed = 7;
    int steps = 0;         ///< of the solver; 0: the model's default
    bool isBeside = true;  ///< also without the Style
};

struct TriedStyle {
    std::string style;
    int version = 0;
    std::string prompt;
    std::uint64_t seed = 0;
    int fps = 0;
    std::vector<Frame> without;  ///< empty: not asked for
    std::vector<Frame> with;
    double seconds = 0;
};

/// Phases as of generateShot(), twice when both are asked for. Errors: those of generateShot(); base
/// kInvalidArgument (no prompt).
Result<TriedStyle> tryStyle(project::Project& project, const door::EngineFactory& engine,
                            const TryStyleOptions& options, const Listener& listener, const StopToken& stop);

}  // namespace brandloom::studio
