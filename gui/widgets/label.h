#pragma once
// Text in a role and a token. Label: one line, elided, centred on the cap height. Paragraph: wrapped.
#include "gui/widgets/painted_widget.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::widgets {

class Label : public PaintedWidget {
    Q_OBJECT
  public:
    explicit Label(Role role = Role::Body, Token token = Token::T1, QWidget* parent = nullptr);
    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString& text);
    void setToken(Token token);
    void setAlign(Qt::AlignmentFlag align);
    /// Equal digits, and never narrower than it has been: numbers that change do not move their neighbours.
    void setFigures(bool on);
    void setElide(Qt::TextElideMode mode) { m_style.elide = mode; }
    [[nodiscard]] bool isElided() const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::StaticText; }
    [[nodiscard]] QString spokenText() const override { return m_text; }

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    TextStyle m_style;
    QString m_text;
    mutable int m_widest = 0;
};

class Paragraph : public PaintedWidget {
    Q_OBJECT
  public:
    explicit Paragraph(Role role = Role::Body, Token token = Token::T2, QWidget* parent = nullptr);
    void setText(const QString& text);
    void setToken(Token token);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::StaticText; }
    [[nodiscard]] QString spokenText() const override { return m_text; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    TextStyle m_style;
    QString m_text;
};

}  // namespace brandloom::widgets
