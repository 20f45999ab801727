#pragma once
// Small bars: Meter (name, bar, value) for the top bar, ProgressLine (cut into phases) for jobs, Sparkline for
// Home.
#include <QVector>

#include "gui/widgets/painted_widget.h"
#include "gui/widgets/theme/tokens.h"

namespace brandloom::widgets {

class Meter : public PaintedWidget {
    Q_OBJECT
  public:
    explicit Meter(QWidget* parent = nullptr);
    /// `widest` reserves the width of the longest value, so that the bar does not move.
    void setNames(const QString& name, const QString& widest);
    void setValue(double part, const QString& value);
    void setBarShown(bool shown);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::Indicator; }
    [[nodiscard]] QString spokenText() const override { return m_name + QLatin1Char(' ') + m_value; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString m_name;
    QString m_value;
    QString m_widest;
    double m_part = 0;
    bool m_bar = true;
};

/// One stretch of a progress line: its share of the whole, how much is done, and its ink.
struct Phase {
    double share = 1.0;
    double done = 0.0;
    Token ink = Token::Accent;
};

class ProgressLine : public PaintedWidget {
    Q_OBJECT
  public:
    explicit ProgressLine(int thickness = 6, QWidget* parent = nullptr);
    void setPhases(const QVector<Phase>& phases);
    [[nodiscard]] QSize sizeHint() const override { return {120, m_thickness}; }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::ProgressBar; }
    [[nodiscard]] QString spokenText() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    int m_thickness;
    QVector<Phase> m_phases{Phase{}};
};

class Sparkline : public PaintedWidget {
    Q_OBJECT
  public:
    explicit Sparkline(QWidget* parent = nullptr);
    void setValues(const QVector<double>& values, Token ink);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QVector<double> m_values;
    Token m_ink = Token::Series1;
};

}  // namespace brandloom::widgets
