#include "core/door/training_controls.h"

#include <array>

namespace brandloom::door {

std::string_view wordFor(TrainingCommand command) {
    static constexpr std::array<std::string_view, 6> kWords{"pause",  "resume", "stop",
                                                            "sample", "save",   "learning-rate"};
    return kWords.at(static_cast<std::size_t>(command));
}

void TrainingControls::give(TrainingCommand command, double value) {
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back({command, value});
    }
    m_given.notify_all();
}

void TrainingControls::pause() {
    give(TrainingCommand::Pause);
}
void TrainingControls::resume() {
    give(TrainingCommand::Resume);
}
void TrainingControls::stopAfterStep() {
    give(TrainingCommand::Stop);
}
void TrainingControls::sampleNow() {
    give(TrainingCommand::Sample);
}
void TrainingControls::saveNow() {
    give(TrainingCommand::Save);
}
void TrainingControls::setLearningRate(double rate) {
    give(TrainingCommand::LearningRate, rate);
}

std::optional<TrainingControls::Given> TrainingControls::take() {
    const std::lock_guard lock(m_mutex);
    if (m_queue.empty()) return std::nullopt;
    const auto first = m_queue.front();
    m_queue.pop_front();
    return first;
}

std::optional<TrainingControls::Given> TrainingControls::wait(const StopToken& stop) {
    std::unique_lock lock(m_mutex);
    if (!m_given.wait(lock, stop, [this] { return !m_queue.empty(); })) return std::nullopt;
    const auto first = m_queue.front();
    m_queue.pop_front();
    return first;
}

}  // namespace brandloom::door
