#include "gui/dataset/dataset_page.h"

#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QStackedWidget>
#include <QStandardPaths>

#include "gui/bridge/job_words.h"
#include "gui/dataset/caption_panel.h"
#include "gui/dataset/clip_editor.h"
#include "gui/dataset/clip_facts.h"
#include "gui/dataset/clip_grid.h"
#include "gui/dataset/filter_panel.h"
#include "gui/dataset/hints_panel.h"
#include "gui/dataset/query_completer.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/meter.h"
#include "gui/widgets/surface.h"

namespace brandloom::dataset_page {

using namespace widgets;

DatasetPage::DatasetPage(bridge::Session& session, QWidget* parent)
    : QWidget(parent), m_presenter(session), m_clip(m_presenter) {
    build();
    connectAll();
    retranslate();
    refreshView();
    refreshImport();
}

void DatasetPage::build() {
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(m_filters = new FilterPanel(m_presenter));
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_toolbar = buildToolbar());
    column->addWidget(buildProgress());
    auto* messages = new QHBoxLayout;
    messages->setContentsMargins(16, 8, 16, 0);
    messages->addWidget(m_message = new MessageBar);
    column->addLayout(messages);
    m_centre = new QStackedWidget;
    m_model = new ClipsModel(m_presenter, this);
    m_centre->addWidget(m_grid = new ClipGrid(*m_model, m_thumbs));
    m_centre->addWidget(buildEmpty());
    m_centre->addWidget(m_editor = new ClipEditor(m_clip));
    column->addWidget(m_centre, 1);
    column->addWidget(buildSelectionBar());
    column->addWidget(m_captions = new CaptionPanel(m_presenter, m_thumbs));
    whole->addLayout(column, 1);
    m_sides = new QStackedWidget;
    m_sides->addWidget(m_side = new HintsPanel(m_presenter));
    m_sides->addWidget(m_facts = new ClipFacts(m_clip));
    m_sides->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    whole->addWidget(m_sides);
}

QWidget* DatasetPage::buildToolbar() {
    auto* bar = new Surface(Token::Panel, Qt::BottomEdge);
    bar->setFixedHeight(48);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(12);
    row->addWidget(m_query = new QLineEdit, 4);
    m_query->setClearButtonEnabled(true);
    m_query->setMaximumWidth(520);
    new QueryCompleter(*m_query, m_presenter);
    row->addWidget(m_shown = new Label(Role::Small, Token::T3));
    row->addWidget(m_fault = new Label(Role::Small, Token::Danger), 1);
    row->addStretch(1);
    row->addWidget(m_import = new Button(ButtonKind::Normal));
    m_import->setIconName(QStringLiteral("import"));
    return bar;
}

QWidget* DatasetPage::buildProgress() {
    m_progress = new Surface(Token::Panel, Qt::BottomEdge);
    m_progress->setFixedHeight(40);
    auto* row = new QHBoxLayout(m_progress);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(12);
    row->addWidget(m_progressWords = new Label(Role::Body));
    m_progressWords->setFigures(true);
    row->addWidget(m_progressLine = new ProgressLine(4), 1);
    row->addWidget(m_stop = new Button(ButtonKind::Normal, 24));
    return m_progress;
}

QWidget* DatasetPage::buildEmpty() {
    auto* empty = new QWidget;
    auto* inner = new QVBoxLayout(empty);
    inner->setSpacing(6);
    inner->addStretch(1);
    inner->addWidget(new IconView(QStringLiteral("dataset"), 28, Token::T3), 0, Qt::AlignHCenter);
    inner->addSpacing(4);
    inner->addWidget(m_emptyHeading = new Label(Role::Heading), 0, Qt::AlignHCenter);
    inner->addWidget(m_emptyText = new Label(Role::Body, Token::T2), 0, Qt::AlignHCenter);
    inner->addSpacing(10);
    inner->addWidget(m_emptyAct = new Button(ButtonKind::Primary, 32), 0, Qt::AlignHCenter);
    inner->addStretch(1);
    return empty;
}

QWidget* DatasetPage::buildSelectionBar() {
    m_selection = new Surface(Token::Panel, Qt::TopEdge);
    m_selection->setFixedHeight(48);
    auto* row = new QHBoxLayout(m_selection);
    row->setContentsMargins(16, 0, 16, 0);
    row->setSpacing(8);
    row->addWidget(m_selectionWords = new Label(Role::BodyStrong));
    row->addStretch(1);
    const auto act = [&](const char* icon) {
        auto* button = new Button(ButtonKind::Normal);
        button->setIconName(QLatin1String(icon));
        row->addWidget(button);
        return button;
    };
    m_pick = act("flag");
    m_reject = act("close");
    m_unmark = act("");
    m_suggest = act("captions");
    m_remove = act("trash");
    return m_selection;
}

void DatasetPage::connectAll() {
    connect(&m_presenter, &DatasetPresenter::viewChanged, this, &DatasetPage::refreshView);
    connect(&m_presenter, &DatasetPresenter::findingsChanged, this, [this] {
        m_model->touch();
        m_side->refresh();
    });
    connect(&m_presenter, &DatasetPresenter::languageChanged, this, [this] {
        m_model->touch();
        m_captions->refresh(currentCard());
    });
    connect(&m_presenter, &DatasetPresenter::said, this, [this](Said tone, const QString& sentence, bool canUndo) {
        constexpr Tone kTones[] = {Tone::Info, Tone::Success, Tone::Warning, Tone::Error};
        m_message->say(kTones[static_cast<int>(tone)], sentence, canUndo ? tr("Undo") : QString(),
                       canUndo ? std::function<void()>([this] { m_presenter.undo(); }) : nullptr);
    });
    connect(&m_presenter.session().import(), &bridge::ImportModel::changed, this, &DatasetPage::refreshImport);
    connect(m_query, &QLineEdit::textChanged, &m_presenter, &DatasetPresenter::setQuery);
    connect(m_import, &QAbstractButton::clicked, this, &DatasetPage::chooseFilms);
    connect(m_stop, &QAbstractButton::clicked, this, [this] {
        m_stop->setEnabled(false);
        m_presenter.session().stopImport();
    });
    connect(m_emptyAct, &QAbstractButton::clicked, this, [this] {
        if (!m_presenter.hasProject()) return newProjectRequested();
        if (m_presenter.view().all > 0) return m_query->clear();
        chooseFilms();
    });
    connect(m_grid, &ClipGrid::choiceChanged, this, &DatasetPage::refreshChoice);
    connect(m_grid, &ClipGrid::captionWanted, m_captions, &CaptionPanel::edit);
    connect(m_grid, &QAbstractItemView::doubleClicked, this, [this] { editClip(m_grid->currentClip()); });
    connect(m_grid, &ClipGrid::editorWanted, this, [this] {
        editClip(m_grid->currentClip());
        m_editor->togglePlay();
    });
    connect(&m_clip, &ClipPresenter::opened, this, [this] {
        if (m_clip.clip() != 0) m_grid->goTo(m_clip.clip());
        refreshPlace();
    });
    connect(m_editor, &ClipEditor::leaveWanted, &m_clip, &ClipPresenter::close);
    connect(m_editor, &ClipEditor::captionWanted, m_captions, &CaptionPanel::edit);
    const auto mark = [this](int pick) { m_presenter.mark(m_grid->chosen(), pick); };
    connect(m_grid, &ClipGrid::markWanted, this, mark);
    connect(m_grid, &ClipGrid::rateWanted, this, [this](int n) { m_presenter.rate(m_grid->chosen(), n); });
    connect(m_grid, &ClipGrid::removeWanted, this, [this] { m_presenter.remove(m_grid->chosen()); });
    connect(m_pick, &QAbstractButton::clicked, this, [mark] { mark(1); });
    connect(m_reject, &QAbstractButton::clicked, this, [mark] { mark(-1); });
    connect(m_unmark, &QAbstractButton::clicked, this, [mark] { mark(0); });
    connect(m_suggest, &QAbstractButton::clicked, this, [this] { m_presenter.suggest(m_grid->chosen()); });
    connect(m_remove, &QAbstractButton::clicked, this, [this] { m_presenter.remove(m_grid->chosen()); });
    connect(m_captions, &CaptionPanel::nextWanted, this, &DatasetPage::next);
    connect(m_captions, &CaptionPanel::leaveWanted, this, [this] {
        (m_clip.clip() != 0 ? static_cast<QWidget*>(m_editor) : m_grid)->setFocus(Qt::ShortcutFocusReason);
    });
    connect(m_side, &HintsPanel::queryChosen, m_query, &QLineEdit::setText);
    connect(m_filters, &FilterPanel::queryChosen, m_query, &QLineEdit::setText);
    connect(m_side, &HintsPanel::clipsChosen, this, [this](const QVector<std::int64_t>& clips) {
        m_grid->selectClips(clips, clips.front());
        m_grid->setFocus(Qt::OtherFocusReason);
    });
}

void DatasetPage::retranslate() {
    m_query->setPlaceholderText(tr("Find: words, rating>=4, -tag:stage, missing:caption, duration<2"));
    m_query->setAccessibleName(tr("Find clips"));
    m_import->setText(tr("Import…"));
    m_stop->setText(tr("Stop"));
    m_grid->setAccessibleName(tr("Clips"));
    m_pick->setText(tr("Pick"));
    m_reject->setText(tr("Reject"));
    m_unmark->setText(tr("Unmark"));
    m_suggest->setText(tr("Suggest captions"));
    m_remove->setText(tr("Remove"));
    m_pick->setKeyHint(QKeySequence(Qt::Key_P));
    m_reject->setKeyHint(QKeySequence(Qt::Key_X));
    m_unmark->setKeyHint(QKeySequence(Qt::Key_U));
    m_message->setCloseWords(tr("Close message"));
    m_captions->retranslate();
    m_side->retranslate();
    m_filters->retranslate();
    m_editor->retranslate();
    m_facts->retranslate();
    refreshEmpty();
    refreshChoice();
    refreshImport();
}

const studio::ClipCard* DatasetPage::currentCard() const {
    const int row = m_model->rowOf(m_grid->currentClip());
    return m_model->isClip(row) ? &m_model->card(row) : nullptr;
}

void DatasetPage::refreshView() {
    const auto chosen = m_grid->chosen();
    const auto current = m_grid->currentClip();
    m_thumbs.forgetMissing();
    m_model->reload();
    m_model->reloadFilms();
    if (m_grid->chosen() != chosen) m_grid->selectClips(chosen, current);
    m_shown->setText(m_presenter.shownWords());
    m_fault->setText(m_presenter.queryFault());
    m_fault->setToolTip(m_presenter.queryFault());
    if (m_query->text() != m_presenter.query()) m_query->setText(m_presenter.query());
    refreshEmpty();
    refreshChoice();
    m_captions->refresh(currentCard());
    m_side->refresh();
}

void DatasetPage::refreshEmpty() {
    const bool hasProject = m_presenter.hasProject();
    const bool hasClips = m_presenter.view().all > 0;
    refreshPlace();
    m_query->setEnabled(hasClips);
    m_import->setEnabled(hasProject && !m_presenter.isReadOnly());
    m_captions->setVisible(hasClips);
    m_sides->setVisible(hasProject);
    if (!hasProject) {
        m_emptyHeading->setText(tr("No project is open"));
        m_emptyText->setText(tr("Films belong to a project. Create one, or open one on Home."));
        m_emptyAct->setText(tr("New project…"));
    } else if (hasClips) {
        m_emptyHeading->setText(tr("No clip fits these words"));
        m_emptyText->setText(tr("Clear the query to see all clips again."));
        m_emptyAct->setText(tr("Clear"));
    } else {
        m_emptyHeading->setText(tr("Drop your films here"));
        m_emptyText->setText(
            tr("Files or whole folders. They are read where they are; nothing is moved or changed."));
        m_emptyAct->setText(tr("Choose films…"));
    }
    m_emptyAct->setEnabled(!hasProject || !m_presenter.isReadOnly() || hasClips);
}

void DatasetPage::refreshPlace() {
    const bool isEditing = m_clip.clip() != 0;
    const int centre = isEditing ? 2 : m_model->rowCount() > 0 ? 0 : 1;
    m_toolbar->setVisible(!isEditing);
    m_filters->setVisible(!isEditing && m_presenter.view().all > 0);
    m_sides->setCurrentIndex(isEditing ? 1 : 0);
    m_captions->setPictureShown(!isEditing);
    if (centre == m_centre->currentIndex()) return;
    const bool hadFocus = m_centre->isAncestorOf(focusWidget()) || focusWidget() == nullptr;
    m_centre->setCurrentIndex(centre);
    if (centre == 2 || hadFocus) m_centre->currentWidget()->setFocus(Qt::OtherFocusReason);
}

void DatasetPage::editClip(std::int64_t clip) {
    if (clip == 0) return m_clip.close();
    m_clip.open(clip);
}

void DatasetPage::refreshImport() {
    auto& import = m_presenter.session().import();
    const bool isShown = import.isActive() && (!import.films().isEmpty() || import.total() > 0);
    m_progress->setVisible(isShown);
    if (!import.isActive()) m_stop->setEnabled(true);
    m_model->reloadFilms();
    refreshPlace();
    if (!isShown) return;
    const bool measuring = import.phase() == QLatin1String("measuring");
    QString words = (measuring ? tr("Measuring clips: %1 of %2") : tr("Reading films: %1 of %2"))
                        .arg(import.done())
                        .arg(import.total() > 0 ? import.total() : import.films().size());
    if (import.secondsLeft() && *import.secondsLeft() >= 1)
        words += QStringLiteral(" · ") + tr("%1 left").arg(bridge::JobWords::duration(*import.secondsLeft()));
    m_progressWords->setText(m_stop->isEnabled() ? words : tr("Stopping…"));
    const double part =
        import.total() > 0 ? static_cast<double>(import.done()) / static_cast<double>(import.total()) : 0;
    m_progressLine->setPhases({Phase{1.0, part, Token::Accent}});
}

void DatasetPage::refreshChoice() {
    const auto chosen = m_grid->chosen();
    m_selection->setVisible(chosen.size() > 1 && m_clip.clip() == 0 && !m_presenter.isReadOnly());
    double seconds = 0;
    for (const auto clip : chosen)
        if (const int row = m_model->rowOf(clip); m_model->isClip(row)) seconds += m_model->card(row).seconds;
    m_selectionWords->setText(tr("%n clip(s) selected", nullptr, static_cast<int>(chosen.size())) +
                              QStringLiteral(" · ") + tr("%1 s").arg(QLocale().toString(seconds, 'f', 1)));
    const auto* card = currentCard();
    if ((card ? card->id : 0) != m_captions->clip()) m_captions->show(card);
}

void DatasetPage::next() {
    if (m_clip.clip() != 0) {
        m_clip.go(1);
        return m_captions->edit();
    }
    const int row = m_model->rowOf(m_grid->currentClip());
    if (!m_model->isClip(row + 1)) return m_grid->setFocus(Qt::OtherFocusReason);
    m_grid->goTo(m_model->card(row + 1).id);
    m_captions->edit();
}

void DatasetPage::chooseFilms() {
    const QString start = QStandardPaths::writableLocation(QStandardPaths::MoviesLocation);
    auto* dialog =
        new QFileDialog(this, tr("Import films"), start,
                        tr("Films (*.mp4 *.mov *.m4v *.mkv *.webm *.avi *.mpg *.mpeg *.ts);;All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, &m_presenter, &DatasetPresenter::importFilms);
    dialog->open();
}

void DatasetPage::showEvent(QShowEvent* event) {
    m_presenter.setShown(true);
    QWidget::showEvent(event);
}

void DatasetPage::hideEvent(QHideEvent* event) {
    m_presenter.setShown(false);
    QWidget::hideEvent(event);
}

void DatasetPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

}  // namespace brandloom::dataset_page
