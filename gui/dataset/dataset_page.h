#pragma once
// Dataset: query line over the grid, the caption of the current clip under it, score and hints at the side.
#include <QWidget>

#include "gui/dataset/clip_presenter.h"
#include "gui/widgets/thumb_cache.h"

class QLineEdit;
class QStackedWidget;

namespace brandloom::widgets {
class Button;
class Label;
class MessageBar;
class ProgressLine;
class Surface;
}  // namespace brandloom::widgets

namespace brandloom::dataset_page {

class CaptionPanel;
class ClipEditor;
class ClipFacts;
class ClipGrid;
class ClipsModel;
class FilterPanel;
class HintsPanel;

class DatasetPage : public QWidget {
    Q_OBJECT
  public:
    explicit DatasetPage(bridge::Session& session, QWidget* parent = nullptr);
    [[nodiscard]] DatasetPresenter& presenter() { return m_presenter; }
    [[nodiscard]] ClipGrid& grid() { return *m_grid; }
    [[nodiscard]] ClipEditor& editor() { return *m_editor; }
    [[nodiscard]] ClipPresenter& clip() { return m_clip; }
    [[nodiscard]] CaptionPanel& captions() { return *m_captions; }
    [[nodiscard]] widgets::MessageBar& messages() { return *m_message; }
    [[nodiscard]] QLineEdit& queryLine() { return *m_query; }

    /// In the place of the grid; 0: the grid again.
    void editClip(std::int64_t clip);

  Q_SIGNALS:
    void newProjectRequested();

  protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void build();
    [[nodiscard]] QWidget* buildToolbar();
    [[nodiscard]] QWidget* buildProgress();
    [[nodiscard]] QWidget* buildEmpty();
    [[nodiscard]] QWidget* buildSelectionBar();
    void connectAll();
    void retranslate();
    void refreshView();
    void refreshImport();
    void refreshChoice();
    void refreshEmpty();
    void refreshPlace();
    void chooseFilms();
    void next();
    [[nodiscard]] const studio::ClipCard* currentCard() const;

    DatasetPresenter m_presenter;
    ClipPresenter m_clip;
    widgets::ThumbCache m_thumbs;
    ClipsModel* m_model;
    ClipGrid* m_grid;
    CaptionPanel* m_captions;
    FilterPanel* m_filters;
    HintsPanel* m_side;
    ClipEditor* m_editor;
    ClipFacts* m_facts;
    QStackedWidget* m_sides;
    QWidget* m_toolbar;
    QStackedWidget* m_centre;
    QLineEdit* m_query;
    widgets::Label* m_shown;
    widgets::Label* m_fault;
    widgets::Button* m_import;
    widgets::MessageBar* m_message;
    widgets::Surface* m_progress;
    widgets::Label* m_progressWords;
    widgets::ProgressLine* m_progressLine;
    widgets::Button* m_stop;
    widgets::Label* m_emptyHeading;
    widgets::Label* m_emptyText;
    widgets::Button* m_emptyAct;
    widgets::Surface* m_selection;
    widgets::Label* m_selectionWords;
    widgets::Button* m_pick;
    widgets::Button* m_reject;
    widgets::Button* m_unmark;
    widgets::Button* m_suggest;
    widgets::Button* m_remove;
};

}  // namespace brandloom::dataset_page
