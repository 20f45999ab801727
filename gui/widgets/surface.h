#pragma once
// Painted grounds: a panel with separator lines, a card with a border, an icon as a widget, a horizontal rule.
#include <optional>

#include "gui/widgets/painted_widget.h"
#include "gui/widgets/theme/tokens.h"

namespace brandloom::widgets {

/// Flat ground with 1 px lines at the given edges.
class Surface : public PaintedWidget {
    Q_OBJECT
  public:
    explicit Surface(Token ground, Qt::Edges lines = {}, QWidget* parent = nullptr);
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::Grouping; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Token m_ground;
    Qt::Edges m_lines;
};

/// Raised ground, radius 6, 1 px border.
class Card : public PaintedWidget {
    Q_OBJECT
  public:
    explicit Card(QWidget* parent = nullptr) : PaintedWidget(parent) {}
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::Grouping; }

  protected:
    void paintEvent(QPaintEvent* event) override;
};

class IconView : public PaintedWidget {
    Q_OBJECT
  public:
    explicit IconView(const QString& name, int size = 16, Token token = Token::T2, QWidget* parent = nullptr);
    void setIcon(const QString& name, Token token);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_name;
    int m_size;
    Token m_token;
};

/// The state of a job by shape, colour and, beside it, a word.
enum class Mark { Running, Waiting, Paused, Failed, Finished, Stopped };
/// Within 5 px of `centre`.
void drawMark(QPainter& painter, const QPointF& centre, Mark mark);
class StateMark : public PaintedWidget {
    Q_OBJECT
  public:
    explicit StateMark(QWidget* parent = nullptr);
    void setMark(Mark mark);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Mark m_mark = Mark::Waiting;
};

}  // namespace brandloom::widgets
