#pragma once
// What is known of the present (or last) job, kept on the GUI thread. Pages read it on changed(); words are made by
// job_words. A language switch needs nothing from here: only values are kept.
#include <QElapsedTimer>
#include <QObject>
#include <QTime>
#include <QVector>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "gui/bridge/event_bridge.h"

namespace brandloom::bridge {

enum class RunState {
    Idle,
    Loading,
    Caching,
    Training,
    Previewing,
    Saving,
    Pausing,
    Paused,
    Stopping,
    Finished,
    Stopped,
    Failed
};
inline bool isActive(RunState s) {
    return s != RunState::Idle && s != RunState::Finished && s != RunState::Stopped && s != RunState::Failed;
}

struct LossPoint {
    int step = 0;
    int line = 0;  ///< 0 high-noise expert or the only one, 1 low-noise expert
    double loss = 0;
};

struct LogLine {
    enum class Kind {
        Started,
        ClipsReady,
        FirstStep,
        Preview,
        Checkpoint,
        HeldOut,
        Paused,
        Resumed,
        RateChanged,
        StopAsked,
        Finished,
        Stopped,
        Failed
    };
    QTime time;
    Kind kind = Kind::Started;
    int step = 0;
    double value = 0;  ///< HeldOut: share of the start; RateChanged: the rate
};

/// Loss of the clips that are only measured, both experts together.
struct HeldOutPoint {
    int step = 0;
    double loss = 0;      ///< mean of the experts
    double spread = 0;    ///< of it over the noise levels; 0: not known
    double relative = 0;  ///< to the start
    int experts = 0;
    bool best = false;  ///< none before was smaller
};

/// What somebody changed while it ran.
struct RunMark {
    int step = 0;
    bool isPause = false;   ///< else another learning rate, or:
    bool isResume = false;  ///< it went on in another session
    double value = 0;       ///< the rate; seconds of a pause that has ended
};

/// Seconds, low and high end of an honest guess.
struct TimeRange {
    double low = 0;
    double high = 0;
};

class JobModel : public QObject {
    Q_OBJECT
  public:
    explicit JobModel(QObject* parent = nullptr);

    /// `history`: what the run told before it was interrupted; null: it is new.
    void begin(studio::JobId id, const studio::TrainStyleOptions& options,
               const std::shared_ptr<const studio::RunHistory>& history = {});
    void apply(const Batch& batch);
    /// The user asked for the stop; the job says when it happened.
    void stopAsked();
    /// The same of another command.
    void commandAsked(door::TrainingCommand command);
    /// It was asked for and is not done yet.
    [[nodiscard]] bool isAsked(door::TrainingCommand command) const { return m_asked.contains(command); }
    /// It steps or is paused, and nothing that ends either was asked for.
    [[nodiscard]] bool takesCommands() const;
    /// Forgets a job that has ended.
    void clear();

    /// Stopped, and stands in the queue to be resumed.
    [[nodiscard]] bool isShelved() const { return m_isShelved; }
    [[nodiscard]] studio::JobId id() const { return m_id; }
    [[nodiscard]] RunState state() const { return m_state; }
    [[nodiscard]] bool active() const { return isActive(m_state); }
    [[nodiscard]] const studio::TrainStyleOptions& options() const { return m_options; }
    [[nodiscard]] int step() const { return m_step; }
    [[nodiscard]] int totalSteps() const { return m_totalSteps; }
    [[nodiscard]] std::optional<double> loss(int line) const;
    [[nodiscard]] double learningRate() const { return m_learningRate; }
    [[nodiscard]] double secondsPerStep() const { return m_secondsPerStep; }
    [[nodiscard]] double elapsedSeconds() const;
    [[nodiscard]] double prepareSeconds() const { return m_prepareSeconds; }
    /// Wall time per step since the first one, previews included; none before the second step.
    [[nodiscard]] std::optional<double> wallSecondsPerStep() const;
    /// None until the second step is done.
    [[nodiscard]] std::optional<TimeRange> left() const;
    /// Share of the present phase when it counts something (caching: clips), else none.
    [[nodiscard]] std::optional<double> phaseShare() const;
    [[nodiscard]] const QVector<LossPoint>& losses() const { return m_losses; }
    /// Of the first prompt, by step.
    [[nodiscard]] const std::map<int, door::PreviewReady>& previews() const { return m_previews; }
    /// Of all prompts, by step.
    [[nodiscard]] const std::map<int, std::vector<door::PreviewReady>>& looks() const { return m_looks; }
    /// Rises when what was known is taken back, as when it goes on from a checkpoint.
    [[nodiscard]] int rewinds() const { return m_rewinds; }
    /// Rises with each preview.
    [[nodiscard]] int lookCount() const { return m_lookCount; }
    /// Of the project; 0: the newest.
    [[nodiscard]] std::int64_t runId() const { return m_runId; }
    [[nodiscard]] const QVector<int>& checkpoints() const { return m_checkpoints; }
    /// By step.
    [[nodiscard]] const QVector<HeldOutPoint>& heldOut() const { return m_heldOut; }
    /// With the smallest held-out loss; 0: the start, or nothing was held out.
    [[nodiscard]] int bestStep() const;
    /// "learning", "flat", "overfitting", "unclear"; empty when nothing was held out.
    [[nodiscard]] const std::string& verdict() const { return m_verdict; }
    [[nodiscard]] const QVector<RunMark>& marks() const { return m_marks; }
    [[nodiscard]] const QVector<LogLine>& log() const { return m_log; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] const std::optional<studio::TrainedStyle>& trained() const { return m_trained; }

  Q_SIGNALS:
    void began();
    /// Once per batch.
    void changed();
    void ended();

  private:
    void applyEvent(const door::Event& event);
    void applyProgress(const Progress& progress);
    void applyUpdate(const studio::JobUpdate& update);
    void applyHeldOut(const door::HeldOutMeasured& measured);
    void applyLoss(const door::LossReported& loss);
    void addPreview(const door::PreviewReady& preview);
    void recall(const studio::RunHistory& history);
    void forgetFrom(int step);
    [[nodiscard]] double spreadOf(const door::HeldOutMeasured& measured);
    void applyCommand(const door::CommandDone& done);
    void enter(RunState state);
    void note(LogLine::Kind kind, int step = 0, double value = 0);

    studio::JobId m_id = 0;
    RunState m_state = RunState::Idle;
    studio::TrainStyleOptions m_options;
    Progress m_progress;
    int m_step = 0;
    int m_totalSteps = 0;
    int m_firstStep = 0;
    double m_learningRate = 0;
    double m_secondsPerStep = 0;
    double m_prepareSeconds = 0;
    double m_endedAfter = -1;
    double m_lastStepAt = 0;
    double m_pausedAt = -1;      ///< < 0: not paused
    double m_pausedSeconds = 0;  ///< of the pauses that have ended
    double m_pausedBeforeLastStep = 0;
    std::set<door::TrainingCommand> m_asked;
    QElapsedTimer m_clock;
    QVector<double> m_recentSeconds;
    std::optional<double> m_loss[2];
    QVector<LossPoint> m_losses;
    std::map<int, door::PreviewReady> m_previews;
    std::map<int, std::vector<door::PreviewReady>> m_looks;
    int m_lookCount = 0;
    int m_rewinds = 0;
    std::int64_t m_runId = 0;
    bool m_hasHistory = false;  ///< its end is not known before the first step
    std::map<door::Expert, std::vector<double>> m_startLevels;
    QVector<int> m_checkpoints;
    QVector<HeldOutPoint> m_heldOut;
    std::string m_verdict;
    QVector<RunMark> m_marks;
    QVector<LogLine> m_log;
    std::optional<Error> m_error;
    bool m_isShelved = false;
    std::optional<studio::TrainedStyle> m_trained;
};

}  // namespace brandloom::bridge
