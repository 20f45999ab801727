#pragma once
// The loss of a training while it runs: raw dots, a smoothed line per expert, the held-out loss dashed with its
// best step, legend with the latest value, log or linear axis, checkpoint marks, what was changed while it ran, and
// a crosshair card. Replots are queued and drawn once per event-loop turn.
#include <QStringList>
#include <memory>

#include "gui/widgets/loss_series.h"
#include "gui/widgets/painted_widget.h"

namespace brandloom::widgets {

class Segmented;

struct LossPlotWords {
    QStringList series;  ///< one name per line, then the held-out loss
    QString empty;       ///< shown before the first point
    QString log;
    QString linear;
    QString step;  ///< "Step %1" of the crosshair card
};

class LossPlot : public PaintedWidget {
    Q_OBJECT
  public:
    explicit LossPlot(QWidget* parent = nullptr);
    ~LossPlot() override;
    void setWords(const LossPlotWords& words);
    void clear();
    /// The right end of the step axis; 0: follows the data.
    void setTotalSteps(int total);
    /// `line` 0: high-noise expert (or the only one), 1: low-noise expert. Cheap; drawn at the next refresh().
    void append(int line, double step, double loss);
    void addCheckpoint(double step);
    /// Steps must rise; one that is there already takes the new value.
    void setHeldOut(double step, double loss);
    /// The held-out point that is marked; < 0: none.
    void setBest(double step);
    /// Dashed verticals with a word at the top.
    void setEvents(const QVector<QPair<double, QString>>& events);
    void refresh();
    [[nodiscard]] const LossSeries& series(int line) const;
    [[nodiscard]] const QVector<double>& heldOut() const;
    [[nodiscard]] QSize sizeHint() const override { return {640, 336}; }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::Chart; }
    [[nodiscard]] QString spokenText() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Parts;
    void style();
    void rescale();
    std::unique_ptr<Parts> m_parts;
};

}  // namespace brandloom::widgets
