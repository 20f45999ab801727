#pragma once
// Names of the model family's tensors in the files of different programs, brought to the names of the official
// release. Shapes are not looked at here, and absent tensors are core/wan's to report.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/weights/tensor_file.h"

namespace brandloom::weights {

enum class Component : std::uint8_t {
    Transformer,
    Vae21,        ///< Wan 2.1 video VAE (also of Wan2.2-A14B)
    Vae22,        ///< Wan 2.2 video VAE (TI2V-5B)
    TextEncoder,  ///< umT5
};

enum class Dialect : std::uint8_t {
    Official,   ///< names of the release; also ComfyUI single files, under a prefix
    Diffusers,  ///< WanTransformer3DModel, AutoencoderKLWan
    Hf,         ///< UMT5EncoderModel of transformers; also ComfyUI text encoders
};

struct MappedTensor {
    const TensorInfo* source = nullptr;      ///< in the file; lives as long as the TensorFile
    const TensorInfo* scale = nullptr;       ///< fp8 files: weight = float(source) * scale; usually null
    const TensorInfo* inputScale = nullptr;  ///< fp8 files, optional; only faster matmuls need it
};

struct KeyMap {
    Dialect dialect = Dialect::Official;
    std::string prefix;  ///< removed from every key of the file, e.g. "model.diffusion_model."
    std::map<std::string, MappedTensor, std::less<>> tensors;  ///< by official key
    std::vector<std::string> leftovers;  ///< keys (under the prefix) that no rule knows, as in the file
    std::vector<std::string> ignored;    ///< known and not needed: markers, the tokenizer inside, tied copies

    /// Null when the file has no tensor of that official key.
    [[nodiscard]] const MappedTensor* find(std::string_view officialKey) const {
        const auto it = tensors.find(officialKey);
        return it == tensors.end() ? nullptr : &it->second;
    }
};

/// "transformer", "vae21", "vae22", "text encoder": for logs and error arguments.
[[nodiscard]] std::string_view componentName(Component component);

/// Which dialect of that component the file speaks, by the presence of its tell-tale keys; empty when it holds
/// none.
struct DialectMatch {
    Dialect dialect = Dialect::Official;
    std::string prefix;
};
[[nodiscard]] std::optional<DialectMatch> detectDialect(Component component, const TensorFile& file);
/// Every component that the file holds (an all-in-one file holds several).
[[nodiscard]] std::vector<Component> detectComponents(const TensorFile& file);

/// Errors: kComponentAbsent, kOtherComponent, kKeyTwice.
Result<KeyMap> mapKeys(Component component, const TensorFile& file);

}  // namespace brandloom::weights
