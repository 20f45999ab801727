#pragma once
// The open Activity dock: a head with what there is and what can be done with all, and the list. Keys of the list:
// Alt+Up and Alt+Down move, Space pauses or goes on, Delete cancels, Enter opens, the menu key has everything.
#include "gui/activity/activity_delegate.h"
#include "gui/activity/activity_presenter.h"
#include "gui/widgets/surface.h"

class QListView;
class QMenu;

namespace brandloom::widgets {
class Button;
class IconButton;
class Label;
class MessageBar;
}  // namespace brandloom::widgets

namespace brandloom::activity {

class ActivityModel;

class ActivityDock : public widgets::Surface {
    Q_OBJECT
  public:
    explicit ActivityDock(bridge::Session& session, QWidget* parent = nullptr);
    void retranslate();
    [[nodiscard]] ActivityPresenter& presenter() { return m_presenter; }
    [[nodiscard]] QListView& list() { return *m_list; }
    [[nodiscard]] ActivityModel& model() { return *m_model; }
    /// The menu of a job, filled and not shown; the caller's.
    [[nodiscard]] QMenu* menuOf(std::int64_t id);
    /// Cancels it, and asks before where there is something to keep.
    void askCancel(std::int64_t id);

  Q_SIGNALS:
    void openRequested(qint64 id);
    void editRequested(qint64 id);
    void closeRequested();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();
    void hit(Hit part, qint64 id);
    void showMenu(std::int64_t id, const QPoint& at);
    bool key(int key, Qt::KeyboardModifiers modifiers);
    [[nodiscard]] std::int64_t currentId() const;
    ActivityPresenter m_presenter;
    ActivityModel* m_model;
    ActivityDelegate* m_delegate;
    QListView* m_list;
    widgets::MessageBar* m_message;
    widgets::Label* m_title;
    widgets::Label* m_summary;
    widgets::Label* m_empty;
    widgets::Button* m_resume;
    widgets::Button* m_clear;
    widgets::IconButton* m_close;
};

}  // namespace brandloom::activity
