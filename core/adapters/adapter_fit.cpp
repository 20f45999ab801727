#include <algorithm>
#include <charconv>
#include <map>
#include <span>
#include <tuple>
#include <utility>

#include "core/adapters/adapter_table.h"
#include "core/door/engine_errors.h"

namespace brandloom::adapters {
namespace {

struct KnownBase {
    std::int64_t dim;
    std::string_view name;
};
constexpr KnownBase kBases[] = {{256, "the starter model"},
                                {1536, "Wan2.1-T2V-1.3B"},
                                {3072, "Wan2.2-TI2V-5B"},
                                {5120, "Wan2.2-T2V-A14B or Wan2.1-T2V-14B"}};

/// [out,in] of the change of a weight; zeros when nothing tells.
std::pair<std::int64_t, std::int64_t> sidesOf(const TableEntry& entry) {
    if (entry.factors != FactorKind::None) return {entry.outSize, entry.inSize};
    for (const auto role : {Role::Diff, Role::SetWeight}) {
        if (!entry.has(role)) continue;
        const auto& shape = entry.tensors.at(role)->shape;
        if (shape.size() == 2) return {shape[0], shape[1]};
        if (shape.size() == 1) return {shape[0], shape[0]};
    }
    for (const auto role : {Role::DiffBias, Role::SetBias})
        if (entry.has(role) && entry.tensors.at(role)->shape.size() == 1)
            return {entry.tensors.at(role)->shape[0], 0};
    return {};
}

std::int64_t blockOf(const std::string& module) {
    constexpr std::string_view kBlocks = "blocks.";
    std::int64_t index = -1;
    if (module.starts_with(kBlocks))
        std::from_chars(module.data() + kBlocks.size(), module.data() + module.size(), index);
    return index;
}

std::string shapeText(const std::vector<std::int64_t>& shape) {
    std::string out = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) out += (i ? "," : "") + std::to_string(shape[i]);
    return out + "]";
}

bool hasShape(const weights::TensorInfo& info, const std::vector<std::int64_t>& want) {
    if (info.shape == want) return true;
    // A modulation table may come without its leading axis of one.
    return want.size() > 1 && want[0] == 1 && std::ranges::equal(info.shape, std::span(want).subspan(1));
}

/// The tensor lists the shape that the weight is to get; only the shape it has already can be given.
Status checkReshape(const weights::TensorFile& file, const weights::TensorInfo& info,
                    const std::vector<std::int64_t>& want) {
    std::vector<std::int64_t> asked(want.size());
    const bool readable =
        info.dtype == weights::DType::I64 && info.shape.size() == 1 && info.elementCount() == want.size();
    if (readable) {
        BRANDLOOM_CHECK(file.read(info, std::span(reinterpret_cast<std::uint8_t*>(asked.data()), info.byteCount)));
        if (asked == want) return {};
    }
    return fail(engine_errors::kAdapterShape, {{"file", utf8FromPath(file.path())},
                                               {"key", info.name},
                                               {"have", readable ? shapeText(asked) : "no shape"},
                                               {"want", shapeText(want)}});
}

}  // namespace

std::string baseName(std::int64_t dim) {
    for (const auto& base : kBases)
        if (base.dim == dim) return std::string(base.name);
    return "a Wan model of width " + std::to_string(dim);
}

BaseGuess guessBase(const Entries& entries) {
    // By vote, so that one damaged tensor is reported as that.
    std::map<std::int64_t, int> widths, innerWidths;
    BaseGuess guess;
    for (const auto& [module, entry] : entries) {
        guess.blocks = std::max(guess.blocks, blockOf(module) + 1);
        const auto [out, in] = sidesOf(entry);
        std::int64_t width = 0, inner = 0;
        if (module.find("_attn.") != std::string::npos || module.ends_with(".norm3") ||
            module.starts_with("text_embedding") || module.starts_with("time_embedding"))
            width = out;
        else if (module.ends_with(".ffn.0"))
            std::tie(inner, width) = std::pair(out, in);
        else if (module.ends_with(".ffn.2"))
            std::tie(width, inner) = std::pair(out, in);
        else if (module == "head.head" || module == "time_projection.1")
            width = in;
        if (entry.has(Role::DiffModulation)) width = entry.tensors.at(Role::DiffModulation)->shape.back();
        ++widths[width];
        ++innerWidths[inner];
    }
    const auto winner = [](std::map<std::int64_t, int>& votes) {
        votes.erase(0);
        const auto best = std::ranges::max_element(votes, {}, [](const auto& v) { return v.second; });
        return best == votes.end() ? 0 : best->first;
    };
    guess.dim = winner(widths);
    guess.ffnDim = winner(innerWidths);
    return guess;
}

Status checkFits(const AdapterTable& table, const Entries& entries, const wan::TransformerConfig& config,
                 const wan::ShapeMap& shapes) {
    const auto file = utf8FromPath(table.path());
    const auto wrongBase = [&](const std::string& theirs, const std::string& ours) {
        return fail(engine_errors::kAdapterWrongBase, {{"file", file}, {"theirs", theirs}, {"ours", ours}});
    };
    const auto guess = guessBase(entries);
    if (guess.dim != 0 && guess.dim != config.dim) return wrongBase(baseName(guess.dim), baseName(config.dim));
    const auto model = baseName(config.dim);
    if (guess.blocks > config.layers)
        return wrongBase("a model of at least " + std::to_string(guess.blocks) + " blocks",
                         model + " with " + std::to_string(config.layers));
    if (guess.ffnDim != 0 && guess.ffnDim != config.ffnDim)
        return wrongBase("a model with an inner width of " + std::to_string(guess.ffnDim),
                         model + " with " + std::to_string(config.ffnDim));
    for (const auto& [module, entry] : entries) {
        for (const auto& [role, info] : entry.tensors) {
            if (role == Role::Alpha) continue;
            const auto target = shapes.find(parameterOf(module, role));
            if (target == shapes.end())
                return fail(engine_errors::kAdapterUnknownKey, {{"file", file}, {"key", info->name}});
            if (role == Role::ReshapeWeight) {
                BRANDLOOM_CHECK(checkReshape(table.file(), *info, target->second));
            }
            const bool whole = role == Role::Diff || role == Role::SetWeight || role == Role::DiffBias ||
                               role == Role::SetBias || role == Role::DiffModulation;
            if (whole && !hasShape(*info, target->second))
                return fail(engine_errors::kAdapterShape, {{"file", file},
                                                           {"key", info->name},
                                                           {"have", shapeText(info->shape)},
                                                           {"want", shapeText(target->second)}});
        }
        if (entry.factors == FactorKind::None) continue;
        const auto& want = shapes.at(module + ".weight");
        std::int64_t in = want.size() < 2 ? 0 : 1;
        for (std::size_t i = 1; i < want.size(); ++i) in *= want[i];
        if (entry.outSize != want[0] || entry.inSize != in)
            return fail(engine_errors::kAdapterShape, {{"file", file},
                                                       {"key", entry.fileModule},
                                                       {"have", shapeText({entry.outSize, entry.inSize})},
                                                       {"want", shapeText(want)}});
    }
    return {};
}

}  // namespace brandloom::adapters
