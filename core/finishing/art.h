#pragma once
// What lies over the pictures of a Piece: captions, legal line, logo, AI label, each with its place and time. Made
// once per Piece and target; thread-safe.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/brand/brand.h"
#include "core/finishing/piece.h"
#include "core/finishing/platforms.h"
#include "core/finishing/timeline.h"
#include "core/media/overlay.h"

namespace brandloom::finishing {

/// In pixels of the frame.
struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    [[nodiscard]] int right() const { return x + width; }
    [[nodiscard]] int bottom() const { return y + height; }
    [[nodiscard]] bool holds(const Box& other) const {
        return other.x >= x && other.y >= y && other.right() <= right() && other.bottom() <= bottom();
    }
};
Box safeBox(const Platform& platform);

/// A logo of the brand, as stored.
struct BrandLogo {
    media::Overlay picture;
    double clearSpace = brand::kClearSpace;  ///< share of its height
    brand::LogoGround ground = brand::LogoGround::Light;
};
/// Where it comes to stand, with its clear space inside the safe zone.
Box logoBox(const BrandLogo& logo, const PieceLook& look, const Platform& platform);

enum class ArtKind { Logo, Caption, LegalLine, Label };
struct PlacedArt {
    ArtKind kind = ArtKind::Caption;
    int number = 0;  ///< of the caption, from 1
    media::Overlay picture;
    Box box;
    std::int64_t first = 0;  ///< frame
    std::int64_t end = 0;    ///< one after the last frame
    int lines = 0;
    int textHeight = 0;   ///< pixels of its letters
    std::string missing;  ///< characters that no font here has
};

struct ArtRequest {
    Platform platform;
    PieceLook look;
    std::vector<CaptionLine> captions;
    brand::Brand brand;
    std::string families;           ///< fonts, between commas
    std::optional<BrandLogo> logo;  ///< the one that is shown
    std::string labelLanguage;      ///< "zh", "en", "both", "off"
};
/// Legal line and label stand for the whole Piece and do not fade. Errors: those of media::textBlock, kOutOfMemory.
Result<std::vector<PlacedArt>> makeArt(const ArtRequest& request, const Timeline& timeline);

/// The legal line in that language; where there is none in it, the one there is.
std::string legalLineIn(const brand::Brand& brand, const std::string& language);

}  // namespace brandloom::finishing
