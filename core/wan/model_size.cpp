#include "core/wan/model_size.h"

#include <algorithm>

#include "core/weights/tensor_file.h"

namespace brandloom::wan {
namespace {

Status addTransformer(ModelSize& size, const ModelFolder& folder, Part part) {
    const auto path = folder.parts.find(part);
    if (path == folder.parts.end()) return {};
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(path->second));
    BRANDLOOM_TRY(const auto keys, weights::mapKeys(weights::Component::Transformer, *file));
    std::string configText;
    if (const auto config = folder.configs.find(part); config != folder.configs.end()) {
        BRANDLOOM_TRY(configText, readFile(config->second));
    }
    BRANDLOOM_TRY(const auto config, transformerConfig(shapesOf(keys), configText, utf8FromPath(path->second)));
    size.dim = config.dim;
    size.layers = config.layers;
    size.textTokens = config.textLen;
    size.latentChannels = config.outDim;
    for (const auto& [name, tensor] : keys.tensors)
        size.parameterCount += static_cast<std::int64_t>(tensor.source->elementCount());
    return {};
}

}  // namespace

ShapeMap shapesOf(const weights::KeyMap& keys) {
    ShapeMap shapes;
    for (const auto& [name, tensor] : keys.tensors) shapes[name] = tensor.source->shape;
    return shapes;
}

Result<ModelSize> modelSize(const ModelFolder& folder) {
    ModelSize size;
    size.spatialStride = folder.kind == ModelKind::Wan22Ti2v5b ? 16 : 8;
    for (const auto part : {Part::HighNoise, Part::LowNoise, Part::Transformer})
        BRANDLOOM_CHECK(addTransformer(size, folder, part));
    for (const auto& [part, path] : folder.parts) {
        if (part == Part::Tokenizer) continue;
        BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
        for (const auto& tensor : file->tensors()) size.weightBytes += static_cast<std::int64_t>(tensor.byteCount);
    }
    return size;
}

}  // namespace brandloom::wan
