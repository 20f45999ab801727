#include "gui/dataset/filter_panel.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include "gui/bridge/error_text.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/surface.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::dataset_page {

using namespace widgets;
using bridge::fromUtf8;

FilterRow::FilterRow(const QString& words, const QString& value, bool isChosen, QWidget* parent)
    : PaintedWidget(parent), m_words(words), m_value(value), m_isChosen(isChosen) {
    setFixedHeight(26);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setToolTip(words);
}

void FilterRow::setPlain() {
    m_isPlain = true;
    setFocusPolicy(Qt::NoFocus);
    unsetCursor();
}

void FilterRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QRectF box = QRectF(rect()).adjusted(8, 0, -8, 0);
    if (m_isChosen || (m_hover && !m_isPlain))
        drawBox(painter, box, 4, color(m_isChosen ? Token::Soft : Token::Hover));
    const Token ink = m_isChosen ? Token::Accent : m_isPlain ? Token::T2 : Token::T1;
    const TextStyle number{Role::Small, m_isChosen ? Token::Accent : Token::T3, Qt::AlignRight, Qt::ElideNone,
                           true};
    const qreal wide = lineWidth(m_value, number);
    drawLine(painter, box.adjusted(8, 0, -16 - wide, 0), m_words, {Role::Body, ink});
    drawLine(painter, box.adjusted(0, 0, -8, 0), m_value, number);
}

void FilterRow::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_isPlain && event->button() == Qt::LeftButton && rect().contains(event->pos())) Q_EMIT chosen();
}

void FilterRow::keyPressEvent(QKeyEvent* event) {
    const bool isPress =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (isPress && !m_isPlain) return chosen();
    PaintedWidget::keyPressEvent(event);
}

bool FilterRow::event(QEvent* event) {
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave) {
        m_hover = event->type() == QEvent::Enter;
        update();
    }
    return PaintedWidget::event(event);
}

FilterPanel::FilterPanel(DatasetPresenter& presenter, QWidget* parent) : QWidget(parent), m_presenter(presenter) {
    setFixedWidth(200);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    whole->addWidget(scroll);
    auto* ground = new Surface(Token::Panel, Qt::RightEdge);
    scroll->setWidget(ground);
    auto* column = new QVBoxLayout(ground);
    column->setContentsMargins(0, 10, 0, 12);
    column->setSpacing(0);
    auto* box = new QWidget;
    m_rows = new QVBoxLayout(box);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(0);
    column->addWidget(box);
    column->addSpacing(8);
    auto* acts = new QVBoxLayout;
    acts->setContentsMargins(16, 0, 16, 0);
    acts->setSpacing(6);
    acts->addWidget(m_freeze = new Button(ButtonKind::Normal, 24), 0, Qt::AlignLeft);
    acts->addWidget(m_draw = new Button(ButtonKind::Normal, 24), 0, Qt::AlignLeft);
    column->addLayout(acts);
    column->addStretch(1);
    connect(&presenter, &DatasetPresenter::facetsChanged, this, &FilterPanel::refresh);
    connect(&presenter, &DatasetPresenter::viewChanged, this, &FilterPanel::refresh);
    connect(m_freeze, &QAbstractButton::clicked, &presenter, &DatasetPresenter::freeze);
    connect(m_draw, &QAbstractButton::clicked, &presenter, &DatasetPresenter::drawSplit);
    retranslate();
}

void FilterPanel::retranslate() {
    m_freeze->setText(tr("Keep a version"));
    m_freeze->setToolTip(tr("The dataset as it is now, to come back to and to compare with"));
    m_draw->setText(tr("Draw the split anew"));
    m_draw->setToolTip(tr("Clips that are only measured, never learnt; films and scenes stay together"));
    refresh();
}

void FilterPanel::addHeading(const QString& words) {
    m_rows->addSpacing(14);
    auto* heading = new Label(Role::SmallMedium, Token::T3);
    heading->setText(words);
    auto* box = new QWidget;
    auto* row = new QVBoxLayout(box);
    row->setContentsMargins(16, 0, 16, 4);
    row->addWidget(heading);
    m_rows->addWidget(box);
}

void FilterPanel::addRow(const QString& words, std::int64_t count, const QString& query) {
    const bool isChosen = m_presenter.query().trimmed() == query;
    auto* row = new FilterRow(words, QLocale().toString(static_cast<qlonglong>(count)), isChosen);
    row->setAccessibleName(words);
    // A second click takes it back.
    connect(row, &FilterRow::chosen, this, [this, query, isChosen] { queryChosen(isChosen ? QString() : query); });
    m_rows->addWidget(row);
}

void FilterPanel::addVersions() {
    const auto& versions = m_presenter.facets().versions;
    if (versions.empty()) return;
    addHeading(tr("Versions"));
    for (const auto& version : versions) {
        const auto day = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(version.frozenAt)).date();
        QString words =
            QStringLiteral("v%1 · %2").arg(version.number).arg(QLocale().toString(day, QLocale::ShortFormat));
        if (version.isNow) words += QStringLiteral(" · ") + tr("now");
        auto* row = new FilterRow(words, QLocale().toString(version.clips), false);
        row->setPlain();
        row->setAccessibleName(words);
        m_rows->addWidget(row);
    }
}

void FilterPanel::refresh() {
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        if (item->widget()) item->widget()->deleteLater();
        delete item;
    }
    const bool hasClips = m_presenter.view().all > 0;
    m_freeze->setVisible(hasClips);
    m_draw->setVisible(hasClips);
    m_freeze->setEnabled(!m_presenter.isReadOnly());
    m_draw->setEnabled(!m_presenter.isReadOnly());
    addRow(tr("All clips"), m_presenter.view().all, QString());
    std::string group;
    for (const auto& facet : m_presenter.facets().facets) {
        if (facet.group != group) {
            group = facet.group;
            addHeading(facetWords(fromUtf8(group), {}));
        }
        addRow(facetWords(fromUtf8(group), fromUtf8(facet.name)), facet.clips, fromUtf8(facet.query));
    }
    addVersions();
}

QString facetWords(const QString& group, const QString& name) {
    struct Words {
        const char* group;
        const char* name;
        const char* words;
    };
    static constexpr Words kWords[] = {{"todo", "", QT_TRANSLATE_NOOP("facets", "To do")},
                                       {"todo", "caption", QT_TRANSLATE_NOOP("facets", "No caption")},
                                       {"todo", "draft", QT_TRANSLATE_NOOP("facets", "Drafts to read")},
                                       {"todo", "rights", QT_TRANSLATE_NOOP("facets", "Rights not noted")},
                                       {"todo", "expired", QT_TRANSLATE_NOOP("facets", "Rights expired")},
                                       {"todo", "short", QT_TRANSLATE_NOOP("facets", "Very short")},
                                       {"todo", "blurred", QT_TRANSLATE_NOOP("facets", "Blurred")},
                                       {"todo", "bars", QT_TRANSLATE_NOOP("facets", "Black bars")},
                                       {"marks", "", QT_TRANSLATE_NOOP("facets", "Marks")},
                                       {"marks", "picked", QT_TRANSLATE_NOOP("facets", "Picked")},
                                       {"marks", "rejected", QT_TRANSLATE_NOOP("facets", "Rejected")},
                                       {"marks", "good", QT_TRANSLATE_NOOP("facets", "4 stars and more")},
                                       {"marks", "held_out", QT_TRANSLATE_NOOP("facets", "Only measured")},
                                       {"marks", "cropped", QT_TRANSLATE_NOOP("facets", "Cropped")},
                                       {"camera", "", QT_TRANSLATE_NOOP("facets", "Camera")},
                                       {"camera", "static", QT_TRANSLATE_NOOP("facets", "Still")},
                                       {"camera", "pan_left", QT_TRANSLATE_NOOP("facets", "Pans left")},
                                       {"camera", "pan_right", QT_TRANSLATE_NOOP("facets", "Pans right")},
                                       {"camera", "push_in", QT_TRANSLATE_NOOP("facets", "Pushes in")},
                                       {"camera", "pull_out", QT_TRANSLATE_NOOP("facets", "Pulls out")},
                                       {"camera", "handheld", QT_TRANSLATE_NOOP("facets", "By hand")},
                                       {"tags", "", QT_TRANSLATE_NOOP("facets", "Tags")}};
    for (const auto& w : kWords)
        if (group == QLatin1String(w.group) && name == QLatin1String(w.name))
            return QCoreApplication::translate("facets", w.words);
    return name;
}

}  // namespace brandloom::dataset_page
