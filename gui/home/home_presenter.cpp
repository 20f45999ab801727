#include "gui/home/home_presenter.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLocale>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"
#include "gui/home/health_words.h"

namespace brandloom::home {

using bridge::fromUtf8;

HomePresenter::HomePresenter(bridge::Session& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &bridge::Session::projectChanged, this, &HomePresenter::refresh);
    connect(&session, &bridge::Session::overviewChanged, this, [this] {
        m_known = true;
        refresh();
    });
    connect(&session.job(), &bridge::JobModel::began, this, &HomePresenter::refresh);
    connect(&session.job(), &bridge::JobModel::ended, this, [this] {
        keepPictures();
        refresh();
    });
}

QString pictureFile(const QString& projectFolder, int index) {
    const QByteArray id = QCryptographicHash::hash(projectFolder.toUtf8(), QCryptographicHash::Sha1).toHex();
    return fromUtf8(utf8FromPath(userCacheDir() / "cards")) +
           QStringLiteral("/%1-%2.png").arg(QString::fromLatin1(id.left(16))).arg(index);
}

void HomePresenter::keepPictures() {
    const auto& project = m_session.project();
    const auto& previews = m_session.job().previews();
    if (!project || previews.empty()) return;
    const auto& frames = previews.rbegin()->second.frames;
    if (frames.empty()) return;
    QDir().mkpath(fromUtf8(utf8FromPath(userCacheDir() / "cards")));
    const QString folder = fromUtf8(utf8FromPath(project->folder));
    m_pictures.remove(folder);
    const std::size_t picks[] = {frames.size() / 2, 0, frames.size() - 1};
    for (int i = 0; i < 3; ++i) {
        const Frame& f = frames[picks[i]];
        const QImage image(f->bytes().data(), f->width(), f->height(), f->strideBytes(), QImage::Format_RGB888);
        const QSize size = image.size().scaled(512, 512, Qt::KeepAspectRatio).boundedTo(image.size());
        image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation).save(pictureFile(folder, i));
    }
}

QString HomePresenter::facts(const studio::ProjectSummary& project) {
    QStringList parts;
    parts << tr("%n clip(s)", nullptr, project.clips);
    parts << (project.styles > 0 ? tr("%n Style(s)", nullptr, project.styles) : tr("no Style yet"));
    if (project.shots > 0) parts << tr("%n Shot(s)", nullptr, project.shots);
    return parts.join(QStringLiteral(" · "));
}

QString HomePresenter::when(const std::string& utc) {
    const QDateTime at = QDateTime::fromString(fromUtf8(utc), Qt::ISODate).toLocalTime();
    if (!at.isValid()) return {};
    const QLocale locale;
    const QString clock = locale.toString(at.time(), QStringLiteral("HH:mm"));
    const auto days = at.date().daysTo(QDate::currentDate());
    if (days == 0) return tr("Today %1").arg(clock);
    if (days == 1) return tr("Yesterday %1").arg(clock);
    return locale.toString(at.date(), tr("d MMMM", "date format of a day in this year"));
}

QVector<QImage> HomePresenter::picturesOf(const QString& folder) {
    const auto known = m_pictures.constFind(folder);
    if (known != m_pictures.cend()) return *known;
    QVector<QImage> pictures;
    for (int i = 0; i < 3; ++i) {
        const QImage picture(pictureFile(folder, i));
        if (!picture.isNull()) pictures << picture;
    }
    return *m_pictures.insert(folder, pictures);
}

void HomePresenter::refresh() {
    m_projects.clear();
    const auto& open = m_session.project();
    for (const studio::RecentProject& recent : m_session.recentProjects()) {
        ProjectCard card;
        card.name = fromUtf8(recent.name);
        card.folder = fromUtf8(utf8FromPath(recent.folder));
        card.exists = recent.exists;
        card.open = open && open->folder == recent.folder;
        card.running = card.open && m_session.job().active();
        card.facts = card.open ? facts(*open) : recent.exists ? QString() : tr("The folder is not there any more");
        card.when = card.open ? tr("Open now") : when(recent.lastOpenedUtc);
        card.pictures = picturesOf(card.folder);
        m_projects << card;
    }
    m_health = healthRows(m_session.health());
    Q_EMIT changed();
}

QString HomePresenter::jobSentence() const {
    using bridge::RunState;
    const bridge::JobModel& job = m_session.job();
    switch (job.state()) {
        case RunState::Loading:
            return tr("The engine is started and the model is read. This happens once per session.");
        case RunState::Caching:
            return tr("Films are cut to clips and prepared for training.");
        case RunState::Pausing:
        case RunState::Paused:
            return tr("Everything is saved and the memory is given back until it goes on.");
        case RunState::Stopping:
            return tr("The present step is finished first; what was learned is kept.");
        default:
            break;
    }
    if (job.previews().size() > 1)
        return tr("Still learning. The newest preview is from step %1.").arg(job.previews().rbegin()->first);
    return tr("Still learning.");
}

}  // namespace brandloom::home
