#pragma once
// Rows of the dataset domain as plain values. Times are seconds since 1970 (UTC), paths absolute UTF-8 (films stay
// where they are; the row of one inside the project folder is relative to it and moves with it), hashes 64 hex
// digits.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/typed_id.h"

namespace brandloom::dataset {

using DatasetId = TypedId<struct DatasetTag>;
using SourceId = TypedId<struct SourceTag>;

/// What a training does with a clip: learns from it, or only measures it.
enum class Split { Train, HeldOut };

/// Who wrote a caption: a person here, a text file beside the film, our own suggestion, a captioner of the person.
enum class CaptionAuthor { User, File, Suggestion, Captioner };

/// The text of a clip in one language: "zh", "en", or "und" when nobody said which.
struct Caption {
    std::string language;
    std::string text;
    CaptionAuthor author = CaptionAuthor::File;
    std::string authorName = {};  ///< of a captioner
    bool isApproved = false;      ///< a person read it and found it right; never with isDraft
    bool isDraft = false;         ///< nobody has accepted it yet
    bool operator==(const Caption&) const = default;
};

struct Dataset {
    DatasetId id;
    std::string name;
    std::uint64_t seed = 1;     ///< of the split
    double heldOutShare = 0.2;  ///< of the clips, 0..0.5
    double createdAt = 0;
    std::vector<std::string> triggerWords = {};  ///< each caption is meant to hold them
};

/// A part of the pictures of a film, in pixels as shown.
struct Crop {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const Crop&) const = default;
};

/// What reading a film told about it; what is 0 or empty is not known.
struct NewSource {
    std::string path;
    std::string sha256;
    std::int64_t bytes = 0;
    double modifiedAt = 0;  ///< time of the file when its hash was taken
    int width = 0;          ///< as shown
    int height = 0;
    double fps = 0;
    std::optional<bool> isVariableRate;
    double seconds = 0;
    std::int64_t frames = 0;
    std::string codec;
    std::optional<bool> hasAudio;
    bool isStill = false;  ///< a single picture
    std::string problem;   ///< JSON of the error that reading it met; empty: none
};

struct Source : NewSource {
    SourceId id;
    std::string rightsHolder;           ///< empty: nobody said
    std::optional<double> rightsUntil;  ///< from then on it may not be used; none: without an end
    double createdAt = 0;
};

struct NewClip {
    std::string sourcePath;
    std::string sourceSha256;
    std::int64_t firstFrame = 0;  ///< in frames of the source
    std::int64_t frameCount = 0;
    /// In the source; none: unknown (recorded before there were datasets).
    std::optional<double> startSeconds;
    std::optional<double> endSeconds;
    std::vector<Caption> captions;  ///< at most one per language; none: the clip has no text
    int width = 0;
    int height = 0;
    std::optional<Crop> crop = {};
    std::string scene = {};  ///< clips that show the same scene bear the same word; empty: nobody said
};

struct Clip : NewClip {
    ClipId id;
    DatasetId dataset;  ///< not valid: cut by a training from films that were named to it
    Split split = Split::Train;
    std::optional<Split> splitChosen;  ///< by a person, whatever is drawn
    int pick = 0;                      ///< -1 rejected: no training sees it; 1 picked
    int rating = 0;                    ///< 0 (none) to 5
    std::vector<std::string> tags;     ///< in their order
    double createdAt = 0;
};

/// What the pictures of a range are like, by content: not bound to a clip.
struct Measures {
    std::string sourceSha256;
    std::int64_t firstFrame = 0;
    std::int64_t frameCount = 0;
    int version = 1;       ///< of the document; measured again when it is an older one
    std::string document;  ///< JSON of all of it; empty: measuring failed
    std::string problem;   ///< JSON of the error; empty: it did not fail
    std::string camera;    ///< "static", "pan-left" ...
    double motion = 0;     ///< picture widths a second
    double sharpness = 0;  ///< 0..1
    bool hasBars = false;  ///< black bars
    double frozenSeconds = 0;
    std::string hash;  ///< of the middle picture, 16 hexadecimal digits; empty: none
    double measuredAt = 0;
    bool operator==(const Measures&) const = default;
};

}  // namespace brandloom::dataset
