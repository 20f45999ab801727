// Our side of run_interop.py: makes adapters, exports them, and gives velocities and merged weights.
//   adapter_probe make MODEL EXPERT OUT             a trained-looking LoRA of all ten linears as OUT (kohya)
//   adapter_probe convert DIALECT IN OUT [one-file|diffusers-names]
//   adapter_probe velocity MODEL EXPERT INPUTS OUT [ADAPTER [MODE]]   MODE: branch (default) or merged
//   adapter_probe weights MODEL EXPERT OUT ADAPTER  every changed parameter after merging
#include <torch/torch.h>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/adapters/adapter.h"
#include "core/adapters/adapter_tools.h"
#include "core/adapters/lora.h"
#include "core/wan/loader.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace {

using namespace brandloom;
using adapters::Expert;

template <class T>
T required(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().describe());
    return std::move(*result);
}
void required(const Status& status) {
    if (!status) throw std::runtime_error(status.error().describe());
}

struct Model {
    std::shared_ptr<wan::WanTransformer> transformer;
    Expert expert = Expert::Any;
};

Model modelFrom(const std::string& folder, const std::string& expert) {
    const auto described = required(wan::describeModelFolder(folder));
    const auto part = !described.hasTwoExperts() ? wan::Part::Transformer
                      : expert == "high"         ? wan::Part::HighNoise
                                                 : wan::Part::LowNoise;
    return {required(wan::loadTransformer(described, part)), !described.hasTwoExperts() ? Expert::Any
                                                             : expert == "high"         ? Expert::High
                                                                                        : Expert::Low};
}

torch::Tensor readOne(const weights::TensorFile& file, const std::string& name) {
    const auto* info = file.find(name);
    if (info == nullptr) throw std::runtime_error("no tensor " + name);
    const auto type = info->dtype == weights::DType::I64 ? torch::kLong : torch::kFloat;
    auto tensor = torch::empty(info->shape, torch::TensorOptions(type));
    required(file.read(*info, std::span(static_cast<std::uint8_t*>(tensor.data_ptr()), info->byteCount)));
    return tensor;
}

void write(const std::string& path, const std::map<std::string, torch::Tensor>& tensors) {
    std::vector<torch::Tensor> keep;
    std::vector<weights::TensorView> views;
    for (const auto& [name, tensor] : tensors) {
        keep.push_back(tensor.detach().contiguous());
        views.push_back(
            {name, weights::DType::F32, tensor.sizes().vec(),
             std::span(static_cast<const std::uint8_t*>(keep.back().data_ptr()), keep.back().nbytes())});
    }
    required(weights::writeSafetensors(path, views, {}));
}

int make(const std::vector<std::string>& a) {
    const auto model = modelFrom(a.at(1), a.at(2));
    auto lora = required(adapters::Lora::create(
        *model.transformer, {.rank = 6, .alpha = 9.0, .targets = {"all"}, .seed = a.at(2) == "high" ? 11u : 12u}));
    torch::manual_seed(a.at(2) == "high" ? 21 : 22);
    for (const auto& [name, layer] : lora.layers()) layer->up.normal_(0.0, 0.05);
    required(adapters::exportAdapter({.modules = lora.modules()}, a.at(3),
                                     {.dialect = adapters::Dialect::Kohya, .expert = model.expert}));
    return 0;
}

int convert(const std::vector<std::string>& a) {
    adapters::ExportOptions options;
    options.dialect = adapters::dialectFromName(a.at(1)).value();
    if (a.size() > 4 && a[4] == "one-file") options.oneFile = true;
    if (a.size() > 4 && a[4] == "diffusers-names") options.peftNames = adapters::NameStyle::Diffusers;
    for (const auto& file : required(adapters::convertAdapter(a.at(2), a.at(3), options)))
        std::printf("%s\n", file.c_str());
    return 0;
}

std::shared_ptr<const adapters::Adapter> load(const Model& model, const std::string& path) {
    return required(adapters::Adapter::load(path, model.transformer->config(), {.expert = model.expert}));
}

int velocity(const std::vector<std::string>& a) {
    const torch::NoGradGuard noGrad;
    const auto model = modelFrom(a.at(1), a.at(2));
    const auto inputs = required(weights::openTensorFile(a.at(3)));
    adapters::AdapterStack stack(model.transformer);
    if (a.size() > 5)
        required(stack.set({{load(model, a[5]), 1.0}}, a.size() > 6 && a[6] == "merged"
                                                           ? adapters::ApplyMode::Merged
                                                           : adapters::ApplyMode::Branch));
    const auto out = model.transformer->forward({readOne(*inputs, "latent")}, readOne(*inputs, "timestep"),
                                                {readOne(*inputs, "context")});
    write(a.at(4), {{"velocity", out[0]}});
    return 0;
}

int mergedWeights(const std::vector<std::string>& a) {
    const torch::NoGradGuard noGrad;
    const auto model = modelFrom(a.at(1), a.at(2));
    const auto adapter = load(model, a.at(4));
    adapters::AdapterStack stack(model.transformer);
    required(stack.set({{adapter, 1.0}}, adapters::ApplyMode::Merged));
    std::map<std::string, torch::Tensor> tensors;
    const auto parameters = model.transformer->named_parameters();
    for (const auto& delta : adapter->deltas()) tensors[delta->parameter] = parameters[delta->parameter];
    write(a.at(3), tensors);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    try {
        const auto command = words.empty() ? std::string() : words[0];
        if (command == "make") return make(words);
        if (command == "convert") return convert(words);
        if (command == "velocity") return velocity(words);
        if (command == "weights") return mergedWeights(words);
        std::fprintf(stderr, "usage: adapter_probe make|convert|velocity|weights ...\n");
        return 2;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
}
