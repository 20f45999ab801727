#include "core/wan/model_content.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/base/base_errors.h"
#include "core/base/flat_json.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/wan/weight_signs.h"

namespace brandloom::wan {
namespace {

constexpr std::uint64_t kWholeBytes = 4u << 20;
constexpr std::uint64_t kEndBytes = 64u << 10;
constexpr std::uint64_t kBlockBytes = 4u << 10;
constexpr std::uint64_t kBlocks = 62;

Status addRange(Sha256& hash, const platform::ReadOnlyFile& file, std::uint64_t offset, std::uint64_t count) {
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(count));
    BRANDLOOM_CHECK(file.readAt(offset, bytes));
    hash.add(std::span<const std::uint8_t>(bytes));
    return {};
}

Status addFile(Sha256& hash, const Path& path) {
    BRANDLOOM_TRY(const auto file, platform::ReadOnlyFile::open(path));
    const auto size = file.size();
    hash.add("size " + std::to_string(size) + "\n");
    if (size <= kWholeBytes) return addRange(hash, file, 0, size);
    BRANDLOOM_CHECK(addRange(hash, file, 0, kEndBytes));
    const auto stride = (size - 2 * kEndBytes - kBlockBytes) / (kBlocks - 1);
    for (std::uint64_t i = 0; i < kBlocks; ++i)
        BRANDLOOM_CHECK(addRange(hash, file, kEndBytes + i * stride, kBlockBytes));
    return addRange(hash, file, size - kEndBytes, kEndBytes);
}

bool isPlainName(const std::string& name) {
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos &&
           name.find('\\') == std::string::npos;
}

}  // namespace

Path findWeights(const Path& folder, const std::string& stem) {
    std::error_code ignored;
    for (const char* ending : {".safetensors.index.json", ".safetensors"}) {
        auto path = folder / (stem + ending);
        if (std::filesystem::is_regular_file(path, ignored)) return path;
    }
    const auto files = weightFilesIn(folder);
    return files.size() == 1 ? files.front() : Path();
}

std::vector<Path> weightFilesIn(const Path& folder) {
    std::vector<Path> files;
    std::set<Path> shards;
    std::error_code failed;
    for (std::filesystem::directory_iterator it(folder, failed), end; !failed && it != end; it.increment(failed)) {
        std::error_code ignored;
        const auto name = utf8FromPath(it->path().filename());
        const bool isIndex = name.ends_with(".safetensors.index.json");
        if (!it->is_regular_file(ignored)) continue;
        if (isIndex || name.ends_with(".safetensors") || name.ends_with(".pth")) files.push_back(it->path());
        if (!isIndex) continue;
        if (const auto parts = filesOfWeights(it->path())) shards.insert(parts->begin(), parts->end());
    }
    std::erase_if(files, [&](const Path& file) { return shards.contains(file); });
    std::ranges::sort(files);
    return files;
}

Result<std::vector<Path>> filesOfWeights(const Path& weights) {
    if (!utf8FromPath(weights.filename()).ends_with(".index.json")) return std::vector<Path>{weights};
    BRANDLOOM_TRY(const auto text, readFile(weights));
    BRANDLOOM_TRY(const auto json, flattenJson(text, utf8FromPath(weights)));
    std::set<std::string> names;
    for (const auto& [key, value] : json)
        if (const auto* name = std::get_if<std::string>(&value); name != nullptr && key.starts_with("weight_map."))
            if (isPlainName(*name)) names.insert(*name);
    std::vector<Path> files;
    for (const auto& name : names) files.push_back(weights.parent_path() / pathFromUtf8(name));
    return files;
}

namespace {

constexpr std::uint64_t kWholeTensorBytes = 16u << 10;

/// dtype, shape and samples of one tensor; the same whatever the file's format.
Status addTensor(Sha256& hash, const std::string& name, const weights::TensorFile& file,
                 const weights::TensorInfo& info) {
    hash.add(name + " " + std::string(weights::dtypeName(info.dtype)));
    for (const auto side : info.shape) hash.add(" " + std::to_string(side));
    hash.add("\n");
    std::vector<std::uint8_t> bytes;
    if (info.byteCount <= kWholeTensorBytes) {
        bytes.resize(static_cast<std::size_t>(info.byteCount));
        BRANDLOOM_CHECK(file.read(info, bytes));
        hash.add(std::span<const std::uint8_t>(bytes));
        return {};
    }
    const auto stride = (info.byteCount - kBlockBytes) / 3;
    if (!info.strides.empty()) {  // a view of another order: only as a whole
        BRANDLOOM_TRY(const auto whole, weights::readTensor(file, info));
        for (std::uint64_t i = 0; i < 4; ++i)
            hash.add(whole.bytes().subspan(static_cast<std::size_t>(i * stride), kBlockBytes));
        return {};
    }
    bytes.resize(kBlockBytes);
    for (std::uint64_t i = 0; i < 4; ++i) {
        BRANDLOOM_CHECK(file.readPart(info, i * stride, bytes));
        hash.add(std::span<const std::uint8_t>(bytes));
    }
    return {};
}

}  // namespace

Result<std::string> weightsId(weights::Component component, const Path& path) {
    Sha256 hash;
    hash.add("brandloom weights 1\n");
    if (const auto file = weights::openTensorFile(path)) {
        if (const auto keys = weights::mapKeys(component, **file)) {
            for (const auto& [name, mapped] : keys->tensors) {
                BRANDLOOM_CHECK(addTensor(hash, name, **file, *mapped.source));
                if (mapped.scale != nullptr)
                    BRANDLOOM_CHECK(addTensor(hash, name + " scale", **file, *mapped.scale));
            }
            return hash.hex();
        }
    }
    BRANDLOOM_TRY(const auto files, filesOfWeights(path));
    for (const auto& file : files) BRANDLOOM_CHECK(addFile(hash, file));
    return hash.hex();
}

std::set<Path> filesOfModel(const ModelFolder& folder) {
    std::set<Path> files;
    const auto take = [&](const Path& path) {
        std::error_code ignored;
        if (std::filesystem::is_regular_file(path, ignored)) files.insert(path);
    };
    for (const auto& [part, path] : folder.parts) {
        take(path);
        if (part == Part::Tokenizer) continue;
        if (const auto shards = filesOfWeights(path))
            for (const auto& shard : *shards) take(shard);
    }
    for (const auto& [part, path] : folder.configs) take(path);
    for (const char* name : {"defaults.json", "configuration.json", "model_index.json"}) take(folder.root / name);
    return files;
}

Path placeInCopy(const Path& file, const Path& root) {
    const auto relative = file.lexically_relative(root);
    if (!relative.empty() && *relative.begin() != "..") return relative;
    return file.parent_path().filename() / file.filename();
}

Result<std::string> tokenizerModel(const ModelFolder& folder) {
    constexpr std::uint64_t kLimitBytes = 64ull << 20;  // umT5's has 4.5 MB
    BRANDLOOM_TRY(const auto path, partPath(folder, Part::Tokenizer));
    const auto encoder = folder.parts.find(Part::TextEncoder);
    if (encoder == folder.parts.end() || encoder->second != path) return readFile(path, kLimitBytes);
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(path));
    const auto* info = file->find(kTokenizerTensor);
    if (info == nullptr || info->byteCount > kLimitBytes)
        return fail(base_errors::kFileUnreadable,
                    {{"file", utf8FromPath(path)}, {"reason", "its tokenizer is missing or too large"}});
    BRANDLOOM_TRY(const auto bytes, weights::readTensor(*file, *info));
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Status fillContentIds(ModelFolder& folder) {
    std::map<std::string, std::string> byName;
    for (const auto& [part, path] : folder.parts) {
        if (part == Part::Tokenizer) continue;
        BRANDLOOM_TRY(folder.contentIds[part], weightsId(componentOf(part, folder.kind), path));
        byName[partName(part)] = folder.contentIds[part];
    }
    std::map<std::string, std::string> small;
    for (const auto& [part, path] : folder.configs) {
        BRANDLOOM_TRY(small[partName(part) + " config"], readFile(path));
    }
    if (folder.has(Part::Tokenizer)) {
        BRANDLOOM_TRY(small[partName(Part::Tokenizer)], tokenizerModel(folder));
    }
    for (const auto& [name, bytes] : small) byName[name] = sha256Hex(bytes);
    Sha256 hash;
    hash.add("brandloom model content 2\n");
    for (const auto& [name, id] : byName) hash.add(name + " " + id + "\n");
    folder.contentId = hash.hex();
    return {};
}

}  // namespace brandloom::wan
