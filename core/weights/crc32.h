#pragma once
// Inside core/weights: the CRC-32 of zip archives (polynomial 0xEDB88320, reflected), eight bytes at a time.
#include <cstdint>
#include <span>

namespace brandloom::weights {

/// Continues from `crc` (0 at the start).
[[nodiscard]] std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t crc = 0);

}  // namespace brandloom::weights
