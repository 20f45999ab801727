#include "core/wan/work_bytes.h"

#include <algorithm>

#include "core/wan/tensor_tools.h"
#include "core/wan/vae_plan.h"

namespace brandloom::wan {
namespace {

constexpr std::int64_t kFloat = 4;
constexpr std::int64_t kHistory = 2;           // frames that a convolution remembers
constexpr std::int64_t kReturned = 8ll << 20;  // smaller blocks stay with the program (platform::returnLargeBlocks)

/// Walks through a decoder and keeps the widest place and the sum of what is remembered.
class DecodeWalk {
  public:
    DecodeWalk(std::int64_t rows, std::int64_t columns, bool isClip) : m_cells(rows * columns), m_isClip(isClip) {}

    /// What is added in the end, what the second convolution reads with its history, and what it writes.
    void residual(std::int64_t in, std::int64_t out) {
        remember(in);
        remember(out);
        const auto frame = m_cells * kFloat;
        const auto beside = in + (in != out ? out : 0);
        widen(frame * (m_frames * (beside + 2 * out) + (m_frames + kHistory) * out));
    }
    void attention(std::int64_t channels) {
        const auto logits = std::min(m_cells * m_cells, kSmallLogits);
        widen(kFloat * (m_cells * m_frames * channels * 8 + 2 * m_frames * logits));
    }
    void doubleTime(std::int64_t channels) {
        remember(channels);
        widen(m_cells * kFloat * (m_frames + kHistory) * channels * 6);
        if (m_isClip) m_frames *= 2;
    }
    void enlarge(std::int64_t in, std::int64_t out) {
        const auto before = m_cells * m_frames * in;
        m_cells *= 4;
        widen(kFloat * (before + m_cells * m_frames * (2 * in + 2 * out)));
    }
    /// From here on one frame at a time, while these stay.
    void frameByFrame(std::int64_t channels) {
        m_remembered += m_cells * m_frames * channels * kFloat;
        m_frames = 1;
    }
    void remember(std::int64_t channels) {
        if (m_isClip) m_remembered += kHistory * m_cells * channels * kFloat;
    }
    void widen(std::int64_t bytes) { m_most = std::max(m_most, m_remembered + bytes); }
    [[nodiscard]] std::int64_t frameCells() const { return m_cells * m_frames; }
    [[nodiscard]] std::int64_t most() const { return m_most; }

  private:
    std::int64_t m_cells;
    std::int64_t m_frames = 1;
    bool m_isClip;
    std::int64_t m_remembered = 0;
    std::int64_t m_most = 0;
};

}  // namespace

std::int64_t transformerWorkBytes(const TransformerConfig& c, std::int64_t samples, std::int64_t tokens,
                                  bool bf16) {
    const auto rows = samples * tokens;
    const auto product = bf16 ? 2 : kFloat;  // size of what the matrix products give
    const auto wide = rows * c.dim * kFloat;
    const auto narrow = rows * c.dim * product;
    const auto logits = samples * c.heads * tokens * tokens;
    // x, its normed form, that form rounded, q, k, v, the mixed values.
    auto attention = 2 * wide + (bf16 ? narrow : 0) + 4 * narrow;
    if (logits <= kSmallLogits)
        attention += 3 * wide + 2 * logits * kFloat;  // float32 copies by head
    else
        attention += bf16 ? 2 * wide : wide;  // bf16: rotation of q and k; float32: what comes out
    // x, its normed form, what comes out and the sum; or the rows that are inside at a time.
    const auto inside = std::min(rows, kFeedForwardRows) * c.ffnDim * product * (rows > kFeedForwardRows ? 1 : 2);
    const auto inner = std::max(4 * wide + (bf16 ? narrow : 0), 2 * wide + 2 * narrow + inside);
    const auto text = samples * c.textLen * std::max(c.dim, c.textDim) * kFloat;
    // The bf16 product packs the matrix that it is about to use.
    const auto packed = bf16 ? c.dim * c.ffnDim * 2 : 0;
    return std::max(attention, inner) + text + packed;
}

std::int64_t decodeWorkBytes(const VaeConfig& config, std::int64_t width, std::int64_t height,
                             std::int64_t frames) {
    const auto plan = planVae(config);
    const auto stride = static_cast<std::int64_t>(config.spatialStride());
    DecodeWalk walk(height / stride, width / stride, frames > 1);
    walk.remember(config.z);
    walk.residual(plan.decoderTop, plan.decoderTop);
    walk.attention(plan.decoderTop);
    walk.residual(plan.decoderTop, plan.decoderTop);
    for (std::size_t i = 0; i < plan.decoder.size(); ++i) {
        const auto& level = plan.decoder[i];
        const auto input = level.hasShortcut ? walk.frameCells() * level.in * kFloat : 0;
        for (const auto& layer : level.layers) {
            if (layer.kind == VaeLayerKind::Residual) {
                walk.residual(layer.in, layer.out);
                continue;
            }
            if (layer.kind == VaeLayerKind::Up3d) walk.doubleTime(layer.in);
            if (i + 2 == plan.decoder.size() && !level.hasShortcut) walk.frameByFrame(layer.in);
            walk.enlarge(layer.in, layer.out);
        }
        // The shortcut repeats the level's input to the size of its output.
        if (level.hasShortcut) walk.widen(input + walk.frameCells() * level.out * kFloat * 4);
        if (i + 2 == plan.decoder.size() && level.hasShortcut) walk.frameByFrame(level.out);
    }
    walk.remember(plan.decoderBottom);
    walk.widen(walk.frameCells() * kFloat * (plan.decoderBottom * 4 + plan.imageChannels * 4));
    // Measured at the released width: the convolutions hold three quarters of that again, in their own layout.
    const auto most = walk.most() * 7 / 4;
    if (plan.decoderBottom * width * height * kFloat >= kReturned) return most;
    // Measured at 256x256 to 480x272: what small blocks leave between them grows to a third within 17 frames.
    return most + most * std::min<std::int64_t>(frames - 1, 16) / 48;
}

std::int64_t encodeWorkBytes(const Umt5Config& c, std::int64_t tokens, bool bf16) {
    const auto size = bf16 ? 2 : kFloat;
    const auto attention = c.heads * tokens * tokens * kFloat * 4;
    const auto inner = tokens * (4 * c.dim + 4 * c.ffnDim) * size;
    return std::max(attention, inner) + 4 * tokens * c.dim * size;
}

}  // namespace brandloom::wan
