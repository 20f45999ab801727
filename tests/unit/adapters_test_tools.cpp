#include "tests/unit/adapters_test_tools.h"

#include <torch/torch.h>

#include <cstring>
#include <fstream>
#include <stdexcept>

#include "core/wan/torch_dtype.h"
#include "core/weights/safetensors_writer.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {

wan::TransformerConfig smallConfig() {
    wan::TransformerConfig c;
    c.dim = 256;
    c.ffnDim = 96;
    c.heads = 2;
    c.layers = 2;
    c.textDim = 24;
    c.textLen = 16;
    c.inDim = c.outDim = 4;
    return c;
}

std::shared_ptr<wan::WanTransformer> smallModel() {
    auto model = std::make_shared<wan::WanTransformer>(smallConfig());
    fillParameters(*model);
    for (auto& p : model->parameters()) p.set_requires_grad(false);
    return model;
}

torch::Tensor smallVelocity(wan::WanTransformer& model) {
    const torch::NoGradGuard noGrad;
    return model.forward({filled("x", {4, 2, 4, 6}).to(torch::kFloat)}, torch::tensor({937}),
                         {filled("ctx", {9, 24}).to(torch::kFloat)})[0];
}

void writeTensors(const std::filesystem::path& file, const FileTensors& tensors,
                  const std::map<std::string, std::string>& metadata) {
    std::vector<torch::Tensor> keep;
    std::vector<weights::TensorView> views;
    for (const auto& [name, tensor] : tensors) {
        keep.push_back(tensor.contiguous());
        const auto& t = keep.back();
        const auto dtype =
            t.scalar_type() == torch::kLong ? weights::DType::I64 : wan::dtypeFromTorch(t.scalar_type()).value();
        views.push_back(
            {name, dtype, t.sizes().vec(), std::span(static_cast<const std::uint8_t*>(t.data_ptr()), t.nbytes())});
    }
    const auto written = weights::writeSafetensors(file, views, metadata);
    if (!written) throw std::runtime_error(written.error().describe());
}

void writeText(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

torch::Tensor factorTensor(const std::string& name, std::int64_t rows, std::int64_t columns) {
    return (filled(name, {rows, columns}) * 0.1).to(torch::kFloat);
}

double worstError(const torch::Tensor& a, const torch::Tensor& b) {
    return (a.to(torch::kDouble) - b.to(torch::kDouble)).abs().max().item<double>() /
           b.to(torch::kDouble).abs().max().item<double>();
}

bool sameBytes(const torch::Tensor& a, const torch::Tensor& b) {
    const auto x = a.detach().contiguous(), y = b.detach().contiguous();
    return x.scalar_type() == y.scalar_type() && x.sizes() == y.sizes() &&
           std::memcmp(x.data_ptr(), y.data_ptr(), x.nbytes()) == 0;
}

FileTensors parametersOf(wan::WanTransformer& model) {
    FileTensors all;
    for (const auto& p : model.named_parameters()) all[p.key()] = p.value().detach().clone();
    return all;
}

bool sameParameters(wan::WanTransformer& model, const FileTensors& before) {
    for (const auto& p : model.named_parameters())
        if (!sameBytes(p.value(), before.at(p.key()))) return false;
    return true;
}

}  // namespace brandloom::testing
