// The loss plot with a long training: time to take a point, to bring the picture up to date and to paint it, with a
// thousand points and with 100000, beside another run as long, with band, events and crosshair; and a stretch of
// it.
//   QT_QPA_PLATFORM=offscreen brandloom_bench_plot
#include <QApplication>
#include <QElapsedTimer>
#include <cmath>
#include <cstdio>

#include "gui/widgets/loss_plot.h"
#include "gui/widgets/theme/theme.h"

using namespace brandloom::widgets;

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    LossPlot plot;
    plot.setWords({{QStringLiteral("high"), QStringLiteral("low"), QStringLiteral("held-out")},
                   {},
                   {},
                   {},
                   QStringLiteral("%1"),
                   QStringLiteral("%1 %2 %3"),
                   {}});
    plot.resize(1080, 400);
    plot.show();
    double few = 0;
    int done = 0;
    for (const int points : {1'000, 100'000}) {
        QElapsedTimer clock;
        clock.start();
        const int before = done;
        for (; done < points; ++done)
            plot.append(done / 5 % 2, done,
                        0.05 + 0.4 * std::exp(-done / 2e4) * (1 + 0.2 * std::sin(done * 12.9898)));
        const double append = static_cast<double>(clock.nsecsElapsed()) / 1e3 / (done - before);
        for (int step = 0; step < points; step += points / 200) plot.setHeldOut(step, 0.1, 0.01);
        QVector<QPointF> ghost;
        for (int step = 0; step < points; ++step) ghost.append({double(step), 0.1 + 0.3 * std::exp(-step / 3e4)});
        plot.setGhost(QStringLiteral("another run"), {ghost, ghost});
        plot.setEvents({{points / 3.0, QStringLiteral("Paused")}, {points / 2.0, QStringLiteral("Rate 0.0004")}});
        plot.pointAt(points / 2.0);
        double best = 1e9;
        for (int i = 0; i < 20; ++i) {
            clock.restart();
            plot.refresh();
            QCoreApplication::processEvents();
            static_cast<void>(plot.grab());
            best = std::min(best, static_cast<double>(clock.nsecsElapsed()) / 1e6);
        }
        if (points == 1'000) few = best;
        double stretch = 1e9;
        for (int i = 0; i < 20; ++i) {
            clock.restart();
            plot.zoomTo(points * 0.4, points * 0.6);
            QCoreApplication::processEvents();
            static_cast<void>(plot.grab());
            stretch = std::min(stretch, static_cast<double>(clock.nsecsElapsed()) / 1e6);
        }
        plot.showWhole();
        std::printf("%6d points: a fifth of them in %.1f ms\n", points, stretch);
        std::printf(
            "%6d points: %.2f us to take one, %.1f ms to bring the picture up to date and paint it (%.2f times "
            "1000 "
            "points), %d buckets\n",
            points, append, best, best / few, static_cast<int>(plot.series(0).buckets().size()));
    }
    return 0;
}
