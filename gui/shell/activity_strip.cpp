#include "gui/shell/activity_strip.h"

#include <QHBoxLayout>
#include <QLocale>

#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"
#include "gui/widgets/button.h"
#include "gui/widgets/frame_view.h"
#include "gui/widgets/label.h"
#include "gui/widgets/meter.h"

namespace brandloom::shell {

using namespace widgets;
using bridge::JobWords;
using bridge::RunState;

ActivityStrip::ActivityStrip(bridge::Session& session) : Surface(Token::Panel, Qt::TopEdge), m_session(session) {
    setFixedHeight(40);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 1, 12, 0);
    row->setSpacing(12);
    row->addWidget(m_caption = new Label(Role::BodyMedium, Token::T2));
    m_caption->setElide(Qt::ElideNone);
    row->addWidget(m_thumb = new FrameView);
    m_thumb->setFixedSize(50, 28);
    m_thumb->setRadius(3);
    m_thumb->setFill(true);
    row->addWidget(m_name = new Label(Role::BodyStrong));
    row->addWidget(m_mark = new StateMark);
    row->addWidget(m_state = new Label(Role::Body, Token::T2));
    m_state->setFigures(true);
    row->setSpacing(8);
    row->addWidget(m_bar = new ProgressLine(4), 1);
    m_bar->setMaximumWidth(240);
    row->addWidget(m_left = new Label(Role::Body, Token::T2));
    m_left->setFigures(true);
    row->addStretch(1);
    row->addWidget(m_last = new Label(Role::Body, Token::T2));
    row->addWidget(m_more = new Label(Role::Body, Token::T2));
    m_more->setElide(Qt::ElideNone);
    row->addWidget(m_stop = new Button(ButtonKind::Quiet, 24));
    m_stop->setIconName(QStringLiteral("stop"));
    row->addWidget(m_open = new Button(ButtonKind::Quiet, 24));
    connect(m_open, &QAbstractButton::clicked, this, &ActivityStrip::dockRequested);
    connect(m_stop, &QAbstractButton::clicked, this, [this] { m_session.stopJob(); });
    connect(&session.queue(), &bridge::QueueDesk::changed, this, &ActivityStrip::refresh);
    connect(&session.job(), &bridge::JobModel::changed, this, &ActivityStrip::refresh);
}

void ActivityStrip::retranslate() {
    setAccessibleName(tr("Activity"));
    m_caption->setText(tr("Activity"));
    m_stop->setText(tr("Stop after this step"));
    m_bar->setAccessibleName(tr("Progress"));
    m_open->setText(m_isOpen ? tr("Close") : tr("All jobs"));
    refresh();
}

void ActivityStrip::setDockOpen(bool open) {
    m_isOpen = open;
    retranslate();
}

/// What stands in line beside the job that is shown.
QString ActivityStrip::moreText() const {
    const auto& queue = m_session.queue();
    const int waiting = queue.count(studio::QueueState::Waiting);
    const int paused = queue.count(studio::QueueState::Paused);
    QStringList parts;
    if (waiting > 0)
        parts << (m_session.isWorking() ? tr("%n more waiting", nullptr, waiting)
                                        : tr("%n waiting", nullptr, waiting));
    if (paused > 0) parts << tr("%n paused", nullptr, paused);
    return parts.join(QStringLiteral(" · "));
}

void ActivityStrip::refresh() {
    m_more->setText(moreText());
    m_more->setVisible(!m_more->text().isEmpty());
    bridge::JobModel& job = m_session.job();
    const bool on = job.active();
    for (QWidget* w : {static_cast<QWidget*>(m_mark), static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_name),
                       static_cast<QWidget*>(m_left), static_cast<QWidget*>(m_stop)})
        w->setVisible(on);
    m_thumb->setVisible(on && !job.previews().empty());
    m_last->setVisible(!on && job.state() != RunState::Idle);
    if (!on) {
        const auto* other = m_session.queue().running();
        m_state->setText(other != nullptr && other->kind != "train"
                             ? tr("Generating %1").arg(JobWords::quoted(bridge::fromUtf8(other->title)))
                             : tr("Nothing is running"));
        const QString name = JobWords::title(bridge::fromUtf8(job.options().styleName));
        if (job.state() != RunState::Idle)
            m_last->setText(tr("%1: %2", "name of a job: its state").arg(name, JobWords::state(job.state())));
        return;
    }
    m_name->setText(JobWords::title(bridge::fromUtf8(job.options().styleName)));
    const bool preparing = job.state() == RunState::Loading || job.state() == RunState::Caching;
    m_mark->setMark(preparing                                                             ? Mark::Waiting
                    : job.state() == RunState::Pausing || job.state() == RunState::Paused ? Mark::Paused
                                                                                          : Mark::Running);
    const QLocale locale;
    QString words = JobWords::state(job.state());
    if (job.step() > 0)
        words = tr("%1 · step %2 of %3").arg(words, locale.toString(job.step()), locale.toString(job.totalSteps()));
    m_state->setText(words);
    m_bar->setPhases({{1.0, job.totalSteps() > 0 ? static_cast<double>(job.step()) / job.totalSteps() : 0.0,
                       job.state() == RunState::Paused ? Token::Warning : Token::Accent}});
    const auto left = job.left();
    m_left->setText(left ? tr("%1 left").arg(JobWords::range(*left)) : QString());
    m_stop->setEnabled(job.state() != RunState::Stopping);
    if (!job.previews().empty() && job.previews().rbegin()->first != m_thumbStep) {
        m_thumbStep = job.previews().rbegin()->first;
        m_thumb->setFrames(job.previews().rbegin()->second.frames, 8);
    }
}

void ActivityStrip::mousePressEvent(QMouseEvent*) {
    if (m_session.job().active())
        Q_EMIT openRequested();
    else
        Q_EMIT dockRequested();
}

StatusStrip::StatusStrip() : Surface(Token::App, Qt::TopEdge) {
    setFixedHeight(24);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 1, 16, 0);
    row->setSpacing(20);
    row->addWidget(m_words = new Label(Role::Micro, Token::T3), 1);
    row->addWidget(m_saved = new Label(Role::Micro, Token::T3));
    row->addWidget(m_disk = new Label(Role::Micro, Token::T3));
    for (Label* label : {m_saved, m_disk}) label->setElide(Qt::ElideNone);
}

void StatusStrip::say(const QString& words) {
    m_words->setText(words);
}

void StatusStrip::setSaved(const QString& words) {
    m_saved->setText(words);
}

void StatusStrip::setDisk(const QString& words) {
    m_disk->setText(words);
}

}  // namespace brandloom::shell
