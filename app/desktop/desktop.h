#pragma once
// The window as a whole: language, theme, session and main window, made in the order that quitting needs. GUI
// thread.
#include <QString>
#include <functional>
#include <memory>

#include "gui/bridge/session.h"
#include "gui/shell/language.h"
#include "gui/shell/main_window.h"

class QApplication;

namespace brandloom::desktop {

/// What must be said to libraries before any of them is loaded: FFmpeg behind Qt's films (the GStreamer back end
/// crashes on Debian 12), and OpenMP threads that sleep between steps. What the user has set stays.
void prepareEnvironment(char** argv);

class Desktop {
  public:
    Desktop(QApplication& app, std::shared_ptr<bridge::StudioPort> port);
    ~Desktop();
    Desktop(const Desktop&) = delete;
    Desktop& operator=(const Desktop&) = delete;

    [[nodiscard]] shell::MainWindow& window() { return *m_window; }
    [[nodiscard]] bridge::Session& session() { return *m_session; }
    [[nodiscard]] shell::Language& language() { return *m_language; }
    /// Shows the window and, after its first paint, opens `project` (empty: the last one that was open) and reads
    /// recent projects and the machine's health. `painted` is called then.
    void show(const QString& project, std::function<void()> painted = {});

  private:
    std::unique_ptr<shell::Language> m_language;
    std::unique_ptr<bridge::Session> m_session;
    std::unique_ptr<shell::MainWindow> m_window;
};

}  // namespace brandloom::desktop
