#pragma once
// What is shown of the training that runs or ran last, and what can be done with it, without widgets. GUI thread.
#include <QObject>
#include <QPointF>
#include <QSet>
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
    /// "Step 400", "Step 400 · best", "Start".
    [[nodiscard]] QString columnHeading(int step) const;

    // --- checkpoints that stay
    /// Steps with a preview whose checkpoint is there.
    [[nodiscard]] QSet<int> keepable() const;
    [[nodiscard]] const QSet<int>& kept() const { return m_kept; }
    void keep(int step, bool on);

    // --- another run beside this one
    struct OtherRun {
        std::int64_t id = 0;
        QString title;  ///< "Dusk · 900 steps · 12 Nov 14:10"
    };
    /// Of the project, newest first.
    [[nodiscard]] const QVector<OtherRun>& otherRuns() const { return m_others; }
    [[nodiscard]] std::int64_t ghostId() const { return m_ghostId; }
    /// 0: none.
    void chooseGhost(std::int64_t run);
    [[nodiscard]] QString ghostName() const;
    /// Line by line; empty: there is none.
    [[nodiscard]] const QVector<QVector<QPointF>>& ghost() const { return m_ghost; }
    [[nodiscard]] bridge::JobModel& job() { return m_session.job(); }
    [[nodiscard]] const bridge::JobModel& job() const { return m_session.job(); }
    [[nodiscard]] bridge::Session& session() { return m_session; }

  Q_SIGNALS:
    void pageChanged();  ///< set-up or run
    void ghostChanged();
    void keptChanged();
    void message(brandloom::train::Say tone, const QString& sentence);

  protected:
    bridge::Session& m_session;

  private:
    void lookForRuns();
    QSet<int> m_kept;
    QVector<OtherRun> m_others;
    std::int64_t m_ghostId = 0;
    QVector<QVector<QPointF>> m_ghost;
    bool m_showsRun = false;
};

}  // namespace brandloom::train
