// A run looked at: its curve from the beginning, another run beside it, a stretch of it, previews by prompt and
// step, checkpoints that stay, and the Style that it ended with.
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <cmath>

#include "gui/train/done_panel.h"
#include "gui/train/run_view.h"
#include "gui/widgets/button.h"
#include "gui/widgets/combo_box.h"
#include "gui/widgets/frame_strip.h"
#include "gui/widgets/loss_plot.h"
#include "gui/widgets/preview_matrix.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;
using bridge::RunState;

namespace {

studio::RunHistory pastOf(int steps) {
    studio::RunHistory out;
    out.run = {7, "Morning", "stopped", 1e9, steps, 40, 0, 0, {10, 20}, {10}};
    for (int step = 1; step <= steps; ++step)
        out.losses.push_back({step, 40, step / 5 % 2 == 0 ? door::Expert::High : door::Expert::Low, 1.0 / step});
    out.heldOut.push_back({10, door::Expert::High, 0.3, 0.8, {}, {}, true, "learning"});
    out.commands.push_back({"learning-rate", 5, 0.0004});
    out.checkpoints = {10, 20};
    out.previews.push_back({10, "a red mug", paintedFrames(9, 64, 0.3)});
    return out;
}

/// A training that has run to its end.
struct Ended {
    explicit Ended(const QString& prompts = {}, FakeScript script = {}, int active = 1) : bench(script) {
        (void)port().activate("Dusk", active);
        bench.openProject();
        bench.chooseFilm();
        if (!prompts.isEmpty()) bench.presenter().setField("previewPrompt", prompts.toStdString());
        bench.pressStart();
        done = bench.wait([&] { return bench.job().state() == RunState::Finished; });
    }
    [[nodiscard]] train::RunView& run() { return bench.window->trainPage().run(); }
    [[nodiscard]] FakeTraining& port() { return bench.port->training(); }
    Bench bench;
    bool done = false;
};

void fillPlot(widgets::LossPlot& plot) {
    plot.setWords({{QStringLiteral("high"), QStringLiteral("low"), QStringLiteral("held-out")},
                   {},
                   QStringLiteral("log"),
                   QStringLiteral("linear"),
                   QStringLiteral("Step %1"),
                   QStringLiteral("%1 to %2, %3"),
                   {}});
    plot.resize(900, 400);
    plot.setTotalSteps(1000);
    for (int step = 1; step <= 800; ++step) plot.append(step / 5 % 2, step, 0.1 + 1.0 / step);
    for (int step = 0; step <= 800; step += 100) plot.setHeldOut(step, 0.2, 0.02);
    plot.show();
    plot.refresh();
    (void)QTest::qWaitForWindowExposed(&plot);
}

}  // namespace

class RunTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aResumedRunBeginsWithItsWholeHistory();
    void anotherRunIsAGhost();
    void aStretchIsShownLarger();
    void theCrosshairShowsWhatWasLearntByThen();
    void bandAndGhostArePainted();
    void previewsStandByPromptAndStep();
    void aStarKeepsACheckpoint();
    void theStyleIsShownWhenItIsDone();
    void itIsTriedInPlace();
};

void RunTest::aResumedRunBeginsWithItsWholeHistory() {
    FakeScript script;
    script.stepMs = 5;
    Bench bench(script);
    bench.openProject();
    bench.chooseFilm();
    auto past = pastOf(23);
    bench.port->history = std::make_shared<const studio::RunHistory>(past);
    studio::QueueLine line;
    line.kind = "train";
    line.title = "Morning";
    line.state = studio::QueueState::Paused;
    line.hasRun = true;
    bench.port->queue().put(line);
    bench.session->queue().refresh();
    QVERIFY(bench.wait([&] { return !bench.presenter().pausedText().isEmpty(); }));
    bench.port->script.holdAt = "loading";
    bench.presenter().resumePaused();
    auto& job = bench.job();
    auto& run = bench.window->trainPage().run();
    QVERIFY(bench.wait([&] { return job.losses().size() == 23; }));
    // Before the first step all of it is there.
    QCOMPARE(job.step(), 23);
    QVERIFY(!job.takesCommands());
    QVERIFY(bench.wait([&] { return run.plot().series(0).points() + run.plot().series(1).points() == 23; }));
    QCOMPARE(run.strip().columns(), 1);
    QCOMPARE(job.runId(), std::int64_t(7));
    QCOMPARE(bench.presenter().runEvents().size(), 1);
    bench.session->stopJob();
    QVERIFY(bench.wait([&] { return !job.active(); }));
}

void RunTest::anotherRunIsAGhost() {
    Bench bench;
    bench.port->training().setRuns({pastOf(40)});
    bench.openProject();
    bench.chooseFilm();
    bench.pressStart();
    auto& run = bench.window->trainPage().run();
    QVERIFY(bench.wait([&] { return bench.job().state() == RunState::Finished; }));
    // Of no run that is known here, so it is another one.
    QVERIFY(bench.wait([&] { return bench.presenter().otherRuns().size() == 1; }));
    run.showResult(false);
    QVERIFY(run.ghostBox().isVisible());
    QCOMPARE(run.plot().ghostPoints(), 0);
    QSignalSpy drawn(&bench.presenter(), &train::RunPresenter::ghostChanged);
    run.ghostBox().setCurrentIndex(1);
    Q_EMIT run.ghostBox().activated(1);
    QVERIFY(bench.wait([&] { return run.plot().ghostPoints() > 0; }));
    QCOMPARE(bench.presenter().ghostName(), QStringLiteral("Morning"));
    Q_EMIT run.ghostBox().activated(0);
    QVERIFY(bench.wait([&] { return run.plot().ghostPoints() == 0; }));
}

void RunTest::aStretchIsShownLarger() {
    widgets::LossPlot plot;
    fillPlot(plot);
    const int whole = static_cast<int>(plot.series(0).buckets().size());
    QVERIFY(!plot.isZoomed());
    auto* canvas = plot.childAt(plot.width() / 2, plot.height() / 2);
    while (canvas && !canvas->hasMouseTracking()) canvas = canvas->parentWidget();
    QVERIFY(canvas);
    QTest::mousePress(canvas, Qt::LeftButton, {}, QPoint(300, 200));
    QTest::mouseMove(canvas, QPoint(500, 210));
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, QPoint(500, 210));
    QVERIFY(plot.isZoomed());
    auto* chip = plot.findChild<widgets::Button*>();
    QVERIFY(chip && chip->isVisible() && chip->text().contains(QLatin1String(" to ")));
    QTest::mouseDClick(canvas, Qt::LeftButton, {}, QPoint(400, 200));
    QVERIFY(!plot.isZoomed());
    // Keys do the same.
    plot.setFocus();
    QTest::keyClick(&plot, Qt::Key_Plus);
    QVERIFY(plot.isZoomed());
    QTest::keyClick(&plot, Qt::Key_0);
    QVERIFY(!plot.isZoomed());
    // A stretch has its points one by one, however many there are in all.
    for (int step = 801; step <= 20'000; ++step) plot.append(0, step, 0.1);
    plot.setTotalSteps(20'000);
    QCOMPARE(plot.series(0).buckets().size() <= widgets::LossSeries::kMaxBuckets, true);
    const auto near = plot.series(0).buckets(10'000, 10'100);
    QCOMPARE(static_cast<int>(near.size()), 102);
    QCOMPARE(near[1].count, 1);
    QVERIFY(whole > 0);
}

void RunTest::theCrosshairShowsWhatWasLearntByThen() {
    widgets::LossPlot plot;
    fillPlot(plot);
    QVERIFY(plot.cardText().isEmpty());
    QImage picture(64, 64, QImage::Format_RGB32);
    picture.fill(Qt::red);
    plot.setPicture(300, picture);
    plot.pointAt(250);
    QVERIFY(!plot.cardHasPicture());
    QVERIFY2(plot.cardText().join(QLatin1Char(' ')).contains(QStringLiteral("±")),
             qPrintable(plot.cardText().join(QLatin1Char(' '))));
    plot.pointAt(350);
    QVERIFY(plot.cardHasPicture());
    QCOMPARE(plot.cardText().first().startsWith(QStringLiteral("Step 3")), true);
    const QImage seen = plot.grab().toImage();
    int red = 0;
    for (int y = 0; y < seen.height(); y += 2)
        for (int x = 0; x < seen.width(); x += 2) red += seen.pixelColor(x, y) == QColor(Qt::red);
    QVERIFY2(red > 500, qPrintable(QString::number(red)));
    QTest::keyClick(&plot, Qt::Key_Right);
    QVERIFY(!plot.cardText().isEmpty());
    plot.pointAt(-1);
    QVERIFY(plot.cardText().isEmpty());
}

void RunTest::bandAndGhostArePainted() {
    widgets::LossPlot plain, banded;
    fillPlot(plain);
    fillPlot(banded);
    for (int step = 0; step <= 800; step += 100) plain.setHeldOut(step, 0.2, 0);
    const QImage with = banded.grab().toImage();
    QVector<QPointF> line;
    for (int step = 1; step < 1000; step += 5) line.append({double(step), 0.5});
    banded.setGhost(QStringLiteral("Morning"), {line, {}});
    QVERIFY(QTest::qWaitFor([&] { return banded.grab().toImage() != with; }));
    QVERIFY(banded.ghostPoints() > 100);
    widgets::LossPlot none;
    fillPlot(none);
    none.clear();
    QCOMPARE(none.ghostPoints(), 0);
}

void RunTest::previewsStandByPromptAndStep() {
    Ended ended(QStringLiteral("a red mug\n木桌\na lamp"));
    QVERIFY(ended.done);
    auto& matrix = ended.run().strip();
    QCOMPARE(matrix.rows(), 3);
    QVERIFY(matrix.columns() >= 4);
    ended.run().showResult(false);
    QSignalSpy chosen(&matrix, &widgets::PreviewMatrix::currentChanged);
    const QRectF cell = matrix.cellRect(matrix.columns() - 2, 1);
    QVERIFY(!cell.isEmpty());
    QTest::mouseClick(&matrix, Qt::LeftButton, {}, cell.center().toPoint());
    QCOMPARE(chosen.count(), 1);
    QVERIFY2(matrix.spokenText().contains(QStringLiteral("木桌")), qPrintable(matrix.spokenText()));
    QTest::keyClick(&matrix, Qt::Key_Down);
    QVERIFY(matrix.spokenText().contains(QStringLiteral("a lamp")));
    QTest::keyClick(&matrix, Qt::Key_Left);
    QVERIFY(matrix.currentStep() < chosen[0][0].toInt());
    // What plays moves.
    const QImage one = matrix.grab().toImage();
    QVERIFY(ended.bench.wait([&] { return matrix.grab().toImage() != one; }));
}

void RunTest::aStarKeepsACheckpoint() {
    Ended ended;
    QVERIFY(ended.done);
    auto& train = ended.bench.presenter();
    auto& matrix = ended.run().strip();
    ended.run().showResult(false);
    QVERIFY(!train.keepable().isEmpty());
    int column = -1;
    for (int i = 0; i < matrix.columns(); ++i)
        if (!matrix.starRect(i).isEmpty()) column = i;
    QVERIFY(column >= 0);
    QTest::mouseClick(&matrix, Qt::LeftButton, {}, matrix.starRect(column).center().toPoint());
    QCOMPARE(train.kept().size(), 1);
    QVERIFY(ended.bench.wait([&] { return ended.port().keptSteps().size() == 1; }));
    QCOMPARE(ended.port().keptSteps().front(), *train.kept().begin());
    QTest::mouseClick(&matrix, Qt::LeftButton, {}, matrix.starRect(column).center().toPoint());
    QVERIFY(ended.bench.wait([&] { return ended.port().keptSteps().empty(); }));
}

void RunTest::theStyleIsShownWhenItIsDone() {
    FakeScript script;
    script.version = 2;
    Ended ended({}, script, 2);
    QVERIFY(ended.done);
    auto& done = ended.run().done();
    auto& style = ended.bench.window->trainPage().style();
    QVERIFY(ended.bench.wait([&] { return style.hasStyle() && done.isVisible(); }));
    QCOMPARE(style.heading(), QStringLiteral("Dusk · version 2"));
    QVERIFY(ended.bench.wait([&] { return style.stateText().startsWith(QStringLiteral("Active")); }));
    QVERIFY(style.numbers().size() >= 3);
    QVERIFY(!done.activateButton().isVisible());
    QVERIFY(done.rollBackButton().isVisible());
    QTest::mouseClick(&done.rollBackButton(), Qt::LeftButton);
    QVERIFY(ended.bench.wait([&] { return style.stateText() == QStringLiteral("Version 1 is active"); }));
    QVERIFY(done.activateButton().isVisible() && !done.rollBackButton().isVisible());
    QTest::mouseClick(&done.activateButton(), Qt::LeftButton);
    QVERIFY(ended.bench.wait([&] { return style.stateText().startsWith(QStringLiteral("Active")); }));
    QCOMPARE(ended.port().style("Dusk")->active, 2);
}

void RunTest::itIsTriedInPlace() {
    Ended ended;
    QVERIFY(ended.done);
    auto& done = ended.run().done();
    auto& style = ended.bench.window->trainPage().style();
    // The first comparison comes by itself, with the prompt of the previews.
    QVERIFY(ended.bench.wait([&] { return style.tried().has_value(); }));
    QCOMPARE(style.tried()->prompt, std::string("a red mug on a table"));
    QVERIFY(done.strip(true).hasFrames() && done.strip(false).hasFrames());
    QVERIFY(done.strip(true).grab().toImage() != done.strip(false).grab().toImage());
    ended.port().holdMeasuring(true);
    done.promptField().clear();
    QTest::keyClicks(&done.promptField(), QStringLiteral("a lamp"));
    QTest::mouseClick(&done.tryButton(), Qt::LeftButton);
    QVERIFY(style.isTrying());
    QCOMPARE(done.tryButton().text(), QStringLiteral("Stop"));
    ended.port().holdMeasuring(false);
    QVERIFY(ended.bench.wait([&] { return !style.isTrying(); }));
    QCOMPARE(style.tried()->prompt, std::string("a lamp"));
    QCOMPARE(ended.port().lastTry()->seed, std::uint64_t(7));
    QCOMPARE(ended.port().lastTry()->version, 1);
    done.promptField().clear();
    QTest::keyClick(&done.promptField(), Qt::Key_Space);
    QVERIFY(!done.tryButton().isEnabled());
    QVERIFY(!style.whyNot().isEmpty());
}

BRANDLOOM_GUI_TEST_MAIN(RunTest)
#include "run_test.moc"
