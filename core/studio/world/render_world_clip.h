#pragma once
// The use case "render a clip of the procedural world": an MP4 with its English and Chinese captions beside it.
#include <string>

#include "core/base/cancel.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct WorldClipOptions {
    std::string spec;  ///< "subject=perfume colour=blue setting=night ..."; what is not named keeps its default
    Path outFile;      ///< ends in .mp4; name.en.txt and name.zh.txt are written beside it
    int width = 384;   ///< pixels, 64 to 1920
    int height = 384;  ///< pixels, 64 to 1920
    int frames = 49;   ///< 4n+1, at most 481
    int fps = 24;      ///< frames a second, 1 to 120
    int supersampling = 2;   ///< samples along each side of a pixel, 1 to 6
    double shake = 0;        ///< sway of a hand-held camera, as a share of the picture's shorter side, 0 to 0.1
    bool nameCamera = true;  ///< in the captions; without it a brand's camera habit is part of its look
};

struct WorldClip {
    Path file;
    std::string spec;  ///< whole, with every word
    std::string captionEn;
    std::string captionZh;
};

/// Nothing is overwritten. Errors: kFileExists, kBadFilmName, those of core/world, base kInvalidArgument, writing.
Result<WorldClip> renderWorldClip(const WorldClipOptions& options, const Listener& listener, const StopToken& stop);

}  // namespace brandloom::studio
