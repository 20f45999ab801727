// What can stand in the way of a first Style, provoked in the real program: each is a sentence with a way out, and
// what was there before stays. With BRANDLOOM_TEST_PICTURES=FOLDER each is kept as a picture to be looked at.
#include <QDir>
#include <QFile>

#include "core/base/paths.h"
#include "core/project/project.h"
#include "gui/bridge/error_text.h"
#include "gui/dataset/dataset_page.h"
#include "gui/widgets/message_bar.h"
#include "tests/gui/real_desk.h"

using namespace brandloom;
using namespace brandloom::tests;
using bridge::RunState;

namespace {

QString sample(const QString& name) {
    return bridge::fromUtf8(utf8FromPath(resourceDir() / "samples")) + QLatin1Char('/') + name;
}

/// A project of its own in the home of this process; its folder.
QString newProject(const QString& name) {
    const QString folder = ownHome().path() + QLatin1Char('/') + name;
    return project::Project::create(pathFromUtf8(folder.toStdString()), name.toStdString()) ? folder : QString();
}

/// The window on a new project.
class Case {
  public:
    explicit Case(const QString& name) : m_name(name), desk(*qApp, newProject(name)) {
        m_isOpen = desk.wait("the project", [&] { return desk.session().project().has_value(); });
    }
    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] train::TrainPresenter& train() { return desk.window().trainPage().presenter(); }
    bool import(const QStringList& films) {
        desk.drop(films);
        return desk.wait("the import", [&] {
            return !desk.session().import().isActive() && desk.window().datasetPage().messages().isVisible();
        });
    }
    /// On the Train page, with the sample film.
    void chooseFilm() {
        desk.go(QStringLiteral("train"));
        train().useSampleFilm();
        train().setStyleName(QStringLiteral("暖冬"));
    }
    /// The words come to be seen; a picture is kept where one is wanted.
    bool comesToBeSeen(const QString& words) {
        const bool seen = desk.wait(qPrintable(words), [&] { return desk.sees(words); });
        if (const QString folder = qEnvironmentVariable("BRANDLOOM_TEST_PICTURES"); !folder.isEmpty())
            desk.window().grab().save(folder + QLatin1Char('/') + m_name + QStringLiteral(".png"));
        return seen;
    }

  private:
    QString m_name;
    bool m_isOpen = false;

  public:
    RealDesk desk;
};

/// Says what the window shows when the library that trains is not there.
int withoutEngine(QApplication&) {
    Case one(QStringLiteral("engine missing"));
    if (!one.isOpen()) return 3;
    one.chooseFilm();
    if (!one.comesToBeSeen(QStringLiteral("The library that trains is missing"))) return 4;
    if (one.desk.button(QStringLiteral("Start training")) != nullptr) return 5;  // it would fail
    return one.desk.press(QStringLiteral("Check this machine")) && one.desk.quit(2) ? 0 : 6;
}

}  // namespace

class FailuresTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void aModelThatIsNotThere();
    void tooFewClips();
    void aDamagedFilm();
    void aFilmThatIsGone();
    void aRateThatCannotBe();
    void theEngineIsMissing();
};

void FailuresTest::aModelThatIsNotThere() {
    Case one(QStringLiteral("no model"));
    QVERIFY(one.isOpen());
    one.chooseFilm();
    one.train().setModel(QStringLiteral("/nowhere/模型"));
    QVERIFY(one.comesToBeSeen(QStringLiteral("The model /nowhere/模型 is not there")));
    QVERIFY(one.desk.press(QStringLiteral("Use the starter model")));
    QVERIFY(one.desk.wait("the starter", [&] { return !one.desk.sees(QStringLiteral("is not there")); }));
    QVERIFY(one.desk.button(QStringLiteral("Start training")));
    QVERIFY(one.desk.quit(2));
}

void FailuresTest::tooFewClips() {
    Case one(QStringLiteral("too few clips"));
    QVERIFY(one.isOpen() && one.import({sample(QStringLiteral("sample_film.mp4"))}));
    one.desk.go(QStringLiteral("train"));
    QVERIFY(one.comesToBeSeen(QStringLiteral("Only 1 clip to learn from")));
    QVERIFY(one.desk.press(QStringLiteral("Go to Dataset")));
    QCOMPARE(one.desk.window().currentPage(), QStringLiteral("dataset"));
    QVERIFY(one.desk.quit(2));
}

void FailuresTest::aDamagedFilm() {
    Case one(QStringLiteral("damaged film"));
    QVERIFY(one.isOpen());
    const QString cut = ownHome().path() + QStringLiteral("/截断.mp4");
    QVERIFY(QFile::copy(sample(QStringLiteral("sample_cuts.mp4")), cut));
    QVERIFY(QFile::resize(cut, 3000));
    QVERIFY(one.import({cut, sample(QStringLiteral("sample_film.mp4"))}));
    QVERIFY(one.comesToBeSeen(QStringLiteral("1 film added · 1 could not be read: ")));
    QVERIFY(one.desk.sees(QStringLiteral("截断.mp4")));
    QCOMPARE(one.desk.window().datasetPage().presenter().view().cards.size(), 1u);
    QVERIFY(one.desk.button(QStringLiteral("Undo")));
    QVERIFY(one.desk.quit(2));
}

void FailuresTest::aFilmThatIsGone() {
    Case one(QStringLiteral("film gone"));
    const QString film = ownHome().path() + QStringLiteral("/soon gone.mp4");
    QVERIFY(QFile::copy(sample(QStringLiteral("sample_film.mp4")), film));
    QVERIFY(one.isOpen() && one.import({film, sample(QStringLiteral("sample_cuts.mp4"))}));
    QVERIFY(QFile::remove(film));
    one.desk.go(QStringLiteral("train"));
    QVERIFY(one.comesToBeSeen(QStringLiteral("1 clip whose film is gone")));
    QVERIFY(one.desk.wait("the way out", [&] { return one.desk.button(QStringLiteral("Locate…")) != nullptr; }));
    QVERIFY(one.desk.quit(2));
}

void FailuresTest::aRateThatCannotBe() {
    Case one(QStringLiteral("rate"));
    QVERIFY(one.isOpen());
    one.chooseFilm();
    one.train().setLearningRate(1e20);
    QVERIFY(one.desk.press(QStringLiteral("Start training")));
    auto& job = one.desk.session().job();
    QVERIFY(one.desk.wait(
        "the failure", [&] { return job.state() == RunState::Failed; }, 240'000));
    QVERIFY(one.comesToBeSeen(QStringLiteral("may not be 1e+20. Use 0 to 10.")));
    QVERIFY(one.desk.button(QStringLiteral("Train again")));
    QVERIFY(one.desk.quit(2));
}

/// The program and what it loads, less the engine, in a place of its own.
void FailuresTest::theEngineIsMissing() {
    QTemporaryDir home, place;
    const QDir build(QCoreApplication::applicationDirPath() + QStringLiteral("/.."));
    QDir to(place.path());
    QVERIFY(to.mkpath(QStringLiteral("tests-bin")) && to.mkpath(QStringLiteral("lib/brandloom")));
    const QString program = to.filePath(QStringLiteral("tests-bin/gui_failures"));
    QVERIFY(QFile::copy(QCoreApplication::applicationFilePath(), program));
    QVERIFY(QFile::link(build.canonicalPath() + QStringLiteral("/share"), to.filePath(QStringLiteral("share"))));
    QVERIFY(QFile::link(build.canonicalPath() + QStringLiteral("/bin"), to.filePath(QStringLiteral("bin"))));
    const QDir libraries(build.filePath(QStringLiteral("lib/brandloom")));
    for (const QFileInfo& file : libraries.entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot)) {
        if (file.fileName().startsWith(QLatin1String("libbrandloom_engine"))) continue;
        QVERIFY(
            QFile::link(file.absoluteFilePath(), to.filePath(QStringLiteral("lib/brandloom/") + file.fileName())));
    }
    OtherSelf child(home.path(), {QStringLiteral("--without-engine")}, program);
    QVERIFY2(child.exitCode(120'000) == 0, child.output().right(3000).constData());
}

int main(int argc, char** argv) {
    ownHome();
    desktop::prepareEnvironment(argv);
    QApplication app(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false);
    if (QApplication::arguments().contains(QStringLiteral("--without-engine"))) return withoutEngine(app);
    FailuresTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "failures_test.moc"
