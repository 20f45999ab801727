#pragma once
// What the window needs of the studio's training desk, as an interface (see StudioPort). The contracts are those of
// core/studio/workbench/training_desk.h: all but presets() and close() block and are called on the
// session's threads.
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/studio/workbench/training_desk.h"

namespace brandloom::bridge {

class TrainingPort {
  public:
    virtual ~TrainingPort() = default;
    [[nodiscard]] virtual Result<std::vector<studio::TrainingPreset>> presets() const = 0;
    virtual Result<std::vector<std::string>> datasets() = 0;
    virtual Result<studio::Preflight> check(const studio::TrainStyleOptions& options,
                                            const studio::TrainingNeeds& needs) = 0;
    virtual Result<door::ForecastMade> measure(const studio::TrainStyleOptions& options, const StopToken& stop) = 0;
    virtual Result<std::vector<studio::RunLine>> runs() = 0;
    virtual Result<studio::RunHistory> history(std::int64_t run) = 0;
    virtual Status keep(std::int64_t run, int step, bool kept) = 0;
    virtual Result<studio::StyleState> style(const std::string& name) = 0;
    virtual Result<studio::StyleState> activate(const std::string& name, int version) = 0;
    virtual Result<studio::StyleState> rollBack(const std::string& name) = 0;
    virtual Result<studio::TriedStyle> tryStyle(const studio::TryStyleOptions& options, const StopToken& stop) = 0;
    virtual Result<int> relink(const std::string& dataset, const Path& folder) = 0;
    /// The window closes: what works ends soon. Any thread; returns at once.
    virtual void close() = 0;
};

}  // namespace brandloom::bridge
