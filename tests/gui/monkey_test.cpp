// A monkey at the window of the real program: clicks, keys, drags, words and drops at random, in a process of its
// own. Whatever it does, the program must live, and in the end close as it should, with the project whole and
// unlocked.
//   BRANDLOOM_MONKEY_SECONDS  20 by default     BRANDLOOM_MONKEY_SEED  1 by default
#include <QDialog>
#include <QDir>
#include <QFileDialog>
#include <QRandomGenerator>
#include <QTimer>

#include "core/project/project.h"
#include "gui/bridge/error_text.h"
#include "gui/shell/page_registry.h"
#include "gui/widgets/choice_dialog.h"
#include "tests/gui/real_desk.h"

using namespace brandloom;
using namespace brandloom::tests;

namespace {

int numberFrom(const char* name, int otherwise) {
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : otherwise;
}

QString projectFolder() {
    return ownHome().path() + QStringLiteral("/monkey 猴");
}

class Monkey : public QObject {
  public:
    Monkey(RealDesk& desk, quint32 seed) : m_desk(desk), m_random(seed) {}
    void act();
    [[nodiscard]] int acts() const { return m_acts; }

  private:
    int below(int n) { return static_cast<int>(m_random.bounded(n)); }
    [[nodiscard]] QWidget* someWidget();
    void click(QWidget& widget);
    void drag(QWidget& widget);
    void key();
    void words();
    void wander();

    RealDesk& m_desk;
    QRandomGenerator m_random;
    int m_acts = 0;
};

/// Of what is to be seen now: dialogs and menus before the window.
QWidget* Monkey::someWidget() {
    QWidget* root = QApplication::activePopupWidget();
    if (root == nullptr) root = QApplication::activeModalWidget();
    if (root == nullptr) root = &m_desk.window();
    QList<QWidget*> seen{root};
    for (QWidget* child : root->findChildren<QWidget*>())
        if (child->isVisible() && child->isEnabled() && !child->visibleRegion().isEmpty()) seen << child;
    return seen[below(static_cast<int>(seen.size()))];
}

void Monkey::click(QWidget& widget) {
    // It must not tell the program to end: that comes last.
    const QPoint at(below(qMax(1, widget.width())), below(qMax(1, widget.height())));
    if (below(8) == 0)
        QTest::mouseDClick(&widget, Qt::LeftButton, {}, at);
    else
        QTest::mouseClick(&widget, below(12) == 0 ? Qt::RightButton : Qt::LeftButton, {}, at);
}

void Monkey::drag(QWidget& widget) {
    const auto point = [&] { return QPoint(below(qMax(1, widget.width())), below(qMax(1, widget.height()))); };
    QPointer<QWidget> there(&widget);
    QTest::mousePress(there, Qt::LeftButton, {}, point());
    for (int i = 0; i < 3 && there; ++i) QTest::mouseMove(there, point());
    if (there) QTest::mouseRelease(there, Qt::LeftButton, {}, point());
}

void Monkey::key() {
    constexpr int kKeys[] = {Qt::Key_Tab,  Qt::Key_Backtab, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Space,
                             Qt::Key_Up,   Qt::Key_Down,    Qt::Key_Left,   Qt::Key_Right,  Qt::Key_Delete,
                             Qt::Key_Home, Qt::Key_End,     Qt::Key_P,      Qt::Key_X,      Qt::Key_I,
                             Qt::Key_O,    Qt::Key_S,       Qt::Key_C,      Qt::Key_J,      Qt::Key_L,
                             Qt::Key_3,    Qt::Key_Z,       Qt::Key_A,      Qt::Key_Comma,  Qt::Key_PageDown};
    const int key = kKeys[below(static_cast<int>(std::size(kKeys)))];
    const auto with = below(5) == 0 ? Qt::ControlModifier : below(6) == 0 ? Qt::ShiftModifier : Qt::NoModifier;
    m_desk.key(key, with);
}

void Monkey::words() {
    static const QStringList kWords{QStringLiteral("红色马克杯"),  QStringLiteral("mug"),
                                    QStringLiteral("rating>=9 ("), QStringLiteral("-1e99"),
                                    QStringLiteral("\"'%_"),       QString(300, QChar(0x6F22)),
                                    QStringLiteral("😀é"),          QStringLiteral("0")};
    m_desk.type(kWords[below(static_cast<int>(kWords.size()))]);
}

void Monkey::wander() {
    const auto pages = shell::pages();
    switch (below(6)) {
        case 0:
            return m_desk.window().setLanguage(below(2) == 0 ? QStringLiteral("zh") : QStringLiteral("en"));
        case 1:
            return m_desk.window().setDark(below(2) == 0);
        case 2:
            return m_desk.window().resize(900 + below(900), 560 + below(600));
        case 3:
            return m_desk.drop(
                {bridge::fromUtf8(utf8FromPath(resourceDir() / "samples" / "sample_cuts.mp4")), ownHome().path()});
        default:
            return m_desk.go(
                QString::fromLatin1(pages[static_cast<std::size_t>(below(static_cast<int>(pages.size())))].id));
    }
}

void Monkey::act() {
    ++m_acts;
    // A file dialog shows the disk of whoever runs the test: nothing is clicked there.
    for (QWidget* top : QApplication::topLevelWidgets())
        if (auto* files = qobject_cast<QFileDialog*>(top); files && files->isVisible()) return files->reject();
    for (auto* files : m_desk.window().findChildren<QFileDialog*>())
        if (files->isVisible()) return files->reject();
    const int what = below(20);
    if (what < 9) {
        click(*someWidget());
    } else if (what < 11) {
        drag(*someWidget());
    } else if (what < 16) {
        key();
    } else if (what < 18) {
        words();
    } else {
        wander();
    }
}

int play(QApplication& app) {
    {
        const auto made = project::Project::create(pathFromUtf8(projectFolder().toStdString()), "Monkey 猴");
        if (!made) return 3;
    }
    RealDesk desk(app, projectFolder());
    if (!desk.wait("the project", [&] { return desk.session().project().has_value(); })) return 4;
    desk.drop({bridge::fromUtf8(utf8FromPath(resourceDir() / "samples"))});
    const int seconds = numberFrom("BRANDLOOM_MONKEY_SECONDS", 20);
    Monkey monkey(desk, static_cast<quint32>(numberFrom("BRANDLOOM_MONKEY_SEED", 1)));
    QElapsedTimer clock;
    clock.start();
    // By a timer: what it does may open a loop of its own (a drag), and must end there too.
    QTimer acting;
    QObject::connect(&acting, &QTimer::timeout, &monkey, [&] { monkey.act(); });
    acting.start(10);
    (void)QTest::qWaitFor([&] { return clock.elapsed() >= seconds * 1000 || desk.hasEnded(); },
                          seconds * 1000 + 60'000);
    acting.stop();
    std::printf("acts %d\n", monkey.acts());
    std::fflush(stdout);
    if (!desk.hasEnded()) {
        while (QWidget* popup = QApplication::activePopupWidget()) popup->close();
        for (auto* dialog : desk.window().findChildren<QDialog*>()) dialog->reject();
        QTest::qWait(0);
        if (!desk.quit(2)) return 5;
    }
    return 0;
}

}  // namespace

class MonkeyTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aMonkeyBreaksNothing();
};

void MonkeyTest::aMonkeyBreaksNothing() {
    QTemporaryDir home;
    const int seconds = numberFrom("BRANDLOOM_MONKEY_SECONDS", 20);
    OtherSelf monkey(home.path(), {QStringLiteral("--play")});
    const int code = monkey.exitCode((seconds + 240) * 1000);
    QVERIFY2(code == 0, monkey.output().right(6000).constData());
    QVERIFY(monkey.output().contains("acts "));
    qInfo("%s", monkey.output().mid(monkey.output().indexOf("acts ")).trimmed().constData());
    const Path folder = pathFromUtf8((home.path() + QStringLiteral("/monkey 猴")).toStdString());
    const auto project = project::Project::open(folder, project::Mode::Write);  // the lock is free
    QVERIFY(project.has_value());
    const auto report = (*project)->check();
    QVERIFY(report.has_value());
    for (const auto& finding : report->findings) qWarning("%s", finding.describe().c_str());
    QVERIFY(report->findings.empty());
}

int main(int argc, char** argv) {
    ownHome();
    desktop::prepareEnvironment(argv);
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    if (QApplication::arguments().contains(QStringLiteral("--play"))) return play(app);
    MonkeyTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "monkey_test.moc"
