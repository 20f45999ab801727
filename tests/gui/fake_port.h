#pragma once
// A studio without a core: scripted jobs on a real background thread, so that the window can be tested in every
// state.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "gui/bridge/studio_port.h"
#include "tests/gui/fake_brand.h"
#include "tests/gui/fake_dataset.h"
#include "tests/gui/fake_queue.h"
#include "tests/gui/fake_settings.h"
#include "tests/gui/fake_training.h"

namespace brandloom::tests {

struct FakeScript {
    int stepMs = 1;       ///< time of one step
    std::string holdAt;   ///< phase in which the job waits for a stop: loading, caching, training, previewing
    int holdStep = 0;     ///< with "training": the step after which it waits
    int failAtStep = 0;   ///< 0: never
    int stopTakesMs = 5;  ///< between a stop request and its end, "finishing the step"
    bool previews = true;
    int version = 1;  ///< of the Style that it ends with
};

class FakePort : public bridge::StudioPort {
  public:
    explicit FakePort(FakeScript script = {});
    ~FakePort() override;

    Result<studio::ProjectSummary> createProject(const Path& folder, const std::string& name) override;
    Result<studio::ProjectSummary> openProject(const Path& folder) override;
    void closeProject() override {
        const std::lock_guard lock(m_data);
        m_project.reset();
        m_settings.setProjectOpen(false);
    }
    [[nodiscard]] std::optional<studio::ProjectSummary> project() const override {
        const std::lock_guard lock(m_data);
        return m_project;
    }
    [[nodiscard]] std::vector<studio::RecentProject> recentProjects() const override {
        const std::lock_guard lock(m_data);
        return recent;
    }
    [[nodiscard]] std::vector<studio::HealthItem> health() const override;
    [[nodiscard]] Path sampleFilm() const override { return film; }
    [[nodiscard]] Path starterModel() const override;
    Result<studio::JobId> startTraining(const studio::TrainStyleOptions& options,
                                        studio::JobListener listener) override;
    void stopJob(studio::JobId id) override;
    void tellJob(studio::JobId id, door::TrainingCommand command, double value) override;
    void pauseRunning() override;
    [[nodiscard]] bool isBusy() const override { return m_busy; }
    [[nodiscard]] FakeSettings& settings() override { return m_settings; }
    [[nodiscard]] FakeDataset& dataset() override { return m_dataset; }
    [[nodiscard]] FakeBrand& brand() override { return m_brand; }
    [[nodiscard]] FakeQueue& queue() override { return m_queue; }
    [[nodiscard]] FakeTraining& training() override { return m_training; }
    [[nodiscard]] const FakeTraining& training() const override { return m_training; }
    void shutdown() override;

    [[nodiscard]] bool isShutDown() const { return m_shutDown; }
    [[nodiscard]] int stopsAsked() const { return m_stops; }

    /// The thread that made or opened a project last.
    [[nodiscard]] std::thread::id callThread() const { return m_callThread; }
    /// Projects made or opened when they no longer should be.
    [[nodiscard]] int callsAfterShutdown() const { return m_lateCalls; }

    std::vector<studio::RecentProject> recent;
    Path film;
    FakeScript script;
    std::shared_ptr<const studio::RunHistory> history;  ///< of the next one that begins from the queue
    bool refuseStart = false;                           ///< the next training is refused at once

  private:
    Result<studio::ProjectSummary> install(const Path& folder, const std::string& name);
    void begin(const studio::TrainStyleOptions& options, studio::JobListener listener, std::int64_t queued);
    void work(studio::TrainStyleOptions options, studio::JobListener listener, std::int64_t queued);
    bool beginQueued(std::int64_t id, studio::JobListener listener);
    bool wait(int ms);  ///< false when a stop was asked for
    void holdHere();
    struct Order {
        door::TrainingCommand command;
        double value = 0;
    };
    /// The oldest order; while `paused` it waits for one. None: nothing was ordered, or a stop was asked for.
    std::optional<Order> nextOrder(bool paused);
    FakeSettings m_settings;
    FakeDataset m_dataset;
    FakeBrand m_brand;
    FakeQueue m_queue;
    FakeTraining m_training;
    studio::TrainStyleOptions m_lastOptions;
    mutable std::mutex m_data;  ///< m_project and recent: the window asks from a thread of its own
    std::optional<studio::ProjectSummary> m_project;
    std::thread m_thread;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stop = false;
    bool m_shelve = false;  ///< the stop is a pause
    std::vector<Order> m_orders;
    std::atomic<bool> m_busy = false;
    std::atomic<bool> m_shutDown = false;
    std::atomic<int> m_stops = 0;
    std::atomic<int> m_lateCalls = 0;
    std::atomic<std::thread::id> m_callThread;
    studio::JobId m_next = 0;
    std::uint64_t m_sequence = 0;
};

/// A moving disc on a graded ground; `progress` 0..1 makes it sharper, as previews of a training do.
std::vector<Frame> paintedFrames(int count, int size, double progress);

}  // namespace brandloom::tests
