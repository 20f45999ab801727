// Nothing a person does makes the window wait: a session with 10 000 clips in the project while a training has both
// cores. What counts is the processor time of each event on the window's thread, whatever else the machine does.
//   BRANDLOOM_STALL_SECONDS  length of the session, 60 by default
#include <QFile>
#include <QLineEdit>
#include <QScrollBar>
#include <QTimer>

#include "gui/bridge/error_text.h"
#include "gui/dataset/caption_panel.h"
#include "gui/dataset/clip_editor.h"
#include "gui/dataset/clip_grid.h"
#include "gui/dataset/dataset_page.h"
#include "gui/widgets/theme/theme.h"
#include "tests/gui/real_desk.h"
#include "tests/gui/stall_meter.h"
#include "tests/support/many_clips.h"

using namespace brandloom;
using namespace brandloom::tests;
using bridge::RunState;

namespace {

constexpr int kClips = 10'000;
constexpr double kAllowedMs = 100;
constexpr double kAllowedMb = 250;

QString projectFolder() {
    return ownHome().path() + QStringLiteral("/many");
}

/// Resident memory of this process in MB, as the system counts it.
double residentMb() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly)) return -1;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:")) return line.mid(6).simplified().split(' ').first().toDouble() / 1024;
    return -1;
}

bool hasLoaded(const char* library) {
    QFile maps(QStringLiteral("/proc/self/maps"));
    return maps.open(QIODevice::ReadOnly) && maps.readAll().contains(library);
}

/// What a busy person does on every page, one thing at a time, again and again.
class Session {
  public:
    explicit Session(RealDesk& desk) : m_desk(desk) {}
    void act(int number);
    static constexpr int kActs = 20;

  private:
    [[nodiscard]] dataset_page::DatasetPage& page() { return m_desk.window().datasetPage(); }
    void scroll(double to) {
        auto* bar = page().grid().verticalScrollBar();
        bar->setValue(static_cast<int>(to * bar->maximum()));
    }
    void query(const QString& words) { page().queryLine().setText(words); }
    void focusGrid() { page().grid().setFocus(); }
    RealDesk& m_desk;
};

void Session::act(int number) {
    switch (number % kActs) {
        case 0:
            return m_desk.go(QStringLiteral("dataset"));
        case 1:
            return scroll(0.5);
        case 2:
            return query(QStringLiteral("马克杯"));
        case 3:
            return query(QStringLiteral("rating>=3 -tag:brand"));
        case 4:
            return query({});
        case 5:
            focusGrid();
            return m_desk.key(Qt::Key_Down, Qt::ShiftModifier);
        case 6:
            return page().grid().selectAll();
        case 7:
            return m_desk.key(Qt::Key_4);  // all of them
        case 8:
            return page().presenter().undo();
        case 9:
            if (!page().presenter().view().cards.empty())
                page().editClip(page().presenter().view().cards[7'000 % page().presenter().view().cards.size()].id);
            return;
        case 10:
            page().captions().edit();
            return m_desk.type(QStringLiteral("a warm 暖光 take"));
        case 11:
            return m_desk.key(Qt::Key_Return, Qt::ControlModifier);
        case 12:
            page().editClip(0);
            return scroll(1);
        case 13:
            return m_desk.go(QStringLiteral("train"));
        case 14:
            return m_desk.go(QStringLiteral("brand"));
        case 15:
            return m_desk.window().setLanguage(QStringLiteral("zh"));
        case 16:
            return m_desk.window().setDark(false);
        case 17:
            return m_desk.window().showActivity(true);
        case 18:
            m_desk.window().resize(m_desk.window().width() == 1440 ? QSize(1700, 1000) : QSize(1440, 900));
            return m_desk.window().setLanguage(QStringLiteral("en"));
        default:
            m_desk.window().setDark(true);
            m_desk.window().showActivity(false);
            return m_desk.go(QStringLiteral("home"));
    }
}

}  // namespace

class StallTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aBusySessionNeverWaits();
};

void StallTest::aBusySessionNeverWaits() {
    {
        const auto project = project::Project::create(pathFromUtf8(projectFolder().toStdString()), "Many 很多");
        QVERIFY(project.has_value() && addManyClips(**project, kClips).has_value());
    }
    auto& meter = static_cast<MeteredApplication&>(*qApp);
    RealDesk desk(meter, projectFolder());
    desk.go(QStringLiteral("dataset"));
    auto& dataset = desk.window().datasetPage().presenter();
    QVERIFY(desk.wait("all clips", [&] { return dataset.view().cards.size() == kClips; }));
    QVERIFY(desk.wait("score and hints", [&] { return dataset.findings().has_value(); }));
    QVERIFY(!hasLoaded("libtorch"));
    const double mb = residentMb();
    qInfo("%d clips, no engine yet: %.0f MB", kClips, mb);
    QVERIFY2(mb > 20 && mb <= kAllowedMb, qPrintable(QString::number(mb)));

    desk.go(QStringLiteral("train"));
    auto& train = desk.window().trainPage().presenter();
    train.useSampleFilm();
    train.setStyleName(QStringLiteral("Busy"));
    train.setPreset(train::Preset::Thorough);
    QVERIFY(desk.press(QStringLiteral("Start training")));
    auto& job = desk.session().job();
    QVERIFY(desk.wait("a training", [&] { return job.step() > 0; }));

    meter.restartMeter();
    const int seconds = qMax(5, qEnvironmentVariableIntValue("BRANDLOOM_STALL_SECONDS"));
    const bool isGiven = qEnvironmentVariableIsSet("BRANDLOOM_STALL_SECONDS");
    Session session(desk);
    QElapsedTimer clock;
    clock.start();
    int acts = 0, trainings = 1;
    while (clock.elapsed() < (isGiven ? seconds : 60) * 1000) {
        // As an event, so that it is measured too.
        QTimer::singleShot(0, qApp, [&session, number = acts++] { session.act(number); });
        QTest::qWait(120);
        if (job.active()) continue;
        QVERIFY(train.start());
        ++trainings;
    }
    qInfo("%d acts in %lld s beside %d training(s), step %d\n%s%s", acts, clock.elapsed() / 1000, trainings,
          job.step(), meter.histogram().constData(), meter.slowest().constData());
    QVERIFY(acts > Session::kActs);
    QVERIFY2(meter.worstMs() <= kAllowedMs, meter.slowest().constData());
    QVERIFY(desk.quit(2));
}

int main(int argc, char** argv) {
    ownHome();
    desktop::prepareEnvironment(argv);
    MeteredApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    StallTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "stall_test.moc"
