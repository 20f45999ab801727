#include "core/training/clip_board.h"

#include <torch/torch.h>

#include <algorithm>

namespace brandloom::training {

ClipBoard::ClipBoard(std::size_t clips)
    : m_sums(torch::zeros({static_cast<std::int64_t>(clips), 2 * kParts}, torch::kDouble)),
      m_counts(torch::zeros_like(m_sums)) {}

void ClipBoard::add(std::size_t clip, ExpertId expert, const LevelOptions& window, double level, double loss) {
    const double width = std::max(1e-12, window.high - window.low);
    const auto part = std::clamp<std::int64_t>(
        static_cast<std::int64_t>((level - window.low) / width * double(kParts)), 0, kParts - 1);
    const auto at = static_cast<std::int64_t>(clip) * 2 * kParts + (expert == ExpertId::High ? 0 : kParts) + part;
    m_sums.data_ptr<double>()[at] += loss;
    m_counts.data_ptr<double>()[at] += 1;
}

ClipBoard::Row ClipBoard::row(std::size_t clip) const {
    const auto index = static_cast<std::int64_t>(clip);
    const auto usual = m_sums.sum(0) / m_counts.sum(0).clamp_min(1);
    const double expected = (m_counts[index] * usual).sum().item<double>();
    const int samples = static_cast<int>(m_counts[index].sum().item<double>());
    return {expected > 0 ? m_sums[index].sum().item<double>() / expected : 0.0, samples};
}

NamedTensors ClipBoard::state() const {
    return {{"clips.sums", m_sums}, {"clips.counts", m_counts}};
}

bool ClipBoard::load(const std::map<std::string, torch::Tensor>& tensors) {
    for (const auto& [name, ours] : state()) {
        const auto found = tensors.find(name);
        if (found == tensors.end() || found->second.sizes() != ours.sizes() ||
            found->second.scalar_type() != ours.scalar_type())
            return false;
    }
    for (auto& [name, ours] : state()) ours.copy_(tensors.at(name));
    return true;
}

}  // namespace brandloom::training
