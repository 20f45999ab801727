#pragma once
// Help while a caption is written: words that teach nothing are underlined and say why, the length is counted in
// the model's tokens, and words of other captions are offered. GUI thread; what it needs is asked of the session.
#include <QCompleter>
#include <QObject>
#include <QStringListModel>
#include <QSyntaxHighlighter>
#include <QTimer>

#include "gui/dataset/dataset_presenter.h"

namespace brandloom::dataset_page {

class CaptionEdit;

class CaptionHelp : public QSyntaxHighlighter {
    Q_OBJECT
  public:
    CaptionHelp(CaptionEdit& field, DatasetPresenter& presenter);
    /// "38 of 64 tokens"; empty: not known.
    [[nodiscard]] QString lengthWords() const;
    [[nodiscard]] bool isTooLong() const;
    /// Why the word at that place of the text is underlined; empty: it is not.
    [[nodiscard]] QString whyMarked(int position) const;
    /// Places of the text that are underlined: from, length.
    [[nodiscard]] QVector<QPair<int, int>> marked() const;
    [[nodiscard]] QCompleter& completer() { return m_completer; }
    /// The words of another language are offered from now on.
    void setLanguage(const QString& language);
    /// Captions have changed: the words are collected anew at the next need.
    void forgetWords() { m_wordsOf.clear(); }

  Q_SIGNALS:
    void changed();

  protected:
    void highlightBlock(const QString& text) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Mark {
        int from = 0;
        int length = 0;
        QString rule;
    };
    void read();
    void forgetReading();
    void offer();
    void insert(const QString& word);
    [[nodiscard]] QString typedWord() const;
    CaptionEdit& m_field;
    DatasetPresenter& m_presenter;
    QStringListModel m_words;
    QCompleter m_completer;
    QTimer m_rest;  ///< a pause in the typing
    QString m_language;
    QString m_wordsOf;  ///< language of m_words
    QString m_readText;
    QVector<Mark> m_marks;
    int m_tokens = 0;
    int m_mostTokens = 0;
};

}  // namespace brandloom::dataset_page
