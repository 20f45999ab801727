#pragma once
// A training while it runs and after it ended: header, loss and previews; at the side numbers and log. When it
// ended with a Style, that is shown in the place of its course.
#include <QTimer>
#include <QWidget>

class QDoubleSpinBox;
class QStackedWidget;

namespace brandloom::widgets {
class Button;
class ComboBox;
class Label;
class LossPlot;
class MessageBar;
class PreviewMatrix;
class Segmented;
class Surface;
}  // namespace brandloom::widgets

namespace brandloom::train {

class DonePanel;
class RunHeader;
class RunSide;
class StylePresenter;
class TrainPresenter;
enum class Say;

class RunView : public QWidget {
    Q_OBJECT
  public:
    RunView(TrainPresenter& presenter, StylePresenter& style, QWidget* parent = nullptr);
    void refresh();
    void retranslate();
    void say(Say tone, const QString& sentence);
    [[nodiscard]] widgets::LossPlot& plot() { return *m_plot; }
    [[nodiscard]] widgets::PreviewMatrix& strip() { return *m_matrix; }
    [[nodiscard]] DonePanel& done() { return *m_done; }
    [[nodiscard]] widgets::ComboBox& ghostBox() { return *m_ghost; }
    [[nodiscard]] widgets::Button& stopButton();
    [[nodiscard]] widgets::Button& pauseButton();
    [[nodiscard]] widgets::Button& previewButton();
    [[nodiscard]] widgets::Button& saveButton();
    [[nodiscard]] widgets::Button& rateButton();
    [[nodiscard]] QDoubleSpinBox& rateBox();
    /// The Style, or the course of the training.
    void showResult(bool on);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    [[nodiscard]] QWidget* buildCourse();
    void began();
    void feed();
    void feedPreviews();
    void refreshGhost();
    void showOutcome();
    void placeMatrix();
    void openFolder() const;

    TrainPresenter& m_presenter;
    StylePresenter& m_style;
    RunHeader* m_header;
    RunSide* m_side;
    DonePanel* m_done;
    QStackedWidget* m_pages;
    QWidget* m_tabs;
    widgets::Segmented* m_which;
    widgets::MessageBar* m_message;
    widgets::LossPlot* m_plot;
    widgets::Label* m_previewHead;
    widgets::Label* m_previewHint;
    widgets::ComboBox* m_ghost;
    widgets::Surface* m_previews;
    widgets::PreviewMatrix* m_matrix;
    QTimer m_second;
    qsizetype m_fed = 0;
    int m_fedLooks = -1;
    qsizetype m_fedCheckpoints = 0;
    qsizetype m_fedHeldOut = 0;
    int m_rewinds = 0;
    qint64 m_shownJob = -1;
    bool m_outcomeShown = false;
};

}  // namespace brandloom::train
