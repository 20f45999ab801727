#pragma once
// A picture of a film, fitted or pixel for pixel, and over it the part that is used. Coordinates of the part are
// pixels of the film, however large the picture is that stands for it.
#include <QImage>
#include <QRect>
#include <optional>

#include "gui/widgets/painted_widget.h"

namespace brandloom::widgets {

class FilmCanvas : public PaintedWidget {
    Q_OBJECT
  public:
    explicit FilmCanvas(QWidget* parent = nullptr);
    void setPicture(const QImage& picture);
    void setFilmSize(const QSize& pixels);
    /// Words in the middle where there is no picture.
    void setWords(const QString& words);
    [[nodiscard]] QString words() const { return m_words; }
    /// One pixel of the film is one of the screen; else it fits.
    void setPixelForPixel(bool on);
    [[nodiscard]] bool isPixelForPixel() const { return m_isExact; }

    /// None: all of the picture. Where it is shown but not edited the rest is dimmed.
    void setCrop(const std::optional<QRect>& crop);
    [[nodiscard]] std::optional<QRect> crop() const { return m_crop; }
    /// Handles, thirds, dragging and arrow keys. A part is made of the whole picture where there was none.
    void setCropping(bool on);
    [[nodiscard]] bool isCropping() const { return m_cropping; }
    /// Width by height that dragging keeps; 0: any. The part is fitted to it, around its middle.
    void setAspect(double aspect);
    /// Words on the part while it is edited.
    void setCropWords(const QString& words);

    /// Where the film's picture lies.
    [[nodiscard]] QRectF pictureRect() const;
    [[nodiscard]] QSize sizeHint() const override { return {640, 360}; }
    [[nodiscard]] QString spokenText() const override;

  Q_SIGNALS:
    /// While it is dragged.
    void cropMoved(const QRect& crop);
    /// Let go, or moved by a key.
    void cropDone(const QRect& crop);
    /// Of the widget, in device pixels.
    void sideChanged(int pixels);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    /// Edges that a grip moves; all of them: the whole part.
    struct Grip {
        bool left = false, top = false, right = false, bottom = false;
        [[nodiscard]] bool isAny() const { return left || top || right || bottom; }
    };
    [[nodiscard]] QRect whole() const { return {0, 0, m_film.width(), m_film.height()}; }
    [[nodiscard]] QRectF onScreen(const QRect& part) const;
    [[nodiscard]] QPointF inFilm(const QPointF& at) const;
    [[nodiscard]] Grip gripAt(const QPointF& at) const;
    [[nodiscard]] QRect dragged(const QPointF& to) const;
    [[nodiscard]] QRect inside(QRect part) const;
    void paintCrop(QPainter& painter, const QRectF& picture);
    void showGrip(const Grip& grip);

    QImage m_picture;
    QSize m_film{16, 9};
    QString m_words;
    QString m_cropWords;
    std::optional<QRect> m_crop;
    double m_aspect = 0;
    bool m_isExact = false;
    bool m_cropping = false;
    Grip m_grip;
    QPointF m_pressed;  ///< in the film
    QRect m_before;
};

}  // namespace brandloom::widgets
