#pragma once
// What Home shows, without widgets. GUI thread.
#include <QHash>
#include <QImage>
#include <QObject>
#include <QVector>

#include "gui/bridge/session.h"

namespace brandloom::home {

struct ProjectCard {
    QString name;
    QString folder;
    QString facts;  ///< "1 clip · 2 Styles", only known of the open project
    QString when;   ///< "Open now", "Today 18:20", "14 November"
    bool open = false;
    bool exists = true;
    bool running = false;
    QVector<QImage> pictures;  ///< up to three, kept from the last previews of that project
};

struct HealthRow {
    QString name;
    QString words;
    studio::Health health = studio::Health::Ok;
};

class HomePresenter : public QObject {
    Q_OBJECT
  public:
    explicit HomePresenter(bridge::Session& session, QObject* parent = nullptr);
    /// Makes the words again from what the session knows.
    void refresh();
    /// False until recent projects were read for the first time.
    [[nodiscard]] bool isKnown() const { return m_known; }
    [[nodiscard]] const QVector<ProjectCard>& projects() const { return m_projects; }
    [[nodiscard]] const QVector<HealthRow>& health() const { return m_health; }
    /// One sentence about the running job, in the window's language.
    [[nodiscard]] QString jobSentence() const;
    /// "1 clip · 2 Styles · no Shot yet".
    [[nodiscard]] static QString facts(const studio::ProjectSummary& project);

  Q_SIGNALS:
    void changed();

  private:
    void keepPictures();
    [[nodiscard]] QVector<QImage> picturesOf(const QString& folder);
    [[nodiscard]] static QString when(const std::string& utc);
    bridge::Session& m_session;
    QVector<ProjectCard> m_projects;
    QVector<HealthRow> m_health;
    QHash<QString, QVector<QImage>> m_pictures;  ///< by folder
    bool m_known = false;
};

/// Where the small pictures of a project's card are kept (in the user's cache).
QString pictureFile(const QString& projectFolder, int index);

}  // namespace brandloom::home
