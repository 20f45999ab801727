#pragma once
// Beside the grid: ways to narrow it down, each with how many clips it finds, and the frozen versions. What is
// clicked is written into the query line, so that people learn it.
#include <QWidget>

#include "gui/dataset/dataset_presenter.h"
#include "gui/widgets/painted_widget.h"

class QVBoxLayout;

namespace brandloom::widgets {
class Button;
}

namespace brandloom::dataset_page {

/// A word and a number; chosen by click, Return or Space.
class FilterRow : public widgets::PaintedWidget {
    Q_OBJECT
  public:
    FilterRow(const QString& words, const QString& value, bool isChosen, QWidget* parent = nullptr);
    /// Only told: nothing to click.
    void setPlain();
    [[nodiscard]] QString words() const { return m_words; }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::ListItem; }
    [[nodiscard]] QString spokenText() const override { return m_words + QLatin1Char(' ') + m_value; }

  Q_SIGNALS:
    void chosen();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    QString m_words;
    QString m_value;
    bool m_isChosen;
    bool m_isPlain = false;
    bool m_hover = false;
};

class FilterPanel : public QWidget {
    Q_OBJECT
  public:
    explicit FilterPanel(DatasetPresenter& presenter, QWidget* parent = nullptr);
    void retranslate();
    void refresh();

  Q_SIGNALS:
    /// Empty: everything.
    void queryChosen(const QString& query);

  private:
    void addHeading(const QString& words);
    void addRow(const QString& words, std::int64_t count, const QString& query);
    void addVersions();
    DatasetPresenter& m_presenter;
    QVBoxLayout* m_rows;
    widgets::Button* m_freeze;
    widgets::Button* m_draw;
};

/// Of a group or a fixed way to narrow down, in the window's language; an unknown one by its own name.
QString facetWords(const QString& group, const QString& name);

}  // namespace brandloom::dataset_page
