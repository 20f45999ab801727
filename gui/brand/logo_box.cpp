#include "gui/brand/logo_box.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

#include "gui/widgets/theme/paint.h"

namespace brandloom::brand_page {

using namespace widgets;

bool drawSvg(const QString& svg, const QString& png) {
    constexpr qint64 kMostBytes = 4 << 20;
    constexpr int kSide = 1024;
    QFile file(svg);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMostBytes) return false;
    QSvgRenderer renderer(file.readAll());
    QSizeF size = renderer.viewBoxF().size();
    if (!renderer.isValid() || size.isEmpty()) return false;
    size.scale(kSide, kSide, Qt::KeepAspectRatio);
    QImage picture(size.toSize().expandedTo({1, 1}), QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    renderer.render(&painter);
    painter.end();
    return picture.save(png, "PNG");
}

LogoBox::LogoBox(brand::LogoGround ground, QWidget* parent) : PaintedWidget(parent), m_ground(ground) {
    setFixedHeight(96);
    setMinimumWidth(140);
}

void LogoBox::setLogo(const QImage& picture, double clearSpace, const QColor& ground) {
    m_picture = picture;
    m_clearSpace = clearSpace;
    m_colour = ground;
    update();
}

void LogoBox::setHint(const QString& hint) {
    m_hint = hint;
    update();
}

QString LogoBox::spokenText() const {
    return accessibleName() + QStringLiteral(": ") + (hasLogo() ? tr("there is a logo") : m_hint);
}

void LogoBox::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const QRectF all(rect());
    drawBox(painter, all, 4, m_colour, color(Token::Line2));
    if (!hasLogo()) {
        const QColor ink = m_ground == brand::LogoGround::Dark ? QColor(255, 255, 255, 190) : QColor(0, 0, 0, 170);
        drawLine(painter, all.adjusted(8, 0, -8, 0), m_hint, {Role::Small, Token::T2, Qt::AlignHCenter}, ink);
        return;
    }
    // The logo with its clear space fits into the box.
    const double ratio = static_cast<double>(m_picture.width()) / m_picture.height();
    const double high =
        qMin((all.height() - 24) / (1 + 2 * m_clearSpace), (all.width() - 24) / (ratio + 2 * m_clearSpace));
    const QRectF logo(all.center().x() - high * ratio / 2, all.center().y() - high / 2, high * ratio, high);
    painter.drawImage(logo, m_picture);
    const double clear = high * m_clearSpace;
    QPen dashes(m_ground == brand::LogoGround::Dark ? QColor(255, 255, 255, 120) : QColor(0, 0, 0, 110), 1);
    dashes.setDashPattern({3, 3});
    painter.setPen(dashes);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(logo.adjusted(-clear, -clear, clear, clear));
}

}  // namespace brandloom::brand_page
