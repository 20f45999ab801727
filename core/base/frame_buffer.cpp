#include "core/base/frame_buffer.h"

namespace brandloom {

FrameBuffer::FrameBuffer(int width, int height)
    : m_width(width),
      m_height(height),
      m_bytes(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3) {}

}  // namespace brandloom
