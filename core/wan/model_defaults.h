#pragma once
// Inside core/wan: how a model wants to be sampled, and the small JSON files of its folder.
#include <map>
#include <optional>
#include <string>

#include "core/base/flat_json.h"
#include "core/wan/model_folder.h"

namespace brandloom::wan {

using Json = std::map<std::string, JsonScalar>;

/// Errors of readFile and flattenJson.
Result<Json> readJson(const Path& path);
std::optional<double> numberAt(const Json& json, const std::string& key);

/// Settings of the release. Source: the reference specification 4.6.
SamplingDefaults officialDefaults(ModelKind kind);
/// Replaces what defaults.json names; nothing when there is no such file. Error: kBadDefaults with the line's key.
Status readDefaults(const Path& path, SamplingDefaults& defaults);

}  // namespace brandloom::wan
