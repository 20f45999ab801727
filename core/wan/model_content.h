#pragma once
// Inside core/wan: which files make up a part, and the cheap content id over all of them.
#include <vector>

#include "core/wan/model_folder.h"

namespace brandloom::wan {

/// The weight file in `folder`: <stem>.safetensors.index.json, else <stem>.safetensors, else the only index or the
/// only safetensors file there; empty path when there is none.
Path findWeights(const Path& folder, const std::string& stem);

/// The shards of an index (their full paths, sorted), or the file itself. Shards need not exist. Errors of readFile
/// and flattenJson; an entry that is not a plain file name is left out (openTensorFile refuses it with its reason).
Result<std::vector<Path>> filesOfWeights(const Path& weights);

/// See ModelFolder::contentId.
Result<std::string> contentIdOf(const ModelFolder& folder);

}  // namespace brandloom::wan
