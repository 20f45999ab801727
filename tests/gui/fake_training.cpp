#include "tests/gui/fake_training.h"

#include "core/base/base_errors.h"
#include "tests/gui/fake_port.h"

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

Result<std::vector<studio::RunLine>> FakeTraining::runs() {
    const std::lock_guard lock(m_mutex);
    std::vector<studio::RunLine> out;
    for (const auto& run : m_runs) out.push_back(run.run);
    return out;
}

Result<studio::RunHistory> FakeTraining::history(std::int64_t run) {
    const std::lock_guard lock(m_mutex);
    for (const auto& one : m_runs)
        if (one.run.id == run) return one;
    return fail(base_errors::kInternal, {{"where", "a test"}, {"reason", "no such run"}});
}

Status FakeTraining::keep(std::int64_t, int step, bool kept) {
    const std::lock_guard lock(m_mutex);
    if (kept)
        m_kept.push_back(step);
    else
        std::erase(m_kept, step);
    return {};
}

/// Three versions, of which the first made the second and so on.
Result<studio::StyleState> FakeTraining::style(const std::string& name) {
    const std::lock_guard lock(m_mutex);
    studio::StyleState out{name, {}, m_active, m_active > 1};
    for (int number = 1; number <= 3; ++number) out.versions.push_back({number, number == m_active, 1e9, 40});
    return out;
}

Result<studio::StyleState> FakeTraining::activate(const std::string& name, int version) {
    {
        const std::lock_guard lock(m_mutex);
        m_active = version;
    }
    return style(name);
}

Result<studio::StyleState> FakeTraining::rollBack(const std::string& name) {
    {
        const std::lock_guard lock(m_mutex);
        m_active = std::max(1, m_active - 1);
    }
    return style(name);
}

Result<studio::TriedStyle> FakeTraining::tryStyle(const studio::TryStyleOptions& options, const StopToken& stop) {
    std::unique_lock lock(m_mutex);
    m_tried = options;
    const std::stop_callback wake(m_closing.get_token(), [this] { m_wake.notify_all(); });
    m_wake.wait(lock, stop, [&] { return !m_hold || m_closing.stop_requested(); });
    if (stop.stop_requested() || m_closing.stop_requested()) return fail(cancelledError());
    studio::TriedStyle out{options.style, options.version, options.prompt, options.seed, 8};
    out.without = paintedFrames(17, 64, 0);
    out.with = paintedFrames(17, 64, 1);
    return out;
}

void FakeTraining::setRuns(std::vector<studio::RunHistory> runs) {
    const std::lock_guard lock(m_mutex);
    m_runs = std::move(runs);
}

std::vector<int> FakeTraining::keptSteps() const {
    const std::lock_guard lock(m_mutex);
    return m_kept;
}

std::optional<studio::TryStyleOptions> FakeTraining::lastTry() const {
    const std::lock_guard lock(m_mutex);
    return m_tried;
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
