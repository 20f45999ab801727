#include "gui/widgets/theme/icons.h"

#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPixmapCache>
#include <QSvgRenderer>

#include "gui/widgets/theme/theme.h"

namespace brandloom::widgets {
namespace {

QByteArray svgSource(const QString& name) {
    static QHash<QString, QByteArray> sources;
    const auto found = sources.constFind(name);
    if (found != sources.constEnd()) return *found;
    QFile file(QStringLiteral(":/brandloom/icons/%1.svg").arg(name));
    const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    sources.insert(name, bytes);
    return bytes;
}

QPixmap render(QByteArray svg, int size, qreal ratio) {
    const int pixels = qRound(size * ratio);
    QPixmap pixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QSvgRenderer renderer(svg);
    QPainter painter(&pixmap);
    renderer.render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

class TintedIconEngine : public QIconEngine {
  public:
    explicit TintedIconEngine(QString name) : m_name(std::move(name)) {}
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const int size = qMin(rect.width(), rect.height());
        const QPointF at(rect.x() + (rect.width() - size) / 2.0, rect.y() + (rect.height() - size) / 2.0);
        drawIcon(*painter, at, m_name, size, tint(mode, state));
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return iconPixmap(m_name, qMin(size.width(), size.height()), tint(mode, state), 1.0);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override {
        QPixmap p = iconPixmap(m_name, qRound(qMin(size.width(), size.height()) / scale), tint(mode, state), scale);
        return p;
    }
    QIconEngine* clone() const override { return new TintedIconEngine(m_name); }

  private:
    static QColor tint(QIcon::Mode mode, QIcon::State state) {
        if (mode == QIcon::Disabled) return color(Token::T0);
        if (mode == QIcon::Active || mode == QIcon::Selected || state == QIcon::On) return color(Token::T1);
        return color(Token::T2);
    }
    QString m_name;
};

}  // namespace

QPixmap iconPixmap(const QString& name, int size, const QColor& tint, qreal ratio) {
    const QString key = QStringLiteral("bl-icon:%1:%2:%3:%4").arg(name).arg(size).arg(ratio).arg(tint.name());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    QByteArray svg = svgSource(name);
    if (svg.isEmpty()) return {};
    svg.replace("currentColor", tint.name().toLatin1());
    if (size <= 16) svg.replace("stroke-width=\"1.5\"", "stroke-width=\"1.75\"");
    pixmap = render(svg, size, ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void drawIcon(QPainter& painter, const QPointF& at, const QString& name, int size, const QColor& tint) {
    const qreal ratio = painter.device()->devicePixelRatioF();
    const QPointF snapped(qRound(at.x() * ratio) / ratio, qRound(at.y() * ratio) / ratio);
    painter.drawPixmap(snapped, iconPixmap(name, size, tint, ratio));
}

QIcon icon(const QString& name) {
    return QIcon(new TintedIconEngine(name));
}

QPixmap markPixmap(int size, qreal ratio) {
    QByteArray svg = svgSource(QStringLiteral("app/mark"));
    svg.replace("currentColor", color(Token::T1).name().toLatin1());
    svg.replace("accentColor", color(Token::Accent).name().toLatin1());
    return render(svg, size, ratio);
}

}  // namespace brandloom::widgets
