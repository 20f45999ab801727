// How the window ends: with a question while something runs, each answer saying what it keeps.
#include <QAction>
#include <QMenu>
#include <QSystemTrayIcon>

#include "gui/activity/activity_dock.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"
#include "gui/shell/activity_strip.h"
#include "gui/shell/commands.h"
#include "gui/shell/main_window.h"
#include "gui/widgets/choice_dialog.h"

namespace brandloom::shell {

using namespace widgets;
using bridge::Session;

void MainWindow::askHowToQuit() {
    if (findChild<ChoiceDialog*>(QStringLiteral("quit")) != nullptr) return;
    bridge::JobModel& job = m_session.job();
    const bool trains = job.active();
    const QString what =
        trains ? bridge::JobWords::title(bridge::fromUtf8(job.options().styleName)) : tr("A Shot is being made.");
    const int waiting = m_session.queue().count(studio::QueueState::Waiting);
    const QString line = waiting > 0 ? tr("%n waiting job(s) stay in the queue.", nullptr, waiting) : QString();
    auto* dialog = new ChoiceDialog(tr("A job is running. Quit Brandloom?"),
                                    line.isEmpty() ? what : what + QStringLiteral(" · ") + line, this);
    dialog->setObjectName(QStringLiteral("quit"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const bool tray = QSystemTrayIcon::isSystemTrayAvailable();
    dialog->addChoice(tr("Keep running"),
                      tray ? tr("The window goes, the work goes on; the icon in the tray brings it back.")
                           : tr("This desktop has no tray: the window is minimised and the work goes on."),
                      QStringLiteral("play"));
    dialog->addChoice(tr("Pause and save"),
                      trains
                          ? tr("This step is finished and a checkpoint is kept. At the next start it waits under "
                               "Activity to be resumed.")
                          : tr("The Shot begins anew when it is resumed under Activity."),
                      QStringLiteral("pause"));
    dialog->addChoice(tr("Stop"),
                      trains ? tr("This step is finished, and what was learned becomes a version of the Style.")
                             : tr("Nothing of this Shot is kept; what was finished stays."),
                      QStringLiteral("stop"));
    dialog->setCancelWords(tr("Do not quit"));
    connect(dialog, &ChoiceDialog::chosen, this, [this](int choice) {
        if (choice == 0) return keepRunning();
        endNow(choice == 1 ? Session::Ending::Pause : Session::Ending::Stop);
    });
    dialog->open();
}

void MainWindow::keepRunning() {
    if (!QSystemTrayIcon::isSystemTrayAvailable()) return showMinimized();
    if (m_tray == nullptr) {
        m_tray = new QSystemTrayIcon(windowIcon(), this);
        auto* menu = new QMenu(this);
        menu->addAction(tr("Open Brandloom"), this, &MainWindow::comeBack);
        menu->addAction(m_commands->action(QStringLiteral("window.quit")));
        m_tray->setContextMenu(menu);
        m_tray->setToolTip(QStringLiteral("Brandloom"));
        connect(m_tray, &QSystemTrayIcon::activated, this, [this] { comeBack(); });
        connect(m_tray, &QSystemTrayIcon::messageClicked, this, &MainWindow::comeBack);
        connect(&m_session.job(), &bridge::JobModel::ended, m_tray, [this] {
            const bridge::JobModel& job = m_session.job();
            if (!m_tray->isVisible()) return;
            m_tray->showMessage(bridge::JobWords::title(bridge::fromUtf8(job.options().styleName)),
                                bridge::JobWords::state(job.state()), windowIcon());
        });
    }
    m_tray->show();
    hide();
}

void MainWindow::comeBack() {
    if (m_tray != nullptr) m_tray->hide();
    showNormal();
    raise();
    activateWindow();
}

void MainWindow::quitNow() {
    if (!m_session.isShuttingDown()) endNow(Session::Ending::Pause);
}

void MainWindow::endNow(Session::Ending ending) {
    if (m_session.isShuttingDown()) return;
    save();
    const bool busy = m_session.isWorking();
    m_status->say(!busy                              ? tr("Closing…")
                  : ending == Session::Ending::Pause ? tr("Saving a checkpoint… then Brandloom closes.")
                                                     : tr("Stopping… the present step is finished first, then "
                                                          "Brandloom closes."));
    for (QAction* action : m_commands->all()) action->setEnabled(false);
    m_dock->setEnabled(false);
    if (!busy) hide();
    if (m_tray != nullptr) m_tray->hide();
    m_session.shutDown(ending, [this] {
        m_closed = true;
        close();
        Q_EMIT mayQuit();
    });
}

}  // namespace brandloom::shell
