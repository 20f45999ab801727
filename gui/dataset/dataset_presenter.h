#pragma once
// What the Dataset page shows and does, without widgets. GUI thread; what touches the disk is asked of the session.
#include <QObject>
#include <QStringList>
#include <QTimer>
#include <QVector>
#include <functional>
#include <memory>
#include <optional>

#include "gui/bridge/session.h"

namespace brandloom::dataset_page {

enum class Said { Info, Success, Warning, Error };

class DatasetPresenter : public QObject {
    Q_OBJECT
  public:
    explicit DatasetPresenter(bridge::Session& session, QObject* parent = nullptr);

    [[nodiscard]] bridge::Session& session() { return m_session; }
    [[nodiscard]] bool hasProject() const { return m_session.project().has_value(); }
    [[nodiscard]] bool isReadOnly() const { return m_view->isReadOnly; }
    /// False until the dataset was read for the first time since the project was opened.
    [[nodiscard]] bool isKnown() const { return m_known; }
    [[nodiscard]] const studio::DatasetView& view() const { return *m_view; }
    [[nodiscard]] const std::optional<studio::DatasetFindings>& findings() const { return m_findings; }
    /// Ways to narrow the view down, and frozen versions; empty until they were counted.
    [[nodiscard]] const studio::DatasetFacets& facets() const { return m_facets; }
    [[nodiscard]] const QString& query() const { return m_query; }
    /// "12 clips" or "Showing 3 of 12"; empty without clips.
    [[nodiscard]] QString shownWords() const;
    /// What is wrong with the query, a sentence; empty: nothing.
    [[nodiscard]] QString queryFault() const;

    /// Language of captions that cards show and the editor writes: zh or en.
    [[nodiscard]] const QString& language() const { return m_language; }
    void setLanguage(const QString& language);
    /// Of that language, else of the one that there is.
    [[nodiscard]] QString captionOf(const studio::ClipCard& card) const;
    /// Words on the picture of a clip about what is wrong with it; empty: nothing worth a word.
    [[nodiscard]] QString hintOf(std::int64_t clip) const { return m_hintOf.value(clip); }

    /// The page is to be seen: only then a dataset is read.
    void setShown(bool shown);
    void setQuery(const QString& query);
    void refresh();
    void importFilms(const QStringList& files);
    void mark(const QVector<std::int64_t>& clips, int pick);
    void rate(const QVector<std::int64_t>& clips, int rating);
    void remove(const QVector<std::int64_t>& clips);
    void writeCaption(std::int64_t clip, const QString& language, const QString& text);
    void suggest(const QVector<std::int64_t>& clips);
    void fix(const QString& rule);
    /// Keeps the dataset as it is now; "2026-11-27" is its title.
    void freeze();
    void drawSplit();
    void undo();
    void redo();
    /// Makes any change on the disk's thread, then shows what came of it; `sentence` is said when it changed
    /// something.
    void change(std::function<Result<studio::DatasetChanged>(bridge::DatasetPort&)> work,
                const QString& sentence = {});

  Q_SIGNALS:
    void viewChanged();
    void findingsChanged();
    void facetsChanged();
    void languageChanged();
    /// A sentence for the message bar. `canUndo`: it offers Undo.
    void said(brandloom::dataset_page::Said tone, const QString& sentence, bool canUndo);

  private:
    using Changed = Result<studio::DatasetChanged>;
    using View = std::shared_ptr<const studio::DatasetView>;
    /// Makes a change on the disk's thread, then shows what came of it; `words` makes the sentence of a count.
    template <class Work, class Words>
    void changeAndSay(Work work, Words words);
    void show(View view);
    void projectChanged();
    void importEnded(const studio::ImportUpdate& end);
    void refreshFindings();
    void refreshFacets();
    void sayError(const Error& error);

    bridge::Session& m_session;
    QTimer m_queryTimer;
    QTimer m_findingsTimer;
    QString m_query;
    QString m_language;
    QString m_folder;  ///< of the project that is shown
    View m_view = std::make_shared<const studio::DatasetView>();
    std::optional<studio::DatasetFindings> m_findings;
    studio::DatasetFacets m_facets;
    QHash<std::int64_t, QString> m_hintOf;
    int m_asked = 0;  ///< views that were asked for: an older answer is dropped
    bool m_known = false;
    bool m_shown = false;
};

}  // namespace brandloom::dataset_page
