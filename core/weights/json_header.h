#pragma once
// Inside core/weights: strict JSON of the two files that have any. Duplicate keys, depth and number forms are
// checked while parsing; nothing is built that the format does not have.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/weights/dtype.h"

namespace brandloom::weights {

struct HeaderEntry {
    std::string name;
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;  ///< from the start of the data part
    std::uint64_t end = 0;
};
struct SafetensorsHeader {
    std::vector<HeaderEntry> entries;  ///< in the order of the JSON
    std::map<std::string, std::string> metadata;
};
/// Rules 5 to 13 and 21. `file` only names the file in errors.
Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view text, const Path& file);

struct ShardIndex {
    std::map<std::string, std::string> weightMap;  ///< tensor -> shard file name
    std::optional<std::uint64_t> totalBytes;
};
Result<ShardIndex> parseShardIndex(std::string_view text, const Path& file);

}  // namespace brandloom::weights
