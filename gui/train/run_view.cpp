#include "gui/train/run_view.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"
#include "gui/train/done_panel.h"
#include "gui/train/run_header.h"
#include "gui/train/run_side.h"
#include "gui/train/style_presenter.h"
#include "gui/train/train_presenter.h"
#include "gui/widgets/combo_box.h"
#include "gui/widgets/frame_view.h"
#include "gui/widgets/label.h"
#include "gui/widgets/loss_plot.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/preview_matrix.h"
#include "gui/widgets/segmented.h"

namespace brandloom::train {

using namespace widgets;
using bridge::JobWords;

namespace {

constexpr int kGhostWidth = 220;

Tone toneOf(Say say) {
    return say == Say::Error     ? Tone::Error
           : say == Say::Warning ? Tone::Warning
           : say == Say::Success ? Tone::Success
                                 : Tone::Info;
}

}  // namespace

RunView::RunView(TrainPresenter& presenter, StylePresenter& style, QWidget* parent)
    : QWidget(parent), m_presenter(presenter), m_style(style) {
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    auto* centre = new Surface(Token::App);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header = new RunHeader(m_presenter));
    auto* top = new QVBoxLayout;
    top->setContentsMargins(20, 8, 20, 0);
    top->setSpacing(8);
    top->addWidget(m_message = new MessageBar);
    m_tabs = new QWidget;
    auto* tabs = new QHBoxLayout(m_tabs);
    tabs->setContentsMargins(0, 0, 0, 0);
    tabs->addWidget(m_which = new Segmented(28));
    tabs->addStretch(1);
    m_tabs->hide();
    top->addWidget(m_tabs);
    column->addLayout(top);
    column->addWidget(m_pages = new QStackedWidget, 1);
    m_pages->addWidget(buildCourse());
    m_pages->addWidget(m_done = new DonePanel(m_style));
    whole->addWidget(centre, 1);
    whole->addWidget(m_side = new RunSide(m_presenter));
    connect(m_which, &Segmented::chosen, this, [this](int index) { showResult(index == 0); });
    connect(m_done, &DonePanel::folderRequested, this, &RunView::openFolder);
    connect(&m_presenter, &RunPresenter::ghostChanged, this, &RunView::refreshGhost);
    connect(&m_presenter, &RunPresenter::keptChanged, this,
            [this] { m_matrix->setKept(m_presenter.keepable(), m_presenter.kept()); });
    connect(m_matrix, &PreviewMatrix::keepRequested, &m_presenter, &RunPresenter::keep);
    connect(m_matrix, &PreviewMatrix::rowsChanged, this, &RunView::placeMatrix);
    connect(m_matrix, &PreviewMatrix::chosen, m_plot, [this](int step) { m_plot->pointAt(step); });
    connect(m_ghost, &QComboBox::activated, this,
            [this](int index) { m_presenter.chooseGhost(m_ghost->itemData(index).toLongLong()); });
    connect(&m_style, &StylePresenter::message, this, &RunView::say);
    connect(&m_style, &StylePresenter::changed, this, [this] {
        const bool isNew = m_style.hasStyle() && !m_tabs->isVisibleTo(this);
        m_tabs->setVisible(m_style.hasStyle());
        if (isNew) showResult(true);
    });
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, [this] {
        if (isVisible() && m_presenter.job().active()) m_header->refresh(), m_side->refreshNumbers();
    });
    m_second.start();
}

QWidget* RunView::buildCourse() {
    auto* course = new QWidget;
    auto* column = new QVBoxLayout(course);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* body = new QVBoxLayout;
    body->setContentsMargins(20, 0, 20, 14);
    body->addWidget(m_plot = new LossPlot, 1);
    column->addLayout(body, 1);
    m_previews = new Surface(Token::App, Qt::TopEdge);
    auto* lower = new QVBoxLayout(m_previews);
    lower->setContentsMargins(20, 12, 20, 16);
    lower->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_previewHead = new Label(Role::Heading));
    head->addWidget(m_previewHint = new Label(Role::Small, Token::T3), 1);
    head->addWidget(m_ghost = new ComboBox);
    m_ghost->setFixedWidth(kGhostWidth);
    lower->addLayout(head);
    lower->addWidget(m_matrix = new PreviewMatrix, 1);
    column->addWidget(m_previews);
    return course;
}

Button& RunView::stopButton() {
    return m_header->stopButton();
}
Button& RunView::pauseButton() {
    return m_header->pauseButton();
}
Button& RunView::previewButton() {
    return m_header->previewButton();
}
Button& RunView::saveButton() {
    return m_header->saveButton();
}
Button& RunView::rateButton() {
    return m_side->rateButton();
}
QDoubleSpinBox& RunView::rateBox() {
    return m_side->rateBox();
}

void RunView::openFolder() const {
    const auto& trained = m_presenter.job().trained();
    if (!trained) return;
    const auto& pair = trained->result.adapters;
    const QString file = bridge::fromUtf8(pair.low.empty() ? pair.high : pair.low);
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
}

void RunView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeMatrix();
}

/// The previews keep their height when a message comes; the plot gives way.
void RunView::placeMatrix() {
    const auto margins = m_previews->layout()->contentsMargins();
    const int around = margins.top() + margins.bottom() + qMax(28, Theme::lineHeight(Role::Heading)) +
                       m_previews->layout()->spacing();
    const int room = (height() - RunHeader::kHeight) * (m_matrix->rows() > 1 ? 5 : 4) / 9 - around;
    m_previews->setFixedHeight(around + qBound(m_matrix->leastHeight(), room, m_matrix->wantedHeight()));
}

void RunView::retranslate() {
    m_header->retranslate();
    m_side->retranslate();
    m_done->retranslate();
    m_message->setCloseWords(tr("Close message"));
    m_which->setOptions({tr("The Style"), tr("How it went")});
    m_which->setAccessibleName(tr("What is shown"));
    m_plot->setWords({{tr("High-noise expert"), tr("Low-noise expert"), tr("Held-out")},
                      tr("The first point comes with the first step."),
                      tr("Log", "logarithmic axis"),
                      tr("Linear"),
                      tr("Step %1"),
                      tr("Steps %1–%2 · %3×", "a stretch that is shown larger"),
                      tr("Show the whole again (double click)")});
    m_plot->setAccessibleName(tr("Loss"));
    m_plot->setToolTip(tr("Drag to see a stretch, double click for the whole; keys + − 0 and ← →"));
    m_previewHead->setText(tr("Previews"));
    m_previewHint->setText(
        tr("Same seed each time · the chosen one plays, others under the pointer · the star keeps a checkpoint"));
    m_matrix->setAccessibleName(tr("Previews"));
    m_matrix->setWords(tr("Keep this checkpoint (S)"), tr("This checkpoint is kept; press to let it go (S)"));
    m_ghost->setAccessibleName(tr("Another run beside this one"));
    m_fedLooks = -1;
    m_outcomeShown = false;
    refreshGhost();
    refresh();
}

void RunView::began() {
    m_shownJob = m_presenter.job().id();
    m_fed = m_fedCheckpoints = m_fedHeldOut = 0;
    m_fedLooks = -1;
    m_rewinds = m_presenter.job().rewinds();
    m_outcomeShown = false;
    m_plot->clear();
    m_matrix->clear();
    m_message->hide();
    m_side->begin();
    showResult(false);
    placeMatrix();
}

void RunView::showResult(bool on) {
    const bool shown = on && m_style.hasStyle();
    m_pages->setCurrentIndex(shown ? 1 : 0);
    m_which->setCurrent(shown ? 0 : 1);
}

void RunView::refresh() {
    const bridge::JobModel& job = m_presenter.job();
    if (job.id() != m_shownJob) began();
    feed();
    m_header->refresh();
    m_side->refresh();
    showOutcome();
}

void RunView::feed() {
    const bridge::JobModel& job = m_presenter.job();
    if (job.rewinds() != m_rewinds) {  // it goes on from a checkpoint: what came after is taken back
        m_rewinds = job.rewinds();
        m_fed = m_fedCheckpoints = m_fedHeldOut = 0;
        m_fedLooks = -1;
        m_plot->clear();
        m_matrix->clear();
        refreshGhost();
    }
    m_plot->setTotalSteps(job.totalSteps());
    const auto& losses = job.losses();
    const auto& heldOut = job.heldOut();
    const bool grew = m_fed < losses.size() || m_fedCheckpoints < job.checkpoints().size() || !heldOut.isEmpty();
    for (; m_fed < losses.size(); ++m_fed)
        m_plot->append(losses[m_fed].line, losses[m_fed].step, losses[m_fed].loss);
    for (; m_fedCheckpoints < job.checkpoints().size(); ++m_fedCheckpoints)
        m_plot->addCheckpoint(job.checkpoints()[m_fedCheckpoints]);
    // The newest may still wait for its other expert.
    for (auto i = qMax<qsizetype>(0, m_fedHeldOut - 1); i < heldOut.size(); ++i)
        m_plot->setHeldOut(heldOut[i].step, heldOut[i].loss, heldOut[i].spread);
    m_fedHeldOut = heldOut.size();
    m_plot->setBest(heldOut.isEmpty() ? -1 : job.bestStep());
    m_plot->setEvents(m_presenter.runEvents());
    if (grew) m_plot->refresh();
    feedPreviews();
}

void RunView::feedPreviews() {
    const bridge::JobModel& job = m_presenter.job();
    if (m_fedLooks != job.lookCount()) {
        for (const auto& [step, looks] : job.looks())
            for (const auto& look : looks)
                m_matrix->setPreview(step, m_presenter.columnHeading(step), bridge::fromUtf8(look.prompt),
                                     look.frames);
        for (const auto& [step, look] : job.previews())
            if (!look.frames.empty()) m_plot->setPicture(step, imageFromFrame(look.frames[look.frames.size() / 2]));
        m_fedLooks = job.lookCount();
    }
    for (const auto& [step, look] : job.previews()) m_matrix->setHeading(step, m_presenter.columnHeading(step));
    m_matrix->setKept(m_presenter.keepable(), m_presenter.kept());
    const int next = m_presenter.nextPreviewStep();
    QString when;
    if (const auto perStep = job.wallSecondsPerStep(); perStep && next > 0)
        when = tr("in about %1").arg(JobWords::duration(*perStep * (next - job.step())));
    m_matrix->setNext(next > 0 ? tr("Step %1").arg(next) : QString(), when);
}

void RunView::refreshGhost() {
    m_ghost->clear();
    m_ghost->addItem(tr("Compare with another run…"), 0);
    for (const auto& run : m_presenter.otherRuns()) m_ghost->addItem(run.title, static_cast<qlonglong>(run.id));
    m_ghost->setCurrentIndex(qMax(0, m_ghost->findData(static_cast<qlonglong>(m_presenter.ghostId()))));
    m_ghost->setVisible(!m_presenter.otherRuns().isEmpty());
    m_plot->setGhost(m_presenter.ghostName(), m_presenter.ghost());
}

void RunView::showOutcome() {
    const QString outcome = m_presenter.outcome();
    if (outcome.isEmpty() || m_outcomeShown) return;
    m_outcomeShown = true;
    say(m_presenter.outcomeTone(), outcome);
}

void RunView::say(Say tone, const QString& sentence) {
    m_message->say(toneOf(tone), sentence);
}

}  // namespace brandloom::train
