#include "core/wan/model_content.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/flat_json.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"

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
    std::vector<Path> indexes, singles;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const auto name = utf8FromPath(entry.path().filename());
        if (name.ends_with(".safetensors.index.json")) indexes.push_back(entry.path());
        if (name.ends_with(".safetensors")) singles.push_back(entry.path());
    }
    if (indexes.size() == 1) return indexes[0];
    if (indexes.empty() && singles.size() == 1) return singles[0];
    return {};
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

Result<std::string> contentIdOf(const ModelFolder& folder) {
    std::map<std::string, std::vector<Path>> byName;
    for (const auto& [part, path] : folder.parts) {
        BRANDLOOM_TRY(auto files, filesOfWeights(path));
        byName[partName(part)] = std::move(files);
    }
    for (const auto& [part, path] : folder.configs) byName[partName(part) + " config"] = {path};
    Sha256 hash;
    hash.add("brandloom model content 1\n");
    for (const auto& [name, files] : byName) {
        hash.add("part " + name + "\n");
        for (const auto& file : files) BRANDLOOM_CHECK(addFile(hash, file));
    }
    return hash.hex();
}

}  // namespace brandloom::wan
