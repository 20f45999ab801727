#pragma once
// A picture with the brand at work on it: logo, subtitle and legal line as they would stand in a film of that
// aspect.
#include <QImage>

#include "core/brand/brand.h"
#include "gui/widgets/painted_widget.h"

namespace brandloom::brand_page {

/// What the frames of all aspects share.
struct SampleLook {
    brand::Brand brand;
    QImage picture;  ///< null: the ground of the brand
    QImage logoDark;
    QImage logoLight;
    QString subtitleZh;
    QString subtitleEn;
};

class SampleFrame : public widgets::PaintedWidget {
    Q_OBJECT
  public:
    /// As in 16:9.
    SampleFrame(int wide, int high, QWidget* parent = nullptr);
    void setLook(const SampleLook& look);
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override { return width * m_high / m_wide; }
    [[nodiscard]] QSize sizeHint() const override { return {160, heightForWidth(160)}; }
    [[nodiscard]] QString spokenText() const override;
    /// Which logo stands on the picture; none: the brand has none.
    [[nodiscard]] std::optional<brand::LogoGround> shownLogo() const;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    [[nodiscard]] QRectF logoArea(const QImage& logo) const;
    void paintSubtitle(QPainter& painter, qreal bottom) const;
    /// The height that it took.
    qreal paintLegal(QPainter& painter) const;
    void paintLogo(QPainter& painter) const;
    int m_wide;
    int m_high;
    SampleLook m_look;
};

}  // namespace brandloom::brand_page
