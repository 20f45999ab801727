#pragma once
// Offers words of the query line while one is typed: its keys, and what the dataset has of values.
#include <QCompleter>
#include <QStringListModel>

class QLineEdit;

namespace brandloom::dataset_page {

class DatasetPresenter;

class QueryCompleter : public QCompleter {
    Q_OBJECT
  public:
    QueryCompleter(QLineEdit& line, DatasetPresenter& presenter);
    /// The part of `text` that ends at `cursor` and is being typed: after the last space outside of quotes.
    [[nodiscard]] static int wordStart(const QString& text, int cursor);
    [[nodiscard]] QStringList offers() const { return m_words.stringList(); }

  private:
    void fill();
    void offer();
    void insert(const QString& word);
    QLineEdit& m_line;
    DatasetPresenter& m_presenter;
    QStringListModel m_words;
};

}  // namespace brandloom::dataset_page
