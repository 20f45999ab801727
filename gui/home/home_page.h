#pragma once
// Home: gutter 28, running job, recent projects; at the side the machine and the models.
#include <QWidget>

#include "gui/home/home_presenter.h"

class QListView;
class QScrollArea;
class QVBoxLayout;

namespace brandloom::widgets {
class Button;
class Label;
class MessageBar;
class Paragraph;
class IconView;
}  // namespace brandloom::widgets

namespace brandloom::home {

class ProjectsModel;
class ProjectDelegate;
class RunningCard;

class HomePage : public QWidget {
    Q_OBJECT
  public:
    explicit HomePage(bridge::Session& session, QWidget* parent = nullptr);
    [[nodiscard]] HomePresenter& presenter() { return m_presenter; }
    [[nodiscard]] widgets::MessageBar& messages() { return *m_message; }

  Q_SIGNALS:
    void newProjectRequested();
    void openProjectRequested();
    void sampleProjectRequested();
    void projectChosen(const QString& folder);
    void openRunRequested();

  protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    void build();
    void buildEmpty(QVBoxLayout* column);
    [[nodiscard]] QWidget* buildSide();
    void retranslate();
    void refresh();
    void fillHealth();
    void layoutCards();

    bridge::Session& m_session;
    HomePresenter m_presenter;
    ProjectsModel* m_model;
    ProjectDelegate* m_delegate;
    QScrollArea* m_scroll;
    QListView* m_cards = nullptr;
    RunningCard* m_running;
    QWidget* m_empty;
    QVBoxLayout* m_healthRows;
    widgets::MessageBar* m_message;
    widgets::Label* m_title;
    widgets::Label* m_recent;
    widgets::Button* m_open;
    widgets::Button* m_sample;
    widgets::Button* m_new;
    widgets::Label* m_emptyHeading;
    widgets::Label* m_emptyText;
    widgets::Button* m_emptyNew;
    widgets::Button* m_emptySample;
    widgets::Label* m_machine;
    widgets::Label* m_models;
    widgets::Label* m_starter;
    widgets::Label* m_starterFacts;
    widgets::IconView* m_starterMark;
};

}  // namespace brandloom::home
