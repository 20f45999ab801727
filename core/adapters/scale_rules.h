#pragma once
// The scale of a LoRA as a configuration states it: adapter_config.json of a PEFT folder, or the adapter metadata
// that diffusers puts into the file. Text only.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/flat_json.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::adapters {

struct ScaleRules {
    std::optional<std::int64_t> rank;
    std::optional<double> alpha;
    bool rsLora = false;
    std::map<std::string, double> rankPattern, alphaPattern;  ///< by the end of a module's name

    /// alpha/rank, or alpha/sqrt(rank), of a module as the file spells it, whose A has `rank` rows. Error:
    /// kAdapterScale when the configuration speaks of another rank or two patterns disagree.
    [[nodiscard]] Result<double> scaleOf(const std::string& fileModule, std::int64_t rank,
                                         const std::string& file) const;
};

/// Errors: base/bad_json, kAdapterConfig for a kind of adapter that is not LoRA or a switch that changes the
/// formula.
Result<ScaleRules> readPeftConfig(const Path& configFile);
/// By component ("transformer", "transformer_2"); empty when the metadata has none.
Result<std::map<std::string, ScaleRules>> readDiffusersMetadata(const std::map<std::string, std::string>& metadata,
                                                                const std::string& file);

}  // namespace brandloom::adapters
