#include "gui/train/run_view.h"

#include <QDesktopServices>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QLocale>
#include <QUrl>
#include <QVBoxLayout>

#include "core/base/platform.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"
#include "gui/train/train_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/loss_plot.h"
#include "gui/widgets/message_bar.h"
#include "gui/widgets/meter.h"
#include "gui/widgets/preview_strip.h"
#include "gui/widgets/surface.h"

namespace brandloom::train {

using namespace widgets;
using bridge::JobWords;
using bridge::RunState;

namespace {

constexpr int kHeader = 80;
constexpr int kNameWidth = 160;
constexpr int kLogLines = 8;
constexpr int kCheckpointLines = 4;
constexpr double kPrepareShare = 0.06;

Mark markOf(RunState state) {
    switch (state) {
        case RunState::Finished:
            return Mark::Finished;
        case RunState::Failed:
            return Mark::Failed;
        case RunState::Stopped:
            return Mark::Stopped;
        case RunState::Pausing:
        case RunState::Paused:
            return Mark::Paused;
        case RunState::Idle:
        case RunState::Loading:
        case RunState::Caching:
            return Mark::Waiting;
        default:
            return Mark::Running;
    }
}

Tone toneOf(Say say) {
    return say == Say::Error     ? Tone::Error
           : say == Say::Warning ? Tone::Warning
           : say == Say::Success ? Tone::Success
                                 : Tone::Info;
}

void clearRows(QVBoxLayout* rows) {
    while (QLayoutItem* item = rows->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
}

/// "13:52  Step 400: checkpoint saved".
QWidget* timedRow(const QString& time, const QString& text, Role role) {
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(8);
    auto* when = new Label(Role::Small, Token::T3);
    when->setFigures(true);
    when->setElide(Qt::ElideNone);
    when->setText(time);
    auto* what = new Label(role, role == Role::Small ? Token::T2 : Token::T1);
    what->setText(text);
    line->addWidget(when);
    line->addWidget(what, 1);
    return row;
}

}  // namespace

RunView::RunView(TrainPresenter& presenter, QWidget* parent) : QWidget(parent), m_presenter(presenter) {
    auto* whole = new QHBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    auto* centre = new Surface(Token::App);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHeader());
    auto* body = new QVBoxLayout;
    body->setContentsMargins(20, 8, 20, 14);
    body->setSpacing(0);
    body->addWidget(m_message = new MessageBar);
    body->addWidget(m_plot = new LossPlot, 5);
    column->addLayout(body, 5);
    m_previews = new Surface(Token::App, Qt::TopEdge);
    auto* lower = new QVBoxLayout(m_previews);
    lower->setContentsMargins(20, 12, 20, 16);
    lower->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_previewHead = new Label(Role::Heading));
    head->addWidget(m_previewHint = new Label(Role::Small, Token::T3), 1);
    lower->addLayout(head);
    lower->addWidget(m_strip = new PreviewStrip, 1);
    column->addWidget(m_previews);
    whole->addWidget(centre, 1);
    whole->addWidget(buildSide());
    connect(m_stop, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::stop);
    connect(m_pause, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::pauseOrResume);
    connect(m_previewNow, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::previewNow);
    connect(m_saveNow, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::saveNow);
    connect(m_setRate, &QAbstractButton::clicked, this, [this] { m_presenter.setRunRate(m_rate->value()); });
    connect(m_again, &QAbstractButton::clicked, &m_presenter, &TrainPresenter::trainAgain);
    connect(m_back, &QAbstractButton::clicked, this, [this] { m_presenter.showRun(false); });
    connect(m_openFolder, &QAbstractButton::clicked, this, [this] {
        const auto& trained = m_presenter.job().trained();
        if (!trained) return;
        const auto& pair = trained->result.adapters;
        const QString file = bridge::fromUtf8(pair.low.empty() ? pair.high : pair.low);
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
    });
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, [this] {
        if (isVisible() && m_presenter.job().active()) refreshHeader(), refreshFacts();
    });
    m_second.start();
}

/// The previews keep their height when a message comes; the plot gives way.
void RunView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const int around = m_previews->layout()->contentsMargins().top() +
                       m_previews->layout()->contentsMargins().bottom() + Theme::lineHeight(Role::Heading) +
                       m_previews->layout()->spacing();
    m_previews->setFixedHeight(
        around + qBound(m_strip->minimumHeight(), (height() - kHeader) * 4 / 9 - around, m_strip->maximumHeight()));
}

QWidget* RunView::buildHeader() {
    auto* header = new Surface(Token::Panel, Qt::BottomEdge);
    header->setFixedHeight(kHeader);
    auto* column = new QVBoxLayout(header);
    column->setContentsMargins(20, 10, 20, 12);
    column->setSpacing(0);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_back = new IconButton(QStringLiteral("chevron-left"), 28));
    top->addSpacing(2);
    top->addWidget(m_name = new Label(Role::Title));
    top->addSpacing(4);
    top->addWidget(m_about = new Label(Role::Small, Token::T3));
    top->addWidget(m_mark = new StateMark);
    top->addWidget(m_state = new Label(Role::BodyMedium));
    m_state->setElide(Qt::ElideNone);
    top->addStretch(1);
    top->addWidget(m_openFolder = new Button(ButtonKind::Quiet));
    m_openFolder->setIconName(QStringLiteral("project"));
    top->addWidget(m_again = new Button(ButtonKind::Normal));
    m_again->setIconName(QStringLiteral("train"));
    top->addWidget(m_previewNow = new Button(ButtonKind::Quiet));
    m_previewNow->setIconName(QStringLiteral("preview"));
    top->addWidget(m_saveNow = new Button(ButtonKind::Quiet));
    m_saveNow->setIconName(QStringLiteral("disk"));
    top->addWidget(m_stop = new Button(ButtonKind::Normal));
    m_stop->setIconName(QStringLiteral("stop"));
    top->addWidget(m_pause = new Button(ButtonKind::Normal));
    column->addLayout(top);
    column->addStretch(1);
    auto* low = new QHBoxLayout;
    low->setSpacing(14);
    low->addWidget(m_bar = new ProgressLine(6), 1);
    for (Label** label : {&m_steps, &m_elapsed, &m_left}) {
        *label =
            new Label(label == &m_steps ? Role::BodyMedium : Role::Body, label == &m_steps ? Token::T1 : Token::T2);
        (*label)->setFigures(true);
        (*label)->setElide(Qt::ElideNone);
        low->addWidget(*label);
    }
    column->addLayout(low);
    return header;
}

QWidget* RunView::buildSide() {
    auto* side = new Surface(Token::Panel, Qt::LeftEdge);
    side->setFixedWidth(284);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(1, 0, 0, 0);
    column->setSpacing(0);
    const auto section = [column](Qt::Edges edges) {
        auto* box = new Surface(Token::Panel, edges);
        auto* inner = new QVBoxLayout(box);
        inner->setContentsMargins(16, 14, 16, 14);
        inner->setSpacing(0);
        column->addWidget(box);
        return inner;
    };
    auto* told = section(Qt::BottomEdge);
    m_verdictBox = static_cast<Surface*>(told->parentWidget());
    told->addWidget(m_verdict = new Paragraph(Role::BodyStrong, Token::T1));
    told->addSpacing(4);
    told->addWidget(m_verdictFacts = new Paragraph(Role::Small, Token::T2));
    auto* numbers = section(Qt::BottomEdge);
    numbers->addWidget(m_numbersCaption = new Label(Role::SmallMedium, Token::T3));
    numbers->addSpacing(8);
    for (int i = 0; i < kFacts; ++i) {
        auto* row = new QHBoxLayout;
        row->setContentsMargins(0, 2, 0, 2);
        row->addWidget(m_factNames[i] = new Label(Role::Body, Token::T2));
        m_factNames[i]->setElide(Qt::ElideNone);
        row->addWidget(m_facts[i] = new Label(Role::BodyStrong), 1);
        m_facts[i]->setAlign(Qt::AlignRight);
        m_facts[i]->setFigures(true);
        numbers->addLayout(row);
    }
    m_rateRow = new QWidget;
    auto* rate = new QHBoxLayout(m_rateRow);
    rate->setContentsMargins(0, 6, 0, 0);
    rate->setSpacing(8);
    rate->addWidget(m_rateCaption = new Label(Role::Body, Token::T2), 1);
    rate->addWidget(m_rate = new QDoubleSpinBox);
    m_rate->setDecimals(6);
    m_rate->setRange(0, 1.0);
    m_rate->setSingleStep(0.0005);
    m_rate->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    m_rate->setFixedWidth(96);
    m_rate->setAlignment(Qt::AlignRight);
    m_rate->setFocusPolicy(Qt::StrongFocus);
    rate->addWidget(m_setRate = new Button(ButtonKind::Normal));
    numbers->addWidget(m_rateRow);
    auto* checkpoints = section(Qt::BottomEdge);
    auto* head = new QHBoxLayout;
    head->addWidget(m_checkpointsCaption = new Label(Role::SmallMedium, Token::T3));
    head->addStretch(1);
    head->addWidget(m_checkpointCount = new Label(Role::Small, Token::T3));
    checkpoints->addLayout(head);
    checkpoints->addSpacing(6);
    m_checkpointRows = new QVBoxLayout;
    m_checkpointRows->setSpacing(6);
    checkpoints->addLayout(m_checkpointRows);
    auto* log = section({});
    log->addWidget(m_logCaption = new Label(Role::SmallMedium, Token::T3));
    log->addSpacing(8);
    m_logRows = new QVBoxLayout;
    m_logRows->setSpacing(6);
    log->addLayout(m_logRows);
    column->addStretch(1);
    return side;
}

void RunView::retranslate() {
    m_back->setWords(tr("Back to the choices"));
    m_openFolder->setText(tr("Open folder"));
    m_again->setText(tr("Train again"));
    m_stop->setText(tr("Stop after this step"));
    m_previewNow->setText(tr("Preview now"));
    m_saveNow->setText(tr("Save now"));
    m_rateCaption->setText(tr("New rate"));
    m_rate->setAccessibleName(tr("New learning rate"));
    m_setRate->setText(tr("Set", "another learning rate"));
    m_bar->setAccessibleName(tr("Progress"));
    m_message->setCloseWords(tr("Close message"));
    m_plot->setWords({{tr("High-noise expert"), tr("Low-noise expert"), tr("Held-out")},
                      tr("The first point comes with the first step."),
                      tr("Log", "logarithmic axis"),
                      tr("Linear"),
                      tr("Step %1")});
    m_plot->setAccessibleName(tr("Loss"));
    m_previewHead->setText(tr("Previews"));
    m_previewHint->setText(tr("Same seed each time · the chosen one plays, others under the pointer"));
    m_strip->setAccessibleName(tr("Previews"));
    m_numbersCaption->setText(tr("Numbers"));
    const QString names[kFacts] = {tr("Loss, high noise"), tr("Loss, low noise"), tr("Time per step"),
                                   tr("Learning rate"), tr("Memory")};
    for (int i = 0; i < kFacts; ++i) m_factNames[i]->setText(names[i]);
    m_checkpointsCaption->setText(tr("Checkpoints"));
    m_logCaption->setText(tr("Log", "list of what happened"));
    m_fedPreviews = 0;
    m_shownLog = -1;
    m_outcomeShown = false;
    m_strip->clear();
    refresh();
}

void RunView::began() {
    m_shownJob = m_presenter.job().id();
    m_fed = m_fedCheckpoints = m_fedHeldOut = 0;
    m_rate->setValue(m_presenter.job().options().training.learningRate);
    m_fedPreviews = 0;
    m_shownLog = -1;
    m_outcomeShown = false;
    m_plot->clear();
    m_strip->clear();
    m_message->hide();
}

void RunView::refresh() {
    const bridge::JobModel& job = m_presenter.job();
    if (job.id() != m_shownJob) began();
    feed();
    refreshHeader();
    refreshActs();
    refreshBar();
    refreshFacts();
    refreshVerdict();
    refreshLog();
    showOutcome();
}

void RunView::feed() {
    const bridge::JobModel& job = m_presenter.job();
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
        m_plot->setHeldOut(heldOut[i].step, heldOut[i].loss);
    m_fedHeldOut = heldOut.size();
    m_plot->setBest(heldOut.isEmpty() ? -1 : job.bestStep());
    m_plot->setEvents(m_presenter.runEvents());
    if (grew) m_plot->refresh();
    if (m_fedPreviews != static_cast<int>(job.previews().size())) {
        for (const auto& [step, preview] : job.previews()) {
            m_strip->setPreview(step, step == 0 ? tr("Start", "before the first step") : tr("Step %1").arg(step),
                                preview.frames);
            m_strip->setPrompt(bridge::fromUtf8(preview.prompt));
        }
        m_fedPreviews = static_cast<int>(job.previews().size());
    }
    const int next = m_presenter.nextPreviewStep();
    QString when;
    if (const auto perStep = job.wallSecondsPerStep(); perStep && next > 0)
        when = tr("in about %1").arg(JobWords::duration(*perStep * (next - job.step())));
    m_strip->setNext(next > 0 ? tr("Step %1").arg(next) : QString(), when);
}

void RunView::refreshHeader() {
    const bridge::JobModel& job = m_presenter.job();
    m_name->setText(m_presenter.runName());
    m_name->setMinimumWidth(qMin(m_name->sizeHint().width(), kNameWidth));  // the facts beside it give way
    m_about->setText(m_presenter.runFacts());
    m_mark->setMark(markOf(job.state()));
    m_state->setText(JobWords::state(job.state()));
    m_stop->setVisible(job.active());
    m_stop->setEnabled(job.state() != RunState::Stopping);
    m_again->setVisible(!job.active());
    m_openFolder->setVisible(!job.active() && job.trained().has_value());
    m_steps->setText(m_presenter.stepText());
    m_elapsed->setText(tr("elapsed %1").arg(JobWords::duration(job.elapsedSeconds())));
    const auto left = job.left();
    m_left->setVisible(left.has_value());
    if (left) m_left->setText(tr("left %1").arg(JobWords::range(*left)));
}

/// Acts are named by what happens now.
void RunView::refreshActs() {
    const bridge::JobModel& job = m_presenter.job();
    const bool paused = job.state() == RunState::Paused, pausing = job.state() == RunState::Pausing;
    const bool steps = job.takesCommands() && !paused;
    for (QWidget* act : {static_cast<QWidget*>(m_previewNow), static_cast<QWidget*>(m_saveNow),
                         static_cast<QWidget*>(m_pause), m_rateRow})
        act->setVisible(job.active());
    m_previewNow->setEnabled(steps && !job.isAsked(door::TrainingCommand::Sample));
    m_saveNow->setEnabled(steps && !job.isAsked(door::TrainingCommand::Save));
    m_rateRow->setEnabled(job.takesCommands());
    m_pause->setText(pausing ? tr("Pausing…") : paused ? tr("Resume") : tr("Pause"));
    m_pause->setIconName(paused ? QStringLiteral("play") : QStringLiteral("pause"));
    m_pause->setEnabled(job.takesCommands() && !job.isAsked(door::TrainingCommand::Resume));
}

void RunView::refreshVerdict() {
    const QString verdict = m_presenter.verdict();
    m_verdictBox->setVisible(!verdict.isEmpty());
    m_verdict->setText(verdict);
    m_verdictFacts->setText(m_presenter.verdictFacts());
}

void RunView::refreshBar() {
    const bridge::JobModel& job = m_presenter.job();
    const double done = job.totalSteps() > 0 ? static_cast<double>(job.step()) / job.totalSteps() : 0.0;
    const bool preparing = job.state() == RunState::Loading || job.state() == RunState::Caching;
    const double prepared = preparing && job.step() == 0 ? job.phaseShare().value_or(0.0) : 1.0;
    const Token ink = job.state() == RunState::Failed     ? Token::Danger
                      : job.state() == RunState::Finished ? Token::Success
                      : job.state() == RunState::Paused   ? Token::Warning
                                                          : Token::Accent;
    m_bar->setPhases({{kPrepareShare, prepared, Token::T3}, {1.0 - kPrepareShare, done, ink}});
}

void RunView::refreshFacts() {
    const bridge::JobModel& job = m_presenter.job();
    const QLocale locale;
    const QString none = QStringLiteral("–");
    m_facts[0]->setText(job.loss(0) ? JobWords::loss(*job.loss(0)) : none);
    m_facts[1]->setText(job.loss(1) ? JobWords::loss(*job.loss(1)) : none);
    m_facts[2]->setText(job.secondsPerStep() > 0 ? tr("%1 s").arg(locale.toString(job.secondsPerStep(), 'f',
                                                                                  job.secondsPerStep() < 1 ? 2 : 1))
                                                 : none);
    m_facts[3]->setText(job.learningRate() > 0 ? JobWords::learningRate(job.learningRate()) : none);
    const double gb = JobWords::memoryGigabytes(platform::residentBytes());
    const double all = JobWords::memoryGigabytes(platform::memoryTotalBytes());
    m_facts[4]->setText(tr("%1 of %2 GB").arg(locale.toString(gb, 'f', 1), locale.toString(all, 'f', 0)));
}

void RunView::refreshLog() {
    const bridge::JobModel& job = m_presenter.job();
    if (job.log().size() == m_shownLog) return;
    m_shownLog = job.log().size();
    clearRows(m_logRows);
    for (auto i = qMax<qsizetype>(0, m_shownLog - kLogLines); i < m_shownLog; ++i) {
        const bridge::LogLine& line = job.log()[i];
        m_logRows->addWidget(
            timedRow(line.time.toString(QStringLiteral("HH:mm:ss")), JobWords::logLine(line), Role::Small));
    }
    clearRows(m_checkpointRows);
    const auto count = job.checkpoints().size();
    for (auto i = count - 1; i >= 0 && i >= count - kCheckpointLines; --i) {
        const int step = job.checkpoints()[i];
        QString when;
        for (const bridge::LogLine& line : job.log())
            if (line.kind == bridge::LogLine::Kind::Checkpoint && line.step == step)
                when = line.time.toString(QStringLiteral("HH:mm"));
        const bool best = !job.heldOut().isEmpty() && step == job.bestStep();
        m_checkpointRows->addWidget(timedRow(
            when, best ? tr("Step %1 · best, kept").arg(step) : tr("Step %1").arg(step), Role::BodyMedium));
    }
    if (count == 0) {
        auto* none = new Label(Role::Small, Token::T3);
        none->setText(job.active() ? tr("The first one comes while training") : tr("None"));
        m_checkpointRows->addWidget(none);
    }
    m_checkpointCount->setText(count > 0 ? QLocale().toString(count) : QString());
}

void RunView::showOutcome() {
    const QString outcome = m_presenter.outcome();
    if (outcome.isEmpty() || m_outcomeShown) return;
    m_outcomeShown = true;
    const Say say = m_presenter.outcomeTone();
    m_message->say(say == Say::Success ? Tone::Success : toneOf(say), outcome);
}

}  // namespace brandloom::train
