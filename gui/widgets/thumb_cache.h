#pragma once
// Small pictures from files, read on a thread of their own and kept while they are likely to be shown again.
// GUI thread.
#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>
#include <QThreadPool>

namespace brandloom::widgets {

class ThumbCache : public QObject {
    Q_OBJECT
  public:
    /// Keeps pictures of `megabytes` in all.
    explicit ThumbCache(int megabytes = 48, QObject* parent = nullptr);
    ~ThumbCache() override;
    /// Null while it is not read yet, or is not there: arrived() tells.
    [[nodiscard]] QImage picture(const QString& file);
    /// Those that were not there are looked for again the next time.
    void forgetMissing();

  Q_SIGNALS:
    void arrived(const QString& file);

  private:
    QCache<QString, QImage> m_pictures;  ///< cost in KiB
    QSet<QString> m_asked;
    QThreadPool m_reader;
};

}  // namespace brandloom::widgets
