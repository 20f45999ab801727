#pragma once
// One type per entity id: a row id that cannot be mixed up with another table's.
#include <compare>
#include <cstdint>

namespace brandloom {

template <class Tag>
struct TypedId {
    std::int64_t value = 0;  ///< 0: none
    [[nodiscard]] bool isValid() const { return value > 0; }
    auto operator<=>(const TypedId&) const = default;
};

using RunId = TypedId<struct RunTag>;
using CheckpointId = TypedId<struct CheckpointTag>;
using ShotId = TypedId<struct ShotTag>;
using StyleVersionId = TypedId<struct StyleVersionTag>;
using ClipId = TypedId<struct ClipTag>;

}  // namespace brandloom
