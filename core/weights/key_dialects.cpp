#include "core/weights/key_dialects.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "core/weights/weights_errors.h"

namespace brandloom::weights {
namespace {

// One row per name. In a pattern `{i}` stands for a number, `{p}` for weight or bias, `{t}` for the rest of the key
// by the tail table of the row. In the official name `{0}` `{1}` repeat the numbers; `{flat}` is the first number
// times (n + 1) plus the second, `{up}` the same with n for the second, `{n}` is n: n = resnets per block, counted
// in the file, because the official VAE numbers resnets and the resampler behind them in one row.
enum class Tail : std::uint8_t { None, Resnet, Resample, Attention };
struct Row {
    std::string_view file;
    std::string_view official;
    Tail tail = Tail::None;
};

constexpr Row kTransformerOfficial[] = {
    {"patch_embedding.{p}", "patch_embedding.{p}"},
    {"text_embedding.{i}.{p}", "text_embedding.{0}.{p}"},
    {"time_embedding.{i}.{p}", "time_embedding.{0}.{p}"},
    {"time_projection.1.{p}", "time_projection.1.{p}"},
    {"head.modulation", "head.modulation"},
    {"head.head.{p}", "head.head.{p}"},
    {"blocks.{i}.modulation", "blocks.{0}.modulation"},
    {"blocks.{i}.self_attn.q.{p}", "blocks.{0}.self_attn.q.{p}"},
    {"blocks.{i}.self_attn.k.{p}", "blocks.{0}.self_attn.k.{p}"},
    {"blocks.{i}.self_attn.v.{p}", "blocks.{0}.self_attn.v.{p}"},
    {"blocks.{i}.self_attn.o.{p}", "blocks.{0}.self_attn.o.{p}"},
    {"blocks.{i}.self_attn.norm_q.weight", "blocks.{0}.self_attn.norm_q.weight"},
    {"blocks.{i}.self_attn.norm_k.weight", "blocks.{0}.self_attn.norm_k.weight"},
    {"blocks.{i}.norm3.{p}", "blocks.{0}.norm3.{p}"},
    {"blocks.{i}.cross_attn.q.{p}", "blocks.{0}.cross_attn.q.{p}"},
    {"blocks.{i}.cross_attn.k.{p}", "blocks.{0}.cross_attn.k.{p}"},
    {"blocks.{i}.cross_attn.v.{p}", "blocks.{0}.cross_attn.v.{p}"},
    {"blocks.{i}.cross_attn.o.{p}", "blocks.{0}.cross_attn.o.{p}"},
    {"blocks.{i}.cross_attn.norm_q.weight", "blocks.{0}.cross_attn.norm_q.weight"},
    {"blocks.{i}.cross_attn.norm_k.weight", "blocks.{0}.cross_attn.norm_k.weight"},
    {"blocks.{i}.ffn.0.{p}", "blocks.{0}.ffn.0.{p}"},
    {"blocks.{i}.ffn.2.{p}", "blocks.{0}.ffn.2.{p}"},
};

constexpr Row kTransformerDiffusers[] = {
    {"patch_embedding.{p}", "patch_embedding.{p}"},
    {"condition_embedder.text_embedder.linear_1.{p}", "text_embedding.0.{p}"},
    {"condition_embedder.text_embedder.linear_2.{p}", "text_embedding.2.{p}"},
    {"condition_embedder.time_embedder.linear_1.{p}", "time_embedding.0.{p}"},
    {"condition_embedder.time_embedder.linear_2.{p}", "time_embedding.2.{p}"},
    {"condition_embedder.time_proj.{p}", "time_projection.1.{p}"},
    {"scale_shift_table", "head.modulation"},
    {"proj_out.{p}", "head.head.{p}"},
    {"blocks.{i}.scale_shift_table", "blocks.{0}.modulation"},
    {"blocks.{i}.attn1.to_q.{p}", "blocks.{0}.self_attn.q.{p}"},
    {"blocks.{i}.attn1.to_k.{p}", "blocks.{0}.self_attn.k.{p}"},
    {"blocks.{i}.attn1.to_v.{p}", "blocks.{0}.self_attn.v.{p}"},
    {"blocks.{i}.attn1.to_out.0.{p}", "blocks.{0}.self_attn.o.{p}"},
    {"blocks.{i}.attn1.norm_q.weight", "blocks.{0}.self_attn.norm_q.weight"},
    {"blocks.{i}.attn1.norm_k.weight", "blocks.{0}.self_attn.norm_k.weight"},
    {"blocks.{i}.norm2.{p}", "blocks.{0}.norm3.{p}"},  // the numbers are swapped
    {"blocks.{i}.attn2.to_q.{p}", "blocks.{0}.cross_attn.q.{p}"},
    {"blocks.{i}.attn2.to_k.{p}", "blocks.{0}.cross_attn.k.{p}"},
    {"blocks.{i}.attn2.to_v.{p}", "blocks.{0}.cross_attn.v.{p}"},
    {"blocks.{i}.attn2.to_out.0.{p}", "blocks.{0}.cross_attn.o.{p}"},
    {"blocks.{i}.attn2.norm_q.weight", "blocks.{0}.cross_attn.norm_q.weight"},
    {"blocks.{i}.attn2.norm_k.weight", "blocks.{0}.cross_attn.norm_k.weight"},
    {"blocks.{i}.ffn.net.0.proj.{p}", "blocks.{0}.ffn.0.{p}"},
    {"blocks.{i}.ffn.net.2.{p}", "blocks.{0}.ffn.2.{p}"},
};

constexpr Row kVae21Official[] = {
    {"conv1.{p}", "conv1.{p}"},
    {"conv2.{p}", "conv2.{p}"},
    {"encoder.conv1.{p}", "encoder.conv1.{p}"},
    {"encoder.downsamples.{i}.{t}", "encoder.downsamples.{0}.{t}", Tail::Resnet},
    {"encoder.downsamples.{i}.{t}", "encoder.downsamples.{0}.{t}", Tail::Resample},
    {"encoder.middle.1.{t}", "encoder.middle.1.{t}", Tail::Attention},
    {"encoder.middle.{i}.{t}", "encoder.middle.{0}.{t}", Tail::Resnet},
    {"encoder.head.0.gamma", "encoder.head.0.gamma"},
    {"encoder.head.2.{p}", "encoder.head.2.{p}"},
    {"decoder.conv1.{p}", "decoder.conv1.{p}"},
    {"decoder.middle.1.{t}", "decoder.middle.1.{t}", Tail::Attention},
    {"decoder.middle.{i}.{t}", "decoder.middle.{0}.{t}", Tail::Resnet},
    {"decoder.upsamples.{i}.{t}", "decoder.upsamples.{0}.{t}", Tail::Resnet},
    {"decoder.upsamples.{i}.{t}", "decoder.upsamples.{0}.{t}", Tail::Resample},
    {"decoder.head.0.gamma", "decoder.head.0.gamma"},
    {"decoder.head.2.{p}", "decoder.head.2.{p}"},
};

constexpr Row kVae22Official[] = {
    {"conv1.{p}", "conv1.{p}"},
    {"conv2.{p}", "conv2.{p}"},
    {"encoder.conv1.{p}", "encoder.conv1.{p}"},
    {"encoder.downsamples.{i}.downsamples.{i}.{t}", "encoder.downsamples.{0}.downsamples.{1}.{t}", Tail::Resnet},
    {"encoder.downsamples.{i}.downsamples.{i}.{t}", "encoder.downsamples.{0}.downsamples.{1}.{t}", Tail::Resample},
    {"encoder.middle.1.{t}", "encoder.middle.1.{t}", Tail::Attention},
    {"encoder.middle.{i}.{t}", "encoder.middle.{0}.{t}", Tail::Resnet},
    {"encoder.head.0.gamma", "encoder.head.0.gamma"},
    {"encoder.head.2.{p}", "encoder.head.2.{p}"},
    {"decoder.conv1.{p}", "decoder.conv1.{p}"},
    {"decoder.middle.1.{t}", "decoder.middle.1.{t}", Tail::Attention},
    {"decoder.middle.{i}.{t}", "decoder.middle.{0}.{t}", Tail::Resnet},
    {"decoder.upsamples.{i}.upsamples.{i}.{t}", "decoder.upsamples.{0}.upsamples.{1}.{t}", Tail::Resnet},
    {"decoder.upsamples.{i}.upsamples.{i}.{t}", "decoder.upsamples.{0}.upsamples.{1}.{t}", Tail::Resample},
    {"decoder.head.0.gamma", "decoder.head.0.gamma"},
    {"decoder.head.2.{p}", "decoder.head.2.{p}"},
};

constexpr Row kVae21Diffusers[] = {
    {"quant_conv.{p}", "conv1.{p}"},
    {"post_quant_conv.{p}", "conv2.{p}"},
    {"encoder.conv_in.{p}", "encoder.conv1.{p}"},
    {"encoder.down_blocks.{i}.{t}", "encoder.downsamples.{0}.{t}", Tail::Resnet},
    {"encoder.down_blocks.{i}.{t}", "encoder.downsamples.{0}.{t}", Tail::Resample},
    {"encoder.mid_block.resnets.0.{t}", "encoder.middle.0.{t}", Tail::Resnet},
    {"encoder.mid_block.attentions.0.{t}", "encoder.middle.1.{t}", Tail::Attention},
    {"encoder.mid_block.resnets.1.{t}", "encoder.middle.2.{t}", Tail::Resnet},
    {"encoder.norm_out.gamma", "encoder.head.0.gamma"},
    {"encoder.conv_out.{p}", "encoder.head.2.{p}"},
    {"decoder.conv_in.{p}", "decoder.conv1.{p}"},
    {"decoder.mid_block.resnets.0.{t}", "decoder.middle.0.{t}", Tail::Resnet},
    {"decoder.mid_block.attentions.0.{t}", "decoder.middle.1.{t}", Tail::Attention},
    {"decoder.mid_block.resnets.1.{t}", "decoder.middle.2.{t}", Tail::Resnet},
    {"decoder.up_blocks.{i}.resnets.{i}.{t}", "decoder.upsamples.{flat}.{t}", Tail::Resnet},
    {"decoder.up_blocks.{i}.upsamplers.0.{t}", "decoder.upsamples.{up}.{t}", Tail::Resample},
    {"decoder.norm_out.gamma", "decoder.head.0.gamma"},
    {"decoder.conv_out.{p}", "decoder.head.2.{p}"},
};

constexpr Row kVae22Diffusers[] = {
    {"quant_conv.{p}", "conv1.{p}"},
    {"post_quant_conv.{p}", "conv2.{p}"},
    {"encoder.conv_in.{p}", "encoder.conv1.{p}"},
    {"encoder.down_blocks.{i}.resnets.{i}.{t}", "encoder.downsamples.{0}.downsamples.{1}.{t}", Tail::Resnet},
    {"encoder.down_blocks.{i}.downsampler.{t}", "encoder.downsamples.{0}.downsamples.{n}.{t}", Tail::Resample},
    {"encoder.mid_block.resnets.0.{t}", "encoder.middle.0.{t}", Tail::Resnet},
    {"encoder.mid_block.attentions.0.{t}", "encoder.middle.1.{t}", Tail::Attention},
    {"encoder.mid_block.resnets.1.{t}", "encoder.middle.2.{t}", Tail::Resnet},
    {"encoder.norm_out.gamma", "encoder.head.0.gamma"},
    {"encoder.conv_out.{p}", "encoder.head.2.{p}"},
    {"decoder.conv_in.{p}", "decoder.conv1.{p}"},
    {"decoder.mid_block.resnets.0.{t}", "decoder.middle.0.{t}", Tail::Resnet},
    {"decoder.mid_block.attentions.0.{t}", "decoder.middle.1.{t}", Tail::Attention},
    {"decoder.mid_block.resnets.1.{t}", "decoder.middle.2.{t}", Tail::Resnet},
    {"decoder.up_blocks.{i}.resnets.{i}.{t}", "decoder.upsamples.{0}.upsamples.{1}.{t}", Tail::Resnet},
    {"decoder.up_blocks.{i}.upsampler.{t}", "decoder.upsamples.{0}.upsamples.{n}.{t}", Tail::Resample},
    {"decoder.norm_out.gamma", "decoder.head.0.gamma"},
    {"decoder.conv_out.{p}", "decoder.head.2.{p}"},
};

constexpr Row kTextOfficial[] = {
    {"token_embedding.weight", "token_embedding.weight"},
    {"norm.weight", "norm.weight"},
    {"blocks.{i}.norm1.weight", "blocks.{0}.norm1.weight"},
    {"blocks.{i}.attn.q.weight", "blocks.{0}.attn.q.weight"},
    {"blocks.{i}.attn.k.weight", "blocks.{0}.attn.k.weight"},
    {"blocks.{i}.attn.v.weight", "blocks.{0}.attn.v.weight"},
    {"blocks.{i}.attn.o.weight", "blocks.{0}.attn.o.weight"},
    {"blocks.{i}.pos_embedding.embedding.weight", "blocks.{0}.pos_embedding.embedding.weight"},
    {"blocks.{i}.norm2.weight", "blocks.{0}.norm2.weight"},
    {"blocks.{i}.ffn.gate.0.weight", "blocks.{0}.ffn.gate.0.weight"},
    {"blocks.{i}.ffn.fc1.weight", "blocks.{0}.ffn.fc1.weight"},
    {"blocks.{i}.ffn.fc2.weight", "blocks.{0}.ffn.fc2.weight"},
};

constexpr Row kTextHf[] = {
    {"shared.weight", "token_embedding.weight"},
    {"encoder.embed_tokens.weight", "token_embedding.weight"},  // tied: whichever is there
    {"encoder.final_layer_norm.weight", "norm.weight"},
    {"encoder.block.{i}.layer.0.layer_norm.weight", "blocks.{0}.norm1.weight"},
    {"encoder.block.{i}.layer.0.SelfAttention.q.weight", "blocks.{0}.attn.q.weight"},
    {"encoder.block.{i}.layer.0.SelfAttention.k.weight", "blocks.{0}.attn.k.weight"},
    {"encoder.block.{i}.layer.0.SelfAttention.v.weight", "blocks.{0}.attn.v.weight"},
    {"encoder.block.{i}.layer.0.SelfAttention.o.weight", "blocks.{0}.attn.o.weight"},
    {"encoder.block.{i}.layer.0.SelfAttention.relative_attention_bias.weight",
     "blocks.{0}.pos_embedding.embedding.weight"},
    {"encoder.block.{i}.layer.1.layer_norm.weight", "blocks.{0}.norm2.weight"},
    {"encoder.block.{i}.layer.1.DenseReluDense.wi_0.weight", "blocks.{0}.ffn.gate.0.weight"},
    {"encoder.block.{i}.layer.1.DenseReluDense.wi_1.weight", "blocks.{0}.ffn.fc1.weight"},
    {"encoder.block.{i}.layer.1.DenseReluDense.wo.weight", "blocks.{0}.ffn.fc2.weight"},
};

// Tails: file -> official, for the diffusers spelling; the official one maps to itself.
struct TailRow {
    Tail tail;
    std::string_view diffusers;
    std::string_view official;
};
constexpr TailRow kTails[] = {
    {Tail::Resnet, "norm1.gamma", "residual.0.gamma"},   {Tail::Resnet, "conv1.{p}", "residual.2.{p}"},
    {Tail::Resnet, "norm2.gamma", "residual.3.gamma"},   {Tail::Resnet, "conv2.{p}", "residual.6.{p}"},
    {Tail::Resnet, "conv_shortcut.{p}", "shortcut.{p}"}, {Tail::Resample, "resample.1.{p}", "resample.1.{p}"},
    {Tail::Resample, "time_conv.{p}", "time_conv.{p}"},  {Tail::Attention, "norm.gamma", "norm.gamma"},
    {Tail::Attention, "to_qkv.{p}", "to_qkv.{p}"},       {Tail::Attention, "proj.{p}", "proj.{p}"},
};

struct DialectRow {
    Component component;
    Dialect dialect;
    std::string_view tellTale;  ///< a key that only this dialect of this component has
    std::span<const Row> rows;
};
constexpr DialectRow kDialects[] = {
    {Component::Transformer, Dialect::Official, "head.modulation", kTransformerOfficial},
    {Component::Transformer, Dialect::Diffusers, "condition_embedder.time_proj.weight", kTransformerDiffusers},
    {Component::Vae21, Dialect::Official, "encoder.downsamples.0.residual.0.gamma", kVae21Official},
    {Component::Vae21, Dialect::Diffusers, "encoder.down_blocks.0.norm1.gamma", kVae21Diffusers},
    {Component::Vae22, Dialect::Official, "encoder.downsamples.0.downsamples.0.residual.0.gamma", kVae22Official},
    {Component::Vae22, Dialect::Diffusers, "encoder.down_blocks.0.resnets.0.norm1.gamma", kVae22Diffusers},
    {Component::TextEncoder, Dialect::Official, "blocks.0.pos_embedding.embedding.weight", kTextOfficial},
    {Component::TextEncoder, Dialect::Hf, "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight",
     kTextHf},
};

constexpr std::array<Component, 4> kComponents{Component::Transformer, Component::Vae21, Component::Vae22,
                                               Component::TextEncoder};

/// What single-file releases put in front of each part.
std::span<const std::string_view> prefixesOf(Component component) {
    static constexpr std::string_view kTransformer[] = {"", "model.diffusion_model.", "diffusion_model.", "model.",
                                                        "transformer."};
    static constexpr std::string_view kVae[] = {"", "vae.", "first_stage_model.", "model."};
    static constexpr std::string_view kText[] = {"", "text_encoders.umt5xxl.transformer.", "text_encoder.",
                                                 "transformer.", "model."};
    switch (component) {
        case Component::Transformer:
            return kTransformer;
        case Component::TextEncoder:
            return kText;
        default:
            return kVae;
    }
}

/// Tensors that accompany weights and are not weights.
constexpr std::string_view kMarkers[] = {"scaled_fp8", "spiece_model"};
constexpr std::string_view kScaleEndings[] = {".scale_weight", ".weight_scale"};
constexpr std::string_view kInputScaleEndings[] = {".scale_input", ".input_scale"};
constexpr std::string_view kCommentEnding = ".comfy_quant";

struct Match {
    std::array<std::uint64_t, 2> numbers{};
    std::size_t numberCount = 0;
    std::string_view parameter;  ///< weight or bias
    std::string_view tail;
};

/// Matches `key` against a pattern; literal text must agree exactly.
std::optional<Match> matchPattern(std::string_view pattern, std::string_view key) {
    Match match;
    while (!pattern.empty()) {
        if (pattern.starts_with("{i}")) {
            pattern.remove_prefix(3);
            if (match.numberCount == match.numbers.size()) return std::nullopt;
            const auto digits = std::min(key.find_first_not_of("0123456789"), key.size());
            // One spelling per number ("01" is another key), and no more blocks than can be.
            if (digits == 0 || digits > 4 || (digits > 1 && key[0] == '0')) return std::nullopt;
            std::from_chars(key.data(), key.data() + digits, match.numbers[match.numberCount++]);
            key.remove_prefix(digits);
        } else if (pattern == "{p}") {
            if (key != "weight" && key != "bias") return std::nullopt;
            match.parameter = key;
            return match;
        } else if (pattern == "{t}") {
            match.tail = key;
            return match;
        } else {
            const auto literal = std::min(pattern.find('{'), pattern.size());
            if (!key.starts_with(pattern.substr(0, literal))) return std::nullopt;
            pattern.remove_prefix(literal);
            key.remove_prefix(literal);
        }
    }
    if (!key.empty()) return std::nullopt;
    return match;
}

std::optional<std::string> mapTail(Tail tail, Dialect dialect, std::string_view text) {
    for (const auto& row : kTails) {
        if (row.tail != tail) continue;
        const auto match = matchPattern(dialect == Dialect::Official ? row.official : row.diffusers, text);
        if (!match) continue;
        std::string out(row.official);
        if (out.ends_with("{p}")) out.replace(out.size() - 3, 3, match->parameter);
        return out;
    }
    return std::nullopt;
}

using KeyCheck = std::map<std::string_view, const TensorInfo*>;

/// Maps one key (prefix removed); needs the file's other keys only to count resnets.
class KeyMapper {
  public:
    KeyMapper(const DialectRow& dialect, const KeyCheck& keys) : m_dialect(dialect), m_keys(keys) {}

    [[nodiscard]] std::optional<std::string> officialFrom(std::string_view key) const {
        for (const auto& row : m_dialect.rows) {
            const auto match = matchPattern(row.file, key);
            if (!match) continue;
            std::optional<std::string> tail = std::string();
            if (row.tail != Tail::None) tail = mapTail(row.tail, m_dialect.dialect, match->tail);
            if (tail) return fill(row, *match, *tail, key);
        }
        return std::nullopt;
    }

  private:
    [[nodiscard]] std::string fill(const Row& row, const Match& match, const std::string& tail,
                                   std::string_view key) const {
        std::string out;
        std::string_view rest = row.official;
        while (!rest.empty()) {
            const auto open = std::min(rest.find('{'), rest.size());
            out += rest.substr(0, open);
            rest.remove_prefix(open);
            if (rest.empty()) break;
            const auto name = rest.substr(1, rest.find('}') - 1);
            rest.remove_prefix(name.size() + 2);
            if (name == "p")
                out += match.parameter;
            else if (name == "t")
                out += tail;
            else
                out += std::to_string(numberFor(name, match, key));
        }
        return out;
    }
    [[nodiscard]] std::uint64_t numberFor(std::string_view name, const Match& match, std::string_view key) const {
        if (name == "0") return match.numbers[0];
        if (name == "1") return match.numbers[1];
        const auto resnets = countResnets(key);
        if (name == "n") return resnets;
        if (name == "up") return match.numbers[0] * (resnets + 1) + resnets;
        return match.numbers[0] * (resnets + 1) + match.numbers[1];  // flat
    }
    /// Resnets of the first block of the key's list ("decoder.up_blocks.2..." -> decoder.up_blocks.0); all have as
    /// many.
    [[nodiscard]] std::uint64_t countResnets(std::string_view key) const {
        const auto blocks = key.substr(0, key.find("_blocks.") + std::string_view("_blocks.").size());
        std::uint64_t count = 0;
        while (count < 100 &&
               m_keys.contains(std::string(blocks) + "0.resnets." + std::to_string(count) + ".norm1.gamma"))
            ++count;
        return count;
    }
    const DialectRow& m_dialect;
    const KeyCheck& m_keys;
};

const DialectRow& dialectRow(Component component, Dialect dialect) {
    return *std::find_if(std::begin(kDialects), std::end(kDialects), [&](const DialectRow& row) {
        return row.component == component && row.dialect == dialect;
    });
}

std::optional<std::string> layerOf(std::string_view key, std::span<const std::string_view> endings) {
    for (const auto ending : endings)
        if (key.ends_with(ending)) return std::string(key.substr(0, key.size() - ending.size())) + ".weight";
    return std::nullopt;
}

tl::unexpected<Error> absent(Component component, const TensorFile& file) {
    const auto name = utf8FromPath(file.path());
    const auto found = detectComponents(file);
    if (found.empty())
        return fail(kComponentAbsent, {{"file", name}, {"place", std::string(componentName(component))}});
    return fail(kOtherComponent, {{"file", name},
                                  {"place", std::string(componentName(component))},
                                  {"reason", std::string(componentName(found.front()))}});
}

/// Attaches fp8 scales and sorts out what is no weight at all; false when the key is something else.
bool takeCompanion(std::string_view key, const TensorInfo& info, const KeyMapper& mapper, KeyMap& map) {
    const auto attach = [&](const std::optional<std::string>& layer, const TensorInfo* MappedTensor::*member) {
        if (!layer) return false;
        const auto official = mapper.officialFrom(*layer);
        if (!official) return false;
        map.tensors[*official].*member = &info;
        return true;
    };
    if (attach(layerOf(key, kScaleEndings), &MappedTensor::scale)) return true;
    if (attach(layerOf(key, kInputScaleEndings), &MappedTensor::inputScale)) return true;
    if (key.ends_with(kCommentEnding) ||
        std::find(std::begin(kMarkers), std::end(kMarkers), key) != std::end(kMarkers)) {
        map.ignored.push_back(info.name);
        return true;
    }
    return false;
}

}  // namespace

std::string_view componentName(Component component) {
    switch (component) {
        case Component::Transformer:
            return "transformer";
        case Component::Vae21:
            return "vae21";
        case Component::Vae22:
            return "vae22";
        case Component::TextEncoder:
            return "text encoder";
    }
    return "?";
}

std::optional<DialectMatch> detectDialect(Component component, const TensorFile& file) {
    for (const auto prefix : prefixesOf(component))
        for (const auto& row : kDialects)
            if (row.component == component && file.find(std::string(prefix) + std::string(row.tellTale)) != nullptr)
                return DialectMatch{row.dialect, std::string(prefix)};
    return std::nullopt;
}

std::vector<Component> detectComponents(const TensorFile& file) {
    std::vector<Component> found;
    for (const auto component : kComponents)
        if (detectDialect(component, file)) found.push_back(component);
    return found;
}

Result<KeyMap> mapKeys(Component component, const TensorFile& file) {
    const auto detected = detectDialect(component, file);
    if (!detected) return absent(component, file);
    KeyMap map;
    map.dialect = detected->dialect;
    map.prefix = detected->prefix;
    KeyCheck keys;
    for (const auto& info : file.tensors())
        if (info.name.starts_with(map.prefix)) keys[std::string_view(info.name).substr(map.prefix.size())] = &info;
    const KeyMapper mapper(dialectRow(component, map.dialect), keys);
    for (const auto& [key, info] : keys) {
        const auto official = mapper.officialFrom(key);
        if (!official) {
            if (!takeCompanion(key, *info, mapper, map)) map.leftovers.push_back(info->name);
            continue;
        }
        auto& mapped = map.tensors[*official];
        if (mapped.source != nullptr) {
            // The tied table of the text encoder may be stored twice; anything else under two names is ambiguous.
            if (component != Component::TextEncoder || *official != "token_embedding.weight")
                return fail(kKeyTwice, {{"file", utf8FromPath(file.path())}, {"place", *official}});
            map.ignored.push_back(mapped.source->name);
        }
        mapped.source = info;
    }
    // A scale without its weight is of no use and would look like a mapped tensor.
    for (auto it = map.tensors.begin(); it != map.tensors.end();) {
        if (it->second.source != nullptr) {
            ++it;
            continue;
        }
        for (const auto* orphan : {it->second.scale, it->second.inputScale})
            if (orphan != nullptr) map.leftovers.push_back(orphan->name);
        it = map.tensors.erase(it);
    }
    return map;
}

}  // namespace brandloom::weights
