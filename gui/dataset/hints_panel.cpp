#include "gui/dataset/hints_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollArea>

#include "gui/bridge/error_text.h"
#include "gui/dataset/hint_words.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/surface.h"
#include "gui/widgets/theme/icons.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::dataset_page {

using namespace widgets;

namespace {

/// The rows of a box are made again: few, and only when a change was made.
QVBoxLayout* emptied(QWidget* box) {
    auto* column = static_cast<QVBoxLayout*>(box->layout());
    while (QLayoutItem* item = column->takeAt(0)) {
        if (item->widget()) item->widget()->deleteLater();
        delete item;
    }
    return column;
}

/// A hint that opens its clips when it is clicked.
class HintRow : public PaintedWidget {
  public:
    HintRow(const studio::DatasetHint& hint, std::function<void()> open, std::function<void()> fix)
        : m_open(std::move(open)) {
        const HintWords words = wordsOf(hint);
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(16, 8, 16, 8);
        row->setSpacing(8);
        const bool blocks = hint.severity == "blocks", warns = hint.severity == "warns";
        auto* mark = new IconView(blocks  ? QStringLiteral("error")
                                  : warns ? QStringLiteral("warning")
                                          : QStringLiteral("info"),
                                  16,
                                  blocks  ? Token::Danger
                                  : warns ? Token::Warning
                                          : Token::Info);
        row->addWidget(mark, 0, Qt::AlignTop);
        auto* column = new QVBoxLayout;
        column->setSpacing(0);
        auto* what = new Label(Role::Body);
        what->setText(words.what);
        what->setToolTip(words.what);
        column->addWidget(what);
        if (!words.consequence.isEmpty()) {
            auto* why = new Label(Role::Small, Token::T3);
            why->setText(words.consequence);
            why->setToolTip(words.consequence);
            column->addWidget(why);
        }
        row->addLayout(column, 1);
        if (!words.fix.isEmpty()) {
            auto* act = new Button(ButtonKind::Normal, 24);
            act->setText(words.fix);
            act->setAccessibleName(words.fix + QStringLiteral(": ") + words.what);
            connect(act, &QAbstractButton::clicked, this, fix);
            row->addWidget(act, 0, Qt::AlignVCenter);
        }
        setAccessibleName(words.what);
        if (!hint.clips.empty()) setCursor(Qt::PointingHandCursor);
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(QRect(16, 0, width() - 32, 1), color(Token::Line1));
    }
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton && rect().contains(event->pos())) m_open();
    }

  private:
    std::function<void()> m_open;
};

}  // namespace

ScoreRow::ScoreRow(const studio::DatasetScorePart& part, QWidget* parent)
    : PaintedWidget(parent),
      m_name(partWords(bridge::fromUtf8(part.name))),
      m_query(bridge::fromUtf8(part.query)),
      m_value(part.value),
      m_known(part.known) {
    setFixedHeight(26);
    setAccessibleName(m_known > 0 ? tr("%1: %2 of 100").arg(m_name).arg(qRound(100 * m_value))
                                  : tr("%1: not measured yet").arg(m_name));
    if (m_query.isEmpty()) return;
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Show the clips to put right: %1").arg(m_query));
}

void ScoreRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (m_hover && !m_query.isEmpty()) painter.fillRect(rect(), color(Token::Hover));
    const QRectF all = QRectF(rect()).adjusted(16, 0, -16, 0);
    drawLine(painter, QRectF(all.left(), all.top(), 84, all.height()), m_name, {Role::Body, Token::T1});
    const QRectF bar(all.left() + 92, all.center().y() - 2, all.width() - 92 - 52, 4);
    drawBar(painter, bar, m_known > 0 ? m_value : 0, color(m_value >= 0.8 ? Token::Series3 : Token::Series1),
            color(Token::Press));
    const QString value = m_known > 0 ? QString::number(qRound(100 * m_value)) : QStringLiteral("–");
    drawLine(painter, QRectF(all.right() - 48, all.top(), 30, all.height()), value,
             {Role::Body, Token::T1, Qt::AlignRight, Qt::ElideNone, true});
    if (!m_query.isEmpty())
        drawIcon(painter, QPointF(all.right() - 12, all.center().y() - 6), QStringLiteral("chevron"), 12,
                 color(Token::T3));
}

void ScoreRow::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && !m_query.isEmpty()) Q_EMIT chosen(m_query);
}

void ScoreRow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        return chosen(m_query);
    PaintedWidget::keyPressEvent(event);
}

bool ScoreRow::event(QEvent* event) {
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) {
        m_hover = event->type() == QEvent::Enter;
        update();
    }
    return PaintedWidget::event(event);
}

HintsPanel::HintsPanel(DatasetPresenter& presenter, QWidget* parent) : QWidget(parent), m_presenter(presenter) {
    setFixedWidth(312);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    whole->addWidget(scroll);
    auto* side = new Surface(Token::Panel, Qt::LeftEdge);
    scroll->setWidget(side);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(1, 14, 0, 14);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(16, 0, 16, 8);
    head->setSpacing(8);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_scoreCaption = new Label(Role::SmallMedium, Token::T3));
    words->addWidget(m_verdict = new Label(Role::Body, Token::T2));
    head->addLayout(words, 1);
    head->addWidget(m_score = new Label(Role::Display));
    m_score->setFigures(true);
    column->addLayout(head);
    column->addWidget(m_parts = new QWidget);
    auto* parts = new QVBoxLayout(m_parts);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(0);
    column->addSpacing(14);
    auto* caption = new QHBoxLayout;
    caption->setContentsMargins(16, 10, 16, 8);
    caption->addWidget(m_hintsCaption = new Label(Role::SmallMedium, Token::T3));
    column->addLayout(caption);
    column->addWidget(m_hints = new QWidget);
    auto* hints = new QVBoxLayout(m_hints);
    hints->setContentsMargins(0, 0, 0, 0);
    hints->setSpacing(0);
    auto* none = new QHBoxLayout;
    none->setContentsMargins(16, 0, 16, 0);
    none->addWidget(m_none = new Label(Role::Body, Token::T2));
    column->addLayout(none);
    column->addStretch(1);
    retranslate();
}

void HintsPanel::retranslate() {
    m_scoreCaption->setText(tr("Score"));
    m_none->setText(tr("Nothing to put right"));
    refresh();
}

void HintsPanel::refresh() {
    const bool isKnown = m_presenter.findings().has_value() && m_presenter.view().all > 0;
    m_score->setVisible(isKnown);
    m_parts->setVisible(isKnown);
    m_hints->setVisible(isKnown);
    if (!isKnown) {
        m_verdict->setText(m_presenter.view().all > 0 ? tr("Looking at the clips…") : tr("No clips yet"));
        m_hintsCaption->setText(tr("Hints"));
        m_none->hide();
        return;
    }
    fillScore();
    fillHints();
}

void HintsPanel::fillScore() {
    const auto& found = *m_presenter.findings();
    m_score->setText(QString::number(qRound(found.score)));
    const bool blocks = !found.hints.empty() && found.hints.front().severity == "blocks";
    m_verdict->setText(blocks              ? tr("Some clips cannot be learnt yet")
                       : found.score >= 80 ? tr("Ready to train")
                       : found.score >= 60 ? tr("Can be trained, could be better")
                                           : tr("More or better clips would help"));
    auto* column = emptied(m_parts);
    for (const auto& part : found.parts) {
        auto* row = new ScoreRow(part);
        connect(row, &ScoreRow::chosen, this, &HintsPanel::queryChosen);
        column->addWidget(row);
    }
}

void HintsPanel::fillHints() {
    const auto& found = *m_presenter.findings();
    m_hintsCaption->setText(found.hints.empty() ? tr("Hints") : tr("Hints · %1").arg(found.hints.size()));
    m_none->setVisible(found.hints.empty());
    auto* column = emptied(m_hints);
    for (const auto& hint : found.hints) {
        const QVector<std::int64_t> clips(hint.clips.begin(), hint.clips.end());
        const QString rule = bridge::fromUtf8(hint.rule);
        auto* row = new HintRow(
            hint,
            [this, clips] {
                if (!clips.isEmpty()) Q_EMIT clipsChosen(clips);
            },
            [this, rule] { m_presenter.fix(rule); });
        column->addWidget(row);
    }
}

}  // namespace brandloom::dataset_page
