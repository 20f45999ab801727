#pragma once
// What the window asks about trainings, without a project: answers are set by the test. The recipes are the real
// ones.
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "gui/bridge/training_port.h"

namespace brandloom::tests {

class FakeTraining : public bridge::TrainingPort {
  public:
    FakeTraining();
    [[nodiscard]] Result<std::vector<studio::TrainingPreset>> presets() const override;
    Result<std::vector<std::string>> datasets() override;
    Result<studio::Preflight> check(const studio::TrainStyleOptions& options,
                                    const studio::TrainingNeeds& needs) override;
    Result<door::ForecastMade> measure(const studio::TrainStyleOptions& options, const StopToken& stop) override;
    Result<std::vector<studio::RunLine>> runs() override;
    Result<studio::RunHistory> history(std::int64_t run) override;
    Status keep(std::int64_t run, int step, bool kept) override;
    Result<studio::StyleState> style(const std::string& name) override;
    Result<studio::StyleState> activate(const std::string& name, int version) override;
    Result<studio::StyleState> rollBack(const std::string& name) override;
    Result<studio::TriedStyle> tryStyle(const studio::TryStyleOptions& options, const StopToken& stop) override;
    Result<int> relink(const std::string& dataset, const Path& folder) override;
    void close() override { m_closing.request_stop(); }

    // --- for tests; any thread
    void finds(std::vector<studio::PreflightFinding> findings);
    void setDatasets(std::vector<std::string> names);
    /// A measurement waits until it is let go or stopped.
    void holdMeasuring(bool hold);
    void measures(const door::ForecastMade& made);
    [[nodiscard]] studio::TrainingNeeds lastNeeds() const;
    void setRuns(std::vector<studio::RunHistory> runs);
    [[nodiscard]] std::vector<int> keptSteps() const;
    [[nodiscard]] std::optional<studio::TryStyleOptions> lastTry() const;
    [[nodiscard]] Path lastPlace() const;
    [[nodiscard]] int checks() const { return m_checks; }

  private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    studio::Preflight m_preflight;
    std::vector<std::string> m_datasets;
    door::ForecastMade m_made;
    studio::TrainingNeeds m_needs;
    Path m_place;
    std::vector<studio::RunHistory> m_runs;
    std::vector<int> m_kept;
    int m_active = 1;
    std::optional<studio::TryStyleOptions> m_tried;
    bool m_hold = false;
    StopSource m_closing;
    std::atomic<int> m_checks = 0;
};

}  // namespace brandloom::tests
