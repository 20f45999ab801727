#pragma once
// What is shown of the training that runs or ran last, and what can be done with it, without widgets. GUI thread.
#include <QObject>
#include <QVector>

#include "gui/bridge/session.h"

namespace brandloom::train {

enum class Say { Info, Success, Warning, Error };

class RunPresenter : public QObject {
    Q_OBJECT
  public:
    explicit RunPresenter(bridge::Session& session, QObject* parent = nullptr);

    void stop();
    void pauseOrResume();
    void previewNow();
    void saveNow();
    void setRunRate(double rate);
    /// Back to the choices once a run has ended.
    void trainAgain();
    [[nodiscard]] bool showsRun() const { return m_showsRun; }
    void showRun(bool run);

    [[nodiscard]] QString runName() const;
    [[nodiscard]] QString runFacts() const;
    /// "412 / 900 steps".
    [[nodiscard]] QString stepText() const;
    /// What the held-out clips say, in one line and one more; empty when none are measured.
    [[nodiscard]] QString verdict() const;
    [[nodiscard]] QString verdictFacts() const;
    /// What was changed while it ran, for the plot.
    [[nodiscard]] QVector<QPair<double, QString>> runEvents() const;
    /// Sentence when a run ended, empty while it runs.
    [[nodiscard]] QString outcome() const;
    [[nodiscard]] Say outcomeTone() const;
    [[nodiscard]] int nextPreviewStep() const;
    [[nodiscard]] bridge::JobModel& job() { return m_session.job(); }
    [[nodiscard]] const bridge::JobModel& job() const { return m_session.job(); }
    [[nodiscard]] bridge::Session& session() { return m_session; }

  Q_SIGNALS:
    void pageChanged();  ///< set-up or run

  protected:
    bridge::Session& m_session;

  private:
    bool m_showsRun = false;
};

}  // namespace brandloom::train
