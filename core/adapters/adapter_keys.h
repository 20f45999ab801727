#pragma once
// Keys of adapter files in every dialect, brought to official module names. Text only: no file and no tensor here.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace brandloom::adapters {

/// Who writes such a file. The kind of change (LoRA, LoHa, LoKr, full difference) is another question.
enum class Dialect : std::uint8_t {
    Kohya,      ///< lora_unet_blocks_0_self_attn_q.lora_down.weight (musubi-tuner, sd-scripts)
    VideoXFun,  ///< the same with lora_unet__
    Lycoris,    ///< the same with lycoris_
    Comfy,      ///< diffusion_model.blocks.0.self_attn.q.lora_A.weight
    Plain,      ///< blocks.0.self_attn.q.lora_down.weight, no prefix
    Diffusers,  ///< transformer.blocks.0.attn1.to_q.lora_A.weight; second expert under transformer_2.
    DiffSynth,  ///< blocks.0.self_attn.q.lora_A.default.weight
    Peft,       ///< base_model.model.blocks.0.self_attn.q.lora_A.weight, scale in adapter_config.json
};
/// "kohya", "videox-fun", "lycoris", "comfy", "plain", "diffusers", "diffsynth", "peft".
std::string_view dialectName(Dialect dialect);
std::optional<Dialect> dialectFromName(std::string_view name);

/// What a tensor of an adapter is for.
enum class Role : std::uint8_t {
    Down,       ///< A [rank,in]
    Up,         ///< B [out,rank]
    UpBias,     ///< bias of B [out], scaled like B
    Alpha,      ///< one number
    Magnitude,  ///< DoRA: [out], [out,1] or [1,in]
    HadaW1a,
    HadaW1b,
    HadaW2a,
    HadaW2b,
    LokrW1,
    LokrW1a,
    LokrW1b,
    LokrW2,
    LokrW2a,
    LokrW2b,
    Diff,            ///< added to the weight
    DiffBias,        ///< added to the bias
    DiffModulation,  ///< added to the modulation table of the block or the head
    SetWeight,       ///< takes the weight's place
    SetBias,         ///< takes the bias's place
    ReshapeWeight,   ///< the shape that the weight should have: accepted only when it has it already
};

enum class NameStyle : std::uint8_t { Official, Diffusers };

struct AdapterKey {
    std::string prefix;      ///< as in the file, e.g. "diffusion_model." or "lora_unet_"
    std::string module;      ///< official, e.g. "blocks.0.self_attn.q"; "blocks.0" or "head" for a modulation table
    std::string fileModule;  ///< the module as the file spells it, without the prefix
    std::string adapterName;  ///< "default" of lora_A.default.weight; usually empty
    NameStyle style = NameStyle::Official;
    Role role = Role::Down;
    bool second = false;  ///< under transformer_2: the low-noise expert

    [[nodiscard]] bool isUnderscored() const { return !prefix.empty() && prefix.back() == '_'; }
};

/// Empty when no rule knows the key.
std::optional<AdapterKey> parseAdapterKey(std::string_view key);
/// The dialect that a key of this form speaks (a PEFT folder is Dialect::Peft by its prefix as well).
Dialect dialectOfKey(const AdapterKey& key);

/// "an image-to-video Wan model", "the text encoder" ...: what an unknown key seems to belong to; empty: no idea.
std::string_view foreignOwner(std::string_view key);

/// "blocks.0.self_attn.q" -> "blocks.0.attn1.to_q". `module` must be one that parseAdapterKey() gives.
std::string diffusersModule(const std::string& module);
/// "blocks.0.self_attn.q" -> "blocks_0_self_attn_q".
std::string underscored(std::string_view module);
/// ".lora_down.weight" and so on, as kohya and Comfy files spell the role; `peftNames`: lora_A and lora_B.
std::string roleSuffix(Role role, bool peftNames);

}  // namespace brandloom::adapters
