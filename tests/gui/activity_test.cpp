// The Activity dock: rows and what can be done with them, without widgets; the list with its keys, dragging, menu
// and the question of what to keep.
#include <QAbstractItemModelTester>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "gui/activity/activity_dock.h"
#include "gui/activity/activity_model.h"
#include "gui/train/setup_view.h"
#include "gui/widgets/button.h"
#include "gui/widgets/choice_dialog.h"
#include "gui/widgets/label.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;
using activity::Act;
using studio::QueueState;

namespace {

studio::QueueLine line(const char* title, QueueState state, bool hasRun = false) {
    studio::QueueLine out;
    out.kind = "train";
    out.title = title;
    out.state = state;
    out.hasRun = hasRun;
    out.progress = {"training", 412, 900, {}};
    if (state >= QueueState::Finished) out.startedAt = out.endedAt = 1e9;
    return out;
}

QStringList titles(activity::ActivityDock& dock) {
    QStringList out;
    for (int i = 0; i < dock.model().rowCount(); ++i) out << dock.model().row(i).title;
    return out;
}

QAction* actionOf(QMenu* menu, const QString& words) {
    for (QAction* action : menu->actions())
        if (action->text() == words) return action;
    return nullptr;
}

}  // namespace

class ActivityTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void rows_sayWhatTheyAre();
    void model_isAModel();
    void keysAndDragging_moveWhatWaits();
    void pausedRun_isShownAndResumed();
    void cancel_asksWhatToKeep();
    void running_isPausedFromItsRow();
    void lateEntry_isShownAllTheSame();
    void secondTraining_waitsInLine();
    void whatIsOver_isCleared();
};

/// A bench whose dock is open and shows `count` rows.
struct Open {
    explicit Open(int count, FakeScript script = {}) : bench(script) {
        bench.openProject();
        fill(count);
    }
    void fill(int count) {
        bench.session->queue().refresh();
        bench.window->showActivity(true);
        QVERIFY(bench.wait([&] { return dock().model().rowCount() >= count; }));
    }
    activity::ActivityDock& dock() { return bench.window->activityDock(); }
    FakeQueue& queue() { return bench.port->queue(); }
    void show(std::initializer_list<studio::QueueLine> lines) {
        for (const auto& one : lines) queue().put(one);
        fill(static_cast<int>(lines.size()));
    }
    Bench bench;
};

void ActivityTest::rows_sayWhatTheyAre() {
    Open open(0);
    auto failed = line("F", QueueState::Failed);
    failed.failure = Error(base_errors::kDiskFull, {{"file", "a"}});
    auto shot = line("a red mug", QueueState::Waiting);
    shot.kind = "generate";
    open.show({line("P", QueueState::Paused, true), shot, failed, line("D", QueueState::Finished),
               line("S", QueueState::Stopped, true)});
    const auto& rows = open.dock().presenter().rows();
    QCOMPARE(rows.size(), 5);
    QVERIFY(rows[0].title.contains(QLatin1String("P")));
    QCOMPARE(rows[0].act, Act::Resume);
    QVERIFY(rows[0].figures.contains(QLatin1String("412")));
    QVERIFY(rows[0].asksWhatToKeep && rows[0].canMove && rows[0].canCancel);
    QVERIFY(rows[1].title.contains(QLatin1String("a red mug")));
    QCOMPARE(rows[1].act, Act::Start);
    QVERIFY(rows[2].state.contains(QLatin1String("disk is full")));
    QCOMPARE(rows[2].act, Act::Retry);
    QVERIFY(!rows[2].canMove && !rows[2].canCancel);
    QCOMPARE(rows[3].act, Act::None);
    QCOMPARE(rows[4].act, Act::Resume);
    QVERIFY(open.dock().presenter().summary().contains(QLatin1String("1 waiting")));
    QVERIFY(open.dock().presenter().mayResumeAll());
}

void ActivityTest::lateEntry_isShownAllTheSame() {
    FakeScript script;
    script.stepMs = 100;
    Open open(0, script);
    open.queue().lateReads = 6;  // more than there are changes of its state
    open.bench.chooseFilm();
    open.bench.pressStart();
    QVERIFY(open.bench.wait([&] { return open.dock().model().rowCount() == 1; }));
    QCOMPARE(open.queue().lateReads.load(), 0);
}

void ActivityTest::model_isAModel() {
    activity::ActivityModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    activity::ActivityRow a, b;
    a.id = 1;
    a.canMove = true;
    b.id = 2;
    b.title = QStringLiteral("b");
    model.setRows({a, b});
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset), changed(&model, &QAbstractItemModel::dataChanged);
    b.title = QStringLiteral("better");
    model.setRows({a, b});
    QCOMPARE(reset.count(), 0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.index(1).data().toString(), QStringLiteral("better"));
    model.setRows({b, a});
    QCOMPARE(reset.count(), 1);
    QVERIFY(model.flags(model.index(1)) & Qt::ItemIsDragEnabled);
    QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsDragEnabled));
    QSignalSpy moved(&model, &activity::ActivityModel::moveAsked);
    const std::unique_ptr<QMimeData> data(model.mimeData({model.index(1)}));
    model.dropMimeData(data.get(), Qt::MoveAction, 0, 0, {});
    QCOMPARE(moved.count(), 1);
    QCOMPARE(moved.first(), (QVariantList{qint64{1}, 0}));
    QMimeData foreign;
    foreign.setText(QStringLiteral("x"));
    QVERIFY(!model.dropMimeData(&foreign, Qt::MoveAction, 0, 0, {}));
    QCOMPARE(model.rowCount(), 2);
}

void ActivityTest::keysAndDragging_moveWhatWaits() {
    Open open(0);
    open.show({line("A", QueueState::Waiting), line("B", QueueState::Waiting), line("C", QueueState::Waiting)});
    auto& dock = open.dock();
    const QStringList abc = titles(dock);
    dock.list().setCurrentIndex(dock.model().index(0));
    QTest::keyClick(&dock.list(), Qt::Key_Down, Qt::AltModifier);
    QVERIFY(open.bench.wait([&] { return titles(dock) == QStringList({abc[1], abc[0], abc[2]}); }));
    QCOMPARE(dock.list().currentIndex().row(), 1);  // the same job
    QTest::keyClick(&dock.list(), Qt::Key_Up, Qt::AltModifier);
    QVERIFY(open.bench.wait([&] { return titles(dock) == abc; }));
    const std::unique_ptr<QMimeData> data(dock.model().mimeData({dock.model().index(2)}));
    dock.model().dropMimeData(data.get(), Qt::MoveAction, 0, 0, {});
    QVERIFY(open.bench.wait([&] { return titles(dock) == QStringList({abc[2], abc[0], abc[1]}); }));
    QTest::keyClick(&dock.list(), Qt::Key_Delete);
    QVERIFY(open.bench.wait([&] { return dock.model().rowCount() == 2; }));
    dock.list().setCurrentIndex(dock.model().index(0));
    QTest::keyClick(&dock.list(), Qt::Key_Space);
    QVERIFY(open.bench.wait([&] { return dock.model().row(0).act == Act::Resume; }));
}

void ActivityTest::pausedRun_isShownAndResumed() {
    FakeScript script;
    script.holdAt = "training";
    script.holdStep = 4;
    Bench bench(script);
    bench.port->queue().put(line("Dusk", QueueState::Paused, true));
    bench.openProject();
    QVERIFY(bench.wait([&] { return bench.window->activityDock().isVisibleTo(bench.window.get()); }));
    bench.window->showPage(QStringLiteral("train"));
    QVERIFY(bench.wait([&] { return bench.presenter().pausedText().contains(QLatin1String("412")); }));
    QVERIFY(shownTexts(&bench.window->trainPage()).join(QLatin1Char('\n')).contains(QLatin1String("Resume")));
    bench.presenter().resumePaused();
    QVERIFY(bench.wait([&] { return bench.job().step() == 4; }));
    QCOMPARE(bench.presenter().runName(), QStringLiteral("Dusk"));
    QVERIFY(bench.presenter().showsRun());
    QVERIFY(bench.presenter().pausedText().isEmpty());
}

void ActivityTest::cancel_asksWhatToKeep() {
    for (const bool keep : {true, false}) {
        Open open(0);
        open.show({line("P", QueueState::Paused, true), line("W", QueueState::Waiting)});
        const auto& row = open.dock().model().row(0);
        const std::unique_ptr<QMenu> menu(open.dock().menuOf(row.id));
        QAction* cancel = actionOf(menu.get(), QStringLiteral("Cancel…"));
        QVERIFY(cancel);
        cancel->trigger();
        auto* dialog = open.bench.window->findChild<widgets::ChoiceDialog*>();
        QVERIFY(dialog && dialog->isVisible());
        QCOMPARE(dialog->count(), 2);
        QVERIFY(!open.queue().lastLeftovers());
        dialog->answer(keep ? 0 : 1);
        QVERIFY(open.bench.wait([&] { return open.queue().lastLeftovers().has_value(); }));
        QCOMPARE(*open.queue().lastLeftovers(), keep ? studio::Leftovers::Keep : studio::Leftovers::Discard);
        QVERIFY(open.bench.wait([&] { return open.dock().model().row(1).isOver; }));
    }
}

void ActivityTest::running_isPausedFromItsRow() {
    FakeScript script;
    script.holdAt = "training";
    script.holdStep = 4;
    Open open(0, script);
    open.bench.chooseFilm();
    open.bench.pressStart();
    QVERIFY(open.bench.wait([&] { return open.bench.job().step() == 4; }));
    open.fill(1);
    auto& dock = open.dock();
    QVERIFY(open.bench.wait([&] { return dock.model().row(0).figures.contains(QLatin1String("step 4")); }));
    QVERIFY(dock.model().row(0).canPause);
    const QRect box = dock.list().visualRect(dock.model().index(0));
    const QRect pause = activity::ActivityDelegate::rectOf(activity::Hit::Pause, box, dock.model().row(0));
    QVERIFY(!pause.isEmpty());
    QTest::mouseClick(dock.list().viewport(), Qt::LeftButton, {}, pause.center());
    QVERIFY(open.bench.wait([&] { return dock.model().row(0).act == Act::Resume; }));
    QVERIFY(open.bench.wait([&] { return open.bench.job().isShelved(); }));
    QVERIFY(open.bench.wait([&] { return open.bench.presenter().outcome().contains(QLatin1String("Paused")); }));
}

void ActivityTest::secondTraining_waitsInLine() {
    FakeScript script;
    script.holdAt = "training";
    script.holdStep = 4;
    Open open(0, script);
    open.bench.chooseFilm();
    open.bench.pressStart();
    QVERIFY(open.bench.wait([&] { return open.bench.job().step() == 4; }));
    auto& presenter = open.bench.presenter();
    presenter.showRun(false);
    QVERIFY(presenter.willQueue());
    QVERIFY(presenter.whyNot().isEmpty());
    presenter.setStyleName(QStringLiteral("Second"));
    QVERIFY(presenter.start());
    QVERIFY(open.bench.wait([&] { return open.dock().model().rowCount() == 2; }));
    QVERIFY(open.dock().model().row(1).title.contains(QLatin1String("Second")));
    QCOMPARE(open.dock().model().row(1).act, Act::None);  // the first one runs
    QCOMPARE(open.bench.job().step(), 4);
    // While it waits it can be changed, and keeps its place.
    const auto id = open.dock().model().row(1).id;
    QVERIFY(open.dock().model().row(1).canEdit);
    presenter.setStyleName(QStringLiteral("Something else"));
    const std::unique_ptr<QMenu> menu(open.dock().menuOf(id));
    QVERIFY(actionOf(menu.get(), QStringLiteral("Edit…")));
    actionOf(menu.get(), QStringLiteral("Edit…"))->trigger();
    QVERIFY(presenter.isEditing());
    QCOMPARE(presenter.styleName(), QStringLiteral("Second"));
    presenter.setStyleName(QStringLiteral("Third"));
    presenter.setPreset(train::Preset::Thorough);
    QVERIFY(presenter.start());
    QVERIFY(open.bench.wait([&] { return open.dock().model().row(1).title.contains(QLatin1String("Third")); }));
    QVERIFY(!presenter.isEditing());
    QCOMPARE(open.dock().model().rowCount(), 2);
    QCOMPARE(open.dock().model().row(1).id, id);
    const auto lines = open.queue().lines();
    QCOMPARE(lines[1].training->training.steps, presenter.stepsOf(train::Preset::Thorough));
}

void ActivityTest::whatIsOver_isCleared() {
    Open open(0);
    open.show({line("D", QueueState::Finished), line("W", QueueState::Waiting)});
    QVERIFY(open.dock().presenter().hasOver());
    open.dock().presenter().clearOver();
    QVERIFY(open.bench.wait([&] { return open.dock().model().rowCount() == 1; }));
    QVERIFY(!open.dock().presenter().hasOver());
}

BRANDLOOM_GUI_TEST_MAIN(ActivityTest)

#include "activity_test.moc"
