#pragma once
// What a person should look at before a Piece is posted: each finding says what is wrong and what puts it right.
// Pure, thread-safe.
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/brand/brand.h"
#include "core/finishing/art.h"
#include "core/finishing/renderer.h"
#include "core/finishing/sound_mix.h"

namespace brandloom::finishing {

enum class Weight {
    Problem,  ///< the platform, the law or whoever watches will object
    Warning,
    Note
};
/// "problem", "warning", "note".
std::string wordFor(Weight weight);

struct Finding {
    Weight weight = Weight::Problem;
    Error what;  ///< of finishing_errors; its remedy is the fix
};

/// How well a logo can be told from what is behind it.
struct LogoContrast {
    double ratio = 21;  ///< WCAG, the least of the pictures looked at
};
inline constexpr double kEnoughForLogo = 2.0;
/// `pictures` are without anything laid over them.
LogoContrast logoContrast(const BrandLogo& logo, const Box& box, const std::vector<Frame>& pictures);

struct ChecklistFacts {
    const Platform* platform = nullptr;
    const PiecePlan* plan = nullptr;
    const brand::Brand* brand = nullptr;
    std::vector<PieceSource> sources;
    std::vector<CaptionLine> captions;
    std::string labelLanguage;
    std::vector<std::string> missingFonts;  ///< families of the brand that are not installed
    std::optional<BrandLogo> logo;          ///< the one that is shown
    std::optional<LogoContrast> contrast;   ///< of it, without a plate
    const MixedSound* sound = nullptr;      ///< null: silent
    std::string voiceName;
    std::string musicName;
};
/// Problems first.
std::vector<Finding> checklist(const ChecklistFacts& facts);

}  // namespace brandloom::finishing
