// The window with scripted jobs: pages, languages, themes, keyboard, spoken names, failures, stopping.
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>

#include "gui/bridge/error_text.h"
#include "gui/home/home_page.h"
#include "gui/settings/choices_form.h"
#include "gui/settings/settings_page.h"
#include "gui/shell/command_search.h"
#include "gui/shell/commands.h"
#include "gui/shell/new_project_dialog.h"
#include "gui/shell/page_registry.h"
#include "gui/train/run_view.h"
#include "gui/train/setup_view.h"
#include "gui/widgets/button.h"
#include "gui/widgets/loss_plot.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/preview_matrix.h"
#include "gui/widgets/rail.h"
#include "gui/widgets/segmented.h"
#include "gui/widgets/theme/theme.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::tests;
using bridge::RunState;

namespace {

int coloursOf(const QImage& image) {
    QSet<QRgb> found;
    for (int y = 0; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2) found.insert(image.pixel(x, y));
    return static_cast<int>(found.size());
}

double brightness(const QImage& image) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < image.height(); y += 4)
        for (int x = 0; x < image.width(); x += 4, ++count) sum += qGray(image.pixel(x, y));
    return sum / count;
}

bool holdsHan(const QString& text) {
    static const QRegularExpression han(QStringLiteral("[\\x{4E00}-\\x{9FFF}]"));
    return han.match(text).hasMatch();
}

/// English words that a Chinese window shows too: names, units, what the user typed, what the machine reports.
bool isSharedText(QString text) {
    static const QRegularExpression shared(
        QStringLiteral("Brandloom|FFmpeg [\\d.]+|English|Winter 24|Dusk|a red mug[\\w ]*|sample\\.mp4|Inter|Noto "
                       "Sans CJK SC|GPU|CPU|EN|GB|MB|kB|[\\w.-]+\\.(safetensors|pth|model)|nano|B?F(16|32)|VAE|Wan|"
                       "Ctrl|Shift|winter|/[\\w/.-]+|V\\d|[Ff]\\d+"));
    static const QRegularExpression letters(QStringLiteral("[A-Za-z]{2,}"));
    text.remove(shared);
    return !letters.match(text).hasMatch();
}

bool isInteractive(const QWidget* widget) {
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QAbstractItemView*>(widget) || qobject_cast<const widgets::Segmented*>(widget);
}

bool isPartOfSpinBox(const QWidget* widget) {
    return qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) != nullptr;
}

QString describeWidget(const QWidget* widget) {
    return QStringLiteral("%1 \"%2\"")
        .arg(QString::fromLatin1(widget->metaObject()->className()), widget->accessibleName());
}

}  // namespace

class WindowTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyPageOpens_data();
    void everyPageOpens();
    void theLanguageChangesWhileItRuns_data();
    void theLanguageChangesWhileItRuns();
    void theThemeChangesWhileItRuns();
    void theKeyboardReachesEverything_data();
    void theKeyboardReachesEverything();
    void everythingHasASpokenName_data();
    void everythingHasASpokenName();
    void aRunShowsLossAndPreviews();
    void stopIsAcknowledgedAtOnce();
    void aFailureIsSaidWithItsRemedy_data();
    void aFailureIsSaidWithItsRemedy();
    void aRefusedStartIsSaid();
    void aProjectThatCannotBeMadeIsSaidInTheDialog();
    void theSampleProjectMakesItsFolder();
    void aProjectThatIsGoneIsSaidOnHome();
    void commandsAreFoundInBothLanguages();
    void escapeClosesTheSearch();
    void theWindowRemembersWhereItWas();
    void theGuiThreadStaysFreeUnderAFlood();
};

void WindowTest::everyPageOpens_data() {
    QTest::addColumn<bool>("withProject");
    QTest::newRow("empty") << false;
    QTest::newRow("project") << true;
}

void WindowTest::everyPageOpens() {
    QFETCH(bool, withProject);
    Bench bench;
    if (withProject) bench.openProject();
    bench.window->warmUp();
    for (const shell::PageEntry& page : shell::pages()) {
        const QString id = QString::fromLatin1(page.id);
        QTest::mouseClick(bench.window->findChild<widgets::Rail*>()->button(id), Qt::LeftButton);
        QCOMPARE(bench.window->currentPage(), id);
        QVERIFY(coloursOf(bench.window->grab().toImage()) > 24);
    }
    QVERIFY(bench.window->windowTitle().contains(QStringLiteral("Winter 24")) == withProject);
}

void WindowTest::theLanguageChangesWhileItRuns_data() {
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("hold");
    QTest::newRow("home") << "home"
                          << "";
    QTest::newRow("set-up") << "train"
                            << "";
    QTest::newRow("home while training") << "home"
                                         << "training";
    QTest::newRow("run") << "train"
                         << "training";
    QTest::newRow("settings") << "settings"
                              << "";
}

void WindowTest::theLanguageChangesWhileItRuns() {
    QFETCH(QString, page);
    QFETCH(QString, hold);
    FakeScript script;
    script.holdAt = hold.toStdString();
    script.holdStep = 20;
    Bench bench(script);
    bench.openProject();
    bench.window->warmUp();
    bench.chooseFilm();
    if (!hold.isEmpty()) {
        bench.pressStart();
        QVERIFY(bench.wait([&] { return bench.job().step() == 20; }));
    }
    bench.window->showPage(page);
    QVERIFY(bench.wait([&] { return !bench.session->health().empty(); }));
    if (page == QLatin1String("settings")) {
        QVERIFY(bench.wait([&] { return bench.window->settingsPage().presenter().facts().parts.size() == 5; }));
        QVERIFY(bench.wait([&] { return bench.window->settingsPage().choices().days().isEnabled(); }));
    }
    // What is looked at in the background has come in: the same words fifty looks in a row.
    QStringList before;
    int same = 0;
    QVERIFY(bench.wait([&] {
        const QStringList now = shownTexts(bench.window.get());
        same = now == before ? same + 1 : 0;
        before = now;
        return same >= 50;
    }));
    QVERIFY(before.size() > 20);
    for (const QString& text : before)
        QVERIFY2(!holdsHan(text) || text.contains(QChar(0x4E2D)), qPrintable(text));  // 中 of the language switch
    bench.window->setLanguage(QStringLiteral("zh"));
    const auto settled = [&](const QString& file) {
        const QStringList now = shownTexts(bench.window.get());
        return now.size() == before.size() && now.contains(file);  // rows made anew are shown a moment later
    };
    QVERIFY(bench.wait([&] { return settled(QStringLiteral("文件")); }));
    const QStringList chinese = shownTexts(bench.window.get());
    for (const QString& text : chinese) QVERIFY2(isSharedText(text), qPrintable(text));
    QVERIFY(std::count_if(chinese.begin(), chinese.end(), holdsHan) > 15);
    bench.window->setLanguage(QStringLiteral("en"));
    QVERIFY(bench.wait([&] { return settled(QStringLiteral("&File")); }));
    // Clocks may have moved on.
    static const QRegularExpression numbers(QStringLiteral("[\\d.,–:]+( (s|min))?"));
    QStringList after = shownTexts(bench.window.get());
    for (QStringList* list : {&before, &after}) list->replaceInStrings(numbers, QStringLiteral("#"));
    QCOMPARE(after, before);
}

void WindowTest::theThemeChangesWhileItRuns() {
    Bench bench;
    bench.window->showPage(QStringLiteral("train"));
    const QImage dark = bench.window->grab().toImage();
    bench.window->setDark(false);
    const QImage light = bench.window->grab().toImage();
    QVERIFY(brightness(dark) < 60 && brightness(light) > 200);
    bench.window->setDark(true);
    QCOMPARE(bench.window->grab().toImage().pixelColor(300, 500), dark.pixelColor(300, 500));
    QCOMPARE(bridge::userSettings()->value(QStringLiteral("window/theme")).toString(), QStringLiteral("dark"));
}

void WindowTest::theKeyboardReachesEverything_data() {
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("state");
    QTest::newRow("home, empty") << "home"
                                 << "empty";
    QTest::newRow("home, projects") << "home"
                                    << "project";
    QTest::newRow("brand, empty") << "brand"
                                  << "empty";
    QTest::newRow("brand, project") << "brand"
                                    << "project";
    QTest::newRow("set-up, empty") << "train"
                                   << "empty";
    QTest::newRow("set-up, filled") << "train"
                                    << "filled";
    QTest::newRow("run") << "train"
                         << "running";
    QTest::newRow("settings, empty") << "settings"
                                     << "empty";
    QTest::newRow("settings, project") << "settings"
                                       << "project";
    QTest::newRow("home, running") << "home"
                                   << "running";
    QTest::newRow("run, ended") << "train"
                                << "ended";
}

/// Brings a bench into a state by name.
static void bring(Bench& bench, const QString& state) {
    if (state == QLatin1String("running")) {
        bench.port->script.holdAt = "training";
        bench.port->script.holdStep = 20;
    }
    if (state != QLatin1String("empty")) bench.openProject();
    bench.window->warmUp();
    QVERIFY(bench.wait([&] { return !bench.session->health().empty(); }));
    if (state == QLatin1String("empty") || state == QLatin1String("project")) return;
    bench.chooseFilm();
    if (state == QLatin1String("filled")) return;
    bench.pressStart();
    if (state == QLatin1String("running"))
        QVERIFY(bench.wait([&] { return bench.job().step() == 20; }));
    else
        QVERIFY(bench.wait([&] { return bench.job().state() == RunState::Finished; }));
}

void WindowTest::theKeyboardReachesEverything() {
    QFETCH(QString, page);
    QFETCH(QString, state);
    Bench bench;
    bring(bench, state);
    bench.window->showPage(page);
    bench.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QSet<QWidget*> reached;
    for (int i = 0; i < 120; ++i) {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : bench.window.get(),
                        Qt::Key_Tab);
        QWidget* focused = QApplication::focusWidget();
        QVERIFY(focused);
        if (reached.contains(focused) && i > 60) break;
        reached.insert(focused);
    }
    // A group of which one is chosen is one stop; the arrows go on inside.
    const QSet<QWidget*> stops = reached;
    for (QWidget* stop : stops) {
        const auto* button = qobject_cast<const QAbstractButton*>(stop);
        if (!button || !button->autoExclusive()) continue;
        stop->setFocus(Qt::TabFocusReason);
        for (int i = 0; i < 16; ++i) {
            QTest::keyClick(QApplication::focusWidget(), i < 8 ? Qt::Key_Down : Qt::Key_Right);
            reached.insert(QApplication::focusWidget());
        }
        bench.window->showPage(page);
    }
    QStringList missed;
    for (QWidget* widget : bench.window->findChildren<QWidget*>()) {
        if (!isInteractive(widget) || isPartOfSpinBox(widget) || !widget->isVisible() || !widget->isEnabled())
            continue;
        // The search has a key of its own, which every tooltip list shows; its list follows the field.
        if (qobject_cast<shell::CommandSearch*>(widget)) continue;
        if (widget->focusProxy() || reached.contains(widget)) continue;
        missed << describeWidget(widget);
    }
    QVERIFY2(missed.isEmpty(), qPrintable(missed.join(QStringLiteral("; "))));
    for (QWidget* widget : reached) QVERIFY2(widget->isVisible(), qPrintable(describeWidget(widget)));
    QTest::keyClick(bench.window.get(), Qt::Key_K, Qt::ControlModifier);
    QVERIFY(qobject_cast<shell::CommandSearch*>(QApplication::focusWidget()));
}

void WindowTest::everythingHasASpokenName_data() {
    theKeyboardReachesEverything_data();
}

static void walk(QAccessibleInterface* item, QStringList& nameless, int& seen) {
    if (!item || !item->isValid() || item->state().invisible) return;
    ++seen;
    switch (item->role()) {
        case QAccessible::PushButton:
        case QAccessible::ButtonMenu:
        case QAccessible::CheckBox:
        case QAccessible::RadioButton:
        case QAccessible::EditableText:
        case QAccessible::SpinBox:
        case QAccessible::ComboBox:
        case QAccessible::List:
        case QAccessible::ListItem:
        case QAccessible::Chart:
        case QAccessible::PageTabList:
        case QAccessible::ProgressBar:
        case QAccessible::MenuItem:
        case QAccessible::AlertMessage:
            if (item->text(QAccessible::Name).trimmed().isEmpty()) {
                const QObject* object = item->object();
                const auto* widget = qobject_cast<const QWidget*>(object);
                if (widget && isPartOfSpinBox(widget)) break;  // the box around it is named
                nameless << QStringLiteral("role %1 %2")
                                .arg(item->role())
                                .arg(object ? QString::fromLatin1(object->metaObject()->className()) : QString());
            }
            break;
        default:
            break;
    }
    for (int i = 0; i < item->childCount(); ++i) walk(item->child(i), nameless, seen);
}

void WindowTest::everythingHasASpokenName() {
    QFETCH(QString, page);
    QFETCH(QString, state);
    for (const char* language : {"en", "zh"}) {
        Bench bench({}, QString::fromLatin1(language));
        bring(bench, state);
        bench.window->showPage(page);
        QStringList nameless;
        int seen = 0;
        walk(QAccessible::queryAccessibleInterface(bench.window.get()), nameless, seen);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral("; "))));
        QVERIFY(seen > 30);
    }
}

void WindowTest::aRunShowsLossAndPreviews() {
    FakeScript script;
    script.stepMs = 3;
    Bench bench(script);
    bench.openProject();
    bench.chooseFilm();
    bench.presenter().setPreset(train::Preset::Standard);
    bench.pressStart();
    QVERIFY(bench.presenter().showsRun());
    train::RunView& run = bench.window->trainPage().run();
    QVERIFY(bench.wait([&] { return bench.job().step() > 30 && run.strip().columns() >= 2; }));
    QVERIFY(run.plot().series(0).points() > 5 && run.plot().series(1).points() > 5);
    const int step = run.strip().currentStep();
    const QImage one = run.strip().grab().toImage();
    QVERIFY(bench.wait([&] { return run.strip().grab().toImage() != one; }));  // it plays, or a newer one came
    QVERIFY(bench.wait([&] { return run.strip().currentStep() > step || !bench.job().active(); }));
    QVERIFY(bench.wait([&] { return bench.job().state() == RunState::Finished; }));
    QCOMPARE(run.plot().series(0).points() + run.plot().series(1).points(), 120LL);
    QVERIFY(!run.stopButton().isVisible());
    const auto bars = run.findChildren<widgets::MessageBar*>();
    QCOMPARE(bars.size(), 1);
    QVERIFY(bars[0]->isVisible() && bars[0]->tone() == widgets::Tone::Success);
    QCOMPARE(bars[0]->sentence(), QStringLiteral("“Dusk” version 1 is ready."));
}

void WindowTest::stopIsAcknowledgedAtOnce() {
    FakeScript script;
    script.stepMs = 150;
    Bench bench(script);
    bench.openProject();
    bench.chooseFilm();
    bench.pressStart();
    QVERIFY(bench.wait([&] { return bench.job().step() >= 2; }));
    const int before = bench.job().step();
    train::RunView& run = bench.window->trainPage().run();
    QTest::mouseClick(&run.stopButton(), Qt::LeftButton);
    QVERIFY(!run.stopButton().isEnabled());
    QCOMPARE(bench.job().state(), RunState::Stopping);
    QVERIFY(bench.wait([&] { return !bench.job().active(); }));
    QCOMPARE(bench.job().state(), RunState::Stopped);
    QVERIFY(bench.job().step() <= before + 1);
    const auto* bar = run.findChild<widgets::MessageBar*>();
    QVERIFY(bar->isVisible());
    QVERIFY2(bar->sentence().contains(QStringLiteral("was kept")), qPrintable(bar->sentence()));
    // And another may be started.
    const auto buttons = run.findChildren<widgets::Button*>();
    const auto again = std::find_if(buttons.begin(), buttons.end(), [](const widgets::Button* b) {
        return b->isVisible() && b->text() == QStringLiteral("Train again");
    });
    QVERIFY(again != buttons.end());
    QTest::mouseClick(*again, Qt::LeftButton);
    QVERIFY(!bench.presenter().showsRun());
    QVERIFY(bench.window->trainPage().setup().startButton().isEnabled());
}

void WindowTest::aFailureIsSaidWithItsRemedy_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QString>("remedy");
    QTest::newRow("en") << "en"
                        << "The loss became nan at step 9 on the high-noise expert"
                        << "Lower the learning rate and go on from the last checkpoint";
    QTest::newRow("zh") << "zh"
                        << "高噪专家在第 9 步的损失变成了 nan"
                        << "请降低学习率，从最近的检查点继续";
}

void WindowTest::aFailureIsSaidWithItsRemedy() {
    QFETCH(QString, language);
    FakeScript script;
    script.failAtStep = 9;
    Bench bench(script, language);
    bench.openProject();
    bench.chooseFilm();
    bench.pressStart();
    QVERIFY(bench.wait([&] { return bench.job().state() == RunState::Failed; }));
    const auto* bar = bench.window->trainPage().run().findChild<widgets::MessageBar*>();
    QVERIFY(bar->isVisible() && bar->tone() == widgets::Tone::Error);
    QFETCH(QString, sentence);
    QFETCH(QString, remedy);
    QVERIFY2(bar->sentence().contains(sentence) && bar->sentence().contains(remedy), qPrintable(bar->sentence()));
    QVERIFY(bench.window->findChild<widgets::Rail*>()->button(QStringLiteral("train"))->badge() ==
            widgets::Badge::Failed);
}

void WindowTest::aRefusedStartIsSaid() {
    Bench bench;
    bench.openProject();
    bench.chooseFilm();
    bench.port->refuseStart = true;
    bench.pressStart();
    const auto& bar = bench.window->trainPage().setup().messages();
    QVERIFY(bar.isVisible() && bar.tone() == widgets::Tone::Error);
    QVERIFY(!bench.presenter().showsRun());
    QVERIFY2(bar.sentence().contains(QStringLiteral("not enough memory")), qPrintable(bar.sentence()));
}

void WindowTest::theSampleProjectMakesItsFolder() {
    Bench bench;
    const QDir home(ownHome().path());
    QVERIFY(!home.exists(QStringLiteral("Brandloom")));
    bench.window->commands().action(QStringLiteral("project.sample"))->trigger();
    QVERIFY(bench.wait([&] { return bench.session->project().has_value(); }));
    QVERIFY(home.exists(QStringLiteral("Brandloom")));
    QVERIFY(QDir(home).rmdir(QStringLiteral("Brandloom")));
}

void WindowTest::aProjectThatCannotBeMadeIsSaidInTheDialog() {
    Bench bench;
    bench.window->commands().action(QStringLiteral("project.new"))->trigger();
    auto* dialog = bench.window->findChild<shell::NewProjectDialog*>();
    QVERIFY(dialog && dialog->isVisible());
    const auto fields = dialog->findChildren<QLineEdit*>();
    QCOMPARE(fields.size(), 2);
    fields[0]->setText(QStringLiteral("冬季 24"));
    QVERIFY(dialog->folder().endsWith(QStringLiteral("/Brandloom/冬季 24")));
    fields[1]->setText(QString());
    QTest::keyClick(fields[0], Qt::Key_Return);
    auto* bar = dialog->findChild<widgets::MessageBar*>();
    QVERIFY(bench.wait([&] { return bar->isVisible(); }));
    QVERIFY(dialog->isVisible() && dialog->isEnabled());
    QVERIFY(!bench.session->project());
    fields[1]->setText(ownHome().path() + QStringLiteral("/w24"));
    QTest::keyClick(fields[0], Qt::Key_Return);
    QVERIFY(bench.wait([&] { return bench.session->project().has_value(); }));
    QCOMPARE(bench.session->project()->name, std::string("冬季 24"));
    QVERIFY(bench.wait([&] { return bench.window->currentPage() == QStringLiteral("dataset"); }));
}

void WindowTest::aProjectThatIsGoneIsSaidOnHome() {
    Bench bench;
    bench.window->showPage(QStringLiteral("train"));
    bench.window->warmUp(QStringLiteral("/nowhere/冬季"));
    const auto& bar = bench.window->homePage().messages();
    QVERIFY(bench.wait([&] { return bar.isVisible(); }));
    QCOMPARE(bench.window->currentPage(), QStringLiteral("home"));
    QVERIFY2(bar.sentence().startsWith(QStringLiteral("/nowhere/冬季 does not exist.")),
             qPrintable(bar.sentence()));
}

void WindowTest::commandsAreFoundInBothLanguages() {
    Bench bench;
    auto* search = bench.window->findChild<shell::CommandSearch*>();
    const auto run = [&](const QString& words) {
        QTest::keyClick(bench.window.get(), Qt::Key_K, Qt::ControlModifier);
        for (const QChar c : words) {
            QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(c));
            QApplication::sendEvent(search, &press);
        }
        const int hits = search->hits();
        QTest::keyClick(search, Qt::Key_Return);
        QTest::qWait(0);
        return hits;
    };
    QCOMPARE(run(QStringLiteral("light th")), 1);
    QVERIFY(bench.wait([] { return widgets::Theme::instance().mode() == widgets::Mode::Light; }));
    bench.window->setLanguage(QStringLiteral("zh"));
    QVERIFY(bench.wait([&] { return search->placeholderText() == QStringLiteral("搜索或输入命令"); }));
    QCOMPARE(run(QStringLiteral("深色")), 1);
    QVERIFY(bench.wait([] { return widgets::Theme::instance().mode() == widgets::Mode::Dark; }));
    QCOMPARE(run(QStringLiteral("go to tr")), 1);  // English names are found in a Chinese window too
    QVERIFY(bench.wait([&] { return bench.window->currentPage() == QStringLiteral("train"); }));
    QCOMPARE(run(QStringLiteral("qwrtz")), 0);
    QVERIFY(QApplication::activeWindow());
}

void WindowTest::escapeClosesTheSearch() {
    Bench bench;
    bench.window->showPage(QStringLiteral("train"));
    auto* name = bench.window->trainPage().setup().findChild<QLineEdit*>();
    name->setFocus();
    QTest::keyClick(name, Qt::Key_K, Qt::ControlModifier);
    auto* search = bench.window->findChild<shell::CommandSearch*>();
    QVERIFY(search->hasFocus() && search->hits() > 5);
    QTest::keyClick(search, Qt::Key_Escape);
    QVERIFY(!search->hasFocus());
    QCOMPARE(QApplication::focusWidget(), name);
}

void WindowTest::theWindowRemembersWhereItWas() {
    auto port = std::make_shared<FakePort>();
    shell::Language language;
    language.set(QStringLiteral("en"));
    {
        bridge::Session session(port);
        shell::MainWindow window(session, language);
        window.resize(1300, 800);
        window.show();
        session.createProject(ownHome().path() + QStringLiteral("/w"), QStringLiteral("W"), [](const Status&) {});
        QVERIFY(QTest::qWaitFor([&] { return session.project().has_value(); }, kDeadlineMs));
        QVERIFY(QDir().mkpath(ownHome().path() + QStringLiteral("/w")));
        window.showPage(QStringLiteral("train"));
        QSignalSpy quit(&window, &shell::MainWindow::mayQuit);
        window.close();
        QVERIFY(QTest::qWaitFor([&] { return quit.count() == 1; }, kDeadlineMs));
    }
    auto next = std::make_shared<FakePort>();
    next->recent = port->recent;
    bridge::Session session(next);
    shell::MainWindow window(session, language);
    QCOMPARE(window.currentPage(), QStringLiteral("train"));
    QCOMPARE(window.size(), QSize(1300, 800));
    window.warmUp();
    QVERIFY(QTest::qWaitFor([&] { return session.project().has_value(); }, kDeadlineMs));
    QCOMPARE(session.project()->name, std::string("W"));
    ownHome().clearSettings();
}

void WindowTest::theGuiThreadStaysFreeUnderAFlood() {
    FakeScript script;
    script.stepMs = 0;
    Bench bench(script);
    bench.openProject();
    bench.chooseFilm();
    int batches = 0;
    connect(&bench.job(), &bridge::JobModel::changed, this, [&] { ++batches; });
    QElapsedTimer clock;
    clock.start();
    studio::TrainStyleOptions options = bench.presenter().options();
    options.training.steps = 10'000;
    options.training.previewEvery = 50;
    QVERIFY(bench.session->startTraining(options).has_value());
    QVERIFY(QTest::qWaitFor([&] { return !bench.job().active(); }, 6 * kDeadlineMs));
    QCOMPARE(bench.job().losses().size(), 20'000);
    QVERIFY2(batches <= clock.elapsed() / bridge::EventBridge::kIntervalMs + 4,
             qPrintable(QString::number(batches)));
}

BRANDLOOM_GUI_TEST_MAIN(WindowTest)
#include "window_test.moc"
