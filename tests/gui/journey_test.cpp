// A first Style as a person makes it, with the real engine and the starter model: films are dropped, cut and
// captioned, a training of 60 steps is paused, killed, resumed after a new start and finished. What the person sees
// and what lies in the database is compared. The program runs in processes of its own, which can be killed.
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QListView>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/paths.h"
#include "core/project/project.h"
#include "gui/activity/activity_dock.h"
#include "gui/activity/activity_model.h"
#include "gui/bridge/error_text.h"
#include "gui/dataset/caption_panel.h"
#include "gui/dataset/clip_editor.h"
#include "gui/dataset/clip_grid.h"
#include "gui/dataset/dataset_page.h"
#include "gui/shell/new_project_dialog.h"
#include "gui/widgets/choice_card.h"
#include "tests/gui/real_desk.h"

using namespace brandloom;
using namespace brandloom::tests;
using bridge::RunState;

namespace {

constexpr int kSteps = 120;  // 60 of each expert
constexpr int kLongMs = 420'000;

void say(const char* line) {
    std::printf("%s\n", line);
    std::fflush(stdout);
}

QString projectFolder() {
    return ownHome().path() + QStringLiteral("/Brandloom/冬季 Winter");
}

/// Copies of the shipped samples, one of them with a Chinese name.
QStringList films() {
    const QDir folder(ownHome().path() + QStringLiteral("/films 素材"));
    QDir().mkpath(folder.path());
    const QString samples = bridge::fromUtf8(utf8FromPath(resourceDir() / "samples"));
    QStringList out;
    for (const auto& [from, to] :
         {std::pair("sample_cuts.mp4", "三个镜头.mp4"), std::pair("sample_film.mp4", "mug.mp4")}) {
        out << folder.filePath(QString::fromUtf8(to));
        QFile::copy(samples + QLatin1Char('/') + QLatin1String(from), out.last());
    }
    return out;
}

/// The first visit: everything up to a running training.
class FirstVisit {
  public:
    explicit FirstVisit(RealDesk& desk) : m_desk(desk) {}
    bool project();
    bool importing();
    bool cutting();
    bool captions();
    bool training();

  private:
    [[nodiscard]] dataset_page::DatasetPage& page() { return m_desk.window().datasetPage(); }
    [[nodiscard]] std::size_t clips() { return page().presenter().view().cards.size(); }
    RealDesk& m_desk;
};

bool FirstVisit::project() {
    if (!m_desk.press(QStringLiteral("New project…"))) return false;
    auto* dialog = m_desk.window().findChild<shell::NewProjectDialog*>();
    if (!dialog) return false;
    dialog->setName(QStringLiteral("冬季 Winter"));
    return m_desk.press(QStringLiteral("Create project")) && m_desk.wait("the dataset page", [&] {
        return m_desk.window().currentPage() == QLatin1String("dataset") && m_desk.session().project();
    }) && m_desk.sees(QStringLiteral("Drop your films here"));
}

bool FirstVisit::importing() {
    m_desk.drop(films());
    if (!m_desk.wait("clips", [&] { return clips() == 2 && !m_desk.session().import().isActive(); })) return false;
    return m_desk.sees(QStringLiteral("2 films added")) && m_desk.sees(QStringLiteral("2 clips"));
}

/// The film of three shots loses its first and last fifth of a second and becomes two clips.
bool FirstVisit::cutting() {
    page().grid().goTo(page().presenter().view().cards.front().id);
    page().grid().setFocus();
    m_desk.key(Qt::Key_Space);
    auto& clip = page().clip();
    if (!m_desk.wait("the editor", [&] { return clip.detail().has_value() && page().editor().isVisible(); }))
        return false;
    m_desk.key(Qt::Key_Space);  // it plays at first
    const double whole = clip.detail()->card.seconds;
    // What is marked is what is seen.
    const auto stepTo = [&](int by, const QString& seen) {
        for (int i = 0; i < by; ++i) m_desk.key(Qt::Key_Period);
        return m_desk.wait("that picture", [&] { return m_desk.sees(seen); });
    };
    if (!stepTo(5, QStringLiteral("frame 5"))) return false;
    m_desk.key(Qt::Key_I);
    if (!m_desk.wait("a later begin", [&] { return clip.detail() && clip.detail()->card.seconds < whole; }))
        return false;
    if (!stepTo(24, QStringLiteral("frame 29"))) return false;
    m_desk.key(Qt::Key_S);
    if (!m_desk.wait("two clips of one", [&] { return clips() == 3; })) return false;
    m_desk.key(Qt::Key_Escape);
    return m_desk.wait("the grid", [&] { return page().grid().isVisible(); });
}

bool FirstVisit::captions() {
    page().grid().goTo(page().presenter().view().cards.front().id);
    page().grid().setFocus();
    m_desk.key(Qt::Key_Return);
    m_desk.type(QStringLiteral("a red mug turns on a wooden table, warm light"));
    m_desk.key(Qt::Key_Return, Qt::ControlModifier);
    if (!m_desk.wait("the caption",
                     [&] { return page().presenter().view().cards.front().captions.contains("en"); }))
        return false;
    page().grid().setFocus();
    page().grid().selectAll();
    return m_desk.press(QStringLiteral("Suggest captions")) && m_desk.wait("captions of all", [&] {
        for (const auto& card : page().presenter().view().cards)
            if (card.captions.empty()) return false;
        return true;
    });
}

bool FirstVisit::training() {
    m_desk.go(QStringLiteral("train"));
    auto& presenter = m_desk.window().trainPage().presenter();
    if (!m_desk.wait("the dataset in the set-up", [&] { return presenter.usesDataset(); })) return false;
    presenter.setStyleName(QStringLiteral("暖冬 Warm"));
    if (!m_desk.press(QStringLiteral("Standard")) || !m_desk.press(QStringLiteral("Start training"))) return false;
    auto& job = m_desk.session().job();
    if (!m_desk.wait(
            "the first steps", [&] { return job.step() >= 6; }, kLongMs))
        return false;
    if (!m_desk.press(QStringLiteral("Pause"))) return false;
    if (!m_desk.wait("the pause", [&] { return job.state() == RunState::Paused; })) return false;
    const int paused = job.step();
    if (!m_desk.press(QStringLiteral("Resume"))) return false;
    return m_desk.wait(
               "steps after the pause", [&] { return job.step() >= paused + 10; }, kLongMs) &&
           m_desk.press(QStringLiteral("Save now")) &&
           m_desk.wait(
               "the checkpoint", [&] { return !job.checkpoints().empty(); }, kLongMs);
}

int firstVisit(QApplication& app) {
    RealDesk desk(app);
    FirstVisit visit(desk);
    const std::pair<const char*, bool (FirstVisit::*)()> parts[] = {{"project", &FirstVisit::project},
                                                                    {"films", &FirstVisit::importing},
                                                                    {"cut", &FirstVisit::cutting},
                                                                    {"captions", &FirstVisit::captions},
                                                                    {"runs", &FirstVisit::training}};
    for (const auto& [name, part] : parts) {
        if (!(visit.*part)()) return 3;
        say(name);
    }
    app.exec();  // until it is killed
    return 4;
}

/// The second visit, after the kill: Activity shows the paused run, it goes on and ends.
int secondVisit(QApplication& app) {
    RealDesk desk(app, projectFolder());
    auto& window = desk.window();
    if (!desk.wait("the project", [&] { return desk.session().project().has_value(); })) return 3;
    const auto paused = [&] {
        const auto& lines = desk.session().queue().lines();
        return lines.size() == 1 && lines[0].state == studio::QueueState::Paused;
    };
    if (!desk.wait("the paused run", paused)) return 4;
    window.showActivity(true);
    if (!desk.wait("the dock", [&] { return window.activityDock().model().rowCount() == 1; })) return 5;
    say("paused");
    window.activityDock().list().setCurrentIndex(window.activityDock().model().index(0));
    window.activityDock().list().setFocus();
    desk.key(Qt::Key_Space);
    auto& job = desk.session().job();
    if (!desk.wait(
            "steps", [&] { return job.step() > 6; }, kLongMs))
        return 6;
    say("resumed");
    if (!desk.wait(
            "the end", [&] { return job.state() == RunState::Finished; }, kLongMs))
        return 7;
    desk.go(QStringLiteral("train"));
    window.trainPage().presenter().showRun(true);
    if (!desk.wait("the Style", [&] { return desk.sees(QStringLiteral("暖冬 Warm")); })) return 8;
    say("finished");
    return desk.quit(2) ? 0 : 9;
}

/// One number of the database, read without the program's own tables in between.
std::int64_t number(project::Project& project, const std::string& sql) {
    const auto found = project.store().readValue<std::int64_t>(
        [&](SQLite::Database& db) -> Result<std::int64_t> { return db.execAndGet(sql).getInt64(); });
    return found ? *found : -1;
}

}  // namespace

class JourneyTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aFirstStyleSurvivesAKill();
};

void JourneyTest::aFirstStyleSurvivesAKill() {
    QTemporaryDir home;
    {
        OtherSelf first(home.path(), {QStringLiteral("--first-visit")});
        for (const char* part : {"project", "films", "cut", "captions", "runs"})
            QVERIFY2(first.said(QByteArray(part) + '\n', 2 * kLongMs), first.output().constData());
        first.kill();
    }
    OtherSelf second(home.path(), {QStringLiteral("--second-visit")});
    for (const char* part : {"paused", "resumed", "finished"})
        QVERIFY2(second.said(QByteArray(part) + '\n', 2 * kLongMs), second.output().constData());
    QVERIFY2(second.exitCode(kDeadlineMs * 3) == 0, second.output().constData());

    const Path folder = pathFromUtf8((home.path() + QStringLiteral("/Brandloom/冬季 Winter")).toStdString());
    auto project = project::Project::open(folder, project::Mode::Write);  // the lock is free
    QVERIFY2(project.has_value(), "the project is still locked");
    QCOMPARE(number(**project, "SELECT count(*) FROM clip"), 3);
    QCOMPARE(number(**project,
                    "SELECT count(*) FROM clip_caption WHERE caption LIKE 'a red mug turns%' AND removed IS NULL"),
             1);
    QCOMPARE(number(**project, "SELECT count(DISTINCT clip_id) FROM clip_caption WHERE removed IS NULL"), 3);
    QCOMPARE(number(**project, "SELECT count(*) FROM style_version"), 1);
    QCOMPARE(number(**project, "SELECT count(*) FROM training_run WHERE state = 'finished'"), 1);
    QCOMPARE(number(**project, "SELECT count(DISTINCT step) FROM loss"), kSteps);
    QCOMPARE(number(**project, "SELECT count(*) FROM queue_entry WHERE state <> 'finished'"), 0);
    const auto report = (*project)->check();
    QVERIFY(report && report->findings.empty());
}

int main(int argc, char** argv) {
    ownHome();
    desktop::prepareEnvironment(argv);
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    const QStringList words = QApplication::arguments();
    if (words.contains(QStringLiteral("--first-visit"))) return firstVisit(app);
    if (words.contains(QStringLiteral("--second-visit"))) return secondVisit(app);
    JourneyTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "journey_test.moc"
