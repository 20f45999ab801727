#pragma once
// Beside the editor of a clip: marks, whether the model can learn it, what was measured, tags, where it comes from.
#include <QWidget>

#include "gui/dataset/clip_presenter.h"
#include "gui/widgets/painted_widget.h"

class QLineEdit;
class QVBoxLayout;

namespace brandloom::widgets {
class Button;
class Label;
}  // namespace brandloom::widgets

namespace brandloom::dataset_page {

/// 0 to 5 stars. A click on the last one that is lit takes all away.
class StarRow : public widgets::PaintedWidget {
    Q_OBJECT
  public:
    explicit StarRow(QWidget* parent = nullptr);
    void setRating(int rating);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::Slider; }
    [[nodiscard]] QString spokenText() const override;

  Q_SIGNALS:
    void chosen(int rating);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    int m_rating = 0;
};

class ClipFacts : public QWidget {
    Q_OBJECT
  public:
    explicit ClipFacts(ClipPresenter& presenter, QWidget* parent = nullptr);
    void retranslate();
    void refresh();

  private:
    struct Section {
        widgets::Label* heading;
        QVBoxLayout* rows;
    };
    Section addSection(QVBoxLayout* column);
    void buildMarks(QVBoxLayout* column);
    void fillFit(const studio::ClipDetail& detail);
    void fillMeasures(const studio::ClipDetail& detail);
    void fillSource(const studio::ClipDetail& detail);
    void fillTags(const studio::ClipCard& card);

    ClipPresenter& m_presenter;
    widgets::Label* m_title;
    StarRow* m_stars;
    widgets::Button* m_pick;
    widgets::Button* m_reject;
    Section m_fit;
    Section m_measures;
    Section m_tags;
    Section m_source;
    QLineEdit* m_newTag;
};

}  // namespace brandloom::dataset_page
