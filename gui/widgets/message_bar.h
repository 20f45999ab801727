#pragma once
// One sentence at the top of the panel that it concerns, with at most one act. Errors stay, info leaves after 10 s.
#include <QTimer>
#include <functional>

#include "gui/widgets/painted_widget.h"
#include "gui/widgets/theme/tokens.h"

namespace brandloom::widgets {

class Button;
class IconButton;
class IconView;
class Paragraph;

enum class Tone { Info, Success, Warning, Error };

class MessageBar : public PaintedWidget {
    Q_OBJECT
  public:
    explicit MessageBar(QWidget* parent = nullptr);
    /// Shows the bar; `act` empty: no button.
    void say(Tone tone, const QString& sentence, const QString& act = {}, std::function<void()> run = {});
    void setCloseWords(const QString& words);
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] Tone tone() const { return m_tone; }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::AlertMessage; }
    [[nodiscard]] QString spokenText() const override { return sentence(); }

  Q_SIGNALS:
    void closed();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    Tone m_tone = Tone::Info;
    IconView* m_icon;
    Paragraph* m_text;
    Button* m_act;
    IconButton* m_close;
    QTimer m_leave;
    std::function<void()> m_run;
};

}  // namespace brandloom::widgets
