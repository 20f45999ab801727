#pragma once
// The side of the page: the score with its parts, and the hints with their fixes.
#include "gui/dataset/dataset_presenter.h"
#include "gui/widgets/painted_widget.h"

class QVBoxLayout;

namespace brandloom::widgets {
class Label;
class Surface;
}  // namespace brandloom::widgets

namespace brandloom::dataset_page {

/// One part of the score: name, bar, value; a click filters the grid.
class ScoreRow : public widgets::PaintedWidget {
    Q_OBJECT
  public:
    ScoreRow(const studio::DatasetScorePart& part, QWidget* parent = nullptr);
    [[nodiscard]] QAccessible::Role spokenRole() const override {
        return m_query.isEmpty() ? QAccessible::StaticText : QAccessible::Button;
    }
    [[nodiscard]] QSize sizeHint() const override { return {240, 26}; }

  Q_SIGNALS:
    void chosen(const QString& query);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    QString m_name;
    QString m_query;
    double m_value;
    double m_known;
    bool m_hover = false;
};

class HintsPanel : public QWidget {
    Q_OBJECT
  public:
    explicit HintsPanel(DatasetPresenter& presenter, QWidget* parent = nullptr);
    void refresh();
    void retranslate();

  Q_SIGNALS:
    void queryChosen(const QString& query);
    /// The clips of a hint are to be selected.
    void clipsChosen(const QVector<std::int64_t>& clips);

  private:
    void fillScore();
    void fillHints();
    DatasetPresenter& m_presenter;
    widgets::Label* m_scoreCaption;
    widgets::Label* m_verdict;
    widgets::Label* m_score;
    QWidget* m_parts;
    widgets::Label* m_hintsCaption;
    QWidget* m_hints;
    widgets::Label* m_none;
};

}  // namespace brandloom::dataset_page
