#include "core/wan/weight_signs.h"

#include <algorithm>

#include "core/wan/model_size.h"

namespace brandloom::wan {
namespace {

using weights::Component;

/// A tensor that only other members of the family have, below any prefix.
struct Foreign {
    const char* key;
    const char* what;
};
constexpr Foreign kForeign[] = {
    {"img_emb.proj.0.weight", "an image-to-video model"},
    {"condition_embedder.image_embedder.norm1.weight", "an image-to-video model"},
    {"vace_patch_embedding.weight", "a VACE model"},
    {"control_adapter.conv.weight", "a camera-control model"},
    {"ref_conv.weight", "a reference-control model"},
    {"audio_proj.proj1.weight", "a speech-to-video model"},
    {"face_adapter.fuser_blocks.0.linear1_kv.weight", "an animation model"},
};

std::string foreignMember(const weights::TensorFile& file, const std::string& prefix) {
    for (const auto& row : kForeign)
        if (file.find(prefix + row.key) != nullptr) return row.what;
    return {};
}

}  // namespace

bool WeightSigns::has(Component component) const {
    return std::ranges::find(components, component) != components.end();
}

std::int64_t WeightSigns::extent(const std::string& tensor, std::size_t axis) const {
    const auto it = transformer.find(tensor);
    return it == transformer.end() || axis >= it->second.size() ? 0 : it->second[axis];
}

Result<WeightSigns> signsOf(const Path& path) {
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
    WeightSigns signs;
    signs.components = weights::detectComponents(*file);
    for (const auto& tensor : file->tensors()) {
        signs.bytes += tensor.byteCount;
        if (tensor.name == kTokenizerTensor) signs.carriesTokenizer = signs.has(Component::TextEncoder);
    }
    if (!signs.has(Component::Transformer)) return signs;
    BRANDLOOM_TRY(const auto keys, weights::mapKeys(Component::Transformer, *file));
    signs.transformer = shapesOf(keys);
    signs.otherMember = foreignMember(*file, keys.prefix);
    // Image-to-video models without an image encoder show by their input: 16 + 20 channels.
    if (signs.otherMember.empty() && signs.channelsIn() == 36) signs.otherMember = "an image-to-video model";
    return signs;
}

Component componentOf(Part part, ModelKind kind) {
    switch (part) {
        case Part::Vae:
            return kind == ModelKind::Wan22Ti2v5b ? Component::Vae22 : Component::Vae21;
        case Part::TextEncoder:
            return Component::TextEncoder;
        default:
            return Component::Transformer;
    }
}

}  // namespace brandloom::wan
