#pragma once
// The window: pages in a stack, rail, top bar, activity, status; commands, session restore and quitting.
#include <QHash>
#include <QMainWindow>
#include <QTimer>
#include <functional>

#include "gui/bridge/session.h"
#include "gui/shell/language.h"

class QMenu;
class QStackedWidget;
class QSystemTrayIcon;

namespace brandloom::widgets {
class DropOverlay;
class Rail;
}  // namespace brandloom::widgets
namespace brandloom::activity {
class ActivityDock;
}
namespace brandloom::home {
class HomePage;
}
namespace brandloom::brand_page {
class BrandPage;
}
namespace brandloom::dataset_page {
class DatasetPage;
}
namespace brandloom::train {
class TrainPage;
}
namespace brandloom::settings {
class SettingsPage;
}

namespace brandloom::shell {

class ActivityStrip;
class Commands;
class StatusStrip;
class TopBar;

class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    MainWindow(bridge::Session& session, Language& language);
    ~MainWindow() override;

    void showPage(const QString& id);
    [[nodiscard]] QString currentPage() const;
    [[nodiscard]] Commands& commands() { return *m_commands; }
    [[nodiscard]] home::HomePage& homePage();
    [[nodiscard]] brand_page::BrandPage& brandPage();
    [[nodiscard]] dataset_page::DatasetPage& datasetPage();
    [[nodiscard]] train::TrainPage& trainPage();
    [[nodiscard]] settings::SettingsPage& settingsPage();
    /// Opens the project in the background; `opened` follows when it went well, a failure is said on Home.
    void openProject(const QString& folder, std::function<void()> opened = {});
    void createProject(const QString& folder, const QString& name, bridge::Session::Done done);
    void setLanguage(const QString& code);
    void setDark(bool dark);
    /// "dark", "light" or "desktop".
    void setTheme(const QString& choice);
    /// Does what a first paint does not need: opens `project` (empty: the one that was open last, if it is still
    /// there), reads recent projects and health.
    void warmUp(const QString& project = {});
    [[nodiscard]] activity::ActivityDock& activityDock() { return *m_dock; }
    void showActivity(bool open);
    /// Without a question: what runs is paused and saved. For the end of the session and of signals.
    void quitNow();
    /// Takes films into the set-up of a training and shows it.
    void addFilms(const QStringList& films);

  Q_SIGNALS:
    /// After everything has stopped; the program may end.
    void mayQuit();

  protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void addCommands();
    void addEditCommands();
    void addViewCommands();
    void buildMenus();
    void buildBody();
    void buildDock();
    void connectPages();
    void retranslate();
    void refreshProject();
    void refreshCommands();
    void refreshStatus();
    void newProject();
    void chooseProject();
    void openSampleProject();
    void sayOnHome(const Error& error);
    void fillRecent();
    void showShortcuts();
    void showAbout();
    void restore();
    void askHowToQuit();
    void keepRunning();
    void comeBack();
    void endNow(bridge::Session::Ending ending);
    void save();

    bridge::Session& m_session;
    Language& m_language;
    Commands* m_commands;
    TopBar* m_top;
    widgets::DropOverlay* m_drop;
    widgets::Rail* m_rail;
    QStackedWidget* m_stack;
    QHash<QString, QWidget*> m_pages;
    activity::ActivityDock* m_dock;
    ActivityStrip* m_activity;
    StatusStrip* m_status;
    QMenu* m_menus[5];
    QMenu* m_recent;
    QMenu* m_projectMenu;
    QMenu* m_themeMenu;
    QMenu* m_languageMenu;
    QTimer m_statusTimer;
    Path m_queueOf;  ///< the project whose queue was looked at
    bool m_closed = false;
    QSystemTrayIcon* m_tray = nullptr;
};

}  // namespace brandloom::shell
