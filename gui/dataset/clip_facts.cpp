#include "gui/dataset/clip_facts.h"

#include <QDateTime>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollArea>
#include <cmath>

#include "gui/bridge/error_text.h"
#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/surface.h"
#include "gui/widgets/theme/paint.h"

namespace brandloom::dataset_page {

using namespace widgets;
using bridge::fromUtf8;

namespace {

constexpr int kStar = 18;
constexpr int kLeastFrames = 9;  // that a training takes of a clip

void empty(QVBoxLayout* rows) {
    while (QLayoutItem* item = rows->takeAt(0)) {
        if (item->widget()) item->widget()->deleteLater();
        delete item;
    }
}

/// Name and value, and between them, where it is a share, a bar.
class FactRow : public PaintedWidget {
  public:
    FactRow(const QString& name, const QString& value, double part = -1)
        : m_name(name), m_value(value), m_part(part) {
        setFixedHeight(24);
        setAccessibleName(name + QStringLiteral(": ") + value);
        setToolTip(value);
    }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::StaticText; }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        drawLine(painter, QRectF(0, 0, 92, height()), m_name, {Role::Body, Token::T2});
        if (m_part >= 0)
            drawBar(painter, QRectF(100, height() / 2.0 - 2, width() - 100 - 48, 4), m_part, color(Token::Series3),
                    color(Token::Press));
        const double from = m_part >= 0 ? width() - 44 : 96;
        drawLine(painter, QRectF(from, 0, width() - from, height()), m_value,
                 {Role::Body, Token::T1, Qt::AlignRight, Qt::ElideMiddle, true});
    }

  private:
    QString m_name;
    QString m_value;
    double m_part;
};

/// A mark, what it is about, and why.
QWidget* verdictRow(bool isGood, const QString& what, const QString& why) {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 2, 0, 2);
    row->setSpacing(8);
    row->addWidget(isGood ? new IconView(QStringLiteral("ok"), 16, Token::Success)
                          : new IconView(QStringLiteral("warning"), 16, Token::Warning));
    auto* first = new Label(Role::Body);
    first->setText(what);
    row->addWidget(first);
    auto* second = new Label(Role::Small, Token::T3);
    second->setText(why);
    second->setToolTip(why);
    row->addWidget(second, 1);
    return box;
}

}  // namespace

StarRow::StarRow(QWidget* parent) : PaintedWidget(parent) {
    setFocusPolicy(Qt::TabFocus);
    setFixedSize(sizeHint());
    setCursor(Qt::PointingHandCursor);
}

QSize StarRow::sizeHint() const {
    return {5 * kStar, 24};
}

void StarRow::setRating(int rating) {
    m_rating = rating;
    update();
}

QString StarRow::spokenText() const {
    return tr("%n star(s)", nullptr, m_rating);
}

void StarRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int i = 0; i < 5; ++i) {
        QPolygonF star;
        for (int k = 0; k < 10; ++k) {
            const double radius = k % 2 == 0 ? 7.0 : 2.9, angle = M_PI * (k / 5.0 - 0.5);
            star << QPointF(i * kStar + kStar / 2.0 + radius * std::cos(angle),
                            height() / 2.0 + 0.5 + radius * std::sin(angle));
        }
        painter.setPen(QPen(color(i < m_rating ? Token::T1 : Token::Line3), 1.2));
        painter.setBrush(i < m_rating ? QBrush(color(Token::T1)) : QBrush(Qt::NoBrush));
        painter.drawPolygon(star);
    }
}

void StarRow::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !rect().contains(event->pos())) return;
    const int star = event->pos().x() / kStar + 1;
    Q_EMIT chosen(star == m_rating ? 0 : std::min(star, 5));
}

void StarRow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Left && m_rating > 0) return chosen(m_rating - 1);
    if (event->key() == Qt::Key_Right && m_rating < 5) return chosen(m_rating + 1);
    PaintedWidget::keyPressEvent(event);
}

ClipFacts::ClipFacts(ClipPresenter& presenter, QWidget* parent) : QWidget(parent), m_presenter(presenter) {
    setFixedWidth(312);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    whole->addWidget(scroll);
    auto* ground = new Surface(Token::Panel, Qt::LeftEdge);
    scroll->setWidget(ground);
    auto* column = new QVBoxLayout(ground);
    column->setContentsMargins(16, 12, 16, 16);
    column->setSpacing(0);
    buildMarks(column);
    m_fit = addSection(column);
    m_measures = addSection(column);
    m_tags = addSection(column);
    column->addWidget(m_newTag = new QLineEdit);
    m_source = addSection(column);
    column->addStretch(1);
    connect(&presenter, &ClipPresenter::opened, this, &ClipFacts::refresh);
    connect(&presenter, &ClipPresenter::changed, this, &ClipFacts::refresh);
    connect(m_newTag, &QLineEdit::returnPressed, this, [this] {
        m_presenter.addTags(m_newTag->text());
        m_newTag->clear();
    });
    retranslate();
}

void ClipFacts::buildMarks(QVBoxLayout* column) {
    auto* head = new QHBoxLayout;
    head->addWidget(m_title = new Label(Role::Heading), 1);
    head->addWidget(m_stars = new StarRow);
    column->addLayout(head);
    column->addSpacing(8);
    auto* marks = new QHBoxLayout;
    marks->setSpacing(8);
    marks->addWidget(m_pick = new Button(ButtonKind::Normal));
    marks->addWidget(m_reject = new Button(ButtonKind::Normal));
    marks->addStretch(1);
    m_pick->setIconName(QStringLiteral("flag"));
    m_reject->setIconName(QStringLiteral("close"));
    column->addLayout(marks);
    const auto mark = [this](int pick) {
        const auto* card = m_presenter.card();
        if (card == nullptr) return;
        m_presenter.dataset().mark({card->id}, card->pick == pick ? 0 : pick);
    };
    connect(m_pick, &QAbstractButton::clicked, this, [mark] { mark(1); });
    connect(m_reject, &QAbstractButton::clicked, this, [mark] { mark(-1); });
    connect(m_stars, &StarRow::chosen, this, [this](int rating) {
        if (m_presenter.clip() != 0) m_presenter.dataset().rate({m_presenter.clip()}, rating);
    });
}

ClipFacts::Section ClipFacts::addSection(QVBoxLayout* column) {
    Section section{};
    column->addSpacing(18);
    column->addWidget(section.heading = new Label(Role::SmallMedium, Token::T3));
    column->addSpacing(4);
    auto* box = new QWidget;
    section.rows = new QVBoxLayout(box);
    section.rows->setContentsMargins(0, 0, 0, 0);
    section.rows->setSpacing(0);
    column->addWidget(box);
    return section;
}

void ClipFacts::retranslate() {
    m_pick->setText(tr("Pick"));
    m_reject->setText(tr("Reject"));
    m_pick->setKeyHint(QKeySequence(Qt::Key_P));
    m_reject->setKeyHint(QKeySequence(Qt::Key_X));
    m_stars->setAccessibleName(tr("Rating"));
    m_fit.heading->setText(tr("Fits the model"));
    m_measures.heading->setText(tr("Measured"));
    m_tags.heading->setText(tr("Tags"));
    m_source.heading->setText(tr("Film"));
    m_newTag->setPlaceholderText(tr("Add tags, with commas between them"));
    m_newTag->setAccessibleName(tr("Add tags"));
    refresh();
}

void ClipFacts::refresh() {
    const auto* card = m_presenter.card();
    const auto& detail = m_presenter.detail();
    m_title->setText(m_presenter.placeWords());
    m_stars->setRating(card == nullptr ? 0 : card->rating);
    m_pick->setKindOf(card != nullptr && card->pick > 0 ? ButtonKind::Primary : ButtonKind::Normal);
    m_reject->setKindOf(card != nullptr && card->pick < 0 ? ButtonKind::Danger : ButtonKind::Normal);
    const bool isWritable = card != nullptr && !m_presenter.dataset().isReadOnly();
    for (QWidget* widget : {static_cast<QWidget*>(m_stars), static_cast<QWidget*>(m_pick),
                            static_cast<QWidget*>(m_reject), static_cast<QWidget*>(m_newTag)})
        widget->setEnabled(isWritable);
    for (const auto& section : {m_fit, m_measures, m_tags, m_source}) empty(section.rows);
    if (!detail || detail->card.id != m_presenter.clip()) return;
    fillFit(*detail);
    fillMeasures(*detail);
    fillTags(detail->card);
    fillSource(*detail);
}

void ClipFacts::fillFit(const studio::ClipDetail& d) {
    const QLocale locale;
    const QString rate = locale.toString(d.modelFps, 'g', 4);
    if (d.isStill)
        m_fit.rows->addWidget(verdictRow(false, tr("A single picture"), tr("trainings learn films only")));
    else if (d.modelFrames >= kLeastFrames)
        m_fit.rows->addWidget(verdictRow(true, tr("%n frame(s)", nullptr, d.modelFrames),
                                         tr("at %1 a second, for the starter").arg(rate)));
    else
        m_fit.rows->addWidget(
            verdictRow(false, tr("Too short"), tr("needs %1 frames at %2 a second").arg(kLeastFrames).arg(rate)));
    const int width = d.crop ? d.crop->width : d.filmWidth, height = d.crop ? d.crop->height : d.filmHeight;
    const bool isLarge = std::min(width, height) >= 64;
    m_fit.rows->addWidget(verdictRow(isLarge, QStringLiteral("%1 × %2").arg(width).arg(height),
                                     isLarge ? tr("large enough") : tr("will be enlarged: 64 pixels are learnt")));
    if (d.isVariableRate) m_fit.rows->addWidget(verdictRow(true, tr("Uneven rate"), tr("read by its time stamps")));
}

void ClipFacts::fillMeasures(const studio::ClipDetail& d) {
    const QLocale locale;
    const auto add = [&](const QString& name, const QString& value, double part = -1) {
        m_measures.rows->addWidget(new FactRow(name, value, part));
    };
    if (!d.look) {
        auto* words = new Paragraph(Role::Body, Token::T2);
        words->setText(d.problem ? bridge::describe(*d.problem).whole()
                                 : tr("This range is measured when you leave it."));
        return m_measures.rows->addWidget(words);
    }
    const auto& look = *d.look;
    const auto number = [&](double value) { return locale.toString(value, 'f', 2); };
    const std::map<std::string, QString> cameras{{"static", tr("still")},         {"pan-left", tr("pans left")},
                                                 {"pan-right", tr("pans right")}, {"push-in", tr("pushes in")},
                                                 {"pull-out", tr("pulls out")},   {"handheld", tr("by hand")},
                                                 {"other", tr("moves freely")}};
    const auto camera = cameras.find(look.camera);
    add(tr("Camera"), camera == cameras.end() ? fromUtf8(look.camera) : camera->second);
    add(tr("Sharpness"), number(look.sharpness), look.sharpness);
    add(tr("Lightness"), number(look.exposure), look.exposure);
    add(tr("Motion"), number(look.motion), std::min(1.0, look.motion));
    if (look.hasBars) add(tr("Black bars"), tr("yes"));
    if (look.frozenSeconds > 0.2)
        add(tr("Stands still"), tr("%1 s").arg(locale.toString(look.frozenSeconds, 'f', 1)));
}

void ClipFacts::fillTags(const studio::ClipCard& card) {
    for (const auto& tag : card.tags) {
        auto* box = new QWidget;
        auto* row = new QHBoxLayout(box);
        row->setContentsMargins(0, 0, 0, 0);
        auto* words = new Label(Role::Body);
        words->setText(fromUtf8(tag));
        row->addWidget(words, 1);
        auto* away = new IconButton(QStringLiteral("close"), 24);
        away->setWords(tr("Take the tag %1 away").arg(fromUtf8(tag)));
        away->setEnabled(!m_presenter.dataset().isReadOnly());
        connect(away, &QAbstractButton::clicked, this, [this, tag = fromUtf8(tag)] { m_presenter.removeTag(tag); });
        row->addWidget(away);
        m_tags.rows->addWidget(box);
    }
}

void ClipFacts::fillSource(const studio::ClipDetail& d) {
    const QLocale locale;
    const auto add = [&](const QString& name, const QString& value) {
        m_source.rows->addWidget(new FactRow(name, value));
    };
    add(tr("File"), QFileInfo(fromUtf8(utf8FromPath(d.card.film))).fileName());
    if (d.filmWidth > 0)
        add(tr("Picture"), QStringLiteral("%1 × %2, %3").arg(d.filmWidth).arg(d.filmHeight).arg(fromUtf8(d.codec)));
    if (d.filmSeconds > 0) add(tr("Length"), tr("%1 s").arg(locale.toString(d.filmSeconds, 'f', 2)));
    if (d.fps > 0) add(tr("Rate"), tr("%1 a second").arg(locale.toString(d.fps, 'g', 5)));
    add(tr("Range"), QStringLiteral("%1–%2 s").arg(locale.toString(d.card.startSeconds, 'f', 2),
                                                   locale.toString(d.card.startSeconds + d.card.seconds, 'f', 2)));
    QString rights = d.rightsHolder.empty() ? tr("nobody said") : fromUtf8(d.rightsHolder);
    if (d.rightsUntil) {
        const auto day = QDateTime::fromSecsSinceEpoch(static_cast<qint64>(*d.rightsUntil) - 1, Qt::UTC).date();
        rights = tr("%1, until %2").arg(rights, locale.toString(day, QLocale::ShortFormat));
    }
    add(tr("Rights"), rights);
}

}  // namespace brandloom::dataset_page
