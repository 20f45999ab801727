// brandloom [PROJECT] [FILM...]: the window.
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QIcon>
#include <QSessionManager>
#include <cstdio>
#include <stop_token>

#include "app/desktop/desktop.h"
#include "app/desktop/self_test.h"
#include "app/desktop/workbench_port.h"
#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/door/engine_loader.h"

using namespace brandloom;

namespace {

constexpr int kNotUnderstood = 2;

struct Wanted {
    QString project;
    QStringList films;
};

/// A folder, or the database in it, is a project; everything else is taken for a film.
Wanted sorted(const QStringList& words) {
    Wanted wanted;
    for (const QString& word : words) {
        const QFileInfo info(word);
        if (info.isDir())
            wanted.project = info.absoluteFilePath();
        else if (info.fileName() == QLatin1String("project.db"))
            wanted.project = info.absolutePath();
        else if (info.isFile())
            wanted.films << info.absoluteFilePath();
        else
            wanted.project = info.absoluteFilePath();  // the window says that it is not there
    }
    return wanted;
}

bool hasDisplay() {
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
        if (!qEnvironmentVariableIsEmpty(name)) return true;
    return false;
}

void nameProgram() {
    QApplication::setApplicationName(QStringLiteral("brandloom"));
    QApplication::setApplicationVersion(QStringLiteral(BRANDLOOM_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("brandloom"));
}

int report(const QStringList& faults, qint64 milliseconds) {
    for (const QString& fault : faults) std::fprintf(stderr, "%s\n", qUtf8Printable(fault));
    if (faults.isEmpty()) std::printf("The window works; it was visible after %lld ms.\n", (long long)milliseconds);
    return faults.isEmpty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    QElapsedTimer clock;
    clock.start();
    desktop::prepareEnvironment(argv);
    platform::ignoreBrokenPipes();
    std::stop_source interrupted;
    platform::stopOnSignals(interrupted);  // before any other thread, so that none of them takes the signal
    if (!hasDisplay()) {
        std::fputs("brandloom: there is no display here. Start it on a desktop, or use brandloom-cli.\n", stderr);
        return 1;
    }
    QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    nameProgram();
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);  // the window says when everything has stopped

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Teaches a model the look of your films and makes new ones in it."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption check(QStringLiteral("selftest"),
                                   QStringLiteral("Show every page once, say what is wrong, and end."));
    parser.addOption(check);
    parser.addPositionalArgument(QStringLiteral("project"), QStringLiteral("Folder of a project to open."),
                                 QStringLiteral("[PROJECT]"));
    parser.addPositionalArgument(QStringLiteral("films"), QStringLiteral("Films to learn from."),
                                 QStringLiteral("[FILM...]"));
    if (!parser.parse(QApplication::arguments())) {
        std::fprintf(stderr, "brandloom: %s\n", qUtf8Printable(parser.errorText()));
        return kNotUnderstood;
    }
    if (parser.isSet(help)) parser.showHelp(0);
    if (parser.isSet(version)) parser.showVersion();

    openLog(userStateDir() / "brandloom.log");
    logInfo("The window starts, version {}.", BRANDLOOM_VERSION);
    const Wanted wanted = sorted(parser.positionalArguments());
    const auto port = std::make_shared<desktop::WorkbenchPort>(studio::WorkbenchConfig{door::engineLoader(), {}});
    desktop::Desktop desktop(app, port);
    int code = 0;
    QObject::connect(
        &desktop.window(), &shell::MainWindow::mayQuit, &app, [&code] { QApplication::exit(code); },
        Qt::QueuedConnection);
    // The desktop's session ends: nobody is there to answer.
    QObject::connect(
        &app, &QGuiApplication::commitDataRequest, &desktop.window(),
        [&desktop](QSessionManager&) { desktop.window().quitNow(); }, Qt::DirectConnection);
    const std::stop_callback onSignal(interrupted.get_token(), [&desktop] {
        QMetaObject::invokeMethod(&desktop.window(), &shell::MainWindow::quitNow, Qt::QueuedConnection);
    });
    desktop.show(wanted.project, [&] {
        logInfo("Visible after {} ms.", clock.elapsed());
        if (!wanted.films.isEmpty()) desktop.window().addFilms(wanted.films);
        if (!parser.isSet(check)) return;
        const qint64 visible = clock.elapsed();
        code = report(desktop::selfTest(desktop), visible);
        desktop.window().quitNow();
    });
    const int ended = QApplication::exec();
    logInfo("The window ended with code {}.", ended);
    return ended;
}
