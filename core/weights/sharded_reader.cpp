#include <filesystem>
#include <unordered_map>

#include "core/base/base_errors.h"
#include "core/weights/checked_math.h"
#include "core/weights/json_header.h"
#include "core/weights/readers.h"
#include "core/weights/weights_errors.h"

namespace brandloom::weights {
namespace {

constexpr std::uint64_t kIndexLimitBytes = 64ull << 20;
constexpr std::size_t kShardLimit = 10'000;

/// A plain file name: no folder, no drive, nothing that a file system reads as a way out.
bool isPlainFileName(const std::string& name) {
    if (name.empty() || name.size() > 255 || name == "." || name == "..") return false;
    return name.find_first_of(std::string_view("/\\:\0", 4)) == std::string::npos;
}

struct Shards {
    std::vector<std::string> names;  ///< in order of name, so the same folder is always read in the same order
    std::unordered_map<std::string, std::uint32_t> indexByName;
};

Result<Shards> shardsOf(const ShardIndex& index, const Path& path) {
    Shards shards;
    std::map<std::string, int> sorted;
    for (const auto& [tensor, shard] : index.weightMap) {
        if (!isPlainFileName(shard))
            return fail(kShardOutside, {{"file", utf8FromPath(path)}, {"place", shard.substr(0, 200)}});
        sorted[shard] = 0;
    }
    if (sorted.size() > kShardLimit)
        return fail(kBadIndex, {{"file", utf8FromPath(path)}, {"reason", "it names more than 10,000 shards"}});
    for (const auto& [name, unused] : sorted) {
        shards.indexByName[name] = static_cast<std::uint32_t>(shards.names.size());
        shards.names.push_back(name);
    }
    return shards;
}

/// Adds the tensors of one shard, each of which the index must assign to this shard.
Status addShard(StoredTable& table, StoredTable shard, const std::string& shardName, const ShardIndex& index,
                const Path& path, std::unordered_map<std::string, bool>& seen) {
    const auto fileName = utf8FromPath(path);
    const auto fileIndex = static_cast<std::uint32_t>(table.files.size());
    for (auto& info : shard.tensors) {
        const auto mapped = index.weightMap.find(info.name);
        if (mapped == index.weightMap.end())
            return fail(kTensorNotInIndex, {{"file", fileName}, {"place", info.name}, {"shard", shardName}});
        if (mapped->second != shardName || !seen.emplace(info.name, true).second)
            return fail(kTensorInTwoShards, {{"file", fileName}, {"place", info.name}});
        info.fileIndex = fileIndex;
        table.tensors.push_back(std::move(info));
    }
    table.metadata.merge(shard.metadata);
    table.files.push_back(std::move(shard.files.front()));
    return {};
}

Status checkEveryTensorFound(const ShardIndex& index, const std::unordered_map<std::string, bool>& seen,
                             const Path& path) {
    for (const auto& [tensor, shard] : index.weightMap)
        if (!seen.contains(tensor))
            return fail(kTensorNotInShard, {{"file", utf8FromPath(path)}, {"place", tensor}, {"shard", shard}});
    return {};
}

void noteTotal(StoredTable& table, const ShardIndex& index, const Path& path) {
    if (!index.totalBytes) return;
    std::uint64_t total = 0;
    for (const auto& info : table.tensors) total += info.byteCount;
    if (total != *index.totalBytes)
        table.notices.emplace_back(kTotalSizeDiffers,
                                   std::vector<ErrorArg>{{"file", utf8FromPath(path)},
                                                         {"needs", std::to_string(*index.totalBytes)},
                                                         {"has", std::to_string(total)}});
}

/// Left-over shards of another download: same stem, not named by the index.
void noteStrays(StoredTable& table, const Shards& shards, const Path& path) {
    std::string stem = path.filename().native();
    constexpr std::string_view kEnding = ".safetensors.index.json";
    if (!stem.ends_with(kEnding)) return;
    stem.resize(stem.size() - kEnding.size());
    std::error_code ignored;
    const auto folder = path.parent_path().empty() ? Path(".") : path.parent_path();
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const auto name = entry.path().filename().native();
        if (name.starts_with(stem + "-") && name.ends_with(".safetensors") && !shards.indexByName.contains(name))
            table.notices.emplace_back(kStrayShard,
                                       std::vector<ErrorArg>{{"file", utf8FromPath(path)}, {"place", name}});
    }
}

}  // namespace

Result<StoredTable> readShardedTable(const Path& path) {
    BRANDLOOM_TRY(const auto text, readFile(path, kIndexLimitBytes));
    BRANDLOOM_TRY(const auto index, parseShardIndex(text, path));
    BRANDLOOM_TRY(const auto shards, shardsOf(index, path));
    StoredTable table;
    std::unordered_map<std::string, bool> seen;
    for (const auto& name : shards.names) {
        const Path shardPath = path.parent_path() / pathFromUtf8(name);
        auto file = platform::ReadOnlyFile::open(shardPath);
        if (!file && file.error().is(base_errors::kFileMissing))
            return fail(kShardMissing, {{"file", utf8FromPath(path)}, {"place", name}});
        if (!file) return fail(file.error());
        BRANDLOOM_TRY(auto shard, readSafetensorsTable(std::move(*file)));
        BRANDLOOM_CHECK(addShard(table, std::move(shard), name, index, path, seen));
    }
    BRANDLOOM_CHECK(checkEveryTensorFound(index, seen, path));
    noteTotal(table, index, path);
    noteStrays(table, shards, path);
    return table;
}

}  // namespace brandloom::weights
