#include "core/finishing/art.h"

#include <algorithm>
#include <cmath>

#include "core/brand/brand_contrast.h"
#include "core/finishing/ai_label.h"
#include "core/media/lettering/text_block.h"

namespace brandloom::finishing {
namespace {

constexpr double kLegalShare = 0.024, kGapShare = 0.012;
constexpr double kCaptionPlate = 0.72, kLegalPlate = 0.45, kLabelPlate = 0.5;
constexpr double kWidestLogo = 0.3;        // of the width of the frame
constexpr double kLandscapeCaption = 0.8;  // of the safe width: long lines of a wide picture are hard to read

int shorterSide(const Platform& platform) {
    return std::min(platform.width, platform.height);
}

int share(const Platform& platform, double of) {
    return std::max(1, static_cast<int>(std::lround(of * shorterSide(platform))));
}

std::array<std::uint8_t, 3> bytesOf(const brand::Rgb& colour) {
    return {colour.red, colour.green, colour.blue};
}

class Maker {
  public:
    Maker(const ArtRequest& request, const Timeline& timeline)
        : m_request(request), m_platform(request.platform), m_timeline(timeline), m_safe(safeBox(m_platform)) {}

    Result<std::vector<PlacedArt>> run() {
        if (m_request.logo) BRANDLOOM_CHECK(addLogo());
        BRANDLOOM_CHECK(addLegalLine());
        for (std::size_t i = 0; i < m_request.captions.size(); ++i) BRANDLOOM_CHECK(addCaption(i));
        BRANDLOOM_CHECK(addLabel());
        return std::move(m_out);
    }

  private:
    [[nodiscard]] media::TextBlockOptions textOptions(int size, double plate) const {
        const auto colours = brand::subtitleColours(m_request.brand);
        media::TextBlockOptions o;
        o.textSize = size;
        o.families = m_request.families;
        o.colour = bytesOf(colours.text);
        o.ground = bytesOf(colours.ground);
        o.groundOpacity = plate;
        o.padding = static_cast<int>(std::lround(0.35 * size));
        o.radius = static_cast<int>(std::lround(0.28 * size));
        o.width = std::max(1, m_safe.width - 2 * o.padding);
        return o;
    }

    PlacedArt& add(ArtKind kind, media::TextBlock block) {
        PlacedArt art;
        art.kind = kind;
        art.lines = block.lines;
        art.textHeight = block.textHeight;
        art.missing = std::move(block.missing);
        art.box = {0, 0, block.picture.width(), block.picture.height()};
        art.picture = std::move(block.picture);
        art.end = m_timeline.frames;
        m_out.push_back(std::move(art));
        return m_out.back();
    }

    Status addLogo() {
        m_logo = logoBox(*m_request.logo, m_request.look, m_platform);
        BRANDLOOM_TRY(auto picture, media::scaled(m_request.logo->picture, m_logo->width, m_logo->height));
        if (m_request.look.logoPlate) return addPlatedLogo(std::move(picture));
        PlacedArt art;
        art.kind = ArtKind::Logo;
        art.box = *m_logo;
        art.picture = std::move(picture);
        art.end = m_timeline.frames;
        m_out.push_back(std::move(art));
        return {};
    }

    /// On a plate that takes half of the clear space.
    Status addPlatedLogo(media::Overlay logo) {
        const auto colours = brand::subtitleColours(m_request.brand);
        const int edge = std::max(2, static_cast<int>(std::lround(0.18 * logo.height())));
        media::Overlay plate(logo.width() + 2 * edge, logo.height() + 2 * edge);
        constexpr int kAlpha = 225;
        for (auto* p = plate.row(0); p != plate.row(0) + plate.bytes().size(); p += 4) {
            p[0] = static_cast<std::uint8_t>(colours.ground.red * kAlpha / 255);
            p[1] = static_cast<std::uint8_t>(colours.ground.green * kAlpha / 255);
            p[2] = static_cast<std::uint8_t>(colours.ground.blue * kAlpha / 255);
            p[3] = kAlpha;
        }
        for (int y = 0; y < logo.height(); ++y) {
            const auto* from = logo.row(y);
            auto* to = plate.row(y + edge) + static_cast<std::ptrdiff_t>(edge) * 4;
            for (int x = 0; x < logo.width(); ++x, from += 4, to += 4)
                for (int c = 0; c < 4; ++c)
                    to[c] = static_cast<std::uint8_t>(std::min(255, from[c] + to[c] * (255 - from[3]) / 255));
        }
        PlacedArt art;
        art.kind = ArtKind::Logo;
        art.box = {m_logo->x - edge, m_logo->y - edge, plate.width(), plate.height()};
        art.picture = std::move(plate);
        art.end = m_timeline.frames;
        m_out.push_back(std::move(art));
        return {};
    }

    Status addLegalLine() {
        m_captionBottom = m_safe.bottom();
        if (!m_request.look.legalLine) return {};
        const auto text = legalLineIn(m_request.brand, m_platform.language);
        if (text.empty()) return {};
        BRANDLOOM_TRY(auto block, media::textBlock(text, textOptions(share(m_platform, kLegalShare), kLegalPlate)));
        if (block.picture.isEmpty()) return {};
        auto& art = add(ArtKind::LegalLine, std::move(block));
        art.box.x = m_safe.x + (m_safe.width - art.box.width) / 2;
        art.box.y = m_safe.bottom() - art.box.height;
        m_captionBottom = art.box.y - share(m_platform, kGapShare);
        return {};
    }

    Status addCaption(std::size_t index) {
        const auto& caption = m_request.captions[index];
        auto options = textOptions(share(m_platform, m_request.look.captionSize), kCaptionPlate);
        if (m_platform.width > m_platform.height)
            options.width = static_cast<int>(kLandscapeCaption * options.width);
        BRANDLOOM_TRY(auto block, media::textBlock(caption.text, options));
        if (block.picture.isEmpty()) return {};
        auto& art = add(ArtKind::Caption, std::move(block));
        art.number = static_cast<int>(index) + 1;
        const auto range = framesOf(caption, m_timeline);
        art.first = range.first;
        art.end = range.end;
        const double own = m_request.look.captionBottom;
        const int bottom = own > 0 ? static_cast<int>(std::lround(own * m_platform.height)) : m_captionBottom;
        art.box.x = m_safe.x + (m_safe.width - art.box.width) / 2;
        art.box.y = bottom - art.box.height;
        return {};
    }

    /// In the corner opposite to the logo, below it where there is no room for both.
    Status addLabel() {
        const auto text = labelText(m_request.labelLanguage);
        if (text.empty()) return {};
        const int least = static_cast<int>(std::ceil(kLeastLabelShare * shorterSide(m_platform)));
        auto options = textOptions(least, kLabelPlate);
        options.colour = {255, 255, 255};
        options.ground = {0, 0, 0};
        BRANDLOOM_TRY(auto block, media::textBlock(text, options));
        if (block.textHeight > 0 && block.textHeight < least) {
            options.textSize = (options.textSize * least + block.textHeight - 1) / block.textHeight;
            options.padding = static_cast<int>(std::lround(0.3 * options.textSize));
            BRANDLOOM_TRY(block, media::textBlock(text, options));
        }
        auto& art = add(ArtKind::Label, std::move(block));
        const bool isLogoLeft = m_logo && m_request.look.logoCorner == Corner::TopLeft;
        art.box.x = isLogoLeft ? m_safe.right() - art.box.width : m_safe.x;
        art.box.y = m_safe.y;
        if (!m_logo) return {};
        const int gap = static_cast<int>(std::lround(m_request.logo->clearSpace * m_logo->height));
        const bool isBeside = art.box.right() + gap <= m_logo->x || m_logo->right() + gap <= art.box.x;
        const bool isApart = art.box.bottom() + gap <= m_logo->y;
        if (!isBeside && !isApart) art.box.y = m_logo->bottom() + gap;
        return {};
    }

    const ArtRequest& m_request;
    const Platform& m_platform;
    const Timeline& m_timeline;
    Box m_safe;
    std::optional<Box> m_logo;
    int m_captionBottom = 0;
    std::vector<PlacedArt> m_out;
};

}  // namespace

Box safeBox(const Platform& p) {
    const int left = static_cast<int>(std::lround(p.safe.left * p.width));
    const int top = static_cast<int>(std::lround(p.safe.top * p.height));
    const int right = p.width - static_cast<int>(std::lround(p.safe.right * p.width));
    const int bottom = p.height - static_cast<int>(std::lround(p.safe.bottom * p.height));
    return {left, top, right - left, bottom - top};
}

Box logoBox(const BrandLogo& logo, const PieceLook& look, const Platform& platform) {
    const double tall = look.logoSize * shorterSide(platform);
    const double wide = kWidestLogo * platform.width;
    const double aspect = static_cast<double>(logo.picture.width()) / std::max(1, logo.picture.height());
    const double height = std::min(tall, wide / aspect);
    Box out{0, 0, std::max(1, static_cast<int>(std::lround(height * aspect))),
            std::max(1, static_cast<int>(std::lround(height)))};
    // Its clear space is kept to the edge of the picture; the safe zone mostly has that already.
    const int clear = static_cast<int>(std::lround(logo.clearSpace * out.height));
    const auto safe = safeBox(platform);
    const int left = std::max(safe.x, clear), top = std::max(safe.y, clear);
    const int right = std::min(safe.right(), platform.width - clear);
    const int bottom = std::min(safe.bottom(), platform.height - clear);
    const bool isLeft = look.logoCorner == Corner::TopLeft || look.logoCorner == Corner::BottomLeft;
    const bool isTop = look.logoCorner == Corner::TopLeft || look.logoCorner == Corner::TopRight;
    out.x = isLeft ? left : right - out.width;
    out.y = isTop ? top : bottom - out.height;
    return out;
}

std::string legalLineIn(const brand::Brand& brand, const std::string& language) {
    const auto& line = brand.legalLine;
    if (language == "both" && !line.zh.empty() && !line.en.empty()) return line.zh + "\n" + line.en;
    if (language == "en") return line.en.empty() ? line.zh : line.en;
    return line.zh.empty() ? line.en : line.zh;
}

Result<std::vector<PlacedArt>> makeArt(const ArtRequest& request, const Timeline& timeline) {
    return Maker(request, timeline).run();
}

}  // namespace brandloom::finishing
