#include "core/wan/model_size.h"

#include <algorithm>
#include <set>

#include "core/weights/tensor_file.h"

namespace brandloom::wan {
namespace {

Status addTransformer(ModelSize& size, const ModelFolder& folder, Part part) {
    if (!folder.has(part)) return {};
    BRANDLOOM_TRY(const auto table, transformerTable(folder, part));
    size.dim = table.config.dim;
    size.layers = table.config.layers;
    size.textTokens = table.config.textLen;
    size.latentChannels = table.config.outDim;
    for (const auto& [name, shape] : table.shapes) {
        std::int64_t count = 1;
        for (const auto side : shape) count *= side;
        size.parameterCount += count;
    }
    return {};
}

}  // namespace

std::string modelTitle(ModelKind kind, const ModelSize& size) {
    struct Release {
        ModelKind kind;
        const char* title;
        std::int64_t dim, layers;
    };
    static constexpr Release kReleases[] = {{ModelKind::Wan22T2vA14b, "Wan2.2-T2V-A14B", 5120, 40},
                                            {ModelKind::Wan22Ti2v5b, "Wan2.2-TI2V-5B", 3072, 30},
                                            {ModelKind::Wan21T2v14b, "Wan2.1-T2V-14B", 5120, 40},
                                            {ModelKind::Wan21T2v1_3b, "Wan2.1-T2V-1.3B", 1536, 30}};
    const auto& release = *std::find_if(std::begin(kReleases), std::end(kReleases),
                                        [&](const auto& row) { return row.kind == kind; });
    if (size.dim == 0 || (size.dim == release.dim && size.layers == release.layers)) return release.title;
    if (kind == ModelKind::Wan22T2vA14b && size.dim == 256 && size.layers == 8) return "Brandloom nano";
    return std::string("small model of the kind ") + release.title;
}

ShapeMap shapesOf(const weights::KeyMap& keys) {
    ShapeMap shapes;
    for (const auto& [name, tensor] : keys.tensors) shapes[name] = tensor.source->shape;
    return shapes;
}

Result<TransformerTable> transformerTable(const ModelFolder& folder, Part part) {
    BRANDLOOM_TRY(const auto path, partPath(folder, part));
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
    BRANDLOOM_TRY(const auto keys, weights::mapKeys(weights::Component::Transformer, *file));
    std::string configText;
    auto source = path;
    if (const auto config = folder.configs.find(part); config != folder.configs.end()) {
        BRANDLOOM_TRY(configText, readFile(config->second));
        source = config->second;
    }
    TransformerTable table;
    table.shapes = shapesOf(keys);
    BRANDLOOM_TRY(table.config, transformerConfig(table.shapes, configText, utf8FromPath(source)));
    return table;
}

Result<ModelSize> modelSize(const ModelFolder& folder) {
    ModelSize size;
    size.spatialStride = folder.kind == ModelKind::Wan22Ti2v5b ? 16 : 8;
    for (const auto part : {Part::HighNoise, Part::LowNoise, Part::Transformer})
        BRANDLOOM_CHECK(addTransformer(size, folder, part));
    std::set<Path> counted;
    for (const auto& [part, path] : folder.parts) {
        if (part == Part::Tokenizer || !counted.insert(path).second) continue;
        BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
        for (const auto& tensor : file->tensors()) size.weightBytes += static_cast<std::int64_t>(tensor.byteCount);
    }
    return size;
}

}  // namespace brandloom::wan
