#include "core/engine/descriptions.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/adapters/soft_prompt.h"
#include "core/generation/generator.h"
#include "core/weights/key_dialects.h"
#include "core/weights/tensor_file.h"

namespace brandloom::engine {
namespace {

using adapters::Role;

std::string dialectWord(weights::Dialect dialect) {
    switch (dialect) {
        case weights::Dialect::Official:
            return "official";
        case weights::Dialect::Diffusers:
            return "diffusers";
        case weights::Dialect::Hf:
            return "hf";
    }
    return {};
}

/// Most of the bytes.
std::string mainType(const std::map<weights::DType, std::uint64_t>& bytes) {
    std::string word;
    std::uint64_t most = 0;
    for (const auto& [type, count] : bytes)
        if (count > most) {
            most = count;
            word = weights::dtypeName(type);
        }
    return word;
}

Result<door::ModelPart> describePart(const wan::ModelFolder& folder, wan::Part part, const Path& path) {
    door::ModelPart out{wan::partName(part), utf8FromPath(path), {}, {}, 0};
    if (part == wan::Part::Tokenizer) {
        std::error_code ignored;
        out.bytes = static_cast<std::int64_t>(std::filesystem::file_size(path, ignored));
        return out;
    }
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
    const auto component = part == wan::Part::TextEncoder               ? weights::Component::TextEncoder
                           : part != wan::Part::Vae                     ? weights::Component::Transformer
                           : folder.kind == wan::ModelKind::Wan22Ti2v5b ? weights::Component::Vae22
                                                                        : weights::Component::Vae21;
    const auto keys = weights::mapKeys(component, *file);
    if (!keys) return out;  // one of the folder's findings
    out.dialect = dialectWord(keys->dialect);
    std::map<weights::DType, std::uint64_t> bytes;
    for (const auto& [name, tensor] : keys->tensors) {
        bytes[tensor.source->dtype] += tensor.source->byteCount;
        out.bytes += static_cast<std::int64_t>(tensor.source->byteCount);
    }
    out.numberType = mainType(bytes);
    return out;
}

/// "blocks.3.self_attn.q" -> "self_attn.q".
std::string withoutBlock(const std::string& module) {
    if (!module.starts_with("blocks.")) return module;
    const auto dot = module.find('.', 7);
    return dot == std::string::npos ? "modulation" : module.substr(dot + 1);
}

void addKinds(const adapters::TableEntry& entry, std::set<std::string>& kinds) {
    if (entry.factors != adapters::FactorKind::None) {
        const auto name = std::string(adapters::factorName(entry.factors));
        kinds.insert(entry.has(Role::Magnitude) && name == "LoRA" ? "DoRA" : name);
    }
    for (const auto role : {Role::Diff, Role::DiffBias, Role::DiffModulation, Role::SetWeight, Role::SetBias})
        if (entry.has(role)) kinds.insert("difference");
}

door::AdapterFileDescription describeEntries(const adapters::AdapterTable& table,
                                             const adapters::Entries& entries) {
    door::AdapterFileDescription d;
    d.file = utf8FromPath(table.path());
    d.dialect = adapters::dialectName(table.dialect());
    d.metadata = table.file().metadata();
    d.modules = static_cast<int>(entries.size());
    const auto guess = adapters::guessBase(entries);
    d.blocks = static_cast<int>(guess.blocks);
    if (guess.dim > 0) d.base = adapters::baseName(guess.dim);
    std::set<std::string> kinds, targets;
    std::map<weights::DType, std::uint64_t> types;
    bool first = true;
    for (const auto& [module, entry] : entries) {
        targets.insert(withoutBlock(module));
        addKinds(entry, kinds);
        for (const auto& [role, info] : entry.tensors) {
            types[info->dtype] += info->byteCount;
            d.bytes += static_cast<std::int64_t>(info->byteCount);
        }
        if (entry.factors == adapters::FactorKind::None) continue;
        d.lowestRank = first ? entry.rank : std::min(d.lowestRank, entry.rank);
        d.highestRank = std::max(d.highestRank, entry.rank);
        d.lowestScale = first ? entry.scale : std::min(d.lowestScale, entry.scale);
        d.highestScale = first ? entry.scale : std::max(d.highestScale, entry.scale);
        first = false;
    }
    for (const auto& kind : kinds) d.kind += (d.kind.empty() ? "" : "+") + kind;
    d.targets.assign(targets.begin(), targets.end());
    d.numberType = mainType(types);
    return d;
}

Result<std::optional<door::AdapterFileDescription>> describePrompt(const Path& path) {
    if (adapters::isPeftFolder(path)) return std::optional<door::AdapterFileDescription>();
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
    if (!adapters::isSoftPromptFile(file->metadata())) return std::optional<door::AdapterFileDescription>();
    door::AdapterFileDescription d;
    d.file = utf8FromPath(path);
    d.dialect = "prompt";
    d.kind = "P-tuning";
    d.metadata = file->metadata();
    d.expert = adapters::expertName(adapters::expertFromMetadata(d.metadata));
    std::map<weights::DType, std::uint64_t> types;
    for (const auto& info : file->tensors()) {
        types[info.dtype] += info.byteCount;
        d.bytes += static_cast<std::int64_t>(info.byteCount);
    }
    d.numberType = mainType(types);
    return std::optional(d);
}

}  // namespace

Result<door::ModelDescription> describe(const wan::ModelFolder& folder) {
    BRANDLOOM_TRY(const auto size, wan::modelSize(folder));
    door::ModelDescription d;
    d.kind = wan::modelKindName(folder.kind);
    d.name = folder.name;
    d.contentId = folder.contentId;
    d.experts = folder.hasTwoExperts() ? 2 : 1;
    d.dim = static_cast<int>(size.dim);
    d.layers = static_cast<int>(size.layers);
    d.textTokens = static_cast<int>(size.textTokens);
    d.latentChannels = static_cast<int>(size.latentChannels);
    d.spatialStride = static_cast<int>(size.spatialStride);
    d.takesStartFrame = folder.kind == wan::ModelKind::Wan22Ti2v5b;
    d.parameterCount = size.parameterCount;
    d.defaults = generation::doorDefaults(folder.defaults);
    d.title = wan::modelTitle(folder.kind, size);
    d.layout = wan::layoutName(folder.layout);
    for (const auto& [part, path] : folder.parts) {
        BRANDLOOM_TRY(auto described, describePart(folder, part, path));
        d.parts.push_back(std::move(described));
    }
    for (const auto& part : folder.missing) d.missing.push_back(part.officialName);
    d.findings = folder.findings;
    return d;
}

Result<std::vector<door::AdapterFileDescription>> describeAdapterFile(const Path& file, adapters::Expert expert) {
    std::vector<door::AdapterFileDescription> rows;
    BRANDLOOM_TRY(auto prompt, describePrompt(file));
    if (prompt) {
        rows.push_back(std::move(*prompt));
        return rows;
    }
    BRANDLOOM_TRY(const auto table, adapters::AdapterTable::open(file));
    const bool both = !table.first().empty() && !table.second().empty();
    const auto inside = table.expertInside();
    for (const auto* entries : {&table.first(), &table.second()}) {
        if (entries->empty()) continue;
        rows.push_back(describeEntries(table, *entries));
        const auto own = both ? (entries == &table.first() ? adapters::Expert::High : adapters::Expert::Low)
                         : inside != adapters::Expert::Any ? inside
                                                           : expert;
        rows.back().expert = adapters::expertName(own);
    }
    return rows;
}

}  // namespace brandloom::engine
