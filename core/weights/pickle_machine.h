#pragma once
// Inside core/weights: the part of the pickle language that a PyTorch state dict needs, and nothing else.
// Instructions and names are taken from fixed lists; nothing is imported, called or executed. Values live in an
// arena and refer to each other by number, so neither depth nor sharing of the input costs stack or copies.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/weights/dtype.h"

namespace brandloom::weights {

/// A storage as the pickle claims it; the archive has not been looked at yet.
struct PickledStorage {
    std::string key;
    DType dtype = DType::F32;
    std::uint64_t elementCount = 0;
};
struct PickledTensor {
    std::string name;
    std::size_t storage = 0;  ///< index into StateDict::storages
    std::int64_t offset = 0;  ///< in elements, not yet checked
    std::vector<std::int64_t> sizes;
    std::vector<std::int64_t> strides;  ///< of the same length as sizes
};
struct StateDict {
    std::vector<PickledStorage> storages;
    std::vector<PickledTensor> tensors;  ///< unique names, in the order of the pickle
};

/// `fileName` only names the file in errors.
Result<StateDict> readStateDict(std::string_view pickle, const std::string& fileName);

}  // namespace brandloom::weights
