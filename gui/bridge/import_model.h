#pragma once
// The films on their way into the dataset, as the window shows them: what the import's thread tells comes to the
// GUI thread in batches, at most 30 a second. GUI thread.
#include <QObject>
#include <QString>
#include <QVector>
#include <memory>
#include <optional>

#include "core/studio/workbench/dataset_desk_types.h"

namespace brandloom::bridge {

struct FilmOnItsWay {
    QString file;
    QString name;
    QString picture;  ///< small PNG; empty: not looked at yet
    QString refused;  ///< why it does not come in, a sentence; empty: it does
};

class ImportModel : public QObject {
    Q_OBJECT
  public:
    explicit ImportModel(QObject* parent = nullptr);
    ~ImportModel() override;
    /// For a new import; what the one before told is forgotten. May be called from any thread and outlive the
    /// model.
    [[nodiscard]] studio::ImportListener begin();
    /// The import was refused at once.
    void cancelBegin();
    [[nodiscard]] bool isActive() const { return m_active; }
    [[nodiscard]] const QVector<FilmOnItsWay>& films() const { return m_films; }
    /// Empty before the first word.
    [[nodiscard]] const QString& phase() const { return m_phase; }
    [[nodiscard]] qint64 done() const { return m_done; }
    [[nodiscard]] qint64 total() const { return m_total; }
    [[nodiscard]] std::optional<double> secondsLeft() const { return m_secondsLeft; }

  Q_SIGNALS:
    void changed();
    /// Films came into the dataset; their clips are still being measured.
    void added();
    void ended(const brandloom::studio::ImportUpdate& end);

  private:
    struct Inbox;
    Q_INVOKABLE void flush();
    void apply(const studio::ImportUpdate& update);
    std::shared_ptr<Inbox> m_inbox;
    QVector<FilmOnItsWay> m_films;
    QString m_phase;
    qint64 m_done = 0;
    qint64 m_total = 0;
    std::optional<double> m_secondsLeft;
    bool m_active = false;
};

}  // namespace brandloom::bridge
