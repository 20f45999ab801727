// Settings with the real use cases and the real engine: the starter model, and a folder that lacks a file.
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include "app/desktop/workbench_port.h"
#include "core/door/engine_loader.h"
#include "gui/bridge/error_text.h"
#include "gui/settings/settings_presenter.h"
#include "tests/gui/gui_support.h"

using namespace brandloom;
using namespace brandloom::settings;
using namespace brandloom::tests;

namespace {

constexpr int kEngineDeadlineMs = 150'000;

struct Desk {
    Desk()
        : port(std::make_shared<desktop::WorkbenchPort>(studio::WorkbenchConfig{door::engineLoader(), {}})),
          session(port),
          presenter(session) {
        QObject::connect(&presenter, &SettingsPresenter::message,
                         [this](Say, const QString& sentence) { said << sentence; });
        presenter.open();
    }
    template <class F>
    bool wait(F done) {
        return QTest::qWaitFor(done, kEngineDeadlineMs);
    }
    std::shared_ptr<desktop::WorkbenchPort> port;
    bridge::Session session;
    SettingsPresenter presenter;
    QStringList said;
};

/// What another program finds in the person's file.
QJsonValue storedSetting(const QString& key) {
    QFile file(bridge::fromUtf8(utf8FromPath(userConfigDir() / "settings.json")));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return QJsonDocument::fromJson(file.readAll()).object()[QStringLiteral("settings")].toObject().value(key);
}

}  // namespace

class SettingsEngineTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void choicesReachTheFileOfTheCommandLine();
    void theStarterIsWholeAndSound();
    void aFolderWithoutItsFilmEncoderSaysSo();
};

void SettingsEngineTest::choicesReachTheFileOfTheCommandLine() {
    Desk desk;
    QVERIFY(desk.wait([&] { return desk.presenter.trashDays() == 30; }));
    desk.presenter.setTrashDays(9);
    QVERIFY(
        desk.wait([&] { return storedSetting(QStringLiteral("trash-days")) == QJsonValue(QStringLiteral("9")); }));
    desk.presenter.takeBack(SettingsPresenter::kTrashDays);
    QVERIFY(desk.wait([&] { return storedSetting(QStringLiteral("trash-days")).isUndefined(); }));
    QVERIFY2(desk.said.isEmpty(), qPrintable(desk.said.join(QLatin1Char('\n'))));
}

void SettingsEngineTest::theStarterIsWholeAndSound() {
    Desk desk;
    QVERIFY(desk.wait([&] { return !desk.presenter.models().isEmpty(); }));
    desk.presenter.lookAtModels();
    QVERIFY(desk.wait([&] { return !desk.presenter.facts().isReading; }));
    QCOMPARE(desk.presenter.facts().parts.size(), 5);
    QVERIFY(desk.presenter.facts().missing.isEmpty() && desk.presenter.facts().problems.isEmpty());
    desk.presenter.verifySelected();
    desk.presenter.cancelVerify();
    QVERIFY(desk.wait([&] { return desk.presenter.checking().isEmpty(); }));
    QVERIFY(desk.said.isEmpty() && desk.presenter.facts().check.isEmpty());
    desk.presenter.verifySelected();
    QVERIFY(desk.wait([&] { return !desk.said.isEmpty(); }));
    QCOMPARE(desk.said, QStringList(QStringLiteral("“Starter” is whole and sound.")));
    QCOMPARE(desk.presenter.facts().check.first().level, Level::Ok);
}

void SettingsEngineTest::aFolderWithoutItsFilmEncoderSaysSo() {
    Desk desk;
    QVERIFY(desk.wait([&] { return !desk.presenter.models().isEmpty(); }));
    const Path source = desk.port->starterModel();
    const Path folder = pathFromUtf8(ownHome().path().toStdString()) / "half 模型";
    std::error_code ec;
    std::filesystem::copy(source, folder, std::filesystem::copy_options::recursive, ec);
    QVERIFY(!ec && std::filesystem::remove(folder / "Wan2.1_VAE.pth"));
    desk.presenter.addFolders({bridge::fromUtf8(utf8FromPath(folder))});
    QVERIFY(desk.wait([&] { return !desk.said.isEmpty(); }));
    QVERIFY2(desk.said[0].contains(QStringLiteral("was added, but 1 of its files is missing")),
             qPrintable(desk.said[0]));
    const auto missing = desk.presenter.facts().missing;
    QCOMPARE(missing.size(), 1);
    QCOMPARE(missing[0].text, QStringLiteral("Wan2.1_VAE.pth"));
    QVERIFY(desk.wait([&] { return desk.presenter.models().size() == 2; }));
    desk.presenter.removeSelected();
    QVERIFY(desk.wait([&] { return desk.presenter.models().size() == 1; }));
    QVERIFY(std::filesystem::exists(folder / "high_noise_model"));  // the name is forgotten, no file is touched
}

BRANDLOOM_GUI_TEST_MAIN(SettingsEngineTest)
#include "settings_engine_test.moc"
