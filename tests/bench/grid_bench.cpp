// The grid of the Dataset page with many clips: from the moment the window's thread gets them until the first
// picture is painted, then scrolling through all of them, one repaint for each move.
//   QT_QPA_PLATFORM=offscreen brandloom_bench_grid [CLIPS] (100000)
// Exit status 1 above 30 ms for the first picture or 8 ms for the 99th of 100 repaints.
#include <QElapsedTimer>
#include <QImage>
#include <QScrollBar>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "core/base/clock.h"
#include "gui/dataset/clip_grid.h"
#include "gui/dataset/dataset_page.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;

namespace {

double msOf(const QElapsedTimer& clock) {
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

/// Small pictures as they lie in a project.
Path paintedPictures() {
    const QString folder = ownHome().path();
    for (int i = 0; i < 8; ++i) {
        QImage picture(320, 180, QImage::Format_RGB888);
        picture.fill(QColor::fromHsv(i * 40, 120, 160));
        picture.save(folder + QStringLiteral("/picture_%1.png").arg(i));
    }
    return pathFromUtf8(folder.toStdString());
}

/// From the answer of the dataset's thread until the grid is painted.
double firstPicture(Bench& bench) {
    auto& page = bench.window->datasetPage();
    double taken = -1;
    const auto painted =
        QObject::connect(&page.presenter(), &dataset_page::DatasetPresenter::viewChanged, &page, [&] {
            page.grid().viewport()->repaint();
            taken = 1000 * (steadySeconds() - bench.port->dataset().answeredAt);
        });
    bench.window->showPage(QStringLiteral("dataset"));
    bench.wait([&] { return taken >= 0; });
    QObject::disconnect(painted);
    return taken;
}

}  // namespace

int main(int argc, char** argv) {
    const int clips = argc > 1 ? std::atoi(argv[1]) : 100'000;
    if (clips < 1) return 2;
    ownHome();
    QApplication app(argc, argv);
    prepareApplication(app);
    Bench bench;
    bench.port->dataset().pictures = paintedPictures();
    bench.port->dataset().fill(clips);
    bench.openProject();
    bench.window->resize(1440, 900);
    const double first = firstPicture(bench);
    auto& grid = bench.window->datasetPage().grid();
    QTest::qWait(500);  // small pictures come in
    auto* bar = grid.verticalScrollBar();
    std::vector<double> each;
    QElapsedTimer clock;
    for (int i = 0; i < 600; ++i) {
        // Rows pass by; now and then a jump far away.
        const int to = i % 60 == 59 ? static_cast<int>(static_cast<long long>(bar->maximum()) * (i % 7) / 7)
                                    : (bar->value() + 97) % std::max(1, bar->maximum());
        clock.start();
        bar->setValue(to);
        grid.viewport()->repaint();
        each.push_back(msOf(clock));
        QCoreApplication::processEvents();
    }
    std::ranges::sort(each);
    const double middle = each[each.size() / 2], slow = each[each.size() * 99 / 100];
    std::printf(
        "%d clips: first picture after %.1f ms; scrolling %.2f ms a repaint, 99 of 100 within %.2f ms, slowest "
        "%.2f ms\n",
        clips, first, middle, slow, each.back());
    return first <= 30 && slow <= 8 ? 0 : 1;
}
