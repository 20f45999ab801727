#include "gui/shell/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QListView>
#include <QLocale>
#include <QMimeData>
#include <QPointer>
#include <QSettings>
#include <QStackedWidget>

#include "core/base/platform.h"
#include "gui/activity/activity_dock.h"
#include "gui/brand/brand_page.h"
#include "gui/bridge/error_text.h"
#include "gui/dataset/dataset_page.h"
#include "gui/home/home_page.h"
#include "gui/settings/settings_page.h"
#include "gui/shell/activity_strip.h"
#include "gui/shell/commands.h"
#include "gui/shell/new_project_dialog.h"
#include "gui/shell/page_registry.h"
#include "gui/shell/top_bar.h"
#include "gui/train/train_page.h"
#include "gui/widgets/drop_overlay.h"
#include "gui/widgets/focus_ring.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/rail.h"
#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/theme.h"

namespace brandloom::shell {

using namespace widgets;
using bridge::fromUtf8;

namespace {

QStringList filesOf(const QMimeData& data) {
    QStringList files;
    for (const QUrl& url : data.urls())
        if (url.isLocalFile()) files << url.toLocalFile();
    return files;
}

}  // namespace

MainWindow::MainWindow(bridge::Session& session, Language& language)
    : m_session(session), m_language(language), m_commands(new Commands(this)) {
    setWindowIcon(QIcon(QStringLiteral(":/brandloom/icons/app/brandloom.svg")));
    setMinimumSize(1024, 640);
    addCommands();
    m_top = new TopBar(*m_commands, this);
    setMenuWidget(m_top);
    buildMenus();
    buildBody();
    connectPages();
    new FocusRing(this);
    m_drop = new DropOverlay(centralWidget());
    setAcceptDrops(true);
    connect(m_top, &TopBar::languageChosen, this, &MainWindow::setLanguage);
    connect(&m_session, &bridge::Session::projectChanged, this, &MainWindow::refreshProject);
    connect(&m_session.job(), &bridge::JobModel::changed, this, &MainWindow::refreshCommands);
    connect(&m_session.queue(), &bridge::QueueDesk::changed, this, &MainWindow::refreshCommands);
    m_statusTimer.setInterval(30'000);
    connect(&m_statusTimer, &QTimer::timeout, this, &MainWindow::refreshStatus);
    m_statusTimer.start();
    std::vector<QWidget*> parts{m_top, m_rail, m_dock, m_activity, m_status, m_drop};
    for (QWidget* page : std::as_const(m_pages)) parts.push_back(page);
    Theme::instance().dressInParts(*this, parts);
    retranslate();
    restore();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildBody() {
    auto* body = new QWidget(this);
    auto* all = new QVBoxLayout(body);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(0);
    m_rail = new Rail;
    upper->addWidget(m_rail);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    m_stack = new QStackedWidget;
    for (const PageEntry& entry : pages()) {
        QWidget* page = entry.make(m_session);
        m_stack->addWidget(page);
        m_pages.insert(QString::fromLatin1(entry.id), page);
        m_rail->addPage(QString::fromLatin1(entry.id), QString::fromLatin1(entry.icon), entry.isAtFoot);
    }
    right->addWidget(m_stack, 1);
    buildDock();
    right->addWidget(m_dock);
    right->addWidget(m_activity);
    upper->addLayout(right, 1);
    all->addLayout(upper, 1);
    all->addWidget(m_status = new StatusStrip);
    setCentralWidget(body);
    connect(m_rail, &Rail::chosen, this, &MainWindow::showPage);
    showPage(QStringLiteral("home"));
}

void MainWindow::buildDock() {
    m_dock = new activity::ActivityDock(m_session);
    m_dock->hide();
    m_activity = new ActivityStrip(m_session);
    connect(m_activity, &ActivityStrip::dockRequested, this, [this] { showActivity(!m_dock->isVisibleTo(this)); });
    connect(m_dock, &activity::ActivityDock::closeRequested, this, [this] { showActivity(false); });
    connect(m_dock, &activity::ActivityDock::openRequested, this, [this](qint64 id) {
        const auto* line = m_session.queue().line(id);
        if (line == nullptr || line->kind != "train") return;
        trainPage().presenter().showRun(line->job != 0 && line->job == m_session.job().id());
        showPage(QStringLiteral("train"));
    });
    connect(m_dock, &activity::ActivityDock::editRequested, this, [this](qint64 id) {
        trainPage().presenter().edit(id);
        showPage(QStringLiteral("train"));
    });
    // What a crash or a pause left is shown once, when the project is opened.
    connect(&m_session.queue(), &bridge::QueueDesk::changed, this, [this] {
        const auto& queue = m_session.queue();
        const auto folder = m_session.project() ? m_session.project()->folder : Path();
        if (queue.lines().empty() || m_queueOf == folder) return;
        m_queueOf = folder;
        if (!m_session.isWorking() && queue.count(studio::QueueState::Paused) > 0) showActivity(true);
    });
}

void MainWindow::showActivity(bool open) {
    m_dock->setVisible(open);
    m_activity->setDockOpen(open);
    if (open) m_dock->list().setFocus();
}

home::HomePage& MainWindow::homePage() {
    return *static_cast<home::HomePage*>(m_pages.value(QStringLiteral("home")));
}

brand_page::BrandPage& MainWindow::brandPage() {
    return *static_cast<brand_page::BrandPage*>(m_pages.value(QStringLiteral("brand")));
}

dataset_page::DatasetPage& MainWindow::datasetPage() {
    return *static_cast<dataset_page::DatasetPage*>(m_pages.value(QStringLiteral("dataset")));
}

train::TrainPage& MainWindow::trainPage() {
    return *static_cast<train::TrainPage*>(m_pages.value(QStringLiteral("train")));
}

settings::SettingsPage& MainWindow::settingsPage() {
    return *static_cast<settings::SettingsPage*>(m_pages.value(QStringLiteral("settings")));
}

void MainWindow::connectPages() {
    home::HomePage& home = homePage();
    train::TrainPage& train = trainPage();
    connect(&home, &home::HomePage::newProjectRequested, this, &MainWindow::newProject);
    connect(&home, &home::HomePage::openProjectRequested, this, &MainWindow::chooseProject);
    connect(&home, &home::HomePage::sampleProjectRequested, this, &MainWindow::openSampleProject);
    connect(&home, &home::HomePage::projectChosen, this, [this](const QString& folder) {
        const auto toDataset = [this] { showPage(QStringLiteral("dataset")); };
        const auto& open = m_session.project();
        if (open && open->folder == pathFromUtf8(folder.toStdString()))
            toDataset();
        else
            openProject(folder, toDataset);
    });
    connect(&train, &train::TrainPage::newProjectRequested, this, &MainWindow::newProject);
    connect(&train, &train::TrainPage::pageRequested, this, &MainWindow::showPage);
    connect(&settingsPage(), &settings::SettingsPage::languageChosen, this, &MainWindow::setLanguage);
    connect(&settingsPage(), &settings::SettingsPage::themeChosen, this, &MainWindow::setTheme);
    connect(&datasetPage(), &dataset_page::DatasetPage::newProjectRequested, this, &MainWindow::newProject);
    connect(&brandPage(), &brand_page::BrandPage::newProjectRequested, this, &MainWindow::newProject);
    const auto openRun = [this] {
        trainPage().presenter().showRun(true);
        showPage(QStringLiteral("train"));
    };
    connect(&home, &home::HomePage::openRunRequested, this, openRun);
    connect(m_activity, &ActivityStrip::openRequested, this, openRun);
}

void MainWindow::showPage(const QString& id) {
    QWidget* page = m_pages.value(id);
    if (!page) return;
    m_stack->setCurrentWidget(page);
    m_rail->setCurrent(id);
}

QString MainWindow::currentPage() const {
    return m_pages.key(m_stack->currentWidget());
}

void MainWindow::setLanguage(const QString& code) {
    m_language.set(code);
    bridge::userSettings()->setValue(QStringLiteral("window/language"), code);
    m_top->setLanguage(code);
}

void MainWindow::setDark(bool dark) {
    setTheme(dark ? QStringLiteral("dark") : QStringLiteral("light"));
}

void MainWindow::setTheme(const QString& choice) {
    bridge::userSettings()->setValue(QStringLiteral("window/theme"), choice);
    Theme::instance().setMode(Theme::instance().modeFrom(choice));
    refreshCommands();
    settingsPage().refresh();
}

void MainWindow::warmUp(const QString& project) {
    const QString last = bridge::userSettings()->value(QStringLiteral("window/project")).toString();
    if (!project.isEmpty())
        openProject(project);
    else if (!last.isEmpty() && QFileInfo::exists(last))
        openProject(last);
    m_session.refreshOverview();
    refreshProject();
}

void MainWindow::addFilms(const QStringList& films) {
    trainPage().presenter().addFilms(films);
    showPage(QStringLiteral("train"));
}

void MainWindow::openProject(const QString& folder, std::function<void()> opened) {
    m_session.openProject(folder, [this, opened = std::move(opened)](const Status& status) {
        if (!status) {
            sayOnHome(status.error());
        } else if (opened) {
            opened();
        }
    });
}

void MainWindow::sayOnHome(const Error& error) {
    showPage(QStringLiteral("home"));
    homePage().messages().say(Tone::Error, bridge::describe(error).whole());
    m_session.refreshOverview();
}

void MainWindow::createProject(const QString& folder, const QString& name, bridge::Session::Done done) {
    // The folder that we propose ourselves is made when first used; any other that is missing may be a slip.
    const QDir home = QDir::home();
    if (QFileInfo(folder).absolutePath() == home.filePath(QStringLiteral("Brandloom")))
        home.mkpath(QStringLiteral("Brandloom"));
    m_session.createProject(folder, name, std::move(done));
}

void MainWindow::newProject() {
    auto* dialog = new NewProjectDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewProjectDialog::chosen, this, [this, dialog](const QString& folder, const QString& name) {
        dialog->setEnabled(false);
        createProject(folder, name, [this, asked = QPointer(dialog)](const Status& made) {
            if (asked) asked->setEnabled(true);
            if (!made && asked) return asked->showError(bridge::describe(made.error()).whole());
            if (!made) return sayOnHome(made.error());
            if (asked) asked->accept();
            showPage(QStringLiteral("dataset"));
        });
    });
    dialog->open();
}

void MainWindow::chooseProject() {
    auto* dialog = new QFileDialog(this, tr("Open project"), QDir::home().filePath(QStringLiteral("Brandloom")));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) { openProject(folder); });
    dialog->open();
}

void MainWindow::openSampleProject() {
    const QString name = tr("Sample project");
    const auto toTrain = [this] {
        trainPage().presenter().useSampleFilm();
        showPage(QStringLiteral("train"));
    };
    const QString known = NewProjectDialog::folderFor(name);
    if (QFileInfo::exists(known + QStringLiteral("/project.db"))) return openProject(known, toTrain);
    createProject(NewProjectDialog::defaultFolder(name), name, [this, toTrain](const Status& made) {
        if (!made) return sayOnHome(made.error());
        toTrain();
    });
}

void MainWindow::refreshProject() {
    const auto project = m_session.project();
    m_top->setProjectName(project ? fromUtf8(project->name) : QString());
    setWindowTitle(project ? tr("%1 – Brandloom").arg(fromUtf8(project->name)) : QStringLiteral("Brandloom"));
    refreshStatus();
    refreshCommands();
}

void MainWindow::refreshStatus() {
    const auto project = m_session.project();
    const Path folder = project ? project->folder : pathFromUtf8(QDir::homePath().toStdString());
    auto free = platform::diskFreeBytes(folder);
    if (!free) free = platform::diskFreeBytes(pathFromUtf8(QDir::homePath().toStdString()));
    const QLocale locale;
    m_status->setDisk(free ? tr("%1 GB free").arg(locale.toString(1e-9 * static_cast<double>(*free), 'f', 0))
                           : QString());
    m_status->setSaved(project ? tr("Saved %1").arg(QTime::currentTime().toString(QStringLiteral("HH:mm")))
                               : QString());
    if (!m_session.isShuttingDown())
        m_status->say(project && project->readOnly
                          ? tr("Read only: %1 is working in this project").arg(fromUtf8(project->heldBy))
                          : tr("Ready"));
}

void MainWindow::restore() {
    const auto settings = bridge::userSettings();
    if (!restoreGeometry(settings->value(QStringLiteral("window/geometry")).toByteArray())) resize(1440, 900);
    showPage(settings->value(QStringLiteral("window/page"), QStringLiteral("home")).toString());
}

void MainWindow::save() {
    const auto settings = bridge::userSettings();
    settings->setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings->setValue(QStringLiteral("window/page"), currentPage());
    const auto project = m_session.project();
    settings->setValue(QStringLiteral("window/project"),
                       project ? fromUtf8(utf8FromPath(project->folder)) : QString());
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_closed) {
        event->accept();
        return;
    }
    event->ignore();
    if (m_session.isShuttingDown()) return;
    const bool ends = m_session.job().state() == bridge::RunState::Stopping;
    if (m_session.isWorking() && !ends) return askHowToQuit();
    endNow(bridge::Session::Ending::Stop);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!event->mimeData()->hasUrls()) return;
    event->acceptProposedAction();
    // Pictures and texts belong to the brand while its page is looked at; films always to the dataset.
    if (currentPage() == QLatin1String("brand"))
        if (const QString words = brandPage().dropWords(filesOf(*event->mimeData())); !words.isEmpty())
            return m_drop->say(words);
    const auto& project = m_session.project();
    if (!project)
        m_drop->say(tr("Open or create a project first"), true);
    else if (project->readOnly)
        m_drop->say(tr("This project can only be read"), true);
    else if (m_session.import().isActive())
        m_drop->say(tr("Other films are still on their way in"), true);
    else
        m_drop->say(
            tr("Add %n file(s) or folder(s) to %1", nullptr, static_cast<int>(event->mimeData()->urls().size()))
                .arg(fromUtf8(project->name)));
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    m_drop->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
    m_drop->hide();
    const QStringList files = filesOf(*event->mimeData());
    event->acceptProposedAction();
    if (!m_session.project() || files.isEmpty()) return;
    if (currentPage() == QLatin1String("brand") && !brandPage().dropWords(files).isEmpty())
        return brandPage().drop(files, mapToGlobal(event->position().toPoint()));
    showPage(QStringLiteral("dataset"));
    datasetPage().presenter().importFilms(files);
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QMainWindow::changeEvent(event);
}

}  // namespace brandloom::shell
