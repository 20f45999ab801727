#include "core/training/sample_source.h"

#include <torch/torch.h>

#include <algorithm>

#include "core/training/random_streams.h"

namespace brandloom::training {
namespace {

std::uint64_t numberOf(ExpertId expert) {
    return expert == ExpertId::High ? 1 : 2;
}

}  // namespace

SampleSource::SampleSource(const TrainingData& data, const door::TrainOptions& options)
    : m_data(data), m_options(options), m_trained(data.indices(false)) {}

std::size_t SampleSource::clipOf(std::uint64_t expert, std::uint64_t sample) {
    auto& round = m_rounds[expert - 1];
    const auto number = sample / m_trained.size();
    if (round.order.empty() || round.number != number)
        round = {number, permutation(m_trained.size(), mixedSeed(m_options.seed, Stream::Order, expert, number))};
    return m_trained[round.order[sample % m_trained.size()]];
}

Pass SampleSource::pass(ExpertId id, const LevelOptions& levels, std::uint64_t n) {
    const auto expert = numberOf(id);
    const auto draws = [&](Stream stream) {
        return torch::rand({m_options.batch}, generatorFor(m_options.seed, stream, expert, n), torch::kDouble);
    };
    const auto sigmas = drawLevels(m_options.batch, levels, generatorFor(m_options.seed, Stream::Level, expert, n));
    auto noise = generatorFor(m_options.seed, Stream::Noise, expert, n);
    const auto drops = draws(Stream::Text), captions = draws(Stream::Caption);
    Pass pass;
    for (int b = 0; b < m_options.batch; ++b) {
        const auto index =
            clipOf(expert, n * static_cast<std::uint64_t>(m_options.batch) + static_cast<std::uint64_t>(b));
        const auto& clip = m_data.clips[index];
        const auto count = static_cast<double>(clip.texts.size());
        const auto caption =
            std::min(clip.texts.size() - 1, static_cast<std::size_t>(captions[b].item<double>() * count));
        const bool drop = drops[b].item<double>() < m_options.textDropout;
        pass.clips.push_back(index);
        pass.samples.push_back({clip.latent, drop ? m_data.emptyText : clip.texts[caption],
                                torch::randn(clip.latent.sizes(), noise, torch::kFloat), sigmas[b].item<float>()});
    }
    return pass;
}

std::uint64_t SampleSource::dropoutSeed(ExpertId expert, std::uint64_t n) const {
    return mixedSeed(m_options.seed, Stream::Dropout, numberOf(expert), n);
}

}  // namespace brandloom::training
