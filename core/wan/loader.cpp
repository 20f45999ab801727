#include "core/wan/loader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/torch.h>

#include <algorithm>
#include <new>

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/wan/block_ring.h"
#include "core/wan/model_size.h"
#include "core/wan/precision.h"
#include "core/wan/tensor_check.h"
#include "core/wan/tensor_reading.h"
#include "core/weights/key_dialects.h"
#include "core/weights/tensor_file.h"

namespace brandloom::wan {
namespace {

using weights::KeyMap;
using weights::MappedTensor;
using weights::TensorFile;

/// Stores one finished tensor in the module.
using Form = std::function<torch::Tensor(const std::string& name, const torch::Tensor& value)>;

/// `wanted`: which tensors are loaded; empty: all.
Status fill(torch::nn::Module& module, const KeyMap& keys, const TensorFile& file, const Form& form,
            const LoadOptions& options, const std::function<bool(std::string_view)>& wanted = {}) {
    torch::NoGradGuard noGrad;
    auto parameters = module.named_parameters();
    // In the order of the bytes on disk.
    std::vector<std::pair<const std::string*, const MappedTensor*>> order;
    std::int64_t total = 0, done = 0;
    for (const auto& [name, mapped] : keys.tensors) {
        if (wanted && !wanted(name)) continue;
        order.emplace_back(&name, &mapped);
        total += static_cast<std::int64_t>(mapped.source->byteCount);
    }
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second->source->fileIndex, a.second->source->fileOffset) <
               std::pair(b.second->source->fileIndex, b.second->source->fileOffset);
    });
    const weights::ReadOptions reading{options.stop, [&](std::uint64_t bytes) {
                                           done += static_cast<std::int64_t>(bytes);
                                           report(options.progress,
                                                  {.phase = "loading", .done = done, .total = total});
                                       }};
    for (const auto& [name, mapped] : order) {
        BRANDLOOM_CHECK(checkCancelled(options.stop));
        BRANDLOOM_TRY(auto value, readMapped(file, *mapped, reading));
        auto& parameter = parameters[*name];
        parameter.set_data(form(*name, value).to(options.device).contiguous());
        parameter.set_requires_grad(false);
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

namespace {

/// `slots` 0: everything into memory.
Result<std::shared_ptr<WanTransformer>> openTransformer(const Path& path, const Path& configFile,
                                                        const LoadOptions& options, int slots) {
    BRANDLOOM_TRY(std::shared_ptr<const TensorFile> file, weights::openTensorFile(path));
    BRANDLOOM_TRY(auto keys, weights::mapKeys(weights::Component::Transformer, *file));
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
    const auto resident = [&](std::string_view name) { return slots == 0 || !isStreamed(name); };
    BRANDLOOM_CHECK(fill(*model, keys, *file, form, options, resident));
    model->setComputeOnly(options.compute);
    if (slots > 0)
        model->setBlockSource(std::make_shared<BlockRing>(*model, file, std::move(keys), options.device, slots));
    return model;
}

}  // namespace

Result<std::shared_ptr<WanTransformer>> loadTransformer(const Path& path, const Path& configFile,
                                                        const LoadOptions& options) {
    return guarded<std::shared_ptr<WanTransformer>>(path,
                                                    [&] { return openTransformer(path, configFile, options, 0); });
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

Result<std::shared_ptr<WanTransformer>> openStreamedTransformer(const ModelFolder& folder, Part part,
                                                                const LoadOptions& options, int slots) {
    BRANDLOOM_TRY(const auto path, partPath(folder, part));
    const auto config = folder.configs.find(part);
    const auto configFile = config == folder.configs.end() ? Path() : config->second;
    return guarded<std::shared_ptr<WanTransformer>>(
        path, [&] { return openTransformer(path, configFile, options, std::max(2, slots)); });
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
