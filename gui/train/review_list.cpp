#include "gui/train/review_list.h"

#include <QVBoxLayout>

#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/surface.h"

namespace brandloom::train {

using namespace widgets;

namespace {

constexpr int kRow = 36;

QString iconOf(Level level) {
    return level == Level::Ok        ? QStringLiteral("ok")
           : level == Level::Warning ? QStringLiteral("warning")
                                     : QStringLiteral("error");
}

Token inkOf(Level level) {
    return level == Level::Ok ? Token::Success : level == Level::Warning ? Token::Warning : Token::Danger;
}

}  // namespace

ReviewList::ReviewList(QWidget* parent) : QWidget(parent) {
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
}

void ReviewList::show(const QVector<ReviewRow>& rows) {
    QString shown;
    for (const ReviewRow& row : rows)
        shown += QString::number(static_cast<int>(row.level)) + row.text + row.hint + row.act + QLatin1Char('\n');
    if (shown == m_shown) return;
    m_shown = shown;
    while (QLayoutItem* item = m_column->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const ReviewRow& row : rows) m_column->addWidget(rowOf(row));
}

QWidget* ReviewList::rowOf(const ReviewRow& row) {
    auto* box = new Surface(Token::App, Qt::TopEdge);
    box->setFixedHeight(kRow);
    auto* line = new QHBoxLayout(box);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(10);
    line->addWidget(new IconView(iconOf(row.level), 16, inkOf(row.level)));
    auto* text = new Label(Role::Body);
    text->setText(row.text);
    text->setElide(Qt::ElideNone);
    line->addWidget(text);
    auto* hint = new Label(Role::Small, Token::T3);
    hint->setText(row.hint);
    line->addWidget(hint, 1);
    box->setAccessibleName(row.text + QStringLiteral(". ") + row.hint);
    if (row.act.isEmpty()) return box;
    auto* act = new Button(ButtonKind::Normal, 24);
    act->setText(row.act);
    line->addWidget(act);
    connect(act, &QAbstractButton::clicked, this, [this, fix = row.fix] { Q_EMIT fixRequested(fix); });
    return box;
}

}  // namespace brandloom::train
