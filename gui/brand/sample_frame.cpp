#include "gui/brand/sample_frame.h"

#include <QPainter>

#include "core/brand/brand_contrast.h"
#include "gui/brand/brand_fonts.h"
#include "gui/bridge/error_text.h"
#include "gui/widgets/theme/theme.h"

namespace brandloom::brand_page {

using namespace widgets;
using bridge::fromUtf8;

namespace {

QColor colorOf(const brand::Rgb& c) {
    return {c.red, c.green, c.blue};
}

/// The part of the picture that fills the box.
QRectF filling(const QSizeF& picture, const QSizeF& box) {
    const QSizeF part = box.scaled(picture, Qt::KeepAspectRatio);
    return {QPointF((picture.width() - part.width()) / 2, (picture.height() - part.height()) / 2), part};
}

/// 0 to 1, over the part.
double brightnessOf(const QImage& picture, const QRect& part) {
    const QRect inside = part & picture.rect();
    if (inside.isEmpty()) return 0;
    const QImage one = picture.copy(inside).scaled(4, 4, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    double sum = 0;
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 4; ++x) {
            const QRgb c = one.pixel(x, y);
            sum +=
                brand::relativeLuminance({static_cast<std::uint8_t>(qRed(c)), static_cast<std::uint8_t>(qGreen(c)),
                                          static_cast<std::uint8_t>(qBlue(c))});
        }
    return sum / 16;
}

}  // namespace

SampleFrame::SampleFrame(int wide, int high, QWidget* parent) : PaintedWidget(parent), m_wide(wide), m_high(high) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void SampleFrame::setLook(const SampleLook& look) {
    m_look = look;
    update();
}

QString SampleFrame::spokenText() const {
    QStringList words{tr("Sample frame %1:%2").arg(m_wide).arg(m_high)};
    words << (shownLogo() ? tr("with the logo") : tr("without a logo"));
    for (const auto* line : {&m_look.brand.legalLine.zh, &m_look.brand.legalLine.en})
        if (!line->empty()) words << fromUtf8(*line);
    return words.join(QStringLiteral(", "));
}

QRectF SampleFrame::logoArea(const QImage& logo) const {
    const double shorter = qMin(width(), height());
    const double ratio = static_cast<double>(logo.width()) / qMax(1, logo.height());
    const double high = qMin(0.13 * shorter, 0.4 * width() / ratio);
    double clear = brand::kClearSpace;
    if (!m_look.brand.logos.empty()) clear = m_look.brand.logos[0].clearSpace;
    const double margin = qMax(0.05 * shorter, qMin(clear * high, 0.2 * shorter));
    return {width() - margin - high * ratio, margin, high * ratio, high};
}

std::optional<brand::LogoGround> SampleFrame::shownLogo() const {
    using brand::LogoGround;
    if (m_look.logoDark.isNull() && m_look.logoLight.isNull()) return std::nullopt;
    if (m_look.logoLight.isNull()) return LogoGround::Dark;
    if (m_look.logoDark.isNull()) return LogoGround::Light;
    const auto ground = brand::subtitleColours(m_look.brand).ground;
    double brightness = brand::relativeLuminance(ground);
    if (!m_look.picture.isNull()) {
        const QRectF part = filling(m_look.picture.size(), size());
        const double scale = part.width() / qMax(1, width());
        const QRectF area = logoArea(m_look.logoDark);
        brightness = brightnessOf(
            m_look.picture, QRectF(part.topLeft() + area.topLeft() * scale, area.size() * scale).toAlignedRect());
    }
    constexpr double kMiddleGrey = 0.18;
    return brightness < kMiddleGrey ? LogoGround::Dark : LogoGround::Light;
}

void SampleFrame::paintLogo(QPainter& painter) const {
    const auto ground = shownLogo();
    if (!ground) return;
    const QImage& logo = *ground == brand::LogoGround::Dark ? m_look.logoDark : m_look.logoLight;
    painter.drawImage(logoArea(logo), logo);
}

qreal SampleFrame::paintLegal(QPainter& painter) const {
    QStringList lines;
    for (const auto* line : {&m_look.brand.legalLine.zh, &m_look.brand.legalLine.en})
        if (!line->empty()) lines << fromUtf8(*line);
    if (lines.isEmpty()) return 0;
    const auto colours = brand::subtitleColours(m_look.brand);
    painter.setFont(brandFont(m_look.brand, qMax(9, qRound(0.045 * qMin(width(), height()))), false));
    const QFontMetricsF metrics(painter.font());
    const qreal side = 0.04 * width();
    const qreal lineHigh = metrics.height();
    const qreal high = lineHigh * static_cast<qreal>(lines.size()) + 4;
    painter.fillRect(QRectF(0, height() - high, width(), high), colorOf(colours.ground));
    painter.setPen(colorOf(colours.text));
    qreal top = height() - high + 2;
    for (const QString& line : lines) {
        painter.drawText(QRectF(side, top, width() - 2 * side, lineHigh), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(line, Qt::ElideRight, width() - 2 * side));
        top += lineHigh;
    }
    return high;
}

void SampleFrame::paintSubtitle(QPainter& painter, qreal bottom) const {
    const auto colours = brand::subtitleColours(m_look.brand);
    const double shorter = qMin(width(), height());
    const QFont large = brandFont(m_look.brand, qRound(0.1 * shorter), true);
    const QFont small = brandFont(m_look.brand, qMax(8, qRound(0.065 * shorter)), false);
    const QFontMetricsF zh(large), en(small);
    const qreal padding = 0.04 * shorter;
    const qreal wide = qMin<qreal>(
        qMax(zh.horizontalAdvance(m_look.subtitleZh), en.horizontalAdvance(m_look.subtitleEn)) + 2 * padding,
        0.9 * width());
    const qreal high = zh.height() + en.height() + padding;
    const QRectF plate(0.05 * width(), bottom - high - 0.05 * shorter, wide, high);
    painter.fillRect(plate, colorOf(colours.ground));
    painter.setPen(colorOf(colours.text));
    const QRectF inner = plate.adjusted(padding, padding / 2, -padding, -padding / 2);
    painter.setFont(large);
    painter.drawText(QRectF(inner.topLeft(), QSizeF(inner.width(), zh.height())), Qt::AlignLeft | Qt::AlignVCenter,
                     zh.elidedText(m_look.subtitleZh, Qt::ElideRight, inner.width()));
    painter.setFont(small);
    painter.drawText(QRectF(inner.left(), inner.top() + zh.height(), inner.width(), en.height()),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     en.elidedText(m_look.subtitleEn, Qt::ElideRight, inner.width()));
}

void SampleFrame::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform | QPainter::TextAntialiasing);
    const auto colours = brand::subtitleColours(m_look.brand);
    if (m_look.picture.isNull())
        painter.fillRect(
            rect(), m_look.brand.colours.empty() ? color(Token::Surround) : colorOf(colours.ground).lighter(130));
    else
        painter.drawImage(QRectF(rect()), m_look.picture, filling(m_look.picture.size(), size()));
    const qreal legal = paintLegal(painter);
    paintSubtitle(painter, height() - legal);
    paintLogo(painter);
}

}  // namespace brandloom::brand_page
