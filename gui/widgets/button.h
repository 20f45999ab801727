#pragma once
// Worded buttons in four kinds and three heights, and icon-only buttons (with a tool tip and an accessible name).
#include <QPushButton>
#include <QToolButton>

namespace brandloom::widgets {

enum class ButtonKind { Normal, Primary, Quiet, Danger };

class Button : public QPushButton {
    Q_OBJECT
  public:
    explicit Button(ButtonKind kind = ButtonKind::Normal, int height = 28, QWidget* parent = nullptr);
    void setKindOf(ButtonKind kind);
    void setIconName(const QString& name);
    /// Shows the key inside the button; the shortcut itself belongs to an action.
    void setKeyHint(const QKeySequence& key);
    /// A small chevron at the right: the button opens a menu.
    void setOpensMenu(bool on);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    [[nodiscard]] int contentWidth(const QString& text) const;
    ButtonKind m_kind;
    int m_height;
    QString m_icon;
    QString m_keyHint;
    bool m_opensMenu = false;
    bool m_hover = false;
};

class IconButton : public QToolButton {
    Q_OBJECT
  public:
    explicit IconButton(const QString& icon, int size = 28, QWidget* parent = nullptr);
    /// Tool tip and accessible name in one.
    void setWords(const QString& words);
    void setIconName(const QString& name);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_icon;
};

}  // namespace brandloom::widgets
