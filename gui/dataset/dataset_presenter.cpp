#include "gui/dataset/dataset_presenter.h"

#include <QDate>
#include <QLocale>
#include <QThreadPool>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"
#include "gui/dataset/hint_words.h"

namespace brandloom::dataset_page {

using bridge::fromUtf8;

namespace {

constexpr int kQueryMs = 150;     // after the last key
constexpr int kFindingsMs = 300;  // after the last change

std::vector<std::int64_t> idsOf(const QVector<std::int64_t>& clips) {
    return {clips.begin(), clips.end()};
}

}  // namespace

DatasetPresenter::DatasetPresenter(bridge::Session& session, QObject* parent)
    : QObject(parent), m_session(session), m_language(QLocale().language() == QLocale::Chinese ? "zh" : "en") {
    m_queryTimer.setSingleShot(true);
    m_queryTimer.setInterval(kQueryMs);
    m_findingsTimer.setSingleShot(true);
    m_findingsTimer.setInterval(kFindingsMs);
    connect(&m_queryTimer, &QTimer::timeout, this, &DatasetPresenter::refresh);
    connect(&m_findingsTimer, &QTimer::timeout, this, &DatasetPresenter::refreshFindings);
    connect(&session, &bridge::Session::projectChanged, this, &DatasetPresenter::projectChanged);
    connect(&session.import(), &bridge::ImportModel::added, this, &DatasetPresenter::refresh);
    connect(&session.import(), &bridge::ImportModel::ended, this, &DatasetPresenter::importEnded);
    connect(&session, &bridge::Session::importRefused, this, &DatasetPresenter::sayError);
    projectChanged();
}

void DatasetPresenter::projectChanged() {
    const auto& project = m_session.project();
    const QString folder = project ? fromUtf8(utf8FromPath(project->folder)) : QString();
    if (folder == m_folder) return;
    m_folder = folder;
    m_query.clear();
    show(std::make_shared<const studio::DatasetView>());
    m_findings.reset();
    m_facets = {};
    m_hintOf.clear();
    m_known = false;
    Q_EMIT viewChanged();
    Q_EMIT facetsChanged();
    Q_EMIT findingsChanged();
    if (folder.isEmpty()) return;
    refresh();  // when it is shown
    if (!project->readOnly) m_session.continueImport();
}

QString DatasetPresenter::shownWords() const {
    if (m_view->all == 0) return {};
    const auto shown = static_cast<qint64>(m_view->cards.size());
    if (shown == m_view->all) return tr("%n clip(s)", nullptr, static_cast<int>(m_view->all));
    return tr("Showing %1 of %2").arg(shown).arg(m_view->all);
}

QString DatasetPresenter::queryFault() const {
    return m_view->queryError ? bridge::describe(*m_view->queryError).whole() : QString();
}

void DatasetPresenter::setLanguage(const QString& language) {
    if (language == m_language) return;
    m_language = language;
    Q_EMIT languageChanged();
}

QString DatasetPresenter::captionOf(const studio::ClipCard& card) const {
    const auto own = card.captions.find(m_language.toStdString());
    if (own != card.captions.end()) return fromUtf8(own->second);
    return card.captions.empty() ? QString() : fromUtf8(card.captions.begin()->second);
}

void DatasetPresenter::setQuery(const QString& query) {
    if (query == m_query) return;
    m_query = query;
    m_queryTimer.start();
}

void DatasetPresenter::setShown(bool shown) {
    if (shown == m_shown) return;
    m_shown = shown;
    if (shown) refresh();
}

void DatasetPresenter::refresh() {
    m_queryTimer.stop();
    if (!hasProject() || !m_shown) return;
    const int asked = ++m_asked;
    m_session.askDataset(
        this,
        [query = m_query.toStdString()](bridge::DatasetPort& port) -> Result<View> {
            auto found = port.view(query);
            if (!found) return fail(std::move(found).error());
            return std::make_shared<const studio::DatasetView>(std::move(*found));
        },
        [this, asked, folder = m_folder](const Result<View>& found) {
            if (asked != m_asked || folder != m_folder) return;
            if (!found) return sayError(found.error());
            show(*found);
            m_known = true;
            Q_EMIT viewChanged();
            m_findingsTimer.start();
        });
}

void DatasetPresenter::show(View view) {
    m_view.swap(view);
    // Letting go of a hundred thousand cards takes a while.
    QThreadPool::globalInstance()->start([old = std::move(view)]() mutable { old.reset(); });
}

void DatasetPresenter::refreshFacets() {
    m_session.askDatasetSlowly(
        this, [](bridge::DatasetPort& port) { return port.facets(); },
        [this, folder = m_folder](const Result<studio::DatasetFacets>& found) {
            if (folder != m_folder) return;
            if (!found) return sayError(found.error());
            m_facets = *found;
            Q_EMIT facetsChanged();
        });
}

void DatasetPresenter::refreshFindings() {
    if (!hasProject() || !m_shown) return;
    refreshFacets();
    m_session.askDatasetSlowly(
        this, [](bridge::DatasetPort& port) { return port.findings(); },
        [this, folder = m_folder](const Result<studio::DatasetFindings>& found) {
            if (folder != m_folder) return;
            if (!found) return sayError(found.error());
            m_findings = *found;
            m_hintOf.clear();
            for (const auto& hint : m_findings->hints)
                if (const QString words = cardWords(hint); !words.isEmpty())
                    for (const auto clip : hint.clips)
                        if (!m_hintOf.contains(clip)) m_hintOf.insert(clip, words);
            Q_EMIT findingsChanged();
        });
}

void DatasetPresenter::importFilms(const QStringList& files) {
    if (files.isEmpty()) return;
    const auto started = m_session.startImport(files, QStringLiteral("none"));
    if (!started) return sayError(started.error());
    if (m_session.hasWaitingImport() && m_session.import().phase() == QLatin1String("reading"))
        said(Said::Info, tr("These films come next, when those before them have been read."), false);
}

void DatasetPresenter::importEnded(const studio::ImportUpdate& end) {
    refresh();
    if (end.wasStopped && m_session.hasWaitingImport()) return;  // it made room
    if (end.wasStopped)
        return said(Said::Info,
                    tr("The import was stopped. What came in before stays; drop the films again to go on."), false);
    if (end.error) return sayError(*end.error);
    if (end.added == 0 && end.refused == 0 && end.known == 0) return;  // nothing was left to go on with
    QStringList parts;
    if (end.added > 0) parts << tr("%n film(s) added", nullptr, end.added);
    if (end.known > 0) parts << tr("%n known already", nullptr, end.known);
    if (end.refused > 0) parts << tr("%n could not be read", nullptr, end.refused);
    QString sentence = parts.join(QStringLiteral(" · "));
    if (end.refused > 0) {
        for (const auto& film : m_session.import().films())
            if (!film.refused.isEmpty()) {
                sentence += QStringLiteral(": ") + film.refused;
                break;
            }
    }
    said(end.refused > 0 ? Said::Warning : Said::Success, sentence, end.added > 0);
}

template <class Work, class Words>
void DatasetPresenter::changeAndSay(Work work, Words words) {
    m_session.askDataset(this, std::move(work), [this, words = std::move(words)](const Changed& done) {
        if (!done) return sayError(done.error());
        refresh();
        m_session.recount();
        if (const QString sentence = words(done->changes); !sentence.isEmpty())
            said(Said::Success, sentence, done->changes > 0);
    });
}

void DatasetPresenter::change(std::function<Changed(bridge::DatasetPort&)> work, const QString& sentence) {
    changeAndSay(std::move(work), [sentence](int n) { return n > 0 ? sentence : QString(); });
}

void DatasetPresenter::mark(const QVector<std::int64_t>& clips, int pick) {
    if (clips.isEmpty()) return;
    changeAndSay([ids = idsOf(clips), pick](bridge::DatasetPort& port) { return port.mark(ids, pick); },
                 [pick, many = clips.size() > 1](int n) {
                     if (!many) return QString();
                     return pick > 0   ? tr("%n clip(s) picked", nullptr, n)
                            : pick < 0 ? tr("%n clip(s) rejected: no training sees them", nullptr, n)
                                       : tr("%n clip(s) unmarked", nullptr, n);
                 });
}

void DatasetPresenter::rate(const QVector<std::int64_t>& clips, int rating) {
    if (clips.isEmpty()) return;
    changeAndSay(
        [ids = idsOf(clips), rating](bridge::DatasetPort& port) { return port.rate(ids, rating); },
        [many = clips.size() > 1](int n) { return many ? tr("%n clip(s) rated", nullptr, n) : QString(); });
}

void DatasetPresenter::remove(const QVector<std::int64_t>& clips) {
    if (clips.isEmpty()) return;
    changeAndSay(
        [ids = idsOf(clips)](bridge::DatasetPort& port) { return port.remove(ids); },
        [](int n) { return tr("%n clip(s) removed from the dataset; the films stay where they are", nullptr, n); });
}

void DatasetPresenter::writeCaption(std::int64_t clip, const QString& language, const QString& text) {
    changeAndSay([clip, language = language.toStdString(), text = text.trimmed().toStdString()](
                     bridge::DatasetPort& port) { return port.writeCaption(clip, language, text); },
                 [](int) { return QString(); });
}

void DatasetPresenter::suggest(const QVector<std::int64_t>& clips) {
    if (clips.isEmpty()) return;
    changeAndSay([ids = idsOf(clips), language = m_language.toStdString()](
                     bridge::DatasetPort& port) { return port.suggest(ids, language); },
                 [](int n) {
                     return n > 0 ? tr("%n draft(s) written: read them before you train", nullptr, n)
                                  : tr("These clips have captions in this language already");
                 });
}

void DatasetPresenter::fix(const QString& rule) {
    changeAndSay(
        [rule = rule.toStdString()](bridge::DatasetPort& port) { return port.fix(rule); },
        [](int n) { return n > 0 ? tr("%n change(s) made", nullptr, n) : tr("Nothing had to be changed"); });
}

void DatasetPresenter::freeze() {
    const QString title = QDate::currentDate().toString(Qt::ISODate);
    changeAndSay([title = title.toStdString()](bridge::DatasetPort& port) { return port.freeze(title); },
                 [](int n) {
                     return n > 0 ? tr("The dataset as it is now was kept as a version")
                                  : tr("It is kept as a version already");
                 });
}

void DatasetPresenter::drawSplit() {
    change([](bridge::DatasetPort& port) { return port.drawSplit(); },
           tr("Which clips are only measured was drawn anew"));
}

void DatasetPresenter::undo() {
    m_session.askDataset(
        this, [](bridge::DatasetPort& port) { return port.undo(); },
        [this](const Result<std::string>& done) {
            if (!done) return sayError(done.error());
            refresh();
            m_session.queue().refresh();
            said(Said::Info, tr("Undone: %1").arg(commandWords(fromUtf8(*done))), false);
        });
}

void DatasetPresenter::redo() {
    m_session.askDataset(
        this, [](bridge::DatasetPort& port) { return port.redo(); },
        [this](const Result<std::string>& done) {
            if (!done) return sayError(done.error());
            refresh();
            m_session.queue().refresh();
            said(Said::Info, tr("Done again: %1").arg(commandWords(fromUtf8(*done))), false);
        });
}

void DatasetPresenter::sayError(const Error& error) {
    if (error.isCancelled()) return;
    said(Said::Error, bridge::describe(error).whole(), false);
}

}  // namespace brandloom::dataset_page
