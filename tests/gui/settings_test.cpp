// Settings: the presenter without a widget, then the page in the window.
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDropEvent>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>

#include "core/door/engine_errors.h"
#include "gui/settings/choices_form.h"
#include "gui/settings/model_panel.h"
#include "gui/settings/models_model.h"
#include "gui/settings/settings_page.h"
#include "gui/shell/command_search.h"
#include "gui/shell/commands.h"
#include "gui/train/train_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/segmented.h"
#include "gui/widgets/theme/theme.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::settings;
using namespace brandloom::tests;

namespace {

/// Session and presenter on a FakePort, no window.
struct Desk {
    Desk() : port(std::make_shared<FakePort>()), session(port), presenter(session) {
        port->settings().addSomeModels();
        QObject::connect(&presenter, &SettingsPresenter::message, [this](Say tone, const QString& sentence) {
            said << sentence;
            tones << tone;
        });
    }
    ~Desk() { port->settings().holdWriting(false); }
    bool open() {
        presenter.open();
        return wait([this] { return !presenter.models().isEmpty(); });
    }
    bool openWithProject() {
        bool made = false;
        session.createProject(ownHome().path() + QStringLiteral("/p"), QStringLiteral("P"),
                              [&](const Status& s) { made = s.has_value(); });
        return wait([&] { return made && session.settings().setting(SettingScope::Project, "model"); });
    }
    template <class F>
    bool wait(F done) {
        return QTest::qWaitFor(done, kDeadlineMs);
    }
    /// What the port says now, behind the window's back.
    std::string stored(SettingScope scope, int index) {
        return port->settings().settings(scope).value().at(static_cast<std::size_t>(index)).value;
    }
    std::shared_ptr<FakePort> port;
    bridge::Session session;
    SettingsPresenter presenter;
    QStringList said;
    QVector<Say> tones;
};

QString folderWith(const QString& name, bool file) {
    const QString folder = ownHome().path() + QLatin1Char('/') + name;
    QDir().mkpath(folder);
    if (file) (void)ownHome().film(name + QStringLiteral("/weights.safetensors"));
    return folder;
}

}  // namespace

class SettingsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    // --- presenter
    void choicesAreThoseOfThePersonAtFirst();
    void aProjectHasItsOwnChoices();
    void whatCannotBeWrittenIsSaidAndPutBack();
    void quickStepsEndAtTheLast();
    void theDefaultModelIsTheOneThatLearns();
    void modelsAreLookedAtInTheBackground();
    void whatIsMissingIsNamed();
    void aFolderIsAddedOrRefused();
    void removingForgetsTheName();
    void aCheckTellsHowFarItIs();
    void aCheckCanBeCancelled();
    void findingsOfACheckAreSaid();
    void theListKeepsTheContract();
    // --- page
    void languageAndThemeSwitchAtOnce();
    void thePageIsReachedByKeyAndSearch();
    void aFolderCanBeDropped();
    void theWindowClosesWhileAModelIsChecked();
};

void SettingsTest::choicesAreThoseOfThePersonAtFirst() {
    Desk desk;
    QVERIFY(desk.open());
    QVERIFY(!desk.presenter.hasProject());
    QCOMPARE(desk.presenter.trashDays(), 30);
    QCOMPARE(desk.presenter.modelChoice(), 0);
    QCOMPARE(desk.presenter.modelChoices().first(), QStringLiteral("Starter"));
    QVERIFY(!desk.presenter.isOwn(SettingsPresenter::kTrashDays));
    desk.presenter.setTrashDays(7);
    desk.presenter.chooseModel(1);
    QCOMPARE(desk.presenter.trashDays(), 7);  // at once, before it is on the disk
    QVERIFY(desk.wait([&] { return desk.stored(SettingScope::Person, 1) == "7"; }));
    QVERIFY(desk.wait([&] { return desk.stored(SettingScope::Person, 0) == "wan2.2-t2v-a14b"; }));
    QVERIFY(desk.presenter.isOwn(SettingsPresenter::kTrashDays));
    desk.presenter.takeBack(SettingsPresenter::kTrashDays);
    QVERIFY(desk.wait([&] { return desk.presenter.trashDays() == 30; }));
    QVERIFY(!desk.presenter.isOwn(SettingsPresenter::kTrashDays));
    QVERIFY(desk.said.isEmpty());
}

void SettingsTest::aProjectHasItsOwnChoices() {
    Desk desk;
    QVERIFY(desk.openWithProject());
    desk.presenter.setTrashDays(7);
    desk.presenter.setScope(SettingScope::Project);
    QVERIFY(desk.wait([&] { return desk.presenter.trashDays() == 7; }));  // the person's shines through
    QCOMPARE(desk.presenter.origin(SettingsPresenter::kTrashDays), QStringLiteral("As for all projects"));
    QVERIFY(!desk.presenter.isOwn(SettingsPresenter::kTrashDays));
    desk.presenter.setTrashDays(90);
    QVERIFY(desk.wait([&] { return desk.stored(SettingScope::Project, 1) == "90"; }));
    QCOMPARE(desk.stored(SettingScope::Person, 1), std::string("7"));
    desk.presenter.takeBack(SettingsPresenter::kTrashDays);
    QVERIFY(desk.wait([&] { return desk.presenter.trashDays() == 7; }));
    desk.presenter.setScope(SettingScope::Person);
    QCOMPARE(desk.presenter.trashDays(), 7);
}

void SettingsTest::whatCannotBeWrittenIsSaidAndPutBack() {
    Desk desk;
    QVERIFY(desk.open());
    desk.port->settings().refuseWriting(true);
    desk.presenter.setTrashDays(7);
    QVERIFY(desk.wait([&] { return !desk.said.isEmpty() && desk.presenter.trashDays() == 30; }));
    QVERIFY2(desk.said.first().contains(QStringLiteral("settings.json")), qPrintable(desk.said.first()));
    QCOMPARE(desk.tones.first(), Say::Error);
}

void SettingsTest::quickStepsEndAtTheLast() {
    Desk desk;
    QVERIFY(desk.open());
    // What was read before the next step was written may not put the step back.
    QSignalSpy changed(&desk.presenter, &SettingsPresenter::changed);
    desk.presenter.setTrashDays(31);
    QVERIFY(desk.wait([&] { return changed.count() == 2; }));  // said and read again
    desk.port->settings().holdWriting(true);
    desk.presenter.open();
    desk.presenter.setTrashDays(32);
    QVERIFY(desk.wait([&] { return changed.count() == 4; }));  // said; then what was read while 32 waits
    QCOMPARE(desk.presenter.trashDays(), 32);
    desk.port->settings().holdWriting(false);
    QVERIFY(desk.wait([&] { return desk.stored(SettingScope::Person, 1) == "32"; }));
    QVERIFY(desk.wait([&] { return changed.count() == 5; }));
    QCOMPARE(desk.presenter.trashDays(), 32);
}

void SettingsTest::theDefaultModelIsTheOneThatLearns() {
    bridge::userSettings()->setValue(QStringLiteral("measured/starter/secondsPerStep"), 0.5);
    Desk desk;
    const train::TrainPresenter train(desk.session);
    QVERIFY(desk.open());
    QCOMPARE(train.modelName(), QStringLiteral("Starter"));
    QVERIFY(train.options().modelDir.empty() && desk.session.forecast(10));
    desk.presenter.chooseModel(1);
    QCOMPARE(train.modelName(), QStringLiteral("wan2.2-t2v-a14b"));
    QCOMPARE(train.options().modelDir, Path("wan2.2-t2v-a14b"));
    QVERIFY(!desk.session.forecast(10));  // the starter's times say nothing about it
    ownHome().clearSettings();
}

void SettingsTest::modelsAreLookedAtInTheBackground() {
    Desk desk;
    QVERIFY(desk.open());
    QCOMPARE(desk.port->settings().looks(), 0);  // the list itself needs no engine
    QVERIFY(desk.presenter.facts().isReading);
    desk.presenter.lookAtModels();
    QVERIFY(desk.wait([&] { return !desk.presenter.facts().isReading; }));
    QVERIFY(desk.port->settings().lookThread() != std::this_thread::get_id());
    const ModelFacts facts = desk.presenter.facts();
    QCOMPARE(facts.row.name, QStringLiteral("Starter"));
    QCOMPARE(facts.row.title, QStringLiteral("Brandloom nano"));
    QCOMPARE(facts.family, QStringLiteral("Wan 2.2, text to video, two experts"));
    QCOMPARE(facts.size, QStringLiteral("31.7 MB"));  // 400 000 × 68 + 4 548 313 bytes
    QCOMPARE(facts.parts.size(), 5);
    QVERIFY(!facts.canRemove && facts.canVerify);
    QVERIFY(desk.wait([&] { return desk.port->settings().looks() == 3; }));  // not the one whose folder is gone
    desk.presenter.lookAtModels();
    QVERIFY(desk.open());
    QCOMPARE(desk.port->settings().looks(), 3);  // once each
}

void SettingsTest::whatIsMissingIsNamed() {
    Desk desk;
    QVERIFY(desk.open());
    desk.presenter.lookAtModels();
    desk.presenter.select(QStringLiteral("wan2.2-low"));
    QVERIFY(desk.wait([&] { return !desk.presenter.facts().missing.isEmpty(); }));
    const ModelFacts facts = desk.presenter.facts();
    QCOMPARE(facts.missing.size(), 2);
    QCOMPARE(facts.missing[0].text, QStringLiteral("Wan2.1_VAE.pth"));
    QCOMPARE(facts.row.state, QStringLiteral("2 files missing"));
    QCOMPARE(facts.row.level, Level::Warning);
    const QVector<ModelRow> rows = desk.presenter.models();
    QCOMPARE(rows.size(), 4);
    QCOMPARE(rows[0].name, QStringLiteral("Starter"));
    QCOMPARE(rows[3].level, Level::Problem);  // its folder is gone
    desk.presenter.select(rows[3].id);
    QVERIFY(!desk.presenter.facts().canVerify && desk.presenter.facts().canRemove);
}

void SettingsTest::aFolderIsAddedOrRefused() {
    Desk desk;
    QVERIFY(desk.open());
    desk.presenter.addFolders({folderWith(QStringLiteral("empty"), false)});
    QVERIFY(desk.wait([&] { return desk.said.size() == 1; }));
    QVERIFY2(desk.said[0].contains(QStringLiteral("/empty")), qPrintable(desk.said[0]));
    QCOMPARE(desk.tones[0], Say::Error);
    const QString folder = folderWith(QStringLiteral("mine"), true);
    desk.presenter.addFolders({folder});
    QVERIFY(desk.wait([&] { return desk.said.size() == 2; }));
    QCOMPARE(desk.said[1], QStringLiteral("“mine” was added, but 1 of its files is missing."));
    QCOMPARE(desk.presenter.selected(), QStringLiteral("mine"));
    QCOMPARE(desk.presenter.facts().missing.size(), 1);
    desk.presenter.select(QStringLiteral("starter"));
    desk.presenter.addFolders({folder + QLatin1Char('/')});  // again, spelled another way
    QCOMPARE(desk.said.last(), QStringLiteral("“mine” is in the list already."));
    QCOMPARE(desk.presenter.selected(), QStringLiteral("mine"));
}

void SettingsTest::removingForgetsTheName() {
    Desk desk;
    QVERIFY(desk.open());
    desk.presenter.removeSelected();  // the starter stays
    desk.presenter.select(QStringLiteral("wan2.2-low"));
    desk.presenter.removeSelected();
    QVERIFY(desk.wait([&] { return desk.presenter.models().size() == 3; }));
    QCOMPARE(desk.presenter.selected(), QStringLiteral("starter"));
    QCOMPARE(desk.port->settings().models()->size(), std::size_t{3});
}

void SettingsTest::aCheckTellsHowFarItIs() {
    Desk desk;
    QVERIFY(desk.open());
    desk.port->settings().hold(true);
    desk.presenter.select(QStringLiteral("wan2.2-t2v-a14b"));
    desk.presenter.verifySelected();
    QVERIFY(!desk.presenter.facts().canVerify && !desk.presenter.facts().canRemove);
    QVERIFY(desk.wait([&] { return desk.presenter.checkShare() == 0.5; }));
    QCOMPARE(desk.presenter.checking(), QStringLiteral("wan2.2-t2v-a14b"));
    QCOMPARE(desk.presenter.checkWords(), QStringLiteral("Reading 34.0 GB of 68.0 GB"));
    QCOMPARE(desk.presenter.checkLeft(), QStringLiteral("about 1 min 00 s left"));
    desk.presenter.setTrashDays(9);  // nothing else waits for it
    QVERIFY(desk.wait([&] { return desk.stored(SettingScope::Person, 1) == "9"; }));
    desk.port->settings().hold(false);
    QVERIFY(desk.wait([&] { return !desk.said.isEmpty(); }));
    QCOMPARE(desk.said[0], QStringLiteral("“wan2.2-t2v-a14b” is whole and sound."));
    QVERIFY(desk.presenter.checking().isEmpty());
    QCOMPARE(desk.presenter.facts().check.first().detail, QStringLiteral("1095 tensors read in 2 min 14 s"));
    QVERIFY(
        desk.wait([&] { return desk.presenter.facts().row.state == QStringLiteral("Verified 27 November 2026"); }));
}

void SettingsTest::aCheckCanBeCancelled() {
    Desk desk;
    QVERIFY(desk.open());
    desk.port->settings().hold(true);
    desk.presenter.verifySelected();
    QVERIFY(desk.wait([&] { return desk.presenter.checkShare() == 0.5; }));
    desk.presenter.cancelVerify();
    QCOMPARE(desk.presenter.checkWords(), QStringLiteral("Stopping…"));
    QVERIFY(desk.wait([&] { return desk.presenter.checking().isEmpty(); }));
    QVERIFY(desk.said.isEmpty() && desk.presenter.facts().check.isEmpty());
    QVERIFY(desk.presenter.facts().canVerify);
}

void SettingsTest::findingsOfACheckAreSaid() {
    Desk desk;
    QVERIFY(desk.open());
    desk.port->settings().finds(
        Error(engine_errors::kExpertsSwapped, {{"high", "a.safetensors"}, {"low", "b.safetensors"}}));
    desk.presenter.verifySelected();
    QVERIFY(desk.wait([&] { return !desk.said.isEmpty(); }));
    QCOMPARE(desk.tones[0], Say::Error);
    const auto lines = desk.presenter.facts().check;
    QCOMPARE(lines.size(), 2);
    QCOMPARE(desk.presenter.models()[0].level, Level::Problem);
    QVERIFY2(lines[1].text.contains(QStringLiteral("a.safetensors")), qPrintable(lines[1].text));
}

void SettingsTest::theListKeepsTheContract() {
    ModelsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setRows({{QStringLiteral("a"), QStringLiteral("A"), {}, {}, {}, Level::Plain},
                   {QStringLiteral("b"), QStringLiteral("B"), {}, {}, {}, Level::Plain}});
    model.setRows({{QStringLiteral("a"), QStringLiteral("A"), {}, {}, QStringLiteral("new"), Level::Ok},
                   {QStringLiteral("b"), QStringLiteral("B"), {}, {}, {}, Level::Plain}});
    QCOMPARE(resets.count(), 1);  // the same models: the chosen row stays
    QCOMPARE(model.indexOf(QStringLiteral("b")), 1);
    model.setRows({});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.indexOf(QStringLiteral("b")), -1);
}

void SettingsTest::languageAndThemeSwitchAtOnce() {
    Bench bench;
    bench.window->showPage(QStringLiteral("settings"));
    ChoicesForm& form = bench.window->settingsPage().choices();
    QCOMPARE(form.languages().current(), 0);
    form.languages().setFocus();
    QTest::keyClick(&form.languages(), Qt::Key_Right);
    QCOMPARE(bench.language.current(), QStringLiteral("zh"));
    QVERIFY(bench.wait(
        [&] { return form.languages().current() == 1 && form.days().suffix() == QStringLiteral(" 天"); }));
    QCOMPARE(bridge::userSettings()->value(QStringLiteral("window/language")).toString(), QStringLiteral("zh"));
    QTest::keyClick(&form.languages(), Qt::Key_Left);
    QCOMPARE(bench.language.current(), QStringLiteral("en"));
    QCOMPARE(widgets::Theme::instance().mode(), widgets::Mode::Dark);
    QTest::keyClick(&form.themes(), Qt::Key_Right);
    QCOMPARE(widgets::Theme::instance().mode(), widgets::Mode::Light);
    QTest::keyClick(&form.themes(), Qt::Key_Right);
    QCOMPARE(bridge::userSettings()->value(QStringLiteral("window/theme")).toString(), QStringLiteral("desktop"));
    QVERIFY(bench.window->commands().action(QStringLiteral("theme.desktop"))->isChecked());
    bench.window->commands().action(QStringLiteral("theme.dark"))->trigger();  // elsewhere: the page follows
    QCOMPARE(form.themes().current(), 0);
}

void SettingsTest::thePageIsReachedByKeyAndSearch() {
    Bench bench;
    bench.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(bench.window.get()));
    QTest::keyClick(bench.window.get(), Qt::Key_Comma, Qt::ControlModifier);
    QCOMPARE(bench.window->currentPage(), QStringLiteral("settings"));
    bench.window->showPage(QStringLiteral("home"));
    QTest::keyClick(bench.window.get(), Qt::Key_K, Qt::ControlModifier);
    auto* search = qobject_cast<shell::CommandSearch*>(QApplication::focusWidget());
    QVERIFY(search);
    QTest::keyClicks(search, QStringLiteral("settings"));
    QCOMPARE(search->hits(), 1);
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(bench.wait([&] { return bench.window->currentPage() == QStringLiteral("settings"); }));
    auto& list = bench.window->settingsPage().list();
    QVERIFY(bench.wait([&] { return list.model()->rowCount() == 1; }));
    QVERIFY(bench.wait([&] { return bench.port->settings().looks() == 1; }));  // after a moment, by itself
}

void SettingsTest::aFolderCanBeDropped() {
    Bench bench;
    bench.window->showPage(QStringLiteral("settings"));
    auto& page = bench.window->settingsPage();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(folderWith(QStringLiteral("dropped"), true))});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&page, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&page, &drop);
    QVERIFY(bench.wait([&] { return page.messages().isVisible(); }));
    QVERIFY2(page.messages().sentence().contains(QStringLiteral("“dropped” was added")),
             qPrintable(page.messages().sentence()));
    QCOMPARE(page.messages().tone(), widgets::Tone::Warning);
    QCOMPARE(page.list().currentIndex().data().toString(), QStringLiteral("dropped"));
    QVERIFY(page.panel().removeButton().isVisible());
    QTest::mouseClick(&page.panel().removeButton(), Qt::LeftButton);
    QVERIFY(bench.wait([&] { return page.list().model()->rowCount() == 1; }));
    QVERIFY(QFileInfo::exists(ownHome().path() + QStringLiteral("/dropped/weights.safetensors")));
}

void SettingsTest::theWindowClosesWhileAModelIsChecked() {
    Bench bench;
    bench.port->settings().hold(true);
    bench.window->showPage(QStringLiteral("settings"));
    auto& page = bench.window->settingsPage();
    QVERIFY(bench.wait([&] { return page.panel().verifyButton().isEnabled(); }));
    QTest::mouseClick(&page.panel().verifyButton(), Qt::LeftButton);
    QVERIFY(bench.wait([&] { return page.presenter().checkShare() == 0.5; }));
    QVERIFY(page.panel().cancelButton().isVisible());
    QSignalSpy ended(bench.window.get(), &shell::MainWindow::mayQuit);
    bench.window->close();
    QVERIFY(bench.wait([&] { return ended.count() == 1; }));
}  // and the check, which waits half way, ends with the session

BRANDLOOM_GUI_TEST_MAIN(SettingsTest)
#include "settings_test.moc"
