#pragma once
// Owned bytes on a 64-byte boundary, for weights that kernels read in place. Move-only.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

#include "core/base/base_errors.h"
#include "core/base/result.h"

namespace brandloom::weights {

class AlignedBuffer {
  public:
    static constexpr std::size_t kAlignment = 64;

    AlignedBuffer() = default;
    /// Uninitialised bytes; kOutOfMemory when the system refuses.
    static Result<AlignedBuffer> allocate(std::uint64_t sizeBytes) {
        AlignedBuffer buffer;
        if (sizeBytes > SIZE_MAX - kAlignment) return outOfMemory(sizeBytes);
        const auto rounded = (static_cast<std::size_t>(sizeBytes) + kAlignment - 1) / kAlignment * kAlignment;
        buffer.m_data.reset(
            static_cast<std::uint8_t*>(std::aligned_alloc(kAlignment, rounded == 0 ? kAlignment : rounded)));
        if (!buffer.m_data) return outOfMemory(sizeBytes);
        buffer.m_size = static_cast<std::size_t>(sizeBytes);
        return buffer;
    }

    [[nodiscard]] std::uint8_t* data() { return m_data.get(); }
    [[nodiscard]] const std::uint8_t* data() const { return m_data.get(); }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::span<std::uint8_t> bytes() { return {m_data.get(), m_size}; }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {m_data.get(), m_size}; }
    /// Hands the bytes over; free them with std::free.
    [[nodiscard]] std::uint8_t* release() {
        m_size = 0;
        return m_data.release();
    }

  private:
    struct Free {
        void operator()(std::uint8_t* p) const { std::free(p); }
    };
    static tl::unexpected<Error> outOfMemory(std::uint64_t sizeBytes) {
        return fail(base_errors::kOutOfMemory, {{"what", std::to_string(sizeBytes) + " bytes of weights"}});
    }
    std::unique_ptr<std::uint8_t, Free> m_data;
    std::size_t m_size = 0;
};

}  // namespace brandloom::weights
