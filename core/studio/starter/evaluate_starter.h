#pragma once
// The use case "what is a starter model worth": the engine's measures, joined with movement and look of its films.
#include <string>

#include "core/door/engine_loader.h"
#include "core/door/starter_tools.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct EvaluateStarterOptions {
    Path model;      ///< a registered name or a folder; empty: the starter model that ships
    Path outFolder;  ///< probes, report and sheets; empty: the user's cache folder with /starter-evaluate
    door::StarterEvaluateRequest evaluation;  ///< modelDir and cacheDir are filled in
};

struct EvaluatedStarter {
    door::StarterEvaluateResult result;  ///< with scores "pan" and "push" of the axis "movement"
    Path report;                         ///< JSON
    Path sheet;                          ///< films of the first prompts, PNG; with a brand, those in its look
};

/// Errors: those of the engine and of writing.
Result<EvaluatedStarter> evaluateStarter(const door::EngineFactory& engine, const EvaluateStarterOptions& options,
                                         const Listener& listener, const StopToken& stop);

/// One line per source: share that was right on each axis, with its standard error; then the measures.
std::string evaluationTable(const door::StarterEvaluateResult& result);

}  // namespace brandloom::studio
