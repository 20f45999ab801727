#include "core/training/training_state.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <cstring>
#include <filesystem>

#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace brandloom::training {
namespace {

constexpr const char* kKindKey = "brandloom.kind";
constexpr const char* kKind = "training_state";
constexpr const char* kHashKey = "sha256";
constexpr std::string_view kValuePrefix = "state.";

auto damaged(const Path& file, const std::string& reason) {
    return fail(engine_errors::kStateDamaged, {{"file", utf8FromPath(file)}, {"reason", reason}});
}

std::span<const std::uint8_t> bytesOf(const torch::Tensor& tensor) {
    return {static_cast<const std::uint8_t*>(tensor.data_ptr()), tensor.nbytes()};
}

std::optional<torch::ScalarType> scalarType(weights::DType dtype) {
    if (dtype == weights::DType::F32) return torch::kFloat;
    if (dtype == weights::DType::F64) return torch::kDouble;
    return std::nullopt;
}

std::string hashOf(const TrainingState& state) {
    Sha256 hash;
    for (const auto& [name, value] : state.values) hash.add(fmt::format("{}={}\n", name, value));
    for (const auto& [name, tensor] : state.tensors) {
        hash.add(fmt::format("{} {} {}\n", name, static_cast<int>(tensor.scalar_type()), tensor.dim()));
        for (const auto side : tensor.sizes()) hash.add(fmt::format("{} ", side));
        hash.add(bytesOf(tensor));
    }
    return hash.hex();
}

/// Tensor by tensor: a second state in memory is not needed.
Status compareWith(const Path& file, const TrainingState& state) {
    BRANDLOOM_TRY(const auto opened, weights::openTensorFile(file));
    std::size_t values = 0;
    for (const auto& [name, value] : opened->metadata()) values += name.starts_with(kValuePrefix) ? 1 : 0;
    bool same = values == state.values.size() && opened->tensors().size() == state.tensors.size();
    for (const auto& [name, value] : state.values) {
        const auto found = opened->metadata().find(std::string(kValuePrefix) + name);
        same = same && found != opened->metadata().end() && found->second == value;
    }
    std::vector<std::uint8_t> bytes;
    for (const auto& info : opened->tensors()) {
        const auto found = state.tensors.find(info.name);
        same = same && found != state.tensors.end() && found->second.nbytes() == info.byteCount;
        if (!same) break;
        bytes.resize(info.byteCount);
        BRANDLOOM_CHECK(opened->read(info, bytes));
        same = std::memcmp(bytes.data(), found->second.data_ptr(), bytes.size()) == 0;
    }
    return same ? Status() : damaged(file, "what was read back is not what was written");
}

Status writeTo(const Path& file, const TrainingState& state, const std::string& hash) {
    std::vector<weights::TensorView> views;
    for (const auto& [name, tensor] : state.tensors)
        views.push_back({name, tensor.scalar_type() == torch::kDouble ? weights::DType::F64 : weights::DType::F32,
                         tensor.sizes().vec(), bytesOf(tensor)});
    std::map<std::string, std::string> metadata{{kKindKey, kKind}, {kHashKey, hash}};
    for (const auto& [name, value] : state.values) metadata[std::string(kValuePrefix) + name] = value;
    return weights::writeSafetensors(file, views, metadata);
}

}  // namespace

Status writeTrainingState(const Path& file, const TrainingState& state) {
    Path fresh = file;
    fresh += ".new";
    const auto hash = hashOf(state);
    const auto discard = [&](Error error) {
        platform::removeFile(fresh);
        return fail(std::move(error));
    };
    if (auto written = writeTo(fresh, state, hash); !written) return discard(std::move(written).error());
    if (const auto same = compareWith(fresh, state); !same) return discard(same.error());
    if (platform::renameFile(fresh, file) != 0 || platform::syncFile(file.parent_path()) != 0)
        return discard(Error(base_errors::kFileUnwritable,
                             {{"file", utf8FromPath(file)}, {"reason", "it could not be renamed"}}));
    return {};
}

Result<TrainingState> readTrainingState(const Path& path) {
    std::error_code ec;
    if (!std::filesystem::exists(path, ec)) return fail(base_errors::kFileMissing, {{"file", utf8FromPath(path)}});
    auto opened = weights::openTensorFile(path);
    if (!opened)
        return fail(
            Error(engine_errors::kStateDamaged, {{"file", utf8FromPath(path)}, {"reason", "it is not whole"}})
                .withCause(std::move(opened).error()));
    const auto& file = **opened;
    const auto& metadata = file.metadata();
    const auto kind = metadata.find(kKindKey), hash = metadata.find(kHashKey);
    if (kind == metadata.end() || kind->second != kKind || hash == metadata.end())
        return damaged(path, "it is not the state of a training");
    TrainingState state;
    for (const auto& [name, value] : metadata)
        if (name.starts_with(kValuePrefix)) state.values[name.substr(kValuePrefix.size())] = value;
    for (const auto& info : file.tensors()) {
        const auto type = scalarType(info.dtype);
        if (!type) return damaged(path, info.name + " has another number type");
        auto tensor = torch::empty(info.shape, torch::TensorOptions(*type));
        if (!file.read(info, {static_cast<std::uint8_t*>(tensor.data_ptr()), tensor.nbytes()}))
            return damaged(path, info.name + " cannot be read");
        state.tensors.emplace(info.name, std::move(tensor));
    }
    if (hashOf(state) != hash->second) return damaged(path, "its content is not what was written");
    return state;
}

}  // namespace brandloom::training
