#include "core/wan/tensor_reading.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/torch.h>

#include <cstdlib>

#include "core/door/engine_errors.h"
#include "core/wan/torch_dtype.h"

namespace brandloom::wan {

using weights::DType;
using weights::MappedTensor;
using weights::TensorFile;

namespace {

Result<torch::Tensor> readAsTensor(const TensorFile& file, const weights::TensorInfo& info,
                                   const weights::ReadOptions& reading) {
    BRANDLOOM_TRY(auto buffer, weights::readTensor(file, info, reading));
    auto* bytes = buffer.release();
    return torch::from_blob(
        bytes, info.shape, [](void* p) { std::free(p); },
        torch::TensorOptions().dtype(*torchFromDType(info.dtype)));
}

}  // namespace

Result<torch::Tensor> readMapped(const TensorFile& file, const MappedTensor& mapped,
                                 const weights::ReadOptions& reading) {
    BRANDLOOM_TRY(auto value, readAsTensor(file, *mapped.source, reading));
    if (mapped.scale == nullptr) {
        if (value.element_size() == 1) value = value.to(torch::kFloat);
        return value;
    }
    if (!torchFromDType(mapped.scale->dtype))
        return fail(engine_errors::kWrongTensors, {{"file", utf8FromPath(file.path())},
                                                   {"part", "model part"},
                                                   {"problems", mapped.scale->name + " is not a number"}});
    BRANDLOOM_TRY(auto scale, readAsTensor(file, *mapped.scale, {reading.stop, {}}));
    scale = scale.to(torch::kFloat);
    value = value.to(torch::kFloat);
    if (scale.numel() == 1) return value * scale.flatten();
    if (scale.dim() == 3 && value.dim() == 2 && scale.size(0) == value.size(0) && scale.size(2) == 1 &&
        scale.size(1) > 0 && value.size(1) % scale.size(1) == 0)  // blocks along the input axis
        return (value.unflatten(1, {scale.size(1), -1}) * scale).flatten(1);
    if (scale.dim() >= 1 && scale.size(0) == value.size(0) && scale.numel() == scale.size(0))
        return value * scale.view({-1, 1});
    return fail(engine_errors::kWrongTensors,
                {{"file", utf8FromPath(file.path())},
                 {"part", "model part"},
                 {"problems", fmt::format("{} has the scale shape [{}]", mapped.scale->name,
                                          fmt::join(mapped.scale->shape, ","))}});
}

}  // namespace brandloom::wan
