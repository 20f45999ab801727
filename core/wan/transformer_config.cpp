#include "core/wan/transformer_config.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "core/base/flat_json.h"
#include "core/door/engine_errors.h"

namespace brandloom::wan {
namespace {

using Json = std::map<std::string, JsonScalar>;

tl::unexpected<Error> badConfig(std::string_view source, std::string reason) {
    return fail(engine_errors::kBadModelConfig, {{"file", std::string(source)}, {"reason", std::move(reason)}});
}

/// Extent `axis` of a tensor of this rank, or nothing.
std::optional<std::int64_t> extent(const ShapeMap& shapes, const std::string& name, std::size_t rank,
                                   std::size_t axis) {
    const auto it = shapes.find(name);
    if (it == shapes.end() || it->second.size() != rank) return std::nullopt;
    return it->second[axis];
}

std::int64_t countBlocks(const ShapeMap& shapes) {
    std::int64_t count = 0;
    for (auto it = shapes.lower_bound("blocks."); it != shapes.end() && it->first.starts_with("blocks."); ++it) {
        std::int64_t index = -1;
        const char* begin = it->first.data() + 7;
        std::from_chars(begin, it->first.data() + it->first.size(), index);
        if (index < 4096) count = std::max(count, index + 1);
    }
    return count;
}

Result<TransformerConfig> configFromShapes(const ShapeMap& shapes, std::string_view source) {
    const auto dim = extent(shapes, "patch_embedding.weight", 5, 0);
    const auto inDim = extent(shapes, "patch_embedding.weight", 5, 1);
    const auto ffn = extent(shapes, "blocks.0.ffn.0.weight", 2, 0);
    const auto head = extent(shapes, "head.head.weight", 2, 0);
    const auto text = extent(shapes, "text_embedding.0.weight", 2, 1);
    const auto freq = extent(shapes, "time_embedding.0.weight", 2, 1);
    if (!dim || !inDim || !ffn || !head || !text || !freq)
        return fail(engine_errors::kWrongTensors,
                    {{"file", std::string(source)},
                     {"part", "transformer"},
                     {"problems",
                      "one of patch_embedding, text_embedding, time_embedding, blocks.0.ffn.0, head.head "
                      "is missing or has another rank"}});
    TransformerConfig config;
    config.dim = *dim;
    config.inDim = *inDim;
    config.ffnDim = *ffn;
    config.outDim = *head / (TransformerConfig::kPatch * TransformerConfig::kPatch);
    config.textDim = *text;
    config.freqDim = *freq;
    config.layers = countBlocks(shapes);
    if (config.inDim != 16) config.modelType = "ti2v";
    return config;
}

/// The number under the official or the diffusers name.
Result<std::optional<double>> number(const Json& json, std::string_view source, const char* official,
                                     const char* diffusers) {
    for (const char* key : {official, diffusers}) {
        const auto it = json.find(key);
        if (it == json.end() || std::holds_alternative<std::monostate>(it->second)) continue;
        if (const auto* whole = std::get_if<std::int64_t>(&it->second)) return static_cast<double>(*whole);
        if (const auto* real = std::get_if<double>(&it->second)) return *real;
        return badConfig(source, fmt::format("{} is not a number", key));
    }
    return std::nullopt;
}

/// Heads do not show in the tensors: the config's number, else as many as are 128 wide.
Status findHeads(const Json& json, TransformerConfig& config, std::string_view source) {
    BRANDLOOM_TRY(const auto said, number(json, source, "num_heads", "num_attention_heads"));
    if (!said && config.dim % TransformerConfig::kHeadDim != 0)
        return badConfig(source, fmt::format("its width {} is not a multiple of 128", config.dim));
    const double heads = said.value_or(static_cast<double>(config.dim / TransformerConfig::kHeadDim));
    if (!(heads >= 1 && heads <= static_cast<double>(config.dim)) || std::floor(heads) != heads ||
        config.dim % static_cast<std::int64_t>(heads) != 0)
        return badConfig(source, fmt::format("{} heads do not divide its width {}", heads, config.dim));
    config.heads = static_cast<std::int64_t>(heads);
    // Positions turn pairs of channels on three axes.
    if (config.headDim() % 2 != 0 || config.headDim() < 6)
        return badConfig(source, fmt::format("its heads are {} wide", config.headDim()));
    return {};
}

Status compareWithTensors(const Json& json, const TransformerConfig& config, std::string_view source) {
    struct Row {
        const char* official;
        const char* diffusers;
        std::int64_t have;
    };
    const Row rows[] = {{"dim", "", config.dim},
                        {"ffn_dim", "ffn_dim", config.ffnDim},
                        {"num_layers", "num_layers", config.layers},
                        {"in_dim", "in_channels", config.inDim},
                        {"out_dim", "out_channels", config.outDim},
                        {"freq_dim", "freq_dim", config.freqDim},
                        {"text_dim", "text_dim", config.textDim},
                        {"", "attention_head_dim", config.headDim()}};
    for (const auto& row : rows) {
        BRANDLOOM_TRY(const auto said, number(json, source, row.official, row.diffusers));
        if (said && *said != static_cast<double>(row.have))
            return badConfig(source,
                             fmt::format("it says {} = {}, the weights have {}",
                                         *row.official != 0 ? row.official : row.diffusers, *said, row.have));
    }
    return {};
}

}  // namespace

Result<TransformerConfig> transformerConfig(const ShapeMap& shapes, std::string_view configJson,
                                            std::string_view source) {
    BRANDLOOM_TRY(auto config, configFromShapes(shapes, source));
    Json json;
    if (!configJson.empty()) {
        BRANDLOOM_TRY(json, flattenJson(configJson, std::string(source)));
    }
    BRANDLOOM_CHECK(findHeads(json, config, source));
    BRANDLOOM_CHECK(compareWithTensors(json, config, source));
    BRANDLOOM_TRY(const auto textLen, number(json, source, "text_len", ""));
    if (textLen) config.textLen = static_cast<std::int64_t>(*textLen);
    BRANDLOOM_TRY(const auto eps, number(json, source, "eps", "eps"));
    if (eps) config.eps = *eps;
    if (config.textLen < 1 || config.textLen > 65536) return badConfig(source, "text_len is out of range");
    if (!(config.eps > 0 && config.eps < 1)) return badConfig(source, "eps is out of range");
    if (const auto it = json.find("model_type"); it != json.end()) {
        const auto* type = std::get_if<std::string>(&it->second);
        if (type == nullptr) return badConfig(source, "model_type is not a text");
        if (*type != "t2v" && *type != "ti2v")
            return badConfig(source, fmt::format("model_type is {}; only t2v and ti2v are known", *type));
        config.modelType = *type;
    }
    return config;
}

ShapeMap transformerShapes(const TransformerConfig& config) {
    const auto d = config.dim;
    ShapeMap shapes;
    const auto linear = [&](const std::string& name, std::int64_t in, std::int64_t out) {
        shapes[name + ".weight"] = {out, in};
        shapes[name + ".bias"] = {out};
    };
    shapes["patch_embedding.weight"] = {d, config.inDim, 1, 2, 2};
    shapes["patch_embedding.bias"] = {d};
    linear("text_embedding.0", config.textDim, d);
    linear("text_embedding.2", d, d);
    linear("time_embedding.0", config.freqDim, d);
    linear("time_embedding.2", d, d);
    linear("time_projection.1", d, 6 * d);
    shapes["head.modulation"] = {1, 2, d};
    linear("head.head", d, 4 * config.outDim);
    for (std::int64_t i = 0; i < config.layers; ++i) {
        const auto block = fmt::format("blocks.{}.", i);
        shapes[block + "modulation"] = {1, 6, d};
        shapes[block + "norm3.weight"] = {d};
        shapes[block + "norm3.bias"] = {d};
        for (const char* attention : {"self_attn.", "cross_attn."}) {
            for (const char* part : {"q", "k", "v", "o"}) linear(block + attention + part, d, d);
            shapes[block + attention + "norm_q.weight"] = {d};
            shapes[block + attention + "norm_k.weight"] = {d};
        }
        linear(block + "ffn.0", d, config.ffnDim);
        linear(block + "ffn.2", config.ffnDim, d);
    }
    return shapes;
}

}  // namespace brandloom::wan
