#include "gui/train/run_header.h"

#include <QVBoxLayout>

#include "gui/bridge/job_words.h"
#include "gui/train/run_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/meter.h"

namespace brandloom::train {

using namespace widgets;
using bridge::JobWords;
using bridge::RunState;

namespace {

constexpr int kNameWidth = 160;
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

}  // namespace

RunHeader::RunHeader(RunPresenter& presenter, QWidget* parent)
    : Surface(Token::Panel, Qt::BottomEdge, parent), m_presenter(presenter) {
    setFixedHeight(kHeight);
    auto* column = new QVBoxLayout(this);
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
    connect(m_stop, &QAbstractButton::clicked, &m_presenter, &RunPresenter::stop);
    connect(m_pause, &QAbstractButton::clicked, &m_presenter, &RunPresenter::pauseOrResume);
    connect(m_previewNow, &QAbstractButton::clicked, &m_presenter, &RunPresenter::previewNow);
    connect(m_saveNow, &QAbstractButton::clicked, &m_presenter, &RunPresenter::saveNow);
    connect(m_again, &QAbstractButton::clicked, &m_presenter, &RunPresenter::trainAgain);
    connect(m_back, &QAbstractButton::clicked, this, [this] { m_presenter.showRun(false); });
}

void RunHeader::retranslate() {
    m_back->setWords(tr("Back to the choices"));
    m_again->setText(tr("Train again"));
    m_stop->setText(tr("Stop after this step"));
    m_previewNow->setText(tr("Preview now"));
    m_saveNow->setText(tr("Save now"));
    m_bar->setAccessibleName(tr("Progress"));
}

void RunHeader::refresh() {
    const bridge::JobModel& job = m_presenter.job();
    m_name->setText(m_presenter.runName());
    m_name->setMinimumWidth(qMin(m_name->sizeHint().width(), kNameWidth));  // the facts beside it give way
    m_about->setText(m_presenter.runFacts());
    m_mark->setMark(markOf(job.state()));
    m_state->setText(JobWords::state(job.state()));
    m_stop->setVisible(job.active());
    m_stop->setEnabled(job.state() != RunState::Stopping);
    m_again->setVisible(!job.active());
    m_steps->setText(m_presenter.stepText());
    m_elapsed->setText(tr("elapsed %1").arg(JobWords::duration(job.elapsedSeconds())));
    const auto left = job.left();
    m_left->setVisible(left.has_value());
    if (left) m_left->setText(tr("left %1").arg(JobWords::range(*left)));
    refreshActs();
    refreshBar();
}

/// Acts are named by what happens now.
void RunHeader::refreshActs() {
    const bridge::JobModel& job = m_presenter.job();
    const bool paused = job.state() == RunState::Paused, pausing = job.state() == RunState::Pausing;
    const bool steps = job.takesCommands() && !paused;
    for (QWidget* act : {m_previewNow, m_saveNow, m_pause}) act->setVisible(job.active());
    m_previewNow->setEnabled(steps && !job.isAsked(door::TrainingCommand::Sample));
    m_saveNow->setEnabled(steps && !job.isAsked(door::TrainingCommand::Save));
    m_pause->setText(pausing ? tr("Pausing…") : paused ? tr("Resume") : tr("Pause"));
    m_pause->setIconName(paused ? QStringLiteral("play") : QStringLiteral("pause"));
    m_pause->setEnabled(job.takesCommands() && !job.isAsked(door::TrainingCommand::Resume));
}

void RunHeader::refreshBar() {
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

}  // namespace brandloom::train
