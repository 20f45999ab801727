#include "core/adapters/scale_rules.h"

#include <cmath>

#include "core/door/engine_errors.h"

namespace brandloom::adapters {
namespace {

using Values = std::map<std::string, JsonScalar>;

constexpr std::uint64_t kLargestConfig = 256u << 10;
constexpr std::string_view kMetadataKey = "lora_adapter_metadata";

std::optional<double> numberOf(const JsonScalar& value) {
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    return std::nullopt;
}

bool isTrue(const Values& values, const std::string& key) {
    const auto it = values.find(key);
    return it != values.end() && std::get_if<bool>(&it->second) != nullptr && std::get<bool>(it->second);
}

/// Reads what lies under `prefix` ("" or "transformer.").
Result<ScaleRules> rulesUnder(const Values& values, const std::string& prefix, const std::string& file) {
    const auto bad = [&](const std::string& reason) {
        return fail(engine_errors::kAdapterConfig, {{"file", file}, {"reason", reason}});
    };
    for (const auto* word : {"use_qalora", "use_bdlora", "fan_in_fan_out"})
        if (isTrue(values, prefix + word)) return bad(std::string(word) + " is switched on");
    ScaleRules rules;
    rules.rsLora = isTrue(values, prefix + "use_rslora");
    for (const auto& [key, value] : values) {
        if (!key.starts_with(prefix)) continue;
        const auto name = key.substr(prefix.size());
        const auto pattern = [&](const std::string& word) -> std::optional<std::string> {
            return name.starts_with(word + ".") ? std::optional(name.substr(word.size() + 1)) : std::nullopt;
        };
        const auto rankName = pattern("rank_pattern"), alphaName = pattern("alpha_pattern");
        if (name == "layer_replication" || name.starts_with("layer_replication."))
            if (!std::holds_alternative<std::monostate>(value)) return bad("layer_replication is used");
        if (name != "r" && name != "lora_alpha" && !rankName && !alphaName) continue;
        const auto number = numberOf(value);
        if (!number || !std::isfinite(*number)) return bad(name + " is not a number");
        if (name == "r" || rankName) {
            if (*number < 1 || *number > 1e6 || *number != std::floor(*number)) return bad(name + " is not a rank");
        }
        if (name == "r") rules.rank = static_cast<std::int64_t>(*number);
        if (name == "lora_alpha") rules.alpha = *number;
        if (rankName) rules.rankPattern[*rankName] = *number;
        if (alphaName) rules.alphaPattern[*alphaName] = *number;
    }
    if (!rules.rank || !rules.alpha) return bad(rules.rank ? "lora_alpha is missing" : "r is missing");
    return rules;
}

/// The value of the pattern that ends `module`; an error text when patterns contradict each other or are more than
/// a name.
Result<std::optional<double>> matching(const std::map<std::string, double>& patterns, const std::string& module,
                                       const std::string& file) {
    std::optional<double> found;
    for (const auto& [pattern, value] : patterns) {
        const auto unclear = [&](const std::string& reason) {
            return fail(engine_errors::kAdapterScale, {{"file", file}, {"key", module}, {"reason", reason}});
        };
        const bool anchored = pattern.starts_with('^');
        const auto name = anchored ? pattern.substr(1) : pattern;
        if (name.find_first_of("*+?()[]{}|\\$^") != std::string::npos)
            return unclear("the pattern '" + pattern + "' is more than a module's name");
        const bool matches = module == name || (!anchored && module.ends_with("." + name));
        if (!matches) continue;
        if (found && *found != value) return unclear("two patterns give different values");
        found = value;
    }
    return found;
}

}  // namespace

Result<double> ScaleRules::scaleOf(const std::string& fileModule, std::int64_t actualRank,
                                   const std::string& file) const {
    BRANDLOOM_TRY(const auto patternRank, matching(rankPattern, fileModule, file));
    BRANDLOOM_TRY(const auto patternAlpha, matching(alphaPattern, fileModule, file));
    const auto stated = patternRank ? static_cast<std::int64_t>(*patternRank) : rank.value_or(actualRank);
    if (stated != actualRank)
        return fail(engine_errors::kAdapterScale,
                    {{"file", file},
                     {"key", fileModule},
                     {"reason", "its rank is " + std::to_string(actualRank) + ", the configuration says " +
                                    std::to_string(stated)}});
    const auto a = patternAlpha ? *patternAlpha : alpha.value_or(static_cast<double>(actualRank));
    const auto r = static_cast<double>(actualRank);
    return a / (rsLora ? std::sqrt(r) : r);
}

Result<ScaleRules> readPeftConfig(const Path& configFile) {
    const auto file = utf8FromPath(configFile);
    BRANDLOOM_TRY(const auto text, readFile(configFile, kLargestConfig));
    BRANDLOOM_TRY(const auto values, flattenJson(text, file));
    const auto kind = values.find("peft_type");
    const auto* name = kind == values.end() ? nullptr : std::get_if<std::string>(&kind->second);
    if (name == nullptr || *name != "LORA")
        return fail(
            engine_errors::kAdapterConfig,
            {{"file", file}, {"reason", name == nullptr ? "peft_type is missing" : "its kind is " + *name}});
    return rulesUnder(values, "", file);
}

Result<std::map<std::string, ScaleRules>> readDiffusersMetadata(const std::map<std::string, std::string>& metadata,
                                                                const std::string& file) {
    std::map<std::string, ScaleRules> found;
    const auto entry = metadata.find(std::string(kMetadataKey));
    if (entry == metadata.end()) return found;
    if (entry->second.size() > kLargestConfig)
        return fail(engine_errors::kAdapterConfig, {{"file", file}, {"reason", "its metadata is far too long"}});
    BRANDLOOM_TRY(const auto values, flattenJson(entry->second, file + ", " + std::string(kMetadataKey)));
    for (const std::string component : {"transformer", "transformer_2"}) {
        const auto prefix = component + ".";
        const auto first = values.lower_bound(prefix);
        if (first == values.end() || !first->first.starts_with(prefix)) continue;
        BRANDLOOM_TRY(found[component], rulesUnder(values, prefix, file));
    }
    return found;
}

}  // namespace brandloom::adapters
