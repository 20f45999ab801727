#pragma once
// A film along its time: small pictures, the range that is used with its two ends, other ranges, and where the
// player is. Seconds of the film throughout.
#include <QImage>
#include <QVector>
#include <utility>

#include "gui/widgets/painted_widget.h"

namespace brandloom::widgets {

class RangeTimeline : public PaintedWidget {
    Q_OBJECT
  public:
    explicit RangeTimeline(QWidget* parent = nullptr);
    /// `fps`: ends are put where pictures begin; 0: anywhere. Shows a short film whole, else the range and what is
    /// around it.
    void setFilm(double seconds, double fps, double from, double to);
    void setRange(double from, double to);
    void setOthers(const QVector<std::pair<double, double>>& ranges);
    void setPlayhead(double seconds);
    /// Words on the range; empty: none.
    void setRangeWords(const QString& words);
    /// Ends can be moved.
    void setEditable(bool on);
    [[nodiscard]] double from() const { return m_from; }
    [[nodiscard]] double to() const { return m_to; }
    /// What is in view, and how many small pictures fit.
    [[nodiscard]] std::pair<double, double> view() const { return {m_viewFrom, m_viewTo}; }
    [[nodiscard]] int stripCount() const;
    [[nodiscard]] double stripSeconds(int index) const;
    /// The picture of stripSeconds(index); those of another view are to be cleared first.
    void setStripPicture(int index, const QImage& picture);
    void clearStrip();
    /// Every small picture is there.
    [[nodiscard]] bool hasStrip() const;
    [[nodiscard]] QSize sizeHint() const override { return {600, kHeight}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, kHeight}; }
    [[nodiscard]] QAccessible::Role spokenRole() const override { return QAccessible::Slider; }
    [[nodiscard]] QString spokenText() const override;

  Q_SIGNALS:
    void seekWanted(double seconds);
    void rangeMoved(double from, double to);
    void rangeDone(double from, double to);
    /// Other small pictures are wanted.
    void viewChanged();
    /// Left or right key.
    void stepWanted(int pictures);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    static constexpr int kHeight = 92;
    enum class Grip { None, From, To, Head };
    [[nodiscard]] QRectF strip() const;
    [[nodiscard]] double xOf(double seconds) const;
    [[nodiscard]] double secondsAt(double x) const;
    [[nodiscard]] double atPicture(double seconds) const;
    [[nodiscard]] Grip gripAt(const QPointF& at) const;
    void drag(double x);
    void setView(double from, double to);
    void paintTicks(QPainter& painter);
    void paintStrip(QPainter& painter);
    void paintRange(QPainter& painter);

    double m_seconds = 0;
    double m_fps = 0;
    double m_from = 0;
    double m_to = 0;
    double m_viewFrom = 0;
    double m_viewTo = 1;
    double m_head = 0;
    QVector<std::pair<double, double>> m_others;
    QVector<QImage> m_pictures;
    QString m_words;
    bool m_isEditable = true;
    Grip m_grip = Grip::None;
    double m_beforeFrom = 0;
    double m_beforeTo = 0;
};

}  // namespace brandloom::widgets
