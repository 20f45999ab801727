#include "core/adapters/adapter_export.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <system_error>

#include "core/adapters/export_metadata.h"
#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/door/engine_errors.h"
#include "core/wan/torch_dtype.h"
#include "core/weights/safetensors_writer.h"

namespace brandloom::adapters {
namespace {

namespace fs = std::filesystem;
using Modules = std::map<std::string, ModuleAdapter>;
using NamedTensors = std::map<std::string, torch::Tensor>;

/// The factor that carries the scale when it is folded.
Role carrierOf(const ModuleAdapter& m) {
    if (m.factors == FactorKind::Lora) return Role::Up;
    if (m.factors == FactorKind::Loha) return Role::HadaW1a;
    return m.has(Role::LokrW1) ? Role::LokrW1 : Role::LokrW1a;
}

torch::Tensor scaled(const torch::Tensor& tensor, double scale) {
    return scale == 1.0 ? tensor : (tensor.to(torch::kFloat) * scale).to(tensor.scalar_type());
}

/// The same adapter with a scale of 1 and one bias per module: the form in which two of them are compared.
ModuleAdapter folded(const ModuleAdapter& m) {
    auto out = m;
    out.scale = 1.0;
    if (m.factors != FactorKind::None) out.tensors[carrierOf(m)] = scaled(m.at(carrierOf(m)), m.scale);
    if (m.has(Role::UpBias)) {
        auto bias = scaled(m.at(Role::UpBias), m.scale);
        if (m.has(Role::DiffBias)) bias = bias.to(torch::kFloat) + m.at(Role::DiffBias).to(torch::kFloat);
        out.tensors[Role::DiffBias] = bias;
        out.tensors.erase(Role::UpBias);
    }
    return out;
}

bool isWholeLokr(const ModuleAdapter& m) {
    return m.factors == FactorKind::Lokr && m.rank == 0;
}

struct Writer {
    const ExportOptions& options;
    const Path& target;

    [[nodiscard]] bool peftStyle() const {
        return options.dialect == Dialect::Diffusers || options.dialect == Dialect::Peft;
    }
    [[nodiscard]] std::string front(const std::string& module, bool second) const {
        switch (options.dialect) {
            case Dialect::Kohya:
                return "lora_unet_" + underscored(module);
            case Dialect::Diffusers:
                return (second ? "transformer_2." : "transformer.") + diffusersModule(module);
            case Dialect::Peft:
                return "base_model.model." +
                       (options.peftNames == NameStyle::Diffusers ? diffusersModule(module) : module);
            default:
                return "diffusion_model." + module;
        }
    }
    [[nodiscard]] auto cannotHold(const std::string& kind, const std::string& module) const {
        return fail(engine_errors::kAdapterKind,
                    {{"file", utf8FromPath(target)},
                     {"kind", kind},
                     {"key", module},
                     {"what", "the " + std::string(dialectName(options.dialect)) + " format cannot hold"}});
    }
    [[nodiscard]] torch::Tensor stored(const torch::Tensor& tensor) const {
        const auto type = options.dtype ? *wan::torchFromDType(*options.dtype) : tensor.scalar_type();
        return tensor.detach().to(torch::kCPU, type).contiguous();
    }

    /// LoRA and DoRA only, as PEFT names them.
    Status addPeft(NamedTensors& out, const ModuleAdapter& m, bool second) const {
        if (m.factors != FactorKind::Lora)
            return cannotHold(
                m.factors == FactorKind::None ? "a full difference" : std::string(factorName(m.factors)), m.module);
        for (const auto role : {Role::Diff, Role::DiffModulation, Role::SetWeight, Role::SetBias})
            if (m.has(role)) return cannotHold("a full difference", m.module);
        const bool fold = options.dialect == Dialect::Diffusers;
        const auto name = front(m.module, second);
        const auto whole = folded(m);
        out[name + roleSuffix(Role::Down, true)] = stored(m.at(Role::Down));
        out[name + roleSuffix(Role::Up, true)] = stored(fold ? whole.at(Role::Up) : m.at(Role::Up));
        if (whole.has(Role::DiffBias)) {
            // Scaled again by the reader.
            const double back = fold ? 1.0 : 1.0 / m.scale;
            if (!std::isfinite(back)) return cannotHold("a bias without its LoRA", m.module);
            out[name + roleSuffix(Role::UpBias, true)] = stored(scaled(whole.at(Role::DiffBias), back));
        }
        if (m.has(Role::Magnitude)) {
            const auto& magnitude = m.at(Role::Magnitude);
            if (magnitude.size(0) != m.at(Role::Up).size(0)) return cannotHold("DoRA by column", m.module);
            out[name + roleSuffix(Role::Magnitude, true)] = stored(magnitude.flatten());
        }
        return {};
    }

    Status addOther(NamedTensors& out, const ModuleAdapter& m, bool second) const {
        const bool fold = options.dialect != Dialect::Kohya;
        auto shown = folded(m);
        if (!fold && m.factors != FactorKind::None) {
            shown.tensors[carrierOf(m)] = m.at(carrierOf(m));
            if (!isWholeLokr(m))
                out[front(m.module, second) + roleSuffix(Role::Alpha, false)] =
                    torch::tensor(m.scale * static_cast<double>(m.rank), torch::kFloat);
        }
        for (const auto& [role, tensor] : shown.tensors) {
            if (role == Role::SetBias) return cannotHold("a replaced bias", m.module);
            const bool peftNames = fold && (role == Role::Down || role == Role::Up);
            auto value = stored(tensor);
            if (role == Role::Magnitude && value.dim() == 1) value = value.unsqueeze(1);
            out[front(m.module, second) + roleSuffix(role, peftNames)] = value;
        }
        return {};
    }

    Status add(NamedTensors& out, const Modules& modules, bool second) const {
        for (const auto& [name, module] : modules) {
            BRANDLOOM_CHECK(peftStyle() ? addPeft(out, module, second) : addOther(out, module, second));
        }
        return {};
    }
};

/// adapter_config.json: the most common rank and alpha, and patterns for the rest.
std::string peftConfig(const Modules& modules, NameStyle names) {
    std::map<std::pair<std::int64_t, double>, int> votes;
    bool dora = false, bias = false;
    for (const auto& [name, m] : modules) {
        ++votes[{m.rank, m.scale * static_cast<double>(m.rank)}];
        dora = dora || m.has(Role::Magnitude);
        bias = bias || m.has(Role::UpBias) || m.has(Role::DiffBias);
    }
    const auto [rank, alpha] = std::ranges::max_element(votes, {}, [](const auto& v) { return v.second; })->first;
    std::string targets, ranks, alphas;
    const auto append = [](std::string& list, const std::string& item) {
        list += (list.empty() ? "" : ",") + ("\n    " + item);
    };
    for (const auto& [name, m] : modules) {
        const auto module = "\"" + (names == NameStyle::Diffusers ? diffusersModule(name) : name) + "\"";
        const double own = m.scale * static_cast<double>(m.rank);
        append(targets, module);
        if (m.rank != rank) append(ranks, module + ": " + std::to_string(m.rank));
        if (own != alpha) append(alphas, module + ": " + numberText(own));
    }
    const auto block = [](const std::string& list, char open, char close) {
        return list.empty() ? std::string{open, close} : open + list + "\n  " + close;
    };
    const auto yes = [](bool value) { return value ? "true" : "false"; };
    return std::string("{\n  \"alpha_pattern\": ") + block(alphas, '{', '}') +
           ",\n  \"auto_mapping\": null,\n  \"base_model_name_or_path\": null,\n  \"bias\": \"none\",\n"
           "  \"fan_in_fan_out\": false,\n  \"inference_mode\": true,\n  \"init_lora_weights\": true,\n"
           "  \"lora_alpha\": " +
           numberText(alpha) + ",\n  \"lora_bias\": " + yes(bias) +
           ",\n  \"lora_dropout\": 0.0,\n  \"modules_to_save\": null,\n  \"peft_type\": \"LORA\",\n  \"r\": " +
           std::to_string(rank) + ",\n  \"rank_pattern\": " + block(ranks, '{', '}') +
           ",\n  \"revision\": null,\n  \"target_modules\": " + block(targets, '[', ']') +
           ",\n  \"task_type\": null,\n  \"use_dora\": " + yes(dora) + ",\n  \"use_rslora\": false\n}\n";
}

/// Largest allowed difference relative to the largest value: one rounding into the stored type, one of the fold.
double tolerance(torch::ScalarType type) {
    return type == torch::kBFloat16 ? 1.0 / 128 : type == torch::kHalf ? 1.0 / 1024 : 1e-6;
}

/// Empty when both change the same modules in the same way.
std::string differenceOf(const Modules& written, const Modules& read) {
    for (const auto& [name, m] : written) {
        const auto other = read.find(name);
        if (other == read.end()) return name;
        const auto a = folded(m), b = folded(other->second);
        if (a.factors != b.factors || a.rank != b.rank || a.tensors.size() != b.tensors.size()) return name;
        for (const auto& [role, tensor] : a.tensors) {
            if (!b.has(role)) return name + roleSuffix(role, false);
            const auto x = tensor.to(torch::kDouble).flatten(), y = b.at(role).to(torch::kDouble).flatten();
            if (x.sizes() != y.sizes()) return name + roleSuffix(role, false);
            const double size = x.abs().max().item<double>(), error = (x - y).abs().max().item<double>();
            if (!(error <= tolerance(b.at(role).scalar_type()) * size)) return name + roleSuffix(role, false);
        }
    }
    for (const auto& [name, m] : read)
        if (!written.contains(name)) return name;
    return {};
}

struct Job {
    const Modules* first = nullptr;
    const Modules* second = nullptr;  ///< in the same file
    Expert expert = Expert::Any;
    Path target;
};

Status checkFree(const Path& target, const ExportOptions& options) {
    std::error_code ignored;
    const bool taken = fs::is_directory(target, ignored)
                           ? !fs::is_empty(target, ignored) || options.dialect != Dialect::Peft
                           : fs::exists(target, ignored);
    if (taken && !(options.overwrite && (!fs::is_directory(target, ignored) || isPeftFolder(target))))
        return fail(engine_errors::kOutputTaken, {{"file", utf8FromPath(target)}});
    return {};
}

Status writeTensors(const NamedTensors& tensors, const Job& job, const std::map<std::string, std::string>& brought,
                    const ExportOptions& options) {
    std::vector<weights::TensorView> views;
    for (const auto& [name, tensor] : tensors) {
        if (!torch::isfinite(tensor).all().item<bool>())
            return fail(engine_errors::kAdapterNotFinite, {{"file", utf8FromPath(job.target)}, {"key", name}});
        views.push_back({name, *wan::dtypeFromTorch(tensor.scalar_type()), tensor.sizes().vec(),
                         std::span(static_cast<const std::uint8_t*>(tensor.data_ptr()), tensor.nbytes())});
    }
    // The order of the file: element size, then name.
    std::ranges::stable_sort(views, std::greater<>(),
                             [](const auto& v) { return weights::bitsPerElement(v.dtype); });
    Sha256 sha;
    for (const auto& view : views) sha.add(view.bytes);
    const ExportFacts facts{job.first, job.expert, options.dialect != Dialect::Kohya,
                            utf8FromPath(job.target.stem()), sha.hex()};
    const auto metadata = exportMetadata(brought, facts, options);
    if (options.dialect != Dialect::Peft) return weights::writeSafetensors(job.target, views, metadata);
    std::error_code failed;
    fs::create_directories(job.target, failed);
    if (failed)
        return fail(base_errors::kFileUnwritable,
                    {{"file", utf8FromPath(job.target)}, {"reason", failed.message()}});
    BRANDLOOM_CHECK(weights::writeSafetensors(job.target / "adapter_model.safetensors", views, metadata));
    auto status =
        writeFileAtomically(job.target / "adapter_config.json", peftConfig(*job.first, options.peftNames));
    if (!status) fs::remove(job.target / "adapter_model.safetensors", failed);
    return status;
}

Status compareWithWritten(const Job& job) {
    BRANDLOOM_TRY(const auto table, AdapterTable::open(job.target));
    BRANDLOOM_TRY(const auto again, readAdapter(table));
    static const Modules kNone;
    auto difference = differenceOf(*job.first, again.modules);
    if (difference.empty()) difference = differenceOf(job.second ? *job.second : kNone, again.second);
    if (difference.empty()) return {};
    return fail(engine_errors::kAdapterExportDiffers, {{"file", utf8FromPath(job.target)}, {"key", difference}});
}

std::vector<Job> jobsFor(const AdapterData& data, const Path& target, const ExportOptions& options) {
    if (data.second.empty()) return {{&data.modules, nullptr, options.expert, target}};
    if (options.dialect == Dialect::Diffusers && options.oneFile)
        return {{&data.modules, &data.second, Expert::Any, target}};
    const auto half = [&](const char* word) {
        if (options.dialect == Dialect::Peft) return target / word;
        auto name = target.stem();
        name += std::string("_") + word;
        name += target.extension();
        return target.parent_path() / name;
    };
    std::vector<Job> jobs;
    if (!data.modules.empty()) jobs.push_back({&data.modules, nullptr, Expert::High, half("high_noise")});
    jobs.push_back({&data.second, nullptr, Expert::Low, half("low_noise")});
    return jobs;
}

void removeOutput(const Path& target, Dialect dialect) {
    std::error_code ignored;
    if (dialect == Dialect::Peft) {
        fs::remove(target / "adapter_model.safetensors", ignored);
        fs::remove(target / "adapter_config.json", ignored);
    }
    fs::remove(target, ignored);
}

}  // namespace

Result<std::vector<Path>> exportAdapter(const AdapterData& data, const Path& target, const ExportOptions& options) {
    constexpr Dialect kWritten[] = {Dialect::Kohya, Dialect::Comfy, Dialect::Diffusers, Dialect::Peft};
    constexpr weights::DType kTypes[] = {weights::DType::F32, weights::DType::BF16, weights::DType::F16};
    if (std::ranges::find(kWritten, options.dialect) == std::end(kWritten))
        return fail(base_errors::kInvalidArgument,
                    {{"what", "the format " + std::string(dialectName(options.dialect))},
                     {"reason", "it is only read"},
                     {"allowed", "kohya, comfy, diffusers or peft"}});
    if (options.dtype && std::ranges::find(kTypes, *options.dtype) == std::end(kTypes))
        return fail(base_errors::kInvalidArgument,
                    {{"what", "the number type " + std::string(weights::dtypeName(*options.dtype))},
                     {"reason", "no adapter is stored in it"},
                     {"allowed", "F32, BF16 or F16"}});
    const auto jobs = jobsFor(data, target, options);
    for (const auto& job : jobs) BRANDLOOM_CHECK(checkFree(job.target, options));
    std::vector<Path> written;
    auto status = guardedCall("exporting " + utf8FromPath(target), [&]() -> Status {
        const torch::NoGradGuard noGrad;
        for (const auto& job : jobs) {
            const Writer writer{options, job.target};
            NamedTensors tensors;
            BRANDLOOM_CHECK(writer.add(tensors, *job.first, false));
            if (job.second != nullptr) BRANDLOOM_CHECK(writer.add(tensors, *job.second, true));
            BRANDLOOM_CHECK(writeTensors(tensors, job, data.metadata, options));
            written.push_back(job.target);
            BRANDLOOM_CHECK(compareWithWritten(job));
        }
        return {};
    });
    if (!status) {
        for (const auto& path : written) removeOutput(path, options.dialect);
        return tl::unexpected(std::move(status).error());
    }
    return written;
}

}  // namespace brandloom::adapters
