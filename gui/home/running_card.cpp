#include "gui/home/running_card.h"

#include <QHBoxLayout>

#include "gui/bridge/error_text.h"
#include "gui/bridge/job_words.h"
#include "gui/home/home_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/frame_view.h"
#include "gui/widgets/label.h"
#include "gui/widgets/meter.h"

namespace brandloom::home {

using namespace widgets;
using bridge::JobWords;

RunningCard::RunningCard(bridge::Session& session, HomePresenter& presenter, QWidget* parent)
    : Card(parent), m_session(session), m_presenter(presenter) {
    setFixedHeight(200);
    build();
    connect(m_open, &QAbstractButton::clicked, this, &RunningCard::openRunRequested);
    connect(m_stop, &QAbstractButton::clicked, this, [this] { m_session.stopJob(); });
}

void RunningCard::build() {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(1, 1, 1, 1);
    row->setSpacing(0);
    m_picture = new FrameView(this);
    m_picture->setRadius(5, Qt::TopLeftCorner, false);
    m_picture->setAutoplay(true);
    m_picture->setMinimumWidth(198);
    m_picture->setMaximumWidth(352);
    row->addWidget(m_picture, 3);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(20, 14, 20, 14);
    column->setSpacing(0);
    row->addLayout(column, 6);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title = new Label(Role::Heading));
    head->addWidget(m_mark = new StateMark);
    head->addWidget(m_state = new Label(Role::Body, Token::T2));
    head->addStretch(1);
    head->addWidget(m_project = new Label(Role::Small, Token::T3));
    column->addLayout(head);
    column->addSpacing(4);
    column->addWidget(m_sentence = new Label(Role::Body, Token::T2));
    column->addSpacing(6);
    auto* figures = new QHBoxLayout;
    figures->setSpacing(28);
    for (int i = 0; i < 3; ++i) {
        auto* cell = new QVBoxLayout;
        cell->setSpacing(0);
        cell->addWidget(m_captions[i] = new Label(Role::Small, Token::T3));
        auto* value = new QHBoxLayout;
        value->setSpacing(6);
        value->addWidget(m_numbers[i] = new Label(Role::Title));
        m_numbers[i]->setFigures(true);
        m_numbers[i]->setElide(Qt::ElideNone);
        value->addWidget(m_units[i] = new Label(Role::Body, Token::T3));
        m_units[i]->setElide(Qt::ElideNone);
        m_units[i]->setFigures(true);
        value->addStretch(1);
        cell->addLayout(value);
        figures->addLayout(cell);
    }
    figures->addStretch(1);
    figures->addWidget(m_curve = new Sparkline);
    column->addLayout(figures);
    column->addStretch(1);
    column->addWidget(m_bar = new ProgressLine(4));
    column->addSpacing(12);
    auto* acts = new QHBoxLayout;
    acts->setSpacing(8);
    acts->addWidget(m_open = new Button(ButtonKind::Normal));
    m_open->setIconName(QStringLiteral("train"));
    acts->addWidget(m_stop = new Button(ButtonKind::Quiet));
    m_stop->setIconName(QStringLiteral("stop"));
    acts->addStretch(1);
    acts->addWidget(m_kept = new Label(Role::Small, Token::T3));
    column->addLayout(acts);
}

void RunningCard::retranslate() {
    m_captions[0]->setText(tr("Step"));
    m_captions[1]->setText(tr("Time left"));
    m_captions[2]->setText(tr("Loss"));
    m_open->setText(tr("Open run"));
    m_stop->setText(tr("Stop after this step"));
    m_picture->setAccessibleName(tr("Newest preview"));
    m_curve->setAccessibleName(tr("Loss so far"));
    m_bar->setAccessibleName(tr("Progress"));
    m_shownPreview = -1;
    refresh();
}

void RunningCard::refresh() {
    bridge::JobModel& job = m_session.job();
    setVisible(job.active());
    if (!job.active()) return;
    m_title->setText(JobWords::title(bridge::fromUtf8(job.options().styleName)));
    m_mark->setMark(
        job.state() == bridge::RunState::Loading || job.state() == bridge::RunState::Caching  ? Mark::Waiting
        : job.state() == bridge::RunState::Pausing || job.state() == bridge::RunState::Paused ? Mark::Paused
                                                                                              : Mark::Running);
    m_state->setText(JobWords::state(job.state()));
    const auto project = m_session.project();
    m_project->setText(project ? bridge::fromUtf8(project->name) + QStringLiteral(" · ") +
                                     HomePresenter::facts(*project)
                               : QString());
    m_sentence->setText(m_presenter.jobSentence());
    const QLocale locale;
    m_numbers[0]->setText(locale.toString(job.step()));
    m_units[0]->setText(tr("of %1").arg(locale.toString(job.totalSteps())));
    const auto left = job.left();
    m_numbers[1]->setText(left ? JobWords::rangeParts(*left).first : QStringLiteral("–"));
    m_units[1]->setText(left ? JobWords::rangeParts(*left).second : QString());
    const auto loss = job.losses().isEmpty() ? std::optional<double>() : job.losses().last().loss;
    m_numbers[2]->setText(loss ? JobWords::loss(*loss) : QStringLiteral("–"));
    m_units[2]->setText({});
    QVector<double> values;
    const auto& points = job.losses();
    const auto stride = qMax<qsizetype>(1, points.size() / 60);
    double mean = 0;
    for (qsizetype i = 0; i < points.size(); ++i) {
        mean = i == 0 ? points[i].loss : 0.8 * mean + 0.2 * points[i].loss;
        if (i % stride == 0) values << mean;
    }
    m_curve->setValues(values, Token::Series1);
    m_bar->setPhases(
        {{1.0, job.totalSteps() > 0 ? static_cast<double>(job.step()) / job.totalSteps() : 0.0, Token::Accent}});
    m_stop->setEnabled(job.state() != bridge::RunState::Stopping);
    m_kept->setText(job.checkpoints().isEmpty() ? QString()
                                                : tr("Checkpoint kept at step %1").arg(job.checkpoints().last()));
    const auto& previews = job.previews();
    if (previews.empty()) {
        if (m_picture->hasFrames()) m_picture->setFrames({}, 8);
        m_picture->setCaption({});
        m_shownPreview = -1;
    } else if (previews.rbegin()->first != m_shownPreview) {
        m_shownPreview = previews.rbegin()->first;
        m_picture->setFrames(previews.rbegin()->second.frames, 8);
        m_picture->setCaption(tr("Preview · step %1").arg(m_shownPreview));
    }
}

}  // namespace brandloom::home
