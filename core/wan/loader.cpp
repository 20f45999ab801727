#include "core/wan/loader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/torch.h>

#include <algorithm>
#include <new>

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/wan/model_size.h"
#include "core/wan/precision.h"
#include "core/weights/key_dialects.h"
#include "core/weights/tensor_file.h"

namespace brandloom::wan {
namespace {

using weights::DType;
using weights::KeyMap;
using weights::MappedTensor;
using weights::TensorFile;

/// Stores one finished tensor in the module.
using Form = std::function<torch::Tensor(const std::string& name, const torch::Tensor& value)>;

std::optional<torch::ScalarType> torchDtype(DType dtype) {
    switch (dtype) {
        case DType::F16:
            return torch::kHalf;
        case DType::BF16:
            return torch::kBFloat16;
        case DType::F32:
            return torch::kFloat;
        case DType::F64:
            return torch::kDouble;
        case DType::F8E4M3:
            return torch::kFloat8_e4m3fn;
        case DType::F8E5M2:
            return torch::kFloat8_e5m2;
        default:
            return std::nullopt;
    }
}

/// "a, b, c and 4 more".
std::string someOf(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 6;
    const auto shown = std::min(names.size(), kShown);
    auto text =
        fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
    return text;
}

/// Success only when the file has exactly the expected tensors.
Status checkTensors(const KeyMap& keys, const ShapeMap& expected, const TensorFile& file, std::string_view part) {
    std::vector<std::string> missing, unknown = keys.leftovers, wrong, dtypes;
    for (const auto& [name, shape] : expected) {
        const auto* found = keys.find(name);
        if (found == nullptr)
            missing.push_back(name);
        else if (found->source->shape != shape)
            wrong.push_back(fmt::format("{} is [{}] instead of [{}]", name, fmt::join(found->source->shape, ","),
                                        fmt::join(shape, ",")));
        else if (!torchDtype(found->source->dtype))
            dtypes.push_back(fmt::format("{} ({})", name, weights::dtypeName(found->source->dtype)));
    }
    for (const auto& [name, tensor] : keys.tensors)
        if (!expected.contains(name)) unknown.push_back(name);
    std::vector<std::string> problems;
    const auto add = [&](const char* what, const std::vector<std::string>& names) {
        if (!names.empty()) problems.push_back(fmt::format("{} ({}): {}", what, names.size(), someOf(names)));
    };
    add("missing tensors", missing);
    add("unknown tensors", unknown);
    add("wrong shapes", wrong);
    add("number types that weights do not have", dtypes);
    if (problems.empty()) return {};
    return fail(engine_errors::kWrongTensors, {{"file", utf8FromPath(file.path())},
                                               {"part", std::string(part)},
                                               {"problems", fmt::format("{}", fmt::join(problems, "; "))}});
}

Result<torch::Tensor> readAsTensor(const TensorFile& file, const weights::TensorInfo& info) {
    BRANDLOOM_TRY(auto buffer, weights::readTensor(file, info));
    auto* bytes = buffer.release();
    return torch::from_blob(
        bytes, info.shape, [](void* p) { std::free(p); }, torch::TensorOptions().dtype(*torchDtype(info.dtype)));
}

Result<torch::Tensor> readMapped(const TensorFile& file, const MappedTensor& mapped) {
    BRANDLOOM_TRY(auto value, readAsTensor(file, *mapped.source));
    if (mapped.scale == nullptr) {
        if (value.element_size() == 1) value = value.to(torch::kFloat);
        return value;
    }
    if (!torchDtype(mapped.scale->dtype))
        return fail(engine_errors::kWrongTensors, {{"file", utf8FromPath(file.path())},
                                                   {"part", "model part"},
                                                   {"problems", mapped.scale->name + " is not a number"}});
    BRANDLOOM_TRY(auto scale, readAsTensor(file, *mapped.scale));
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

Status fill(torch::nn::Module& module, const KeyMap& keys, const TensorFile& file, const Form& form,
            const LoadOptions& options) {
    torch::NoGradGuard noGrad;
    auto parameters = module.named_parameters();
    // In the order of the bytes on disk.
    std::vector<std::pair<const std::string*, const MappedTensor*>> order;
    std::int64_t total = 0, done = 0;
    for (const auto& [name, mapped] : keys.tensors) {
        order.emplace_back(&name, &mapped);
        total += static_cast<std::int64_t>(mapped.source->byteCount);
    }
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second->source->fileIndex, a.second->source->fileOffset) <
               std::pair(b.second->source->fileIndex, b.second->source->fileOffset);
    });
    for (const auto& [name, mapped] : order) {
        BRANDLOOM_CHECK(checkCancelled(options.stop));
        BRANDLOOM_TRY(auto value, readMapped(file, *mapped));
        auto& parameter = parameters[*name];
        parameter.set_data(form(*name, value).to(options.device).contiguous());
        parameter.set_requires_grad(false);
        done += static_cast<std::int64_t>(mapped->source->byteCount);
        report(options.progress, {.phase = "loading", .done = done, .total = total});
    }
    return {};
}

/// Runs `work` and turns what torch or the allocator throws into errors.
template <class T>
Result<T> guarded(const Path& path, const std::function<Result<T>()>& work) {
    const auto what = "reading " + utf8FromPath(path);
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail(engine_errors::kOutOfMemory, {{"what", what}});
    } catch (const c10::Error& e) {
        return fail(engine_errors::kEngineFault, {{"what", what}, {"reason", e.what_without_backtrace()}});
    } catch (const std::exception& e) {
        return fail(engine_errors::kEngineFault, {{"what", what}, {"reason", e.what()}});
    }
}

}  // namespace

Result<std::shared_ptr<WanTransformer>> loadTransformer(const Path& path, const Path& configFile,
                                                        const LoadOptions& options) {
    return guarded<std::shared_ptr<WanTransformer>>(path, [&]() -> Result<std::shared_ptr<WanTransformer>> {
        BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
        BRANDLOOM_TRY(const auto keys, weights::mapKeys(weights::Component::Transformer, *file));
        auto configText = options.configText;
        if (!configFile.empty()) {
            BRANDLOOM_TRY(configText, readFile(configFile));
        }
        BRANDLOOM_TRY(const auto config, transformerConfig(shapesOf(keys), configText,
                                                           utf8FromPath(configFile.empty() ? path : configFile)));
        BRANDLOOM_CHECK(checkTensors(keys, transformerShapes(config), *file, "transformer"));
        auto model = std::make_shared<WanTransformer>(config);
        const auto form = [&](const std::string& name, const torch::Tensor& value) {
            return storedForm(name, value, options.compute);
        };
        BRANDLOOM_CHECK(fill(*model, keys, *file, form, options));
        model->setComputeOnly(options.compute);
        return model;
    });
}

Result<std::shared_ptr<Vae>> loadVae(const Path& path, const LoadOptions& options) {
    return guarded<std::shared_ptr<Vae>>(path, [&]() -> Result<std::shared_ptr<Vae>> {
        BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
        const auto components = weights::detectComponents(*file);
        const bool is22 = std::ranges::find(components, weights::Component::Vae22) != components.end();
        BRANDLOOM_TRY(const auto keys,
                      weights::mapKeys(is22 ? weights::Component::Vae22 : weights::Component::Vae21, *file));
        const auto source = utf8FromPath(path);
        BRANDLOOM_TRY(const auto config, vaeConfig(shapesOf(keys), source));
        BRANDLOOM_CHECK(checkTensors(keys, vaeShapes(config), *file, "VAE"));
        if (!options.anyLatentWidth && config.z != (is22 ? 48 : 16))
            return fail(engine_errors::kWrongTensors,
                        {{"file", source},
                         {"part", "VAE"},
                         {"problems",
                          fmt::format("it has {} latent channels, for which there are no statistics", config.z)}});
        auto model = std::make_shared<Vae>(config);
        const auto form = [](const std::string&, const torch::Tensor& value) { return value.to(torch::kFloat); };
        BRANDLOOM_CHECK(fill(*model, keys, *file, form, options));
        return model;
    });
}

Result<std::shared_ptr<Umt5Encoder>> loadUmt5(const Path& path, const LoadOptions& options) {
    return guarded<std::shared_ptr<Umt5Encoder>>(path, [&]() -> Result<std::shared_ptr<Umt5Encoder>> {
        BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
        BRANDLOOM_TRY(const auto keys, weights::mapKeys(weights::Component::TextEncoder, *file));
        BRANDLOOM_TRY(const auto config, umt5Config(shapesOf(keys), utf8FromPath(path)));
        BRANDLOOM_CHECK(checkTensors(keys, umt5Shapes(config), *file, "text encoder"));
        auto model = std::make_shared<Umt5Encoder>(config);
        const auto dtype = options.compute == Compute::BFloat16 ? torch::kBFloat16 : torch::kFloat;
        const auto form = [&](const std::string&, const torch::Tensor& value) { return value.to(dtype); };
        BRANDLOOM_CHECK(fill(*model, keys, *file, form, options));
        return model;
    });
}

Result<std::shared_ptr<WanTransformer>> loadTransformer(const ModelFolder& folder, Part part,
                                                        const LoadOptions& options) {
    BRANDLOOM_TRY(const auto path, partPath(folder, part));
    const auto config = folder.configs.find(part);
    return loadTransformer(path, config == folder.configs.end() ? Path() : config->second, options);
}

Result<std::shared_ptr<Vae>> loadVae(const ModelFolder& folder, const LoadOptions& options) {
    BRANDLOOM_TRY(const auto path, partPath(folder, Part::Vae));
    return loadVae(path, options);
}

Result<std::shared_ptr<Umt5Encoder>> loadUmt5(const ModelFolder& folder, const LoadOptions& options) {
    BRANDLOOM_TRY(const auto path, partPath(folder, Part::TextEncoder));
    return loadUmt5(path, options);
}

}  // namespace brandloom::wan
