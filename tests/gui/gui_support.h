#pragma once
// What window tests share: a home of their own, the window with a scripted studio behind it, the texts on screen.
#include <QApplication>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

#include "gui/bridge/session.h"
#include "gui/shell/language.h"
#include "gui/shell/main_window.h"
#include "gui/train/train_page.h"
#include "tests/gui/fake_port.h"

namespace brandloom::tests {

constexpr int kDeadlineMs = 20'000;

/// Settings, caches and projects of this process lie in a fresh folder, or in $BRANDLOOM_TEST_HOME, where one
/// process of a test finds what another has left. Before QApplication.
class OwnHome {
  public:
    OwnHome();
    [[nodiscard]] QString path() const { return m_path; }
    /// Files below the home, relative, sorted.
    [[nodiscard]] QStringList files() const;
    /// Forgets what the user chose.
    void clearSettings() const;
    /// A file that passes for a film in the set-up; with a text beside it when `caption` is not empty.
    [[nodiscard]] QString film(const QString& name, const QString& caption = {}) const;

  private:
    QTemporaryDir m_dir;
    QString m_path;
};

OwnHome& ownHome();

/// The window as the program makes it, on a FakePort.
class Bench {
  public:
    explicit Bench(FakeScript script = {}, const QString& language = QStringLiteral("en"));
    ~Bench();
    /// Opens a project and waits for it.
    void openProject();
    /// Choices with which a training can start, on the Train page.
    void chooseFilm();
    /// Presses Start training on the page.
    void pressStart();
    /// True when `done` came true before the deadline.
    template <class F>
    bool wait(F done) {
        return QTest::qWaitFor(done, kDeadlineMs);
    }
    [[nodiscard]] bridge::JobModel& job() { return session->job(); }
    [[nodiscard]] train::TrainPresenter& presenter() { return window->trainPage().presenter(); }

    std::shared_ptr<FakePort> port;
    shell::Language language;
    std::unique_ptr<bridge::Session> session;
    std::unique_ptr<shell::MainWindow> window;
};

/// Words that a person sees or hears in visible widgets below `root`, one entry per widget.
QStringList shownTexts(QWidget* root);

}  // namespace brandloom::tests

/// A main() with the home in place and, for windows, the look installed.
#define BRANDLOOM_GUI_TEST_MAIN(TestClass)         \
    int main(int argc, char** argv) {              \
        brandloom::tests::ownHome();               \
        QApplication app(argc, argv);              \
        brandloom::tests::prepareApplication(app); \
        TestClass test;                            \
        return QTest::qExec(&test, argc, argv);    \
    }

namespace brandloom::tests {
void prepareApplication(QApplication& app);
}
