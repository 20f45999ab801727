// Paints the window in a given state into a PNG, with scripted jobs instead of the core: for looking at pages.
//   brandloom-gui-shots OUT.png --page train --state run|setup|empty|full|done|failed --lang zh --theme light
//   --size WxH
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "gui/home/home_page.h"
#include "gui/shell/language.h"
#include "gui/shell/main_window.h"
#include "gui/shell/new_project_dialog.h"
#include "gui/train/train_page.h"
#include "gui/widgets/painted_widget.h"
#include "gui/widgets/theme/theme.h"
#include "tests/gui/fake_port.h"

using namespace brandloom;

namespace {

void fillProjects(tests::FakePort& port, const QString& home) {
    const char* names[] = {"Fable Goods · Winter 24", "Summer toys", "Bath and home",
                           "寓物 冬季新品发布与门店陈列影片全集 2026 年第二版（含方屏与竖屏）"};
    for (int i = 3; i >= 0; --i)
        port.recent.push_back({names[3 - i], pathFromUtf8((home + QStringLiteral("/p%1").arg(i)).toStdString()),
                               i == 0 ? "2026-11-02T10:00:00Z" : "2026-11-23T18:20:00Z", i != 1});
}

}  // namespace

int main(int argc, char** argv) {
    QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    qputenv("XDG_CACHE_HOME", home.path().toUtf8());
    QApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addPositionalArgument("file", "PNG to write");
    for (const char* option : {"page", "state", "lang", "theme", "size", "style"})
        parser.addOption({QString::fromLatin1(option), {}, QStringLiteral("value")});
    parser.process(app);
    const QString state = parser.value("state");
    widgets::installAccessibility();
    widgets::Theme::instance().setMode(parser.value("theme") == "light" ? widgets::Mode::Light
                                                                        : widgets::Mode::Dark);
    widgets::Theme::instance().install(app);
    shell::Language language;
    language.set(parser.value("lang") == "zh" ? "zh" : "en");
    auto port = std::make_shared<tests::FakePort>();
    QFile film(home.filePath("sample.mp4"));
    (void)film.open(QIODevice::WriteOnly);
    film.write(QByteArray(1'240'000, 'x'));
    film.close();
    QFile caption(home.filePath("sample.txt"));
    (void)caption.open(QIODevice::WriteOnly);
    caption.write("a red mug on a wooden table, morning light, slow push-in");
    caption.close();
    port->film = pathFromUtf8(film.fileName().toStdString());
    if (state != "empty") fillProjects(*port, home.path());
    bridge::userSettings()->setValue("measured/starter/secondsPerStep", state == "empty" ? 0.0 : 0.62);
    bridge::Session session(port);
    shell::MainWindow window(session, language);
    const QStringList size =
        parser.value("size").isEmpty() ? QStringList{"1440", "900"} : parser.value("size").split('x');
    window.resize(size[0].toInt(), size[1].toInt());
    if (state != "empty") window.openProject(home.path() + "/p3");
    window.warmUp();
    window.showPage(parser.value("page"));
    train::TrainPresenter& presenter = window.trainPage().presenter();
    if (state != "empty") presenter.useSampleFilm();
    presenter.setStyleName(parser.isSet("style")          ? parser.value("style")
                           : parser.value("lang") == "zh" ? "暮色"
                                                          : "Dusk");
    const bool runs = state == "run" || state == "done" || state == "failed" || state == "start";
    presenter.setPreset(runs ? train::Preset::Thorough : train::Preset::Standard);
    if (runs) {
        port->script.stepMs = state == "run" ? 12 : 3;
        if (state == "run") port->script.holdAt = "training", port->script.holdStep = 212;
        if (state == "start") port->script.holdAt = "caching";
        if (state == "failed") port->script.failAtStep = 120;
        presenter.start();
    }
    window.show();
    const auto settled = [&] {
        if (state == "run") return session.job().step() == 212;
        if (state == "start") return session.job().state() == bridge::RunState::Caching;
        return !runs || !session.job().active();
    };
    (void)QTest::qWaitFor(settled, 20'000);
    if (state == "dialog") {
        auto* dialog = new shell::NewProjectDialog(&window);
        dialog->open();
    }
    QTest::qWait(400);
    const QPixmap shot = window.grab();
    const bool saved = shot.save(parser.positionalArguments().value(0));
    session.shutDown([] {});
    return saved ? 0 : 1;
}
