#pragma once
// Where Pieces go, as data (resources/platforms/platforms.json). Thread-safe.
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::finishing {

/// What the platform covers with its own buttons and words, as shares of width or height.
struct SafeZone {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};

struct Platform {
    std::string id;  ///< "douyin", "16x9"
    std::string nameEn;
    std::string nameZh;
    int width = 0;  ///< pixels, even
    int height = 0;
    double leastFps = 0;
    double usualFps = 0;
    double mostFps = 0;
    double mostSeconds = 0;
    SafeZone safe;
    double loudness = 0;   ///< LUFS, integrated
    double truePeak = -1;  ///< dBTP, at most
    std::string language;  ///< of AI label and legal line: "zh", "en", "both"
};

/// Errors: base kBadJson naming file and place, those of reading files.
Result<std::vector<Platform>> loadPlatforms(const Path& file = resourceDir() / "platforms" / "platforms.json");
/// By id or name; "16:9" is "16x9". Errors: kPlatformUnknown.
Result<Platform> choosePlatform(const std::vector<Platform>& platforms, const std::string& name);

/// The rate that a Piece has there: that of its Shots where the platform takes it, else the smallest multiple of it
/// that the platform takes (every picture is shown equally long), else what is usual there.
double rateFor(const Platform& platform, double shotFps);

}  // namespace brandloom::finishing
