#pragma once
// Number types of weight files: all that the safetensors format knows.
#include <cstdint>
#include <optional>
#include <string_view>

namespace brandloom::weights {

enum class DType : std::uint8_t {
    Bool,
    U8,
    I8,
    U16,
    I16,
    U32,
    I32,
    U64,
    I64,
    F16,
    BF16,
    F32,
    F64,
    C64,  ///< two F32
    F8E4M3,
    F8E5M2,
    F8E4M3FNUZ,
    F8E5M2FNUZ,
    F8E8M0,
    F6E2M3,
    F6E3M2,
    F4,
};

/// Bits of one element: 4 and 6 for the sub-byte types.
[[nodiscard]] int bitsPerElement(DType dtype);
/// "F32", "F8_E4M3" ...: the spelling of the safetensors format.
[[nodiscard]] std::string_view dtypeName(DType dtype);
/// Exact spelling, case matters; empty for an unknown one.
[[nodiscard]] std::optional<DType> dtypeFromName(std::string_view name);

}  // namespace brandloom::weights
