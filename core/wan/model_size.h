#pragma once
// Sizes of a model folder, read from the tables of its weight files: no weights are read. Torch-free.
#include <cstdint>

#include "core/base/result.h"
#include "core/wan/model_folder.h"
#include "core/wan/transformer_config.h"
#include "core/weights/key_dialects.h"

namespace brandloom::wan {

struct ModelSize {
    std::int64_t dim = 0;
    std::int64_t layers = 0;
    std::int64_t textTokens = 0;
    std::int64_t latentChannels = 0;
    int spatialStride = 8;
    std::int64_t parameterCount = 0;  ///< of all transformers together
    std::int64_t weightBytes = 0;     ///< of every weight file on disk
};

/// Parts that are not there count as nothing; zeros then. Errors: those of opening files, kWrongTensors.
Result<ModelSize> modelSize(const ModelFolder& folder);

/// "Wan2.2-T2V-A14B" when the sizes are those of the release, else what it is: "small model of the kind
/// Wan2.2-T2V-A14B"; the sizes of the starter model give "Brandloom nano".
std::string modelTitle(ModelKind kind, const ModelSize& size);

/// One transformer of the folder, from the table of its file alone. Errors: kPartMissing, those of opening files.
struct TransformerTable {
    TransformerConfig config;
    ShapeMap shapes;
};
Result<TransformerTable> transformerTable(const ModelFolder& folder, Part part);

/// Official key to shape of what the file holds.
ShapeMap shapesOf(const weights::KeyMap& keys);

}  // namespace brandloom::wan
