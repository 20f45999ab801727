#pragma once
// Adapter files as people have them: looked at, written for other programs, merged into a copy of a model.
#include "core/door/engine_loader.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// `model`: a registered name or a folder that the adapter must fit; empty: it is only described.
Result<door::AdapterDescription> inspectAdapter(const door::EngineFactory& engine, const Path& source,
                                                const Path& model);

/// Nothing is overwritten unless the request says so. Paths may be relative.
Result<door::ConvertAdapterResult> convertAdapter(const door::EngineFactory& engine,
                                                  door::ConvertAdapterRequest request);

struct MergeAdaptersOptions {
    Path model;  ///< a registered name or a folder; empty: the starter model
    /// "FILE", "FILE:S" or "FILE:S_HIGH,S_LOW", as generate takes strengths; a folder holds a pair.
    std::vector<std::string> adapters;
    Path outFolder;  ///< new
};
/// Errors: base kInvalidArgument (no adapter, a strength that is no number), those of the engine.
Result<door::MergeAdaptersResult> mergeAdapters(const door::EngineFactory& engine,
                                                const MergeAdaptersOptions& options, const Listener& listener,
                                                const StopToken& stop);

/// What "FILE:S_HIGH,S_LOW" says. A colon without a number behind it belongs to the name.
Result<door::MergeAdapter> mergeAdapterFrom(const std::string& text);

}  // namespace brandloom::studio
