#include "core/adapters/export_metadata.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <ctime>
#include <set>

namespace brandloom::adapters {
namespace {

/// Entries that differ between two runs of the same work, or that say something about a machine.
bool isVolatile(const std::string& key) {
    static const std::set<std::string> kKeys{"ss_session_id",
                                             "ss_training_started_at",
                                             "ss_training_finished_at",
                                             "ss_sd_model_name",
                                             "ss_vae_name",
                                             "ss_sd_model_hash",
                                             "ss_new_sd_model_hash",
                                             "ss_vae_hash",
                                             "ss_new_vae_hash",
                                             "ss_dit",
                                             "ss_t5",
                                             "ss_clip",
                                             "ss_output_dir",
                                             "ss_sd_scripts_commit_hash",
                                             "modelspec.date"};
    return kKeys.contains(key);
}

/// Entries that the export makes untrue; those that belong are written anew.
bool isStale(const std::string& key) {
    static const std::set<std::string> kKeys{"lora_adapter_metadata", "ss_network_dim",          "ss_network_alpha",
                                             "ss_network_module",     "modelspec.hash_sha256",   "sshs_model_hash",
                                             "sshs_legacy_hash",      "modelspec.timestep_range"};
    return kKeys.contains(key) || key == kExpertKey;
}

bool isKnownKind(const std::string& key) {
    return key.starts_with("ss_") || key.starts_with("modelspec.") || key.starts_with("brandloom.");
}

/// The rank that most modules have, and their most common alpha.
std::pair<std::int64_t, double> commonRank(const std::map<std::string, ModuleAdapter>& modules) {
    std::map<std::pair<std::int64_t, double>, int> votes;
    for (const auto& [name, m] : modules)
        if (m.rank > 0) ++votes[{m.rank, m.scale * static_cast<double>(m.rank)}];
    const auto best = std::ranges::max_element(votes, {}, [](const auto& v) { return v.second; });
    return best == votes.end() ? std::pair<std::int64_t, double>(0, 0.0) : best->first;
}

std::string networkModule(const std::map<std::string, ModuleAdapter>& modules) {
    for (const auto& [name, m] : modules) {
        if (m.factors == FactorKind::Loha) return "networks.loha";
        if (m.factors == FactorKind::Lokr) return "networks.lokr";
    }
    return "networks.lora_wan";
}

std::int64_t widthOf(const std::map<std::string, ModuleAdapter>& modules) {
    for (const auto& [name, m] : modules)
        if (m.factors == FactorKind::Lora && name.find("_attn.") != std::string::npos)
            return m.at(Role::Up).size(0);
    return 0;
}

std::string timestepRange(Expert expert, double boundary) {
    const auto edge = numberText(boundary * 1000.0);
    return expert == Expert::High ? edge + ",1000" : "0," + edge;
}

std::string today() {
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text.data();
}

}  // namespace

std::string numberText(double value) {
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::map<std::string, std::string> exportMetadata(const std::map<std::string, std::string>& brought,
                                                  const ExportFacts& facts, const ExportOptions& options) {
    std::map<std::string, std::string> out;
    for (const auto& [key, value] : brought)
        if (isKnownKind(key) && !isStale(key) && (options.stamp || !isVolatile(key))) out[key] = value;
    for (const auto& [key, value] : options.metadata)
        if (options.stamp || !isVolatile(key)) out[key] = value;

    const auto [rank, alpha] = commonRank(*facts.modules);
    const auto width = widthOf(*facts.modules);
    auto version = options.baseVersion;
    if (version.empty()) version = out["ss_base_model_version"];
    if (version.empty()) version = width == 1536 ? "wan2.1" : "wan2.2";
    out["ss_base_model_version"] = version;
    out["ss_network_module"] = networkModule(*facts.modules);
    out["ss_network_dim"] = std::to_string(rank);
    out["ss_network_alpha"] = numberText(facts.folded ? static_cast<double>(rank) : alpha);
    out.emplace("ss_network_args", "{}");
    out["modelspec.sai_model_spec"] = "1.0.1";
    out["modelspec.architecture"] = version + "/lora";
    out.emplace("modelspec.implementation",
                "https://github.com/Wan-Video/" + std::string(version == "wan2.1" ? "Wan2.1" : "Wan2.2"));
    if (!options.title.empty())
        out["modelspec.title"] = options.title;
    else
        out.emplace("modelspec.title", facts.stem);
    out["modelspec.hash_sha256"] = "0x" + facts.dataSha256;
    out["sshs_model_hash"] = facts.dataSha256;
    if (facts.expert != Expert::Any) {
        out["modelspec.timestep_range"] = timestepRange(facts.expert, options.boundary);
        out[std::string(kExpertKey)] = std::string(expertName(facts.expert));
    }
    if (options.stamp) out["modelspec.date"] = today();
    if (options.dialect == Dialect::Diffusers || options.dialect == Dialect::Peft) out["format"] = "pt";
    return out;
}

}  // namespace brandloom::adapters
