#include "tests/gui/gui_support.h"

#include <QAbstractButton>
#include <QDir>
#include <QDirIterator>
#include <QLineEdit>
#include <QMenuBar>

#include "gui/bridge/error_text.h"
#include "gui/train/setup_view.h"
#include "gui/widgets/button.h"
#include "gui/widgets/painted_widget.h"
#include "gui/widgets/theme/theme.h"

namespace brandloom::tests {

OwnHome::OwnHome() : m_path(qEnvironmentVariable("BRANDLOOM_TEST_HOME", m_dir.path())) {
    qputenv("HOME", m_path.toUtf8());
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"}) {
        const QString folder = path() + QLatin1Char('/') + QString::fromLatin1(name).toLower();
        QDir().mkpath(folder);
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv(name, folder.toUtf8());
    }
}

QStringList OwnHome::files() const {
    QStringList found;
    QDirIterator it(path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) found << QDir(path()).relativeFilePath(it.next());
    found.sort();
    return found;
}

void OwnHome::clearSettings() const {
    QFile::remove(bridge::fromUtf8(utf8FromPath(userConfigDir() / "window.ini")));
}

QString OwnHome::film(const QString& name, const QString& caption) const {
    const QString path = this->path() + QLatin1Char('/') + name;
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) return {};
    file.write(QByteArray(20'000, 'x'));
    const QFileInfo info(path);
    const QString text = info.absolutePath() + QLatin1Char('/') + info.completeBaseName() + QStringLiteral(".txt");
    QFile::remove(text);
    QFile words(text);
    if (!caption.isEmpty() && words.open(QIODevice::WriteOnly)) words.write(caption.toUtf8());
    return path;
}

OwnHome& ownHome() {
    static OwnHome own;
    return own;
}

void prepareApplication(QApplication& app) {
    QApplication::setQuitOnLastWindowClosed(false);
    widgets::installAccessibility();
    widgets::Theme::instance().install(app);
    static shell::Language english;  // a test that speaks another language lays its own on top
    english.set(QStringLiteral("en"));
}

Bench::Bench(FakeScript script, const QString& code) : port(std::make_shared<FakePort>(script)) {
    widgets::Theme::instance().setMode(widgets::Mode::Dark);
    port->film =
        pathFromUtf8(ownHome().film(QStringLiteral("sample.mp4"), QStringLiteral("a red mug")).toStdString());
    language.set(code);
    session = std::make_unique<bridge::Session>(port);
    window = std::make_unique<shell::MainWindow>(*session, language);
    window->resize(1440, 900);
    window->show();
    (void)QTest::qWaitForWindowExposed(window.get());
}

Bench::~Bench() {
    window.reset();
    session.reset();
    language.set(QStringLiteral("en"));
    ownHome().clearSettings();
}

void Bench::openProject() {
    const QString folder = ownHome().path() + QStringLiteral("/winter");
    bool made = false;
    session->createProject(folder, QStringLiteral("Winter 24"), [&](const Status& s) { made = s.has_value(); });
    QVERIFY(wait([&] { return made; }));
}

void Bench::chooseFilm() {
    window->showPage(QStringLiteral("train"));
    presenter().useSampleFilm();
    presenter().setStyleName(QStringLiteral("Dusk"));
    presenter().setCaption(QStringLiteral("a red mug on a table"));
}

void Bench::pressStart() {
    QTest::mouseClick(&window->trainPage().setup().startButton(), Qt::LeftButton);
}

QStringList shownTexts(QWidget* root) {
    QStringList texts;
    for (QWidget* widget : root->findChildren<QWidget*>()) {
        if (!widget->isVisible()) continue;
        if (const auto* button = qobject_cast<QAbstractButton*>(widget)) {
            texts << button->text() << button->accessibleName();
        } else if (const auto* line = qobject_cast<QLineEdit*>(widget)) {
            texts << line->placeholderText() << line->accessibleName();
        } else if (const auto* painted = qobject_cast<widgets::PaintedWidget*>(widget)) {
            texts << painted->spokenText();
        } else if (const auto* bar = qobject_cast<QMenuBar*>(widget)) {
            for (const QAction* action : bar->actions()) texts << action->text();
        } else {
            texts << widget->accessibleName();
        }
        texts << widget->toolTip();
    }
    texts.removeAll(QString());
    return texts;
}

}  // namespace brandloom::tests
