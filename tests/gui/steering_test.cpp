// A training that is paused, looked at, saved, slowed down and stopped from its page.
#include <QDoubleSpinBox>

#include "gui/train/run_view.h"
#include "gui/train/train_page.h"
#include "gui/widgets/button.h"
#include "gui/widgets/loss_plot.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;
using bridge::RunState;

namespace {

void press(QAbstractButton& button) {
    QTest::mouseClick(&button, Qt::LeftButton);
}

/// A long run of two films, of which one is only measured, after its second step.
struct Running {
    explicit Running(const FakeScript& script) : bench(script) {
        bench.openProject();
        bench.presenter().addFilms(
            {ownHome().film(QStringLiteral("one.mp4")), ownHome().film(QStringLiteral("two.mp4"))});
        bench.presenter().setCaption(QStringLiteral("a red mug"));
        bench.presenter().setPreset(train::Preset::Thorough);
        bench.window->showPage(QStringLiteral("train"));
        started = bench.presenter().start();
    }
    [[nodiscard]] train::RunView& run() { return bench.window->trainPage().run(); }
    Bench bench;
    bool started = false;
};

class SteeringTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void actsAreDoneAndSaid();
    void itPausesGoesOnAndStops();
    void whatIsHeldOutIsDrawn();
};

void SteeringTest::actsAreDoneAndSaid() {
    FakeScript script;
    script.stepMs = 20;
    Running r(script);
    QVERIFY(r.started);
    auto& job = r.bench.job();
    QVERIFY(!r.run().pauseButton().isEnabled() && !r.run().previewButton().isEnabled());
    QVERIFY(r.bench.wait([&] { return job.step() >= 2; }));
    const auto previews = job.previews().size();
    press(r.run().previewButton());
    QVERIFY(!r.run().previewButton().isEnabled());  // until it is there
    QVERIFY(r.bench.wait([&] { return job.previews().size() > previews && r.run().previewButton().isEnabled(); }));
    const auto checkpoints = job.checkpoints().size();
    press(r.run().saveButton());
    QVERIFY(!r.run().saveButton().isEnabled());
    QVERIFY(r.bench.wait([&] { return job.checkpoints().size() > checkpoints; }));
    r.run().rateBox().setValue(0.0005);
    press(r.run().rateButton());
    QVERIFY(r.bench.wait([&] { return job.learningRate() == 0.0005; }));
    QCOMPARE(r.bench.presenter().runEvents().size(), 1);
    QCOMPARE(r.bench.presenter().runEvents().first().second, QStringLiteral("Rate 0.000500"));
}

void SteeringTest::itPausesGoesOnAndStops() {
    FakeScript script;
    script.stepMs = 20;
    Running r(script);
    auto& job = r.bench.job();
    QVERIFY(r.bench.wait([&] { return job.step() >= 2; }));
    press(r.run().pauseButton());
    QCOMPARE(r.run().pauseButton().text(), QStringLiteral("Pausing…"));
    QVERIFY(!r.run().pauseButton().isEnabled());
    QVERIFY(r.bench.wait([&] { return job.state() == RunState::Paused; }));
    QCOMPARE(r.run().pauseButton().text(), QStringLiteral("Resume"));
    QVERIFY(!r.run().saveButton().isEnabled() && r.run().stopButton().isEnabled());
    const int step = job.step();
    press(r.run().pauseButton());
    QVERIFY(r.bench.wait([&] { return job.step() > step + 1; }));
    QCOMPARE(r.run().pauseButton().text(), QStringLiteral("Pause"));
    QVERIFY(r.bench.presenter().runEvents().first().second.startsWith(QStringLiteral("Paused for")));
    press(r.run().pauseButton());
    QVERIFY(r.bench.wait([&] { return job.state() == RunState::Paused; }));
    press(r.run().stopButton());
    QVERIFY(r.bench.wait([&] { return job.state() == RunState::Stopped; }));
    QVERIFY(!r.run().pauseButton().isVisible() && !r.run().rateBox().isVisible());
}

void SteeringTest::whatIsHeldOutIsDrawn() {
    Running r({});
    auto& job = r.bench.job();
    QVERIFY(r.bench.wait([&] { return job.state() == RunState::Finished; }));
    auto& plot = r.run().plot();
    QCOMPARE(plot.heldOut().size(), job.heldOut().size());
    QVERIFY(plot.heldOut().size() > 2 && plot.heldOut().last() < plot.heldOut().first());
    QVERIFY2(plot.spokenText().contains(QStringLiteral("Held-out")), qPrintable(plot.spokenText()));
    const QString verdict = r.bench.presenter().verdict();
    QCOMPARE(verdict, QStringLiteral("Still learning; best so far is step %1").arg(job.bestStep()));
    QVERIFY(r.bench.presenter().verdictFacts().contains(QLatin1Char('%')));
    const QImage with = plot.grab().toImage();
    plot.setBest(-1);
    plot.refresh();
    QVERIFY(r.bench.wait([&] { return plot.grab().toImage() != with; }));  // the best step is marked
}

}  // namespace

BRANDLOOM_GUI_TEST_MAIN(SteeringTest)
#include "steering_test.moc"
