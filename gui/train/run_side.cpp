#include "gui/train/run_side.h"

#include <QDoubleSpinBox>
#include <QLocale>
#include <QVBoxLayout>

#include "core/base/platform.h"
#include "gui/bridge/job_words.h"
#include "gui/train/run_presenter.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"

namespace brandloom::train {

using namespace widgets;
using bridge::JobWords;

namespace {

constexpr int kWidth = 284;
constexpr int kLogLines = 8;
constexpr int kCheckpointLines = 4;

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

RunSide::RunSide(RunPresenter& presenter, QWidget* parent)
    : Surface(Token::Panel, Qt::LeftEdge, parent), m_presenter(presenter) {
    setFixedWidth(kWidth);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(1, 0, 0, 0);
    m_column->setSpacing(0);
    auto* told = section(Qt::BottomEdge);
    m_verdictBox = static_cast<Surface*>(told->parentWidget());
    told->addWidget(m_verdict = new Paragraph(Role::BodyStrong, Token::T1));
    told->addSpacing(4);
    told->addWidget(m_verdictFacts = new Paragraph(Role::Small, Token::T2));
    buildNumbers();
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
    m_column->addStretch(1);
    connect(m_setRate, &QAbstractButton::clicked, this, [this] { m_presenter.setRunRate(m_rate->value()); });
    connect(&m_presenter, &RunPresenter::keptChanged, this, &RunSide::refreshCheckpoints);
}

QVBoxLayout* RunSide::section(Qt::Edges edges) {
    auto* box = new Surface(Token::Panel, edges);
    auto* inner = new QVBoxLayout(box);
    inner->setContentsMargins(16, 14, 16, 14);
    inner->setSpacing(0);
    m_column->addWidget(box);
    return inner;
}

void RunSide::buildNumbers() {
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
}

void RunSide::retranslate() {
    m_rateCaption->setText(tr("New rate"));
    m_rate->setAccessibleName(tr("New learning rate"));
    m_setRate->setText(tr("Set", "another learning rate"));
    m_numbersCaption->setText(tr("Numbers"));
    const QString names[kFacts] = {tr("Loss, high noise"), tr("Loss, low noise"), tr("Time per step"),
                                   tr("Learning rate"),    tr("Memory"),          tr("At most so far")};
    for (int i = 0; i < kFacts; ++i) m_factNames[i]->setText(names[i]);
    m_checkpointsCaption->setText(tr("Checkpoints"));
    m_logCaption->setText(tr("Log", "list of what happened"));
    m_shownLog = -1;
}

void RunSide::begin() {
    m_rate->setValue(m_presenter.job().options().training.learningRate);
    m_shownLog = -1;
}

void RunSide::refresh() {
    const bridge::JobModel& job = m_presenter.job();
    m_rateRow->setVisible(job.active());
    m_rateRow->setEnabled(job.takesCommands());
    refreshNumbers();
    refreshVerdict();
    refreshLog();
}

void RunSide::refreshVerdict() {
    const QString verdict = m_presenter.verdict();
    m_verdictBox->setVisible(!verdict.isEmpty());
    m_verdict->setText(verdict);
    m_verdictFacts->setText(m_presenter.verdictFacts());
}

void RunSide::refreshNumbers() {
    const bridge::JobModel& job = m_presenter.job();
    const QLocale locale;
    const QString none = QStringLiteral("–");
    m_facts[0]->setText(job.loss(0) ? JobWords::loss(*job.loss(0)) : none);
    m_facts[1]->setText(job.loss(1) ? JobWords::loss(*job.loss(1)) : none);
    m_facts[2]->setText(job.secondsPerStep() > 0 ? tr("%1 s").arg(locale.toString(job.secondsPerStep(), 'f',
                                                                                  job.secondsPerStep() < 1 ? 2 : 1))
                                                 : none);
    m_facts[3]->setText(job.learningRate() > 0 ? JobWords::learningRate(job.learningRate()) : none);
    const auto gigabytes = [&](std::uint64_t bytes, int decimals) {
        return locale.toString(JobWords::memoryGigabytes(bytes), 'f', decimals);
    };
    m_facts[4]->setText(
        tr("%1 of %2 GB").arg(gigabytes(platform::residentBytes(), 1), gigabytes(platform::memoryTotalBytes(), 0)));
    m_facts[5]->setText(tr("%1 GB").arg(gigabytes(platform::peakResidentBytes(), 1)));
}

void RunSide::refreshLog() {
    const bridge::JobModel& job = m_presenter.job();
    if (job.log().size() == m_shownLog) return;
    m_shownLog = job.log().size();
    clearRows(m_logRows);
    for (auto i = qMax<qsizetype>(0, m_shownLog - kLogLines); i < m_shownLog; ++i) {
        const bridge::LogLine& line = job.log()[i];
        m_logRows->addWidget(
            timedRow(line.time.toString(QStringLiteral("HH:mm:ss")), JobWords::logLine(line), Role::Small));
    }
    refreshCheckpoints();
}

void RunSide::refreshCheckpoints() {
    const bridge::JobModel& job = m_presenter.job();
    clearRows(m_checkpointRows);
    const auto count = job.checkpoints().size();
    for (auto i = count - 1; i >= 0 && i >= count - kCheckpointLines; --i) {
        const int step = job.checkpoints()[i];
        QString when;
        for (const bridge::LogLine& line : job.log())
            if (line.kind == bridge::LogLine::Kind::Checkpoint && line.step == step)
                when = line.time.toString(QStringLiteral("HH:mm"));
        const bool best = !job.heldOut().isEmpty() && step == job.bestStep();
        m_checkpointRows->addWidget(timedRow(when,
                                             best ? tr("Step %1 · best, kept").arg(step)
                                             : m_presenter.kept().contains(step)
                                                 ? tr("Step %1 · kept by you").arg(step)
                                                 : tr("Step %1").arg(step),
                                             Role::BodyMedium));
    }
    if (count == 0) {
        auto* none = new Label(Role::Small, Token::T3);
        none->setText(job.active() ? tr("The first one comes while training") : tr("None"));
        m_checkpointRows->addWidget(none);
    }
    m_checkpointCount->setText(count > 0 ? QLocale().toString(count) : QString());
}

}  // namespace brandloom::train
