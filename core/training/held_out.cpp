#include "core/training/held_out.h"

#include <torch/torch.h>

#include <numeric>

#include "core/training/random_streams.h"
#include "core/training/state_values.h"

namespace brandloom::training {

std::vector<double> heldOutLevels(const LevelOptions& window) {
    std::vector<double> levels;
    for (int i = 0; i < kHeldOutLevels; ++i)
        levels.push_back(window.low + (window.high - window.low) * (i + 0.5) / kHeldOutLevels);
    return levels;
}

Result<std::vector<double>> measureHeldOut(Learner& learner, const TrainingData& data, std::uint64_t seed,
                                           const StopToken& stop) {
    const auto clips = data.indices(true);
    std::vector<double> perLevel;
    for (const double level : heldOutLevels(learner.levels())) {
        double sum = 0;
        for (const auto index : clips) {
            BRANDLOOM_CHECK(checkCancelled(stop));
            const auto& clip = data.clips[index];
            const auto generator = generatorFor(seed, Stream::HeldOut, index, perLevel.size());
            const auto noise = torch::randn(clip.latent.sizes(), generator, torch::kFloat);
            sum += learner.measure({{clip.latent, clip.texts.front(), noise, level}}).item<double>();
        }
        perLevel.push_back(sum / static_cast<double>(clips.size()));
    }
    return perLevel;
}

bool HeldOutBoard::add(int step, const std::map<ExpertId, std::vector<double>>& perLevel) {
    double sum = 0;
    for (const auto& [expert, losses] : perLevel) {
        m_start.try_emplace(expert, losses);
        sum += relative(expert, losses);
    }
    m_latest = sum / static_cast<double>(perLevel.size());
    const bool better = m_count == 0 || m_latest < m_best;
    ++m_count;
    if (better) {
        m_best = m_latest;
        m_bestStep = step;
        m_sinceBest = 0;
    } else {
        ++m_sinceBest;
    }
    return better;
}

double HeldOutBoard::relative(ExpertId expert, const std::vector<double>& perLevel) const {
    const auto& start = m_start.at(expert);
    double sum = 0;
    for (std::size_t i = 0; i < perLevel.size(); ++i) sum += start[i] > 0 ? perLevel[i] / start[i] : 1.0;
    return sum / static_cast<double>(perLevel.size());
}

std::string HeldOutBoard::verdict() const {
    if (m_count < 2) return "unclear";
    if (m_sinceBest > 1 && m_latest > m_best * 1.02) return "overfitting";
    return m_best < 0.99 ? "learning" : "flat";
}

void HeldOutBoard::save(StateValues& values) const {
    for (const auto& [expert, losses] : m_start)
        values[expert == ExpertId::High ? "heldOut.start.high" : "heldOut.start.low"] = textFromNumbers(losses);
    values["heldOut.board"] =
        textFromNumbers({double(m_count), double(m_bestStep), double(m_sinceBest), m_best, m_latest});
}

bool HeldOutBoard::load(const StateValues& values) {
    const auto board = numbersFromText(values, "heldOut.board");
    if (board.size() != 5) return false;
    m_count = static_cast<int>(board[0]);
    m_bestStep = static_cast<int>(board[1]);
    m_sinceBest = static_cast<int>(board[2]);
    m_best = board[3];
    m_latest = board[4];
    for (const auto& [expert, name] :
         {std::pair{ExpertId::High, "heldOut.start.high"}, std::pair{ExpertId::Low, "heldOut.start.low"}})
        if (auto start = numbersFromText(values, name); start.size() == kHeldOutLevels)
            m_start[expert] = std::move(start);
    return true;
}

}  // namespace brandloom::training
