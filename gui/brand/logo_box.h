#pragma once
// A logo on the ground that it is made for, with what is kept clear around it.
#include <QImage>

#include "core/brand/brand.h"
#include "gui/widgets/painted_widget.h"

namespace brandloom::brand_page {

/// Draws an SVG into a PNG, 1024 pixels on its longer side, on a clear ground. False: it is none, or not written.
bool drawSvg(const QString& svg, const QString& png);

class LogoBox : public widgets::PaintedWidget {
    Q_OBJECT
  public:
    explicit LogoBox(brand::LogoGround ground, QWidget* parent = nullptr);
    void setLogo(const QImage& picture, double clearSpace, const QColor& ground);
    /// What stands there without a logo.
    void setHint(const QString& hint);
    [[nodiscard]] bool hasLogo() const { return !m_picture.isNull(); }
    [[nodiscard]] QSize sizeHint() const override { return {176, 96}; }
    [[nodiscard]] QString spokenText() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    brand::LogoGround m_ground;
    QImage m_picture;
    QColor m_colour;
    QString m_hint;
    double m_clearSpace = 0;
};

}  // namespace brandloom::brand_page
