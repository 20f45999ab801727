#pragma once
// What the use cases of finishing take and give, as plain values.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/finishing/checklist.h"
#include "core/finishing/piece.h"
#include "core/finishing/piece_names.h"
#include "core/finishing/platforms.h"

namespace brandloom::studio {

/// A Shot of the project, or any film.
struct ShotOnTimeline {
    std::int64_t shot = 0;  ///< number; 0: `film`
    Path film;
    double start = 0;      ///< seconds in it
    double end = 0;        ///< seconds in it; 0: to its end
    double crossFade = 0;  ///< seconds that it overlaps with the one before; 0: a cut
};

struct ExportOptions {
    std::vector<ShotOnTimeline> shots;
    std::vector<std::string> targets{"16x9"};  ///< ids or names of platforms
    std::vector<finishing::CaptionLine> captions;
    finishing::PieceLook look;
    finishing::PieceSound sound;  ///< voice and music follow from the files
    Path voice;                   ///< empty: none
    Path music;                   ///< empty: none
    std::string title;            ///< empty: the prompt of the first Shot, or the name of its film
    std::string producer;         ///< who answers for it, in the metadata; empty: the brand, else the project
    std::string nameTemplate = finishing::kUsualTemplate;
    Path outDir;                         ///< empty: pieces/ of the project
    bool cover = true;                   ///< a PNG beside it
    std::optional<double> coverSeconds;  ///< of the Piece; none: a third of it
    bool isCheckOnly = false;            ///< the checklist alone, nothing is written
    bool isStrict = false;               ///< what has a problem is not written
    int quality = 18;                    ///< x264, 0..51, lower is better
    std::string speed = "medium";        ///< x264 preset
};

struct ExportedPiece {
    finishing::Platform platform;
    std::int64_t id = 0;  ///< 0: outside the project, or not written
    Path file;            ///< empty: not written
    Path cover;
    std::string sha256;
    int width = 0;
    int height = 0;
    std::int64_t frames = 0;
    double fps = 0;
    double seconds = 0;
    std::optional<double> loudness;  ///< LUFS, of the file as decoded; none: silent, or too short to measure
    double truePeak = 0;             ///< dBTP
    std::vector<finishing::Finding> findings;
    std::optional<Error> error;  ///< why it was not written
};

struct ExportResult {
    std::vector<ExportedPiece> pieces;  ///< in the order of the targets
};

}  // namespace brandloom::studio
