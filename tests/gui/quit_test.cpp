// Quitting in every state: in a process of its own, so that the exit code is the real one.
#include <QDir>
#include <QProcess>
#include <QSettings>
#include <QSignalSpy>
#include <QTimer>

#include "app/desktop/desktop.h"
#include "gui/bridge/error_text.h"
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
};

void QuitTest::quitting_data() {
    QTest::addColumn<QString>("state");
    for (const char* state :
         {"empty", "project", "loading", "caching", "training", "previewing", "stopping", "failed", "finished"})
        QTest::newRow(state) << QString::fromLatin1(state);
}

void QuitTest::quitting() {
    QFETCH(QString, state);
    QTemporaryDir folder;
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("BRANDLOOM_QUIT_HOME"), folder.path());
    child.setProcessEnvironment(environment);
    child.setProcessChannelMode(QProcess::MergedChannels);
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--quit-in"), state});
    QVERIFY(child.waitForFinished(kDeadlineMs));
    const QByteArray said = child.readAll();
    QVERIFY2(child.exitStatus() == QProcess::NormalExit, said.constData());
    QVERIFY2(child.exitCode() == 0, said.constData());
    QVERIFY2(said.contains("reached " + state.toUtf8()), said.constData());
    QVERIFY2(said.contains("port shut down"), said.constData());
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
    QVERIFY(bench.window->isVisible());  // it says that it stops
    bench.window->close();
    QVERIFY(bench.wait([&] { return quit.count() > 0; }));
    QVERIFY(!bench.window->isVisible());
    QTest::qWait(0);
    QCOMPARE(quit.count(), 1);
    QVERIFY(bench.port->isShutDown());
}

/// The program with a scripted studio: brings itself into a state, closes its window, ends as the real one does.
static int quitIn(QApplication& app, const QString& state) {
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
        code = QApplication::exec();
    }
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
        return quitIn(app, words.value(at + 1));
    prepareApplication(app);
    QuitTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "quit_test.moc"
