#pragma once
// Inside gui/widgets: what is painted above the loss plot and is never in the
// way of the mouse: what was changed while it ran, the line under the pointer
// with its card, the stretch that is being chosen.
#include <QImage>
#include <QPair>
#include <QStringList>
#include <QVector>
#include <QWidget>

#include "gui/widgets/theme/tokens.h"

class QCustomPlot;

namespace brandloom::widgets {

class LossOverlay : public QWidget {
  public:
    explicit LossOverlay(QCustomPlot* plot);

    struct Row {
        QString name;
        QString value;
        Token ink = Token::T1;
    };
    QVector<QPair<double, QString>> events;
    double step = -1;  ///< under the pointer; < 0: nothing is
    QString heading;
    QVector<Row> rows;
    QImage picture;        ///< of the preview of that step; null: there is none
    double dragFrom = -1;  ///< pixels; < 0: nothing is being chosen
    double dragTo = -1;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void paintEvents(QPainter& painter) const;
    void paintCard(QPainter& painter) const;
    QCustomPlot* m_plot;
};

}  // namespace brandloom::widgets
