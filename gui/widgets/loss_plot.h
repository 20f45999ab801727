#pragma once
// The loss of a training while it runs: raw dots, a smoothed line per expert,
// the held-out loss dashed with its band and its best step, another run as a
// dotted ghost, legend with the latest values, log or linear axis, checkpoint
// marks, what was changed while it ran, and a crosshair with the preview of
// that step. Dragging or the wheel shows a stretch of it, a double click the
// whole again. Replots are queued and drawn once per event-loop turn.
#include <QStringList>
#include <map>
#include <memory>

#include "gui/widgets/loss_series.h"
#include "gui/widgets/painted_widget.h"

class QImage;

namespace brandloom::widgets {

struct LossPlotWords {
    QStringList series;  ///< one name per line, then the held-out loss
    QString empty;       ///< shown before the first point
    QString log;
    QString linear;
    QString step;    ///< "Step %1" of the crosshair card
    QString zoomed;  ///< "Steps %1 to %2 · %3×": the button that shows the whole again
    QString whole;   ///< its tooltip
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
    /// `line` 0: high-noise expert (or the only one), 1: low-noise expert. Cheap;
    /// drawn at the next refresh().
    void append(int line, double step, double loss);
    void addCheckpoint(double step);
    /// Steps must rise; one that is there already takes the new values. `spread`:
    /// half the height of the band.
    void setHeldOut(double step, double loss, double spread = 0);
    /// The held-out point that is marked; < 0: none.
    void setBest(double step);
    /// Dashed verticals with a word at the top.
    void setEvents(const QVector<QPair<double, QString>>& events);
    /// Another run, line by line, under this name in the legend; no points: none.
    void setGhost(const QString& name, const QVector<QVector<QPointF>>& lines);
    /// A picture of what was learnt by that step, for the crosshair.
    void setPicture(int step, const QImage& picture);
    void refresh();

    [[nodiscard]] bool isZoomed() const;
    void zoomTo(double fromStep, double toStep);
    void showWhole();
    /// The crosshair, as the pointer sets it; < 0: none.
    void pointAt(double step);

    [[nodiscard]] const LossSeries& series(int line) const;
    [[nodiscard]] const QVector<double>& heldOut() const;
    /// Points of the ghost that are drawn.
    [[nodiscard]] int ghostPoints() const;
    /// What the crosshair card says, a line each; empty: it is not there.
    [[nodiscard]] QStringList cardText() const;
    [[nodiscard]] bool cardHasPicture() const;
    [[nodiscard]] QSize sizeHint() const override { return {640, 336}; }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::Chart; }
    [[nodiscard]] QString spokenText() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Parts;
    void style();
    void rescale();
    void drawLines();
    void drawHeldOut();
    void placeControls();
    bool pressed(QMouseEvent* event);
    bool moved(QMouseEvent* event);
    bool released(QMouseEvent* event);
    [[nodiscard]] double lastStep() const;
    [[nodiscard]] double wholeEnd() const;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace brandloom::widgets
