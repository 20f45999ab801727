#include "core/training/tensor_cache.h"

#include <torch/torch.h>

#include <filesystem>
#include <optional>
#include <system_error>

#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace brandloom::training {
namespace {

constexpr const char* kName = "tensor";

std::span<const std::uint8_t> bytesOf(const torch::Tensor& tensor) {
    return {static_cast<const std::uint8_t*>(tensor.data_ptr()), tensor.nbytes()};
}

std::optional<torch::Tensor> readEntry(const Path& file, const std::string& key) {
    const auto opened = weights::openTensorFile(file);
    if (!opened) return std::nullopt;
    const auto* info = (*opened)->find(kName);
    const auto& metadata = (*opened)->metadata();
    const auto said = metadata.find("key");
    const auto hash = metadata.find("sha256");
    if (info == nullptr || info->dtype != weights::DType::F32 || said == metadata.end() || said->second != key ||
        hash == metadata.end())
        return std::nullopt;
    auto tensor = torch::empty(info->shape, torch::kFloat);
    if (!(*opened)->read(*info, {static_cast<std::uint8_t*>(tensor.data_ptr()), tensor.nbytes()}))
        return std::nullopt;
    if (Sha256().add(bytesOf(tensor)).hex() != hash->second) return std::nullopt;
    return tensor;
}

}  // namespace

Result<TensorCache> TensorCache::open(const Path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", error.message()}});
    return TensorCache(folder);
}

Result<torch::Tensor> TensorCache::get(std::string_view kind, const std::string& key,
                                       const std::function<Result<torch::Tensor>()>& make) {
    const Path file = m_folder / (std::string(kind) + "-" + sha256Hex(key) + ".safetensors");
    std::error_code error;
    if (std::filesystem::exists(file, error)) {
        if (auto entry = readEntry(file, key)) {
            ++m_found;
            return *entry;
        }
        ++m_damaged;
        logWarning("the cached file {} is damaged and is made again", utf8FromPath(file));
    }
    BRANDLOOM_TRY(auto tensor, make());
    tensor = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
    ++m_made;
    const auto written =
        weights::writeSafetensors(file, {{kName, weights::DType::F32, tensor.sizes().vec(), bytesOf(tensor)}},
                                  {{"key", key}, {"sha256", Sha256().add(bytesOf(tensor)).hex()}});
    if (!written) logWarning("not cached: {}", written.error().sentence());
    return tensor;
}

}  // namespace brandloom::training
