#pragma once
// Small JSON files (config.json, defaults.json) as a flat list of their scalars, for rooms that may not see a JSON
// library. Not for large or streamed documents.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/export.h"
#include "core/base/result.h"

namespace brandloom {

/// null, boolean, integer, other number, text.
using JsonScalar = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

/// Every scalar under its dotted path: {"a": {"b": [1, "x"]}} gives "a.b.0" and "a.b.1". At most 1 MiB of text,
/// 64 levels, no key twice in one object. Error: kBadJson naming `what`.
BRANDLOOM_BASE_EXPORT Result<std::map<std::string, JsonScalar>> flattenJson(std::string_view text,
                                                                            const std::string& what);

}  // namespace brandloom
