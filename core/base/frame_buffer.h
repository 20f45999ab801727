#pragma once
// One picture, RGB8, rows packed without padding; shared read-only between threads and across the door.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/export.h"

namespace brandloom {

class BRANDLOOM_BASE_EXPORT FrameBuffer {
  public:
    /// Black picture; width and height in pixels, both > 0.
    FrameBuffer(int width, int height);

    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] int strideBytes() const { return m_width * 3; }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return m_bytes; }
    [[nodiscard]] std::span<std::uint8_t> bytes() { return m_bytes; }
    [[nodiscard]] const std::uint8_t* row(int y) const {
        return m_bytes.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(strideBytes());
    }
    [[nodiscard]] std::uint8_t* row(int y) {
        return m_bytes.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(strideBytes());
    }

  private:
    int m_width;
    int m_height;
    std::vector<std::uint8_t> m_bytes;
};

using Frame = std::shared_ptr<const FrameBuffer>;

}  // namespace brandloom
