#pragma once
// The studio's training desk behind the interface that the window asks.
#include <functional>
#include <stop_token>

#include "core/studio/workbench/training_desk.h"
#include "gui/bridge/training_port.h"

namespace brandloom::desktop {

class TrainingDeskPort : public bridge::TrainingPort {
  public:
    /// `workbench` must outlive it.
    TrainingDeskPort(studio::Workbench& workbench, door::EngineFactory engine)
        : m_desk(workbench, std::move(engine)) {}

    [[nodiscard]] Result<std::vector<studio::TrainingPreset>> presets() const override { return m_desk.presets(); }
    Result<std::vector<std::string>> datasets() override { return m_desk.datasets(); }
    Result<studio::Preflight> check(const studio::TrainStyleOptions& options,
                                    const studio::TrainingNeeds& needs) override {
        return m_desk.check(options, needs, m_closing.get_token());
    }
    Result<door::ForecastMade> measure(const studio::TrainStyleOptions& options, const StopToken& stop) override {
        const EitherStop either(stop, m_closing.get_token());
        return m_desk.measure(options, either.token());
    }
    Result<std::vector<studio::RunLine>> runs() override { return m_desk.runs(); }
    Result<studio::RunHistory> history(std::int64_t run) override { return m_desk.history(run); }
    Status keep(std::int64_t run, int step, bool kept) override { return m_desk.keep(run, step, kept); }
    Result<studio::StyleState> style(const std::string& name) override { return m_desk.style(name); }
    Result<studio::StyleState> activate(const std::string& name, int version) override {
        return m_desk.activate(name, version);
    }
    Result<studio::StyleState> rollBack(const std::string& name) override { return m_desk.rollBack(name); }
    Result<studio::TriedStyle> tryStyle(const studio::TryStyleOptions& options, const StopToken& stop) override {
        const EitherStop either(stop, m_closing.get_token());
        return m_desk.tryStyle(options, either.token());
    }
    Result<int> relink(const std::string& dataset, const Path& folder) override {
        return m_desk.relink(dataset, folder, m_closing.get_token());
    }
    void close() override { m_closing.request_stop(); }

  private:
    /// A stop that somebody asked for, or the end of the window.
    class EitherStop {
      public:
        EitherStop(const StopToken& one, const StopToken& other)
            : m_one(one, [this] { m_both.request_stop(); }), m_other(other, [this] { m_both.request_stop(); }) {}
        [[nodiscard]] StopToken token() const { return m_both.get_token(); }

      private:
        StopSource m_both;
        std::stop_callback<std::function<void()>> m_one, m_other;
    };
    studio::TrainingDesk m_desk;
    StopSource m_closing;
};

}  // namespace brandloom::desktop
