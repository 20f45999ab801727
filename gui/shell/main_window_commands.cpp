// The commands and menus of the main window.
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QGridLayout>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>

#include "gui/activity/activity_dock.h"
#include "gui/brand/brand_page.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"
#include "gui/dataset/dataset_page.h"
#include "gui/settings/settings_page.h"
#include "gui/shell/activity_strip.h"
#include "gui/shell/command_search.h"
#include "gui/shell/commands.h"
#include "gui/shell/main_window.h"
#include "gui/shell/page_registry.h"
#include "gui/shell/top_bar.h"
#include "gui/train/train_page.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/rail.h"
#include "gui/widgets/theme/theme.h"

namespace brandloom::shell {

using namespace widgets;

namespace {

bool isEditing() {
    const QWidget* focused = QApplication::focusWidget();
    return qobject_cast<const QLineEdit*>(focused) || qobject_cast<const QPlainTextEdit*>(focused);
}

void onFocused(const char* slot) {
    QWidget* focused = QApplication::focusWidget();
    if (qobject_cast<QLineEdit*>(focused) || qobject_cast<QPlainTextEdit*>(focused))
        QMetaObject::invokeMethod(focused, slot);
}

}  // namespace

void MainWindow::addCommands() {
    const auto add = [this](const char* id, const char* words, const char* icon, const QKeySequence& key,
                            std::function<void()> run) {
        return m_commands->add(QString::fromLatin1(id), words, icon, key, std::move(run));
    };
    add("project.new", QT_TRANSLATE_NOOP("commands", "&New project…"), "add", QKeySequence::New,
        [this] { newProject(); });
    add("project.open", QT_TRANSLATE_NOOP("commands", "&Open project…"), "project", QKeySequence::Open,
        [this] { chooseProject(); });
    add("project.sample", QT_TRANSLATE_NOOP("commands", "Open &sample project"), "film", {},
        [this] { openSampleProject(); });
    add("window.quit", QT_TRANSLATE_NOOP("commands", "&Quit"), "power", QKeySequence(Qt::CTRL | Qt::Key_Q),
        [this] { close(); });
    addEditCommands();
    addViewCommands();
    add("job.start", QT_TRANSLATE_NOOP("commands", "&Start training"), "train", {}, [this] {
        showPage(QStringLiteral("train"));
        trainPage().presenter().start();
    });
    add("job.pause", QT_TRANSLATE_NOOP("commands", "&Pause or resume"), "pause", {},
        [this] { trainPage().presenter().pauseOrResume(); });
    add("job.preview", QT_TRANSLATE_NOOP("commands", "Preview &now"), "preview", {},
        [this] { m_session.tellJob(door::TrainingCommand::Sample); });
    add("job.save", QT_TRANSLATE_NOOP("commands", "Save &checkpoint now"), "disk", {},
        [this] { m_session.tellJob(door::TrainingCommand::Save); });
    add("job.stop", QT_TRANSLATE_NOOP("commands", "S&top after this step"), "stop", {},
        [this] { m_session.stopJob(); });
    add("job.activity", QT_TRANSLATE_NOOP("commands", "&Activity: all jobs"), "log",
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A), [this] { showActivity(!m_dock->isVisibleTo(this)); });
    add("job.show", QT_TRANSLATE_NOOP("commands", "Show &run"), "plot-linear", {}, [this] {
        trainPage().presenter().showRun(true);
        showPage(QStringLiteral("train"));
    });
    add("help.keys", QT_TRANSLATE_NOOP("commands", "&Keyboard shortcuts"), "key",
        QKeySequence(Qt::CTRL | Qt::Key_Slash), [this] { showShortcuts(); });
    add("help.about", QT_TRANSLATE_NOOP("commands", "&About Brandloom"), "info", {}, [this] { showAbout(); });
    add("search", QT_TRANSLATE_NOOP("commands", "Search or run a command"), "search",
        QKeySequence(Qt::CTRL | Qt::Key_K), [this] { m_top->search().open(); });
}

void MainWindow::addEditCommands() {
    const auto add = [this](const char* id, const char* words, const char* icon, QKeySequence::StandardKey key,
                            const char* slot) {
        m_commands->add(QString::fromLatin1(id), words, icon, key, [slot] { onFocused(slot); });
    };
    // In a field its own words; elsewhere the last change of the project, whatever it was.
    const auto history = [this](const char* id, const char* words, const char* icon, QKeySequence::StandardKey key,
                                const char* slot, void (dataset_page::DatasetPresenter::*change)(),
                                void (brand_page::BrandPresenter::*onBrand)()) {
        m_commands->add(QString::fromLatin1(id), words, icon, key, [this, slot, change, onBrand] {
            if (isEditing()) return onFocused(slot);
            if (currentPage() == QLatin1String("brand")) return (brandPage().presenter().*onBrand)();
            (datasetPage().presenter().*change)();
        });
    };
    history("edit.undo", QT_TRANSLATE_NOOP("commands", "&Undo"), "", QKeySequence::Undo, "undo",
            &dataset_page::DatasetPresenter::undo, &brand_page::BrandPresenter::undo);
    history("edit.redo", QT_TRANSLATE_NOOP("commands", "&Redo"), "", QKeySequence::Redo, "redo",
            &dataset_page::DatasetPresenter::redo, &brand_page::BrandPresenter::redo);
    add("edit.cut", QT_TRANSLATE_NOOP("commands", "Cu&t"), "", QKeySequence::Cut, "cut");
    add("edit.copy", QT_TRANSLATE_NOOP("commands", "&Copy"), "copy", QKeySequence::Copy, "copy");
    add("edit.paste", QT_TRANSLATE_NOOP("commands", "&Paste"), "", QKeySequence::Paste, "paste");
    add("edit.all", QT_TRANSLATE_NOOP("commands", "Select &all"), "", QKeySequence::SelectAll, "selectAll");
}

void MainWindow::addViewCommands() {
    for (const PageEntry& page : pages()) {
        const QString id = QString::fromLatin1(page.id);
        const char* words = id == QLatin1String("home")       ? QT_TRANSLATE_NOOP("commands", "Go to &Home")
                            : id == QLatin1String("brand")    ? QT_TRANSLATE_NOOP("commands", "Go to &Brand")
                            : id == QLatin1String("dataset")  ? QT_TRANSLATE_NOOP("commands", "Go to &Dataset")
                            : id == QLatin1String("settings") ? QT_TRANSLATE_NOOP("commands", "&Settings")
                                                              : QT_TRANSLATE_NOOP("commands", "Go to &Train");
        m_commands->add(QStringLiteral("page.") + id, words, page.icon,
                        QKeySequence(QKeyCombination(Qt::ControlModifier, static_cast<Qt::Key>(page.key))),
                        [this, id] { showPage(id); });
    }
    const auto add = [this](const char* id, const char* words, const char* icon, const QKeySequence& key,
                            std::function<void()> run) {
        return m_commands->add(QString::fromLatin1(id), words, icon, key, std::move(run));
    };
    add("theme.dark", QT_TRANSLATE_NOOP("commands", "&Dark theme"), "dark", {}, [this] {
        setDark(true);
    })->setCheckable(true);
    add("theme.light", QT_TRANSLATE_NOOP("commands", "&Light theme"), "light", {}, [this] {
        setDark(false);
    })->setCheckable(true);
    add("theme.desktop", QT_TRANSLATE_NOOP("commands", "Theme &of the desktop"), "dark", {}, [this] {
        setTheme(QStringLiteral("desktop"));
    })->setCheckable(true);
    add("language.en", QT_TRANSLATE_NOOP("commands", "&English"), "language", {}, [this] {
        setLanguage(QStringLiteral("en"));
    })->setCheckable(true);
    add("language.zh", QT_TRANSLATE_NOOP("commands", "&Chinese"), "language", {}, [this] {
        setLanguage(QStringLiteral("zh"));
    })->setCheckable(true);
    add("window.full", QT_TRANSLATE_NOOP("commands", "&Full screen"), "expand", QKeySequence(Qt::Key_F11),
        [this] { isFullScreen() ? showNormal() : showFullScreen(); });
}

void MainWindow::buildMenus() {
    for (QMenu*& menu : m_menus) menu = m_top->menus()->addMenu(QString());
    const auto fill = [this](QMenu* menu, std::initializer_list<const char*> ids) {
        for (const char* id : ids) {
            if (!*id)
                menu->addSeparator();
            else
                menu->addAction(m_commands->action(QString::fromLatin1(id)));
        }
    };
    fill(m_menus[0], {"project.new", "project.open", "project.sample"});
    m_recent = m_menus[0]->addMenu(QString());
    fill(m_menus[0], {"", "page.settings", "", "window.quit"});
    fill(m_menus[1], {"edit.undo", "edit.redo", "", "edit.cut", "edit.copy", "edit.paste", "", "edit.all"});
    fill(m_menus[2], {"page.home", "page.brand", "page.dataset", "page.train", ""});
    m_themeMenu = m_menus[2]->addMenu(QString());
    fill(m_themeMenu, {"theme.dark", "theme.light", "theme.desktop"});
    m_languageMenu = m_menus[2]->addMenu(QString());
    fill(m_languageMenu, {"language.en", "language.zh"});
    fill(m_menus[2], {"", "window.full"});
    fill(m_menus[3],
         {"job.start", "job.pause", "job.stop", "", "job.preview", "job.save", "", "job.activity", "job.show"});
    fill(m_menus[4], {"search", "help.keys", "", "help.about"});
    m_projectMenu = new QMenu(this);
    m_top->setProjectMenu(m_projectMenu);
    connect(m_recent, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    connect(m_projectMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecent);
    connect(m_menus[1], &QMenu::aboutToShow, this, &MainWindow::refreshCommands);
    // A disabled action would keep its shortcut from the field that is focused later.
    connect(m_menus[1], &QMenu::aboutToHide, this, [this] {
        for (const char* id : {"edit.cut", "edit.copy", "edit.paste", "edit.all"})
            m_commands->action(QString::fromLatin1(id))->setEnabled(true);
    });
}

void MainWindow::fillRecent() {
    m_recent->clear();
    m_projectMenu->clear();
    for (const char* id : {"project.new", "project.open"})
        m_projectMenu->addAction(m_commands->action(QString::fromLatin1(id)));
    bool first = true;
    for (const studio::RecentProject& recent : m_session.recentProjects()) {
        if (!recent.exists) continue;
        if (first) m_projectMenu->addSeparator();
        first = false;
        const QString folder = bridge::fromUtf8(utf8FromPath(recent.folder));
        QString name = bridge::fromUtf8(recent.name);
        name.replace(QLatin1Char('&'), QStringLiteral("&&"));
        for (QMenu* menu : {m_recent, m_projectMenu})
            connect(menu->addAction(name), &QAction::triggered, this, [this, folder] { openProject(folder); });
    }
    m_recent->menuAction()->setEnabled(!first);
}

void MainWindow::refreshCommands() {
    if (m_session.isShuttingDown()) return;
    bridge::JobModel& job = m_session.job();
    const auto enable = [this](const char* id, bool on) {
        m_commands->action(QString::fromLatin1(id))->setEnabled(on);
    };
    const bool text = isEditing();
    const bool menuOpen = m_menus[1]->isVisible();
    for (const char* id : {"edit.cut", "edit.copy", "edit.paste", "edit.all"}) enable(id, text || !menuOpen);
    for (const char* id : {"project.new", "project.open", "project.sample"}) enable(id, !m_session.isWorking());
    enable("job.start", trainPage().presenter().whyNot().isEmpty());
    enable("job.stop", job.active() && job.state() != bridge::RunState::Stopping);
    const bool steps = job.takesCommands() && job.state() != bridge::RunState::Paused;
    enable("job.pause", job.takesCommands());
    enable("job.preview", steps && !job.isAsked(door::TrainingCommand::Sample));
    enable("job.save", steps && !job.isAsked(door::TrainingCommand::Save));
    enable("job.show", job.id() != 0);
    const QString theme = settings::SettingsPresenter::theme();
    for (const char* choice : {"dark", "light", "desktop"})
        m_commands->action(QStringLiteral("theme.") + QLatin1String(choice))
            ->setChecked(theme == QLatin1String(choice));
    m_commands->action(QStringLiteral("language.en"))->setChecked(m_language.current() == QLatin1String("en"));
    m_commands->action(QStringLiteral("language.zh"))->setChecked(m_language.current() == QLatin1String("zh"));
    m_rail->button(QStringLiteral("train"))
        ->setBadge(job.active()                              ? Badge::Running
                   : job.state() == bridge::RunState::Failed ? Badge::Failed
                                                             : Badge::None);
}

void MainWindow::retranslate() {
    m_commands->retranslate();
    const QString titles[] = {tr("&File"), tr("&Edit"), tr("&View"), tr("&Job"), tr("&Help")};
    for (int i = 0; i < 5; ++i) m_menus[i]->setTitle(titles[i]);
    m_recent->setTitle(tr("Open &recent"));
    m_themeMenu->setTitle(tr("&Theme"));
    m_languageMenu->setTitle(tr("&Language"));
    m_menus[1]->setAccessibleName(tr("&Edit"));
    m_top->menus()->setFixedWidth(m_top->menus()->sizeHint().width());
    m_top->setLanguage(m_language.current());
    m_top->retranslate();
    m_activity->retranslate();
    for (const PageEntry& page : pages()) {
        RailButton* button = m_rail->button(QString::fromLatin1(page.id));
        button->setText(pageName(page));
        button->setAccessibleName(pageName(page));
        const QAction* go = m_commands->action(QStringLiteral("page.") + QString::fromLatin1(page.id));
        button->setToolTip(
            QStringLiteral("%1  %2").arg(pageName(page), go->shortcut().toString(QKeySequence::NativeText)));
    }
    refreshProject();
}

void MainWindow::showShortcuts() {
    auto* dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keyboard shortcuts"));
    auto* grid = new QGridLayout(dialog);
    grid->setContentsMargins(24, 20, 24, 20);
    grid->setHorizontalSpacing(40);
    grid->setVerticalSpacing(6);
    int row = 0;
    auto* title = new Label(Role::Heading);
    title->setText(tr("Keyboard shortcuts"));
    grid->addWidget(title, row++, 0, 1, 2);
    for (const QAction* action : m_commands->all()) {
        if (action->shortcut().isEmpty()) continue;
        auto* name = new Label(Role::Body);
        name->setText(Commands::plainName(action));
        auto* key = new Label(Role::Body, Token::T2);
        key->setText(action->shortcut().toString(QKeySequence::NativeText));
        grid->addWidget(name, row, 0);
        grid->addWidget(key, row++, 1);
    }
    auto* close = new Button(ButtonKind::Normal);
    close->setText(tr("Close"));
    connect(close, &QAbstractButton::clicked, dialog, &QDialog::accept);
    grid->addWidget(close, row, 1, Qt::AlignRight);
    dialog->open();
}

void MainWindow::showAbout() {
    auto* dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("About Brandloom"));
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(8);
    auto* title = new Label(Role::Heading);
    title->setText(QStringLiteral("Brandloom ") + QApplication::applicationVersion());
    column->addWidget(title);
    auto* text = new Paragraph(Role::Body, Token::T2);
    text->setText(
        tr("A studio that learns the look of your films and makes new Shots in it, on this machine. Nothing "
           "leaves it. Free software under the GNU General Public License, version 3 or later."));
    text->setMinimumSize(420, 64);
    column->addWidget(text);
    auto* close = new Button(ButtonKind::Normal);
    close->setText(tr("Close"));
    connect(close, &QAbstractButton::clicked, dialog, &QDialog::accept);
    column->addWidget(close, 0, Qt::AlignRight);
    dialog->open();
}

}  // namespace brandloom::shell
