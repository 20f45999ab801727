#pragma once
// Which files make up a part, and the cheap content ids.
#include <set>
#include <vector>

#include "core/wan/model_folder.h"
#include "core/weights/key_dialects.h"

namespace brandloom::wan {

/// The weight file in `folder`: <stem>.safetensors.index.json, else <stem>.safetensors, else the only weight file
/// there; empty path when there is none or there are several.
Path findWeights(const Path& folder, const std::string& stem);

/// The shards of an index (their full paths, sorted), or the file itself. Shards need not exist. Errors of readFile
/// and flattenJson; an entry that is not a plain file name is left out (openTensorFile refuses it with its reason).
Result<std::vector<Path>> filesOfWeights(const Path& weights);

/// Safetensors files, .pth files and indexes in `folder` itself, sorted; shards that an index names are left out.
std::vector<Path> weightFilesIn(const Path& folder);

/// Every file of the model that is there: weights with their shards, configs, tokenizer, defaults.
std::set<Path> filesOfModel(const ModelFolder& folder);
/// Where a file of the model goes in a copy of it; files beside the root keep their folder's name.
Path placeInCopy(const Path& file, const Path& root);

/// See ModelFolder::contentIds.
Result<std::string> weightsId(weights::Component component, const Path& weights);
/// Sets contentId and contentIds.
Status fillContentIds(ModelFolder& folder);

}  // namespace brandloom::wan
