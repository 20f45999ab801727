#pragma once
// 40 px at the foot of the window: the running job, or that nothing runs. And the status strip of 24 px below it.
#include "gui/bridge/session.h"
#include "gui/widgets/surface.h"

namespace brandloom::widgets {
class Button;
class FrameView;
class Label;
class ProgressLine;
}  // namespace brandloom::widgets

namespace brandloom::shell {

class ActivityStrip : public widgets::Surface {
    Q_OBJECT
  public:
    explicit ActivityStrip(bridge::Session& session);
    void refresh();
    void retranslate();

    void setDockOpen(bool open);

  Q_SIGNALS:
    void openRequested();
    void dockRequested();

  protected:
    void mousePressEvent(QMouseEvent* event) override;

  private:
    [[nodiscard]] QString moreText() const;
    bridge::Session& m_session;
    widgets::Label* m_caption;
    widgets::FrameView* m_thumb;
    widgets::Label* m_name;
    widgets::StateMark* m_mark;
    widgets::Label* m_state;
    widgets::ProgressLine* m_bar;
    widgets::Label* m_left;
    widgets::Label* m_last;
    widgets::Label* m_more;
    widgets::Button* m_stop;
    widgets::Button* m_open;
    bool m_isOpen = false;
    int m_thumbStep = -1;
};

class StatusStrip : public widgets::Surface {
    Q_OBJECT
  public:
    StatusStrip();
    void say(const QString& words);
    void setSaved(const QString& words);
    void setDisk(const QString& words);

  private:
    widgets::Label* m_words;
    widgets::Label* m_saved;
    widgets::Label* m_disk;
};

}  // namespace brandloom::shell
