#pragma once
// Inside core/wan: what a weight file is by its table alone, whatever its name says. No weights are read.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/wan/model_folder.h"
#include "core/wan/transformer_config.h"
#include "core/weights/key_dialects.h"
#include "core/weights/tensor_file.h"

namespace brandloom::wan {

struct WeightSigns {
    std::vector<weights::Component> components;  ///< an all-in-one file has several
    ShapeMap transformer;                        ///< official names; empty: none in the file
    /// "an image-to-video model" ...: a member of the family that makes no films from text; empty: none.
    std::string otherMember;
    bool carriesTokenizer = false;  ///< a text encoder with the SentencePiece model inside
    std::uint64_t bytes = 0;        ///< of all tensors

    [[nodiscard]] bool has(weights::Component component) const;
    /// Extent of a transformer's tensor; 0 when it is not there.
    [[nodiscard]] std::int64_t extent(const std::string& tensor, std::size_t axis) const;
    [[nodiscard]] std::int64_t width() const { return extent("patch_embedding.weight", 0); }
    [[nodiscard]] std::int64_t channelsIn() const { return extent("patch_embedding.weight", 1); }
};

/// Errors: those of openTensorFile and mapKeys.
Result<WeightSigns> signsOf(const Path& weights);

/// The component that a part holds: the VAE's depends on the model.
weights::Component componentOf(Part part, ModelKind kind);

/// Tensor of ComfyUI's text encoder files that holds the bytes of spiece.model.
inline constexpr const char* kTokenizerTensor = "spiece_model";

}  // namespace brandloom::wan
