#include "tests/gui/fake_training.h"

#include "core/base/base_errors.h"

namespace brandloom::tests {

FakeTraining::FakeTraining() {
    m_preflight.clips = 8;
    m_preflight.diskFreeBytes = 212'000'000'000;
    m_preflight.memoryBytes = 16ULL << 30;
    m_made = {1'300'000'000, 4'000'000, 25, 35};
}

Result<std::vector<studio::TrainingPreset>> FakeTraining::presets() const {
    return studio::loadPresets();
}

Result<std::vector<std::string>> FakeTraining::datasets() {
    const std::lock_guard lock(m_mutex);
    return m_datasets;
}

Result<studio::Preflight> FakeTraining::check(const studio::TrainStyleOptions&,
                                              const studio::TrainingNeeds& needs) {
    const std::lock_guard lock(m_mutex);
    ++m_checks;
    m_needs = needs;
    return m_preflight;
}

Result<door::ForecastMade> FakeTraining::measure(const studio::TrainStyleOptions&, const StopToken& stop) {
    std::unique_lock lock(m_mutex);
    const std::stop_callback wake(m_closing.get_token(), [this] { m_wake.notify_all(); });
    m_wake.wait(lock, stop, [&] { return !m_hold || m_closing.stop_requested(); });
    if (stop.stop_requested() || m_closing.stop_requested()) return fail(cancelledError());
    return m_made;
}

Result<int> FakeTraining::relink(const std::string&, const Path& folder) {
    const std::lock_guard lock(m_mutex);
    m_place = folder;
    std::erase_if(m_preflight.findings, [](const auto& f) { return f.rule == studio::PreflightRule::SourceGone; });
    return 2;
}

void FakeTraining::finds(std::vector<studio::PreflightFinding> findings) {
    const std::lock_guard lock(m_mutex);
    m_preflight.findings = std::move(findings);
}

void FakeTraining::setDatasets(std::vector<std::string> names) {
    const std::lock_guard lock(m_mutex);
    m_datasets = std::move(names);
}

void FakeTraining::holdMeasuring(bool hold) {
    const std::lock_guard lock(m_mutex);
    m_hold = hold;
    m_wake.notify_all();
}

void FakeTraining::measures(const door::ForecastMade& made) {
    const std::lock_guard lock(m_mutex);
    m_made = made;
}

studio::TrainingNeeds FakeTraining::lastNeeds() const {
    const std::lock_guard lock(m_mutex);
    return m_needs;
}

Path FakeTraining::lastPlace() const {
    const std::lock_guard lock(m_mutex);
    return m_place;
}

}  // namespace brandloom::tests
