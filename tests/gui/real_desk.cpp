#include "tests/gui/real_desk.h"

#include <QDropEvent>
#include <QMimeData>
#include <QUrl>
#include <cstdio>

#include "core/door/engine_loader.h"
#include "gui/widgets/choice_dialog.h"

namespace brandloom::tests {

RealDesk::RealDesk(QApplication& app, const QString& project)
    : m_desktop(std::make_unique<desktop::Desktop>(
          app, std::make_shared<desktop::WorkbenchPort>(studio::WorkbenchConfig{door::engineLoader(), {}}))) {
    m_desktop->language().set(QStringLiteral("en"));
    QObject::connect(&window(), &shell::MainWindow::mayQuit, &window(), [this] { m_mayQuit = true; });
    window().resize(1440, 900);
    m_desktop->show(project);
    (void)QTest::qWaitForWindowExposed(&window());
    window().activateWindow();
    (void)QTest::qWaitForWindowActive(&window());
}

bool RealDesk::wait(const char* what, const std::function<bool()>& done, int ms) {
    if (QTest::qWaitFor(done, ms)) return true;
    const QWidget* focused = QApplication::focusWidget();
    std::fprintf(stderr, "waited for %s in vain; the keys go to %s; to be seen:\n%s\n", what,
                 focused ? focused->metaObject()->className() : "nothing",
                 qPrintable(shownTexts(&window()).join(QLatin1Char('\n'))));
    return false;
}

QAbstractButton* RealDesk::button(const QString& words) const {
    for (QWidget* root : QApplication::topLevelWidgets()) {
        if (!root->isVisible()) continue;
        for (auto* button : root->findChildren<QAbstractButton*>())
            if (button->isVisible() && button->isEnabled() &&
                (button->text() == words || button->accessibleName() == words))
                return button;
    }
    return nullptr;
}

bool RealDesk::press(const QString& words) {
    if (!wait(qPrintable(words), [&] { return button(words) != nullptr; })) return false;
    QTest::mouseClick(button(words), Qt::LeftButton);
    return true;
}

bool RealDesk::sees(const QString& words) const {
    for (QWidget* root : QApplication::topLevelWidgets())
        if (root->isVisible())
            for (const QString& text : shownTexts(root))
                if (text.contains(words)) return true;
    return false;
}

void RealDesk::wake() {
    // Nobody gives the keys back here when a dialog is gone: there is no window manager.
    if (QApplication::activeWindow() != nullptr || QApplication::activeModalWidget() != nullptr) return;
    window().activateWindow();
    (void)QTest::qWaitForWindowActive(&window());
}

void RealDesk::key(int key, Qt::KeyboardModifiers with) {
    wake();
    QWidget* focused = QApplication::focusWidget();
    QTest::keyClick(focused ? focused : &window(), static_cast<Qt::Key>(key), with);
}

void RealDesk::type(const QString& words) {
    wake();
    for (const QChar c : words) {
        QKeyEvent press(QEvent::KeyPress, 0, Qt::NoModifier, QString(c));
        if (QWidget* focused = QApplication::focusWidget()) QApplication::sendEvent(focused, &press);
    }
}

void RealDesk::drop(const QStringList& files) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& file : files) urls << QUrl::fromLocalFile(file);
    data.setUrls(urls);
    const QPoint middle = window().rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window(), &enter);
    QDropEvent drop(QPointF(middle), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window(), &drop);
}

bool RealDesk::quit(int answer) {
    window().close();
    const auto question = [&] {
        for (auto* dialog : window().findChildren<widgets::ChoiceDialog*>())
            if (dialog->isVisible()) return dialog;
        return static_cast<widgets::ChoiceDialog*>(nullptr);
    };
    if (!wait("the question or the end", [&] { return m_mayQuit || question() != nullptr; })) return false;
    if (auto* dialog = question()) dialog->answer(answer);
    return wait("the end", [&] { return m_mayQuit; });
}

OtherSelf::OtherSelf(const QString& home, const QStringList& words, const QString& program) {
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("BRANDLOOM_TEST_HOME"), home);
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.start(program, words);
}

OtherSelf::~OtherSelf() {
    kill();
}

void OtherSelf::read() {
    m_output += m_process.readAll();
}

bool OtherSelf::said(const QByteArray& line, int ms) {
    return QTest::qWaitFor(
               [&] {
                   read();
                   return m_output.contains(line) || m_process.state() == QProcess::NotRunning;
               },
               ms) &&
           m_output.contains(line);
}

int OtherSelf::exitCode(int ms) {
    const bool ended = QTest::qWaitFor([&] { return m_process.state() == QProcess::NotRunning; }, ms);
    read();
    return ended && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

void OtherSelf::kill() {
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.kill();
    m_process.waitForFinished(30'000);
    read();
}

}  // namespace brandloom::tests
