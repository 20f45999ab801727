// Quitting in every state: in a process of its own, so that the exit code is the real one.
#include <QDir>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTimer>

#include "app/desktop/desktop.h"
#include "gui/bridge/error_text.h"
#include "gui/widgets/choice_dialog.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;
using bridge::RunState;

class QuitTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void quitting_data();
    void quitting();
    void quittingTwiceIsQuittingOnce();
    void keepRunning_keepsTheJobAndTheWindowComesBack();
    void noAnswer_quitsNothing();
    void aSignal_asksNobody();
};

void QuitTest::quitting_data() {
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("left");
    for (const char* state : {"empty", "project", "failed", "finished"})
        QTest::newRow(state) << QString::fromLatin1(state) << QString() << QString();
    QTest::newRow("stopping") << "stopping" << QString() << "stopped";
    for (const char* state : {"loading", "caching", "training", "previewing"}) {
        QTest::addRow("%s, pause", state) << QString::fromLatin1(state) << "pause"
                                          << "paused";
        QTest::addRow("%s, stop", state) << QString::fromLatin1(state) << "stop"
                                         << "stopped";
    }
}

void QuitTest::quitting() {
    QFETCH(QString, state);
    QFETCH(QString, answer);
    QFETCH(QString, left);
    QTemporaryDir folder;
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("BRANDLOOM_QUIT_HOME"), folder.path());
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::MergedChannels);
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--quit-in"), state, answer});
    QVERIFY(child.waitForFinished(kDeadlineMs));
    const QByteArray said = child.readAll();
    QVERIFY2(child.exitStatus() == QProcess::NormalExit, said.constData());
    QVERIFY2(child.exitCode() == 0, said.constData());
    QVERIFY2(said.contains("reached " + state.toUtf8()), said.constData());
    QVERIFY2(said.contains("port shut down"), said.constData());
    QVERIFY2(said.contains("asked") == !answer.isEmpty(), said.constData());
    if (!left.isEmpty()) QVERIFY2(said.contains("left " + left.toUtf8()), said.constData());
    // Nothing half written: only whole files of the names that we know.
    const QStringList files = QDir(folder.path()).entryList(QDir::Files | QDir::Hidden);
    QCOMPARE(files, QStringList{QStringLiteral("window.ini")});
    QSettings settings(folder.filePath(QStringLiteral("window.ini")), QSettings::IniFormat);
    QCOMPARE(settings.status(), QSettings::NoError);
    QVERIFY(!settings.value(QStringLiteral("window/geometry")).toByteArray().isEmpty());
}

void QuitTest::quittingTwiceIsQuittingOnce() {
    FakeScript script;
    script.holdAt = "training";
    script.holdStep = 4;
    script.stopTakesMs = 200;
    Bench bench(script);
    bench.openProject();
    bench.chooseFilm();
    bench.pressStart();
    QVERIFY(bench.wait([&] { return bench.job().step() == 4; }));
    QSignalSpy quit(bench.window.get(), &shell::MainWindow::mayQuit);
    bench.window->close();
    bench.window->close();
    QCOMPARE(bench.window->findChildren<widgets::ChoiceDialog*>().size(), 1);
    bench.window->findChild<widgets::ChoiceDialog*>()->answer(2);
    QVERIFY(bench.window->isVisible());  // it says that it stops
    bench.window->close();
    QVERIFY(bench.wait([&] { return quit.count() > 0; }));
    QVERIFY(!bench.window->isVisible());
    QTest::qWait(0);
    QCOMPARE(quit.count(), 1);
    QVERIFY(bench.port->isShutDown());
}

FakeScript heldAtStepFour() {
    FakeScript script;
    script.holdAt = "training";
    script.holdStep = 4;
    return script;
}

void QuitTest::keepRunning_keepsTheJobAndTheWindowComesBack() {
    Bench bench(heldAtStepFour());
    bench.openProject();
    bench.chooseFilm();
    bench.pressStart();
    QVERIFY(bench.wait([&] { return bench.job().step() == 4; }));
    bench.window->close();
    auto* dialog = bench.window->findChild<widgets::ChoiceDialog*>();
    QVERIFY(dialog);
    QCOMPARE(dialog->count(), 3);
    dialog->answer(0);
    QVERIFY(!bench.window->isVisible() || bench.window->isMinimized());
    QVERIFY(bench.job().active());
    QCOMPARE(bench.port->stopsAsked(), 0);
    QVERIFY(!bench.session->isShuttingDown());
    bench.window->showNormal();
    QVERIFY(bench.wait([&] { return bench.window->isVisible() && !bench.window->isMinimized(); }));
}

void QuitTest::noAnswer_quitsNothing() {
    Bench bench(heldAtStepFour());
    bench.openProject();
    bench.chooseFilm();
    bench.pressStart();
    QVERIFY(bench.wait([&] { return bench.job().step() == 4; }));
    bench.window->close();
    auto* dialog = bench.window->findChild<widgets::ChoiceDialog*>();
    QVERIFY(dialog);
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(bench.window->isVisible());
    QVERIFY(bench.job().active());
    QVERIFY(!bench.session->isShuttingDown());
}

void QuitTest::aSignal_asksNobody() {
    Bench bench(heldAtStepFour());
    bench.openProject();
    bench.chooseFilm();
    bench.pressStart();
    QVERIFY(bench.wait([&] { return bench.job().step() == 4; }));
    QSignalSpy quit(bench.window.get(), &shell::MainWindow::mayQuit);
    bench.window->quitNow();
    QVERIFY(bench.wait([&] { return quit.count() > 0; }));
    QVERIFY(!bench.window->findChild<widgets::ChoiceDialog*>());
    QCOMPARE(bench.port->queue().lines().front().state, studio::QueueState::Paused);
}

/// The program with a scripted studio: brings itself into a state, closes its window, ends as the real one does.
static int quitIn(QApplication& app, const QString& state, const QString& answer) {
    qputenv("XDG_CONFIG_HOME", qgetenv("BRANDLOOM_QUIT_HOME"));
    QDir().mkpath(bridge::fromUtf8(utf8FromPath(userConfigDir())));
    FakeScript script;
    const bool runs = state != QLatin1String("empty") && state != QLatin1String("project");
    script.holdAt = state == QLatin1String("stopping") ? "training" : state.toStdString();
    script.holdStep = 4;
    script.failAtStep = state == QLatin1String("failed") ? 5 : 0;
    script.stopTakesMs = state == QLatin1String("stopping") ? 300 : 20;
    auto port = std::make_shared<FakePort>(script);
    port->film = pathFromUtf8(ownHome().film(QStringLiteral("s.mp4")).toStdString());
    int code = -1;
    {
        desktop::Desktop desktop(app, port);
        desktop.show({});
        bool made = state == QLatin1String("empty");
        if (!made)
            desktop.session().createProject(ownHome().path() + QStringLiteral("/p"), QStringLiteral("P"),
                                            [&](const Status& s) { made = s.has_value(); });
        const auto wait = [](auto done) { return QTest::qWaitFor(done, kDeadlineMs / 2); };
        if (!wait([&] { return made; })) return 3;
        bridge::JobModel& job = desktop.session().job();
        if (runs) {
            train::TrainPresenter& train = desktop.window().trainPage().presenter();
            train.useSampleFilm();
            if (!train.start()) return 4;
            const std::map<QString, RunState> wanted{{QStringLiteral("loading"), RunState::Loading},
                                                     {QStringLiteral("caching"), RunState::Caching},
                                                     {QStringLiteral("training"), RunState::Training},
                                                     {QStringLiteral("previewing"), RunState::Previewing},
                                                     {QStringLiteral("stopping"), RunState::Training},
                                                     {QStringLiteral("failed"), RunState::Failed},
                                                     {QStringLiteral("finished"), RunState::Finished}};
            if (!wait([&] { return job.state() == wanted.at(state); })) return 5;
            if (state == QLatin1String("stopping")) {
                desktop.session().stopJob();
                if (job.state() != RunState::Stopping) return 6;
            }
        }
        std::printf("reached %s\n", qPrintable(state));
        QObject::connect(
            &desktop.window(), &shell::MainWindow::mayQuit, &app, [] { QApplication::exit(0); },
            Qt::QueuedConnection);
        QTimer::singleShot(0, &desktop.window(), &QWidget::close);
        QTimer answering;
        QObject::connect(&answering, &QTimer::timeout, &app, [&] {
            auto* dialog = desktop.window().findChild<widgets::ChoiceDialog*>();
            if (dialog == nullptr || !dialog->isVisible()) return;
            std::printf("asked\n");
            answering.stop();
            dialog->answer(answer == QLatin1String("pause") ? 1 : 2);
        });
        answering.start(5);
        code = QApplication::exec();
    }
    for (const auto& line : port->queue().lines())
        std::printf("left %s\n", line.state == studio::QueueState::Paused    ? "paused"
                                 : line.state == studio::QueueState::Stopped ? "stopped"
                                                                             : "otherwise");
    if (port->isShutDown() && !port->isBusy()) std::printf("port shut down\n");
    std::fflush(stdout);
    const QString config = bridge::fromUtf8(utf8FromPath(userConfigDir()));
    for (const QString& name : QDir(config).entryList(QDir::Files | QDir::Hidden))
        QFile::copy(config + QLatin1Char('/') + name,
                    qEnvironmentVariable("BRANDLOOM_QUIT_HOME") + QLatin1Char('/') + name);
    return code;
}

int main(int argc, char** argv) {
    ownHome();
    QApplication app(argc, argv);
    const QStringList words = QApplication::arguments();
    QApplication::setQuitOnLastWindowClosed(false);
    if (const auto at = words.indexOf(QStringLiteral("--quit-in")); at >= 0)
        return quitIn(app, words.value(at + 1), words.value(at + 2));
    prepareApplication(app);
    QuitTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "quit_test.moc"
