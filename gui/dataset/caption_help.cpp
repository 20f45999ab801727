#include "gui/dataset/caption_help.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QScrollBar>
#include <QToolTip>

#include "gui/bridge/error_text.h"
#include "gui/dataset/caption_panel.h"
#include "gui/widgets/theme/theme.h"

namespace brandloom::dataset_page {

namespace {
constexpr int kPauseMs = 200;
constexpr int kLeastTyped = 2;

bool isHan(QChar c) {
    return c.script() == QChar::Script_Han;
}
}  // namespace

CaptionHelp::CaptionHelp(CaptionEdit& field, DatasetPresenter& presenter)
    : QSyntaxHighlighter(field.document()), m_field(field), m_presenter(presenter), m_completer(&m_words) {
    m_completer.setWidget(&field);
    m_completer.setCaseSensitivity(Qt::CaseInsensitive);
    m_completer.setCompletionMode(QCompleter::PopupCompletion);
    m_completer.setMaxVisibleItems(6);
    connect(&m_completer, qOverload<const QString&>(&QCompleter::activated), this, &CaptionHelp::insert);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kPauseMs);
    connect(&m_rest, &QTimer::timeout, this, &CaptionHelp::read);
    connect(&field, &QPlainTextEdit::textChanged, this, [this] {
        if (m_field.toPlainText() == m_readText) return;  // only the underlines have changed
        m_rest.start();
        if (m_field.toPlainText().isEmpty()) forgetReading();
        if (m_field.hasFocus() && !m_field.isComposing()) offer();
    });
    connect(&widgets::Theme::instance(), &widgets::Theme::themeChanged, this, &QSyntaxHighlighter::rehighlight);
    field.viewport()->installEventFilter(this);
    field.installEventFilter(this);
}

void CaptionHelp::setLanguage(const QString& language) {
    m_language = language;
    m_completer.popup()->hide();
}

void CaptionHelp::read() {
    const QString text = m_field.toPlainText();
    m_presenter.session().askDataset(
        this, [utf8 = text.toStdString()](bridge::DatasetPort& port) { return port.readCaption(utf8); },
        [this, text](const Result<studio::CaptionNotes>& notes) {
            if (m_field.toPlainText() != text) return;  // an answer to what is no longer there
            m_readText = text;
            m_marks.clear();
            m_tokens = notes ? notes->tokens : 0;
            m_mostTokens = notes ? notes->mostTokens : 0;
            if (notes) {
                const QByteArray utf8 = text.toUtf8();
                const auto place = [&](std::size_t byte) {
                    return static_cast<int>(QString::fromUtf8(utf8.left(static_cast<qsizetype>(byte))).size());
                };
                for (const auto& mark : notes->marks) {
                    const int from = place(mark.begin);
                    m_marks.push_back({from, place(mark.end) - from, bridge::fromUtf8(mark.rule)});
                }
            }
            rehighlight();
            Q_EMIT changed();
        });
}

void CaptionHelp::forgetReading() {
    m_marks.clear();
    m_tokens = 0;
    Q_EMIT changed();
}

QString CaptionHelp::lengthWords() const {
    if (m_tokens <= 0 || m_mostTokens <= 0) return {};
    return isTooLong() ? tr("%1 of %2 tokens: the end is not read").arg(m_tokens).arg(m_mostTokens)
                       : tr("%1 of %2 tokens").arg(m_tokens).arg(m_mostTokens);
}

bool CaptionHelp::isTooLong() const {
    return m_mostTokens > 0 && m_tokens > m_mostTokens;
}

QString CaptionHelp::whyMarked(int position) const {
    for (const auto& mark : m_marks) {
        if (position < mark.from || position >= mark.from + mark.length) continue;
        return mark.rule == QLatin1String("style_leak")
                   ? tr("Names the look. The Style is meant to learn the look by itself: leave such words out.")
                   : tr("Describes nothing that can be seen. Say what is there instead.");
    }
    return {};
}

QVector<QPair<int, int>> CaptionHelp::marked() const {
    QVector<QPair<int, int>> out;
    for (const auto& mark : m_marks) out << QPair(mark.from, mark.length);
    return out;
}

void CaptionHelp::highlightBlock(const QString& text) {
    const int from = currentBlock().position(), to = from + static_cast<int>(text.size());
    for (const auto& mark : m_marks) {
        if (mark.from >= to || mark.from + mark.length <= from) continue;
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(widgets::color(widgets::Token::Warning));
        setFormat(mark.from - from, mark.length, format);
    }
}

/// Letters before the cursor; of Chinese what stands behind the last punctuation.
QString CaptionHelp::typedWord() const {
    const QString before = m_field.toPlainText().left(m_field.textCursor().position());
    int start = static_cast<int>(before.size());
    while (start > 0 && before[start - 1].isLetterOrNumber()) --start;
    return before.mid(start);
}

void CaptionHelp::offer() {
    const QString typed = typedWord();
    const bool isEnough = typed.size() >= kLeastTyped || (!typed.isEmpty() && isHan(typed[0]));
    if (!isEnough) return m_completer.popup()->hide();
    if (m_wordsOf != m_language) {
        m_wordsOf = m_language;
        m_words.setStringList({});
        m_presenter.session().askDatasetSlowly(
            this,
            [language = m_language.toStdString()](bridge::DatasetPort& port) {
                return port.captionWords(language);
            },
            [this, language = m_language](const Result<std::vector<std::string>>& found) {
                if (!found || language != m_language) return;
                QStringList words;
                for (const auto& word : *found) words << bridge::fromUtf8(word);
                m_words.setStringList(words);
                if (m_field.hasFocus()) offer();
            });
        return;
    }
    m_completer.setCompletionPrefix(typed);
    const int count = m_completer.completionCount();
    if (count == 0 || (count == 1 && m_completer.currentCompletion() == typed)) return m_completer.popup()->hide();
    QRect place = m_field.cursorRect();
    place.setWidth(m_completer.popup()->sizeHintForColumn(0) + 24 +
                   m_completer.popup()->verticalScrollBar()->sizeHint().width());
    m_completer.complete(place);
}

void CaptionHelp::insert(const QString& word) {
    QTextCursor cursor = m_field.textCursor();
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, static_cast<int>(typedWord().size()));
    cursor.insertText(word);
    m_field.setTextCursor(cursor);
}

bool CaptionHelp::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ToolTip && watched == m_field.viewport()) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString why = whyMarked(m_field.cursorForPosition(help->pos()).position());
        if (why.isEmpty()) return false;
        QToolTip::showText(help->globalPos(), why, m_field.viewport());
        return true;
    }
    if (event->type() == QEvent::FocusIn && watched == &m_field) forgetWords();
    return false;
}

}  // namespace brandloom::dataset_page
