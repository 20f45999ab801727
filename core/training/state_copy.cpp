#include "core/training/state_copy.h"

#include <torch/torch.h>

#include <algorithm>
#include <cstring>

namespace brandloom::training {
namespace {

constexpr std::size_t kPieceBytes = 1 << 20;

bool fits(const torch::Tensor& buffer, const torch::Tensor& source) {
    return buffer.sizes() == source.sizes() && buffer.scalar_type() == source.scalar_type();
}

}  // namespace

void StateCopy::plan(const NamedTensors& sources) {
    const torch::NoGradGuard noGrad;
    m_pieces.clear();
    m_sources.clear();
    for (const auto& [name, value] : sources) {
        const auto source = value.detach();
        auto& buffer = m_buffers[name];
        if (!buffer.defined() || !fits(buffer, source))
            buffer = torch::empty(source.sizes(), torch::TensorOptions(source.scalar_type()));
        if (!source.device().is_cpu() || !source.is_contiguous()) {
            buffer.copy_(source);
            continue;
        }
        auto* const target = static_cast<char*>(buffer.data_ptr());
        const auto* const from = static_cast<const char*>(source.data_ptr());
        const std::size_t bytes = source.nbytes();
        for (std::size_t at = 0; at < bytes; at += kPieceBytes)
            m_pieces.push_back({target + at, from + at, std::min(kPieceBytes, bytes - at)});
        m_sources.emplace_back(name, source);
    }
    m_done = 0;
    m_next = 0;
}

void StateCopy::work() {
    const std::size_t count = m_pieces.size();
    for (auto i = m_next.fetch_add(1); i < count; i = m_next.fetch_add(1)) {
        const auto& piece = m_pieces[i];
        std::memcpy(piece.target, piece.source, piece.bytes);
        if (m_done.fetch_add(1) + 1 == count) m_done.notify_all();
    }
    for (auto done = m_done.load(); done < count; done = m_done.load()) m_done.wait(done);
}

void StateCopy::release() {
    m_pieces.clear();
    m_sources.clear();
    m_buffers.clear();
    m_done = 0;
    m_next = 0;
}

}  // namespace brandloom::training
