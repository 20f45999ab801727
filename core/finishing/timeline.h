#pragma once
// Parts of Shots one after the other, as frames of a Piece. Pure, thread-safe.
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/finishing/piece.h"

namespace brandloom::finishing {

/// A part in frames of the Piece.
struct PlacedPart {
    int source = 0;
    double start = 0;            ///< seconds in the source, of its first frame
    double end = 0;              ///< seconds in the source, after its last one
    std::int64_t first = 0;      ///< frame of the Piece
    std::int64_t count = 1;      ///< frames
    std::int64_t crossFade = 0;  ///< frames that it shares with the part before
};

struct Timeline {
    double fps = 0;
    std::vector<PlacedPart> parts;
    std::int64_t frames = 0;
    /// Number (from 1) of the first part whose cross-fade had to be shortened; 0: none.
    int shortenedFade = 0;
    [[nodiscard]] double seconds() const { return static_cast<double>(frames) / fps; }
};

/// Every part has at least one frame; a cross-fade is shortened to what both of its parts have. Errors:
/// kBadPart (a part that is outside its source or ends before it starts), kNoParts, kPieceTooLong.
Result<Timeline> placeParts(const std::vector<PiecePart>& parts, const std::vector<PieceSource>& sources,
                            double fps);

/// Which pictures make frame n: the time in the source in the middle of that frame, and how much it counts.
struct PictureAt {
    int source = 0;
    double seconds = 0;
};
struct FrameContent {
    PictureAt under;
    std::optional<PictureAt> over;  ///< while a cross-fade lasts
    double overShare = 0;           ///< 0..1
};
/// `n` is cut off at both ends.
FrameContent contentOf(const Timeline& timeline, std::int64_t n);

/// 1 for all of the picture, towards 0 at the ends where it fades from or to black.
double fadeAt(const Timeline& timeline, const PieceLook& look, std::int64_t n);

/// The frames that a caption stands on: first and one after the last.
struct FrameRange {
    std::int64_t first = 0;
    std::int64_t end = 0;
};
FrameRange framesOf(const CaptionLine& caption, const Timeline& timeline);

}  // namespace brandloom::finishing
