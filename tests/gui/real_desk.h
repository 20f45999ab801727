#pragma once
// The whole program in one process of a test: the real studio and engine behind the real window, and hands that do
// what a person does. ownHome() comes first.
#include <QAbstractButton>
#include <QProcess>
#include <functional>

#include "app/desktop/desktop.h"
#include "app/desktop/workbench_port.h"
#include "tests/gui/gui_support.h"

namespace brandloom::tests {

class RealDesk {
  public:
    /// Shows the window; `project`: is opened after the first paint.
    explicit RealDesk(QApplication& app, const QString& project = {});

    [[nodiscard]] shell::MainWindow& window() { return m_desktop->window(); }
    [[nodiscard]] bridge::Session& session() { return m_desktop->session(); }
    [[nodiscard]] desktop::Desktop& desktop() { return *m_desktop; }

    /// True when `done` came true in time; else what was waited for and all that is to be seen goes to stderr.
    bool wait(const char* what, const std::function<bool()>& done, int ms = 60'000);
    /// A visible, enabled button with these words (the label or the spoken name); null: there is none.
    [[nodiscard]] QAbstractButton* button(const QString& words) const;
    /// Waits for that button and clicks it.
    bool press(const QString& words);
    /// Some visible widget shows, or speaks, these words.
    [[nodiscard]] bool sees(const QString& words) const;
    void go(const QString& page) { window().showPage(page); }
    void key(int key, Qt::KeyboardModifiers with = Qt::NoModifier);
    void type(const QString& words);
    /// Files of the desktop are dropped on the middle of the window.
    void drop(const QStringList& files);
    /// Closes the window as a person does and answers the question, if one comes, with the choice of that number.
    /// True when everything came to its end.
    bool quit(int answer);
    /// The window has said that the program may end.
    [[nodiscard]] bool hasEnded() const { return m_mayQuit; }

  private:
    void wake();
    std::unique_ptr<desktop::Desktop> m_desktop;
    bool m_mayQuit = false;
};

/// A child process of this test's program with `words`, its home in `home`; its output is passed on.
class OtherSelf {
  public:
    /// `program`: a copy of this one that lies elsewhere.
    OtherSelf(const QString& home, const QStringList& words,
              const QString& program = QCoreApplication::applicationFilePath());
    ~OtherSelf();
    /// True when it has said that line.
    bool said(const QByteArray& line, int ms);
    /// -1: it did not end, or by a signal.
    int exitCode(int ms);
    void kill();
    [[nodiscard]] const QByteArray& output() const { return m_output; }

  private:
    void read();
    QProcess m_process;
    QByteArray m_output;
};

}  // namespace brandloom::tests
