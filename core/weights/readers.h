#pragma once
// Inside core/weights: one reader per format; openTensorFile chooses.
#include "core/weights/stored_tensor_file.h"

namespace brandloom::weights {

Result<StoredTable> readSafetensorsTable(platform::ReadOnlyFile file);
/// `path` is the index; shards are looked for in its folder only.
Result<StoredTable> readShardedTable(const Path& path);
Result<StoredTable> readPthTable(platform::ReadOnlyFile file);

}  // namespace brandloom::weights
