#include "gui/dataset/query_completer.h"

#include <QAbstractItemView>
#include <QLineEdit>

#include "gui/bridge/error_text.h"
#include "gui/dataset/dataset_presenter.h"

namespace brandloom::dataset_page {

namespace {

/// As core/dataset/query.h has them; those that take free words end with their sign.
constexpr const char* kWords[] = {"caption:",         "film:",          "tag:",
                                  "scene:",           "rating>=",       "duration<",
                                  "duration>",        "width>=",        "height>=",
                                  "ratio:16:9",       "ratio:9:16",     "ratio:1:1",
                                  "sharpness<",       "motion>",        "frozen>",
                                  "pick:yes",         "pick:no",        "pick:reject",
                                  "split:held_out",   "split:train",    "lang:zh",
                                  "lang:en",          "camera:static",  "camera:pan_left",
                                  "camera:pan_right", "camera:push_in", "camera:pull_out",
                                  "camera:handheld",  "camera:other",   "missing:caption",
                                  "missing:tag",      "missing:rights", "has:caption",
                                  "is:draft",         "is:approved",    "is:still",
                                  "is:vfr",           "is:cropped",     "is:bars",
                                  "is:audio",         "rights:expired", "rights:missing",
                                  "rights:ok"};

}  // namespace

QueryCompleter::QueryCompleter(QLineEdit& line, DatasetPresenter& presenter)
    : QCompleter(&line), m_line(line), m_presenter(presenter) {
    setModel(&m_words);
    setWidget(&line);
    setCaseSensitivity(Qt::CaseInsensitive);
    setCompletionMode(QCompleter::PopupCompletion);
    fill();
    connect(&presenter, &DatasetPresenter::facetsChanged, this, &QueryCompleter::fill);
    connect(&line, &QLineEdit::textEdited, this, &QueryCompleter::offer);
    connect(this, qOverload<const QString&>(&QCompleter::activated), this, &QueryCompleter::insert);
}

void QueryCompleter::fill() {
    QStringList words;
    for (const char* word : kWords) words << QLatin1String(word);
    for (const auto& facet : m_presenter.facets().facets)
        if (const QString query = bridge::fromUtf8(facet.query); !words.contains(query)) words << query;
    m_words.setStringList(words);
}

int QueryCompleter::wordStart(const QString& text, int cursor) {
    int start = 0;
    bool isQuoted = false;
    for (int i = 0; i < cursor && i < text.size(); ++i) {
        if (text[i] == QLatin1Char('"')) isQuoted = !isQuoted;
        if (!isQuoted && text[i].isSpace()) start = i + 1;
    }
    // "-tag:x" is the contrary of "tag:x".
    return start < cursor && text[start] == QLatin1Char('-') ? start + 1 : start;
}

void QueryCompleter::offer() {
    const int cursor = m_line.cursorPosition(), start = wordStart(m_line.text(), cursor);
    const QString word = m_line.text().mid(start, cursor - start);
    if (word.isEmpty()) return popup()->hide();
    setCompletionPrefix(word);
    if (completionCount() == 0 || (completionCount() == 1 && currentCompletion() == word)) return popup()->hide();
    complete();
}

void QueryCompleter::insert(const QString& word) {
    const int cursor = m_line.cursorPosition(), start = wordStart(m_line.text(), cursor);
    m_line.setText(m_line.text().left(start) + word + m_line.text().mid(cursor));
    m_line.setCursorPosition(start + static_cast<int>(word.size()));
}

}  // namespace brandloom::dataset_page
