#pragma once
// The Style that a run ended with: its versions, and clips without and with it. No widgets. GUI thread.
#include <QObject>
#include <QVector>
#include <functional>

#include "gui/bridge/session.h"
#include "gui/train/run_presenter.h"

namespace brandloom::train {

class StylePresenter : public QObject {
    Q_OBJECT
  public:
    explicit StylePresenter(bridge::Session& session, QObject* parent = nullptr);

    /// The last run made a version of a Style.
    [[nodiscard]] bool hasStyle() const { return m_version > 0; }
    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] int version() const { return m_version; }
    /// "Dusk · version 2".
    [[nodiscard]] QString heading() const;
    /// "Active", "Version 1 is active": what Shots use.
    [[nodiscard]] QString stateText() const;
    [[nodiscard]] bool canActivate() const;
    [[nodiscard]] bool canRollBack() const;
    void activate();
    void rollBack();
    /// Name and figure, in their order.
    [[nodiscard]] QVector<QPair<QString, QString>> numbers() const;

    // --- before and after
    [[nodiscard]] QString prompt() const { return m_prompt; }
    void setPrompt(const QString& prompt) { m_prompt = prompt; }
    void tryIt();
    void stopTrying() { m_stop.request_stop(); }
    [[nodiscard]] bool isTrying() const { return m_isTrying; }
    /// Empty when it can be tried, else why not.
    [[nodiscard]] QString whyNot() const;
    /// What was made last; none yet.
    [[nodiscard]] const std::optional<studio::TriedStyle>& tried() const { return m_tried; }
    /// "“a red mug”, seed 7, without and with the Style".
    [[nodiscard]] QString triedText() const;

  Q_SIGNALS:
    void changed();
    void message(brandloom::train::Say tone, const QString& sentence);

  private:
    void forget();
    void take();
    void took(const Result<studio::StyleState>& state);
    void change(std::function<Result<studio::StyleState>(bridge::TrainingPort&)> work);
    bridge::Session& m_session;
    QString m_name;
    int m_version = 0;
    studio::TrainedStyle m_trained;
    std::optional<studio::StyleState> m_state;
    QString m_prompt;
    std::optional<studio::TriedStyle> m_tried;
    bool m_isTrying = false;
    StopSource m_stop;
};

}  // namespace brandloom::train
