#pragma once
// The loss of a training while it runs: raw dots, a smoothed line per expert, legend with the latest value, log or
// linear axis, checkpoint marks and a crosshair card. Replots are queued and drawn once per event-loop turn.
#include <QStringList>
#include <memory>

#include "gui/widgets/loss_series.h"
#include "gui/widgets/painted_widget.h"

namespace brandloom::widgets {

class Segmented;

struct LossPlotWords {
    QStringList series;  ///< one name per line
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
    void refresh();
    [[nodiscard]] const LossSeries& series(int line) const;
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
