#include "gui/widgets/message_bar.h"

#include <QHBoxLayout>
#include <QPainter>

#include "gui/widgets/button.h"
#include "gui/widgets/label.h"
#include "gui/widgets/surface.h"

namespace brandloom::widgets {
namespace {

struct ToneRow {
    Token ground;
    Token ink;
    const char* icon;
};

ToneRow rowOf(Tone tone) {
    switch (tone) {
        case Tone::Success:
            return {Token::SuccessSoft, Token::Success, "ok"};
        case Tone::Warning:
            return {Token::WarningSoft, Token::Warning, "warning"};
        case Tone::Error:
            return {Token::DangerSoft, Token::Danger, "error"};
        case Tone::Info:
            break;
    }
    return {Token::InfoSoft, Token::Info, "info"};
}

}  // namespace

MessageBar::MessageBar(QWidget* parent) : PaintedWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 6, 6, 6);
    row->setSpacing(10);
    m_icon = new IconView(QStringLiteral("info"), 18, Token::Info, this);
    m_text = new Paragraph(Role::Body, Token::T1, this);
    m_act = new Button(ButtonKind::Normal, 24, this);
    m_close = new IconButton(QStringLiteral("close"), 24, this);
    row->addWidget(m_icon, 0, Qt::AlignVCenter);
    row->addWidget(m_text, 1, Qt::AlignVCenter);
    row->addWidget(m_act, 0, Qt::AlignVCenter);
    row->addWidget(m_close, 0, Qt::AlignVCenter);
    setMinimumHeight(36);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    m_leave.setSingleShot(true);
    m_leave.setInterval(10'000);
    connect(&m_leave, &QTimer::timeout, m_close, &QAbstractButton::click);
    connect(m_close, &QAbstractButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
    connect(m_act, &QAbstractButton::clicked, this, [this] {
        hide();
        const auto run = m_run;
        if (run) run();
    });
    hide();
}

void MessageBar::say(Tone tone, const QString& sentence, const QString& act, std::function<void()> run) {
    m_tone = tone;
    const ToneRow row = rowOf(tone);
    m_icon->setIcon(QLatin1String(row.icon), row.ink);
    m_text->setText(sentence);
    m_act->setText(act);
    m_act->setVisible(!act.isEmpty());
    m_run = std::move(run);
    show();
    update();
    if (tone == Tone::Info || tone == Tone::Success)
        m_leave.start();
    else
        m_leave.stop();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageBar::setCloseWords(const QString& words) {
    m_close->setWords(words);
}

QString MessageBar::sentence() const {
    return m_text->text();
}

void MessageBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawBox(painter, rect(), 6, color(rowOf(m_tone).ground));
}

void MessageBar::enterEvent(QEnterEvent*) {
    m_leave.stop();
}

void MessageBar::leaveEvent(QEvent*) {
    if (m_tone == Tone::Info || m_tone == Tone::Success) m_leave.start();
}

}  // namespace brandloom::widgets
