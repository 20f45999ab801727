#pragma once
// What a person asks of a Piece, as plain values. Seconds are those of the Piece unless said otherwise.
#include <optional>
#include <string>
#include <vector>

namespace brandloom::finishing {

/// How a picture of another shape comes into the frame.
enum class Fit {
    Crop,  ///< fills it; what does not fit is cut off
    Pad    ///< all of it is seen, with bars
};
enum class Corner { TopLeft, TopRight, BottomLeft, BottomRight };
/// Which languages the AI label (and the legal line) is written in.
enum class LabelWords { Platform, Chinese, English, Both, Off };

/// Stable words, as stored and typed: "crop", "top-left", "platform", ...
std::string wordFor(Fit fit);
std::string wordFor(Corner corner);
std::string wordFor(LabelWords words);
std::optional<Fit> fitFrom(const std::string& word);
std::optional<Corner> cornerFrom(const std::string& word);
std::optional<LabelWords> labelWordsFrom(const std::string& word);

/// A film that the timeline uses, as measured.
struct PieceSource {
    int width = 0;
    int height = 0;
    double fps = 0;      ///< 0: a single picture
    double seconds = 0;  ///< 0: a single picture
};

/// A part of a source on the timeline.
struct PiecePart {
    int source = 0;
    double start = 0;      ///< seconds in the source
    double end = 0;        ///< seconds in the source; 0: to its end; a single picture: 3 seconds
    double crossFade = 0;  ///< seconds that it overlaps with the part before; 0: a cut
};

struct CaptionLine {
    std::string text;  ///< line breaks are kept
    double start = 0;
    double end = 0;  ///< 0: to the end
};

struct PieceLook {
    Fit fit = Fit::Crop;
    double focusX = 0.5;  ///< what a crop keeps: 0 left, 1 right
    double focusY = 0.5;  ///< 0 top, 1 bottom
    double fadeIn = 0;    ///< seconds from black
    double fadeOut = 0;   ///< seconds to black
    bool logo = true;     ///< where the brand has one
    Corner logoCorner = Corner::TopRight;
    double logoSize = 0.09;      ///< of its height, as a share of the shorter side, 0.02..0.5
    bool logoPlate = false;      ///< a plate of the brand's background colour under it
    double captionSize = 0.047;  ///< of the letters, as a share of the shorter side, 0.02..0.2
    double captionBottom = 0;    ///< lower edge of captions as a share of the height; 0: that of the safe zone
    bool legalLine = true;       ///< where the brand has one
    LabelWords label = LabelWords::Platform;
};

/// The sound of a Piece: what is spoken, and what plays below it.
struct PieceSound {
    bool voice = false;       ///< there is one
    bool music = false;       ///< there is one
    double voiceStart = 0;    ///< seconds
    double musicBelow = 3;    ///< LU that the music alone is softer than the voice, 0..30
    double duckBy = 10;       ///< decibels that it steps back further while somebody speaks, 0..40
    double musicFadeOut = 1;  ///< seconds at the end, at most half of the Piece
};

}  // namespace brandloom::finishing
