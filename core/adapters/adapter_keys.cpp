#include "core/adapters/adapter_keys.h"

#include <algorithm>
#include <span>
#include <utility>

namespace brandloom::adapters {
namespace {

constexpr std::pair<Dialect, std::string_view> kDialects[] = {
    {Dialect::Kohya, "kohya"},         {Dialect::VideoXFun, "videox-fun"},
    {Dialect::Lycoris, "lycoris"},     {Dialect::Comfy, "comfy"},
    {Dialect::Plain, "plain"},         {Dialect::Diffusers, "diffusers"},
    {Dialect::DiffSynth, "diffsynth"}, {Dialect::Peft, "peft"}};

struct NameRow {
    std::string_view official, diffusers;
};

/// Below "blocks.N.".
constexpr NameRow kBlockNames[] = {{"self_attn.q", "attn1.to_q"},
                                   {"self_attn.k", "attn1.to_k"},
                                   {"self_attn.v", "attn1.to_v"},
                                   {"self_attn.o", "attn1.to_out.0"},
                                   {"self_attn.norm_q", "attn1.norm_q"},
                                   {"self_attn.norm_k", "attn1.norm_k"},
                                   {"cross_attn.q", "attn2.to_q"},
                                   {"cross_attn.k", "attn2.to_k"},
                                   {"cross_attn.v", "attn2.to_v"},
                                   {"cross_attn.o", "attn2.to_out.0"},
                                   {"cross_attn.norm_q", "attn2.norm_q"},
                                   {"cross_attn.norm_k", "attn2.norm_k"},
                                   {"norm3", "norm2"},
                                   {"ffn.0", "ffn.net.0.proj"},
                                   {"ffn.2", "ffn.net.2"},
                                   {"modulation", "scale_shift_table"}};

constexpr NameRow kOtherNames[] = {{"patch_embedding", "patch_embedding"},
                                   {"text_embedding.0", "condition_embedder.text_embedder.linear_1"},
                                   {"text_embedding.2", "condition_embedder.text_embedder.linear_2"},
                                   {"time_embedding.0", "condition_embedder.time_embedder.linear_1"},
                                   {"time_embedding.2", "condition_embedder.time_embedder.linear_2"},
                                   {"time_projection.1", "condition_embedder.time_proj"},
                                   {"head.head", "proj_out"},
                                   {"head.modulation", "scale_shift_table"}};

struct SuffixRow {
    std::string_view text;
    Role role;
};
constexpr SuffixRow kSuffixes[] = {{".lora_down.weight", Role::Down},
                                   {".lora_up.weight", Role::Up},
                                   {".lora_up.bias", Role::UpBias},
                                   {".alpha", Role::Alpha},
                                   {".dora_scale", Role::Magnitude},
                                   {".hada_w1_a", Role::HadaW1a},
                                   {".hada_w1_b", Role::HadaW1b},
                                   {".hada_w2_a", Role::HadaW2a},
                                   {".hada_w2_b", Role::HadaW2b},
                                   {".lokr_w1", Role::LokrW1},
                                   {".lokr_w1_a", Role::LokrW1a},
                                   {".lokr_w1_b", Role::LokrW1b},
                                   {".lokr_w2", Role::LokrW2},
                                   {".lokr_w2_a", Role::LokrW2a},
                                   {".lokr_w2_b", Role::LokrW2b},
                                   {".diff", Role::Diff},
                                   {".diff_b", Role::DiffBias},
                                   {".diff_m", Role::DiffModulation},
                                   {".set_weight", Role::SetWeight},
                                   {".reshape_weight", Role::ReshapeWeight},
                                   // Other spellings of the same.
                                   {".lora.down.weight", Role::Down},
                                   {".lora.up.weight", Role::Up},
                                   {".lora_linear_layer.down.weight", Role::Down},
                                   {".lora_linear_layer.up.weight", Role::Up},
                                   {".w_norm", Role::Diff},
                                   {".b_norm", Role::DiffBias}};

constexpr std::string_view kPeftPrefix = "base_model.model.";
constexpr std::string_view kDottedPrefixes[] = {kPeftPrefix, "diffusion_model.", "transformer_2.", "transformer.",
                                                "model.",    "module.",          "pipe.dit.",      "dit."};
struct WordPrefix {
    std::string_view text;
    bool second;
};
constexpr WordPrefix kWordPrefixes[] = {{"lora_unet__", false},       {"lora_unet_", false},
                                        {"lycoris_", false},          {"lora_transformer_2_", true},
                                        {"lora_transformer_", false}, {"lora_diffusion_model_", false}};

/// lora_A, lora_B and lora_magnitude_vector: with or without the adapter's name, with or without ".weight".
struct Split {
    std::string_view front;
    std::string_view adapterName;
    Role role;
};

std::optional<Split> splitPeft(std::string_view key) {
    constexpr std::pair<std::string_view, Role> kWords[] = {
        {".lora_A", Role::Down}, {".lora_B", Role::Up}, {".lora_magnitude_vector", Role::Magnitude}};
    for (const auto& [word, role] : kWords) {
        const auto at = key.rfind(word);
        if (at == std::string_view::npos) continue;
        auto rest = key.substr(at + word.size());
        if (!rest.empty() && rest.front() != '.') continue;
        Split split{key.substr(0, at), {}, role};
        bool isBias = false;
        for (const std::string_view end : {".weight", ".bias"})
            if (rest.ends_with(end)) {
                isBias = end == ".bias";
                rest.remove_suffix(end.size());
                break;
            }
        if (isBias && role != Role::Up) return std::nullopt;
        if (isBias) split.role = Role::UpBias;
        if (!rest.empty()) split.adapterName = rest.substr(1);
        if (split.adapterName.find('.') != std::string_view::npos) return std::nullopt;
        return split;
    }
    return std::nullopt;
}

std::optional<Split> splitRole(std::string_view key) {
    if (auto split = splitPeft(key)) return split;
    for (const auto& [text, role] : kSuffixes)
        if (key.ends_with(text)) return Split{key.substr(0, key.size() - text.size()), {}, role};
    // PEFT keeps fully trained modules and biases under their own names.
    if (key.starts_with(kPeftPrefix))
        for (const auto& [text, role] : {SuffixRow{".weight", Role::SetWeight}, SuffixRow{".bias", Role::SetBias}})
            if (key.ends_with(text)) return Split{key.substr(0, key.size() - text.size()), {}, role};
    return std::nullopt;
}

std::string joined(std::string_view name, char separator) {
    std::string out(name);
    if (separator != '.') std::ranges::replace(out, '.', separator);
    return out;
}

struct Module {
    std::string official;
    NameStyle style = NameStyle::Official;
};

/// `separator` '.' or '_'.
std::optional<Module> moduleFrom(std::string_view name, char separator) {
    std::string front;
    std::string_view rest = name;
    const std::string blocks = std::string("blocks") + separator;
    const bool inBlock = name.starts_with(blocks);
    if (inBlock) {
        rest.remove_prefix(blocks.size());
        std::size_t digits = 0;
        while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') ++digits;
        if (digits == 0 || digits > 4 || (digits > 1 && rest[0] == '0')) return std::nullopt;
        front = "blocks." + std::string(rest.substr(0, digits));
        rest.remove_prefix(digits);
        if (rest.empty()) return Module{front};
        if (rest.front() != separator) return std::nullopt;
        rest.remove_prefix(1);
        front += '.';
    } else if (name == "head") {
        return Module{"head"};
    }
    for (const auto& [official, diffusers] : inBlock ? std::span<const NameRow>(kBlockNames) : kOtherNames) {
        if (rest == joined(official, separator)) return Module{front + std::string(official)};
        if (rest == joined(diffusers, separator))
            return Module{front + std::string(official), NameStyle::Diffusers};
    }
    return std::nullopt;
}

/// "blocks.0.modulation" with a difference is the modulation table of "blocks.0"; a block has no other tensor.
bool settleModulation(AdapterKey& key) {
    constexpr std::string_view kTable = ".modulation";
    const bool bare =
        key.module == "head" || (key.module.starts_with("blocks.") && std::ranges::count(key.module, '.') == 1);
    if (bare) return key.role == Role::DiffModulation;
    if (!key.module.ends_with(kTable)) return key.role != Role::DiffModulation;
    if (key.role != Role::Diff && key.role != Role::DiffModulation) return false;
    key.module.resize(key.module.size() - kTable.size());
    key.role = Role::DiffModulation;
    return true;
}

std::optional<AdapterKey> resolve(AdapterKey key, std::string_view front) {
    for (const auto& word : kWordPrefixes) {
        if (!front.starts_with(word.text)) continue;
        if (const auto module = moduleFrom(front.substr(word.text.size()), '_')) {
            key.prefix = word.text;
            key.fileModule = front.substr(word.text.size());
            key.second = word.second;
            key.module = module->official;
            key.style = module->style;
            return settleModulation(key) ? std::optional(std::move(key)) : std::nullopt;
        }
    }
    auto rest = front;
    for (bool stripped = true; stripped;) {
        stripped = false;
        for (const auto prefix : kDottedPrefixes) {
            if (!rest.starts_with(prefix)) continue;
            key.second = key.second || prefix == "transformer_2.";
            rest.remove_prefix(prefix.size());
            stripped = true;
        }
    }
    key.prefix = front.substr(0, front.size() - rest.size());
    key.fileModule = rest;
    for (const std::string_view wrapped : {".base_layer", ".modules_to_save"})
        if (rest.ends_with(wrapped)) rest.remove_suffix(wrapped.size());
    const auto module = moduleFrom(rest, '.');
    if (!module) return std::nullopt;
    key.module = module->official;
    key.style = module->style;
    return settleModulation(key) ? std::optional(std::move(key)) : std::nullopt;
}

}  // namespace

std::string_view dialectName(Dialect dialect) {
    for (const auto& [value, name] : kDialects)
        if (value == dialect) return name;
    return {};
}

std::optional<Dialect> dialectFromName(std::string_view name) {
    for (const auto& [value, text] : kDialects)
        if (text == name) return value;
    return std::nullopt;
}

std::optional<AdapterKey> parseAdapterKey(std::string_view key) {
    constexpr std::size_t kLongest = 512;
    if (key.size() > kLongest) return std::nullopt;
    const auto split = splitRole(key);
    if (!split) return std::nullopt;
    AdapterKey parsed;
    parsed.role = split->role;
    parsed.adapterName = split->adapterName;
    return resolve(std::move(parsed), split->front);
}

Dialect dialectOfKey(const AdapterKey& key) {
    if (key.prefix == "lora_unet__") return Dialect::VideoXFun;
    if (key.prefix == "lycoris_") return Dialect::Lycoris;
    if (key.isUnderscored()) return Dialect::Kohya;
    if (key.prefix.starts_with(kPeftPrefix)) return Dialect::Peft;
    if (key.prefix.starts_with("transformer")) return Dialect::Diffusers;
    if (key.prefix.ends_with("diffusion_model.")) return Dialect::Comfy;
    if (!key.adapterName.empty()) return Dialect::DiffSynth;
    return key.style == NameStyle::Diffusers ? Dialect::Diffusers : Dialect::Plain;
}

std::string_view foreignOwner(std::string_view key) {
    constexpr std::pair<std::string_view, std::string_view> kOwners[] = {
        {"k_img", "an image-to-video Wan model"},
        {"v_img", "an image-to-video Wan model"},
        {"img_emb", "an image-to-video Wan model"},
        {"add_k_proj", "an image-to-video Wan model"},
        {"add_v_proj", "an image-to-video Wan model"},
        {"norm_added_k", "an image-to-video Wan model"},
        {"image_embedder", "an image-to-video Wan model"},
        {"vace_", "Wan VACE"},
        {"control_adapter", "Wan Fun-Control"},
        {"ref_conv", "Wan Fun-Control"},
        {"lora_te", "a text encoder"},
        {"text_model", "a text encoder"},
        {"double_blocks", "a Flux or HunyuanVideo model"},
        {"single_blocks", "a Flux or HunyuanVideo model"},
        {"single_transformer_blocks", "a Flux or HunyuanVideo model"},
        {"transformer_blocks", "another model family"},
        {"input_blocks", "a Stable Diffusion model"},
        {"down_blocks", "a Stable Diffusion model"},
        {"up_blocks", "a Stable Diffusion model"},
        {"output_blocks", "a Stable Diffusion model"}};
    for (const auto& [word, owner] : kOwners)
        if (key.find(word) != std::string_view::npos) return owner;
    return {};
}

std::string diffusersModule(const std::string& module) {
    for (const auto& row : kOtherNames)
        if (module == row.official) return std::string(row.diffusers);
    const auto dot = module.find('.', std::string_view("blocks.").size());
    if (dot == std::string::npos) return module;
    for (const auto& row : kBlockNames)
        if (std::string_view(module).substr(dot + 1) == row.official)
            return module.substr(0, dot + 1) + std::string(row.diffusers);
    return module;
}

std::string underscored(std::string_view module) {
    return joined(module, '_');
}

std::string roleSuffix(Role role, bool peftNames) {
    if (peftNames) {
        if (role == Role::Down) return ".lora_A.weight";
        if (role == Role::Up) return ".lora_B.weight";
        if (role == Role::UpBias) return ".lora_B.bias";
        if (role == Role::Magnitude) return ".lora_magnitude_vector";
    }
    for (const auto& row : kSuffixes)
        if (row.role == role) return std::string(row.text);
    return role == Role::SetBias ? ".bias" : std::string();
}

}  // namespace brandloom::adapters
