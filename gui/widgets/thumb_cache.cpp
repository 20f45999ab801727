#include "gui/widgets/thumb_cache.h"

#include <QImageReader>
#include <QMetaObject>

namespace brandloom::widgets {
namespace {

constexpr int kMostSide = 4096;  // a cached picture is far smaller: another file stands in its place

QImage readPicture(const QString& file) {
    QImageReader reader(file, "png");
    const QSize size = reader.size();
    if (!size.isValid() || size.width() > kMostSide || size.height() > kMostSide) return {};
    const QImage image = reader.read();
    return image.convertToFormat(image.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied
                                                         : QImage::Format_RGB32);
}

}  // namespace

ThumbCache::ThumbCache(int megabytes, QObject* parent) : QObject(parent), m_pictures(megabytes * 1024) {
    m_reader.setMaxThreadCount(1);
    m_reader.setThreadPriority(QThread::LowPriority);
}

ThumbCache::~ThumbCache() {
    m_reader.clear();
    m_reader.waitForDone();
}

QImage ThumbCache::picture(const QString& file) {
    if (file.isEmpty()) return {};
    if (const QImage* known = m_pictures.object(file)) return *known;
    if (m_asked.contains(file)) return {};
    m_asked.insert(file);
    m_reader.start([this, file] {
        QImage image = readPicture(file);
        QMetaObject::invokeMethod(
            this,
            [this, file, image = std::move(image)] {
                m_asked.remove(file);
                const int cost = static_cast<int>(image.sizeInBytes() / 1024) + 1;
                m_pictures.insert(file, new QImage(image), cost);
                Q_EMIT arrived(file);
            },
            Qt::QueuedConnection);
    });
    return {};
}

void ThumbCache::forgetMissing() {
    for (const QString& file : m_pictures.keys())
        if (m_pictures.object(file)->isNull()) m_pictures.remove(file);
}

}  // namespace brandloom::widgets
