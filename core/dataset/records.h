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

/// What a training does with a clip: learns from it, or only measures it.
enum class Split { Train, HeldOut };

/// The text of a clip in one language: "zh", "en", or "und" when nobody said which.
struct Caption {
    std::string language;
    std::string text;
    bool operator==(const Caption&) const = default;
};

struct Dataset {
    DatasetId id;
    std::string name;
    std::uint64_t seed = 1;     ///< of the split
    double heldOutShare = 0.2;  ///< of the clips, 0..0.5
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
};

struct Clip : NewClip {
    ClipId id;
    DatasetId dataset;  ///< not valid: cut by a training from films that were named to it
    Split split = Split::Train;
    double createdAt = 0;
};

}  // namespace brandloom::dataset
