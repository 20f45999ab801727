#pragma once
// Pictures with transparency that are laid over others: logos, captions, labels. Thread-safe.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/frame_buffer.h"
#include "core/base/result.h"

namespace brandloom::media {

/// RGBA8 with the colours multiplied by the transparency already (each colour <= alpha), rows without padding.
class Overlay {
  public:
    Overlay() = default;
    /// All transparent.
    Overlay(int width, int height)
        : m_width(width),
          m_height(height),
          m_bytes(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4) {}

    [[nodiscard]] bool isEmpty() const { return m_bytes.empty(); }
    [[nodiscard]] int width() const { return m_width; }
    [[nodiscard]] int height() const { return m_height; }
    [[nodiscard]] const std::uint8_t* row(int y) const { return m_bytes.data() + offset(y); }
    [[nodiscard]] std::uint8_t* row(int y) { return m_bytes.data() + offset(y); }
    [[nodiscard]] std::vector<std::uint8_t>& bytes() { return m_bytes; }

  private:
    [[nodiscard]] std::size_t offset(int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) * 4;
    }
    int m_width = 0;
    int m_height = 0;
    std::vector<std::uint8_t> m_bytes;
};

/// Area average when shrinking, Lanczos when enlarging. Errors: kBadOption (a size that is none), kOutOfMemory.
Result<Overlay> scaled(const Overlay& overlay, int width, int height);

/// Lays it over the picture with its left upper corner at (x, y); what lies outside is left out. `opacity` 0..1.
void layOver(FrameBuffer& picture, const Overlay& overlay, int x, int y, double opacity = 1);

}  // namespace brandloom::media
