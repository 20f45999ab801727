#pragma once
// What the window shows of a dataset and what it tells of films on their way, as plain values. Texts are those of
// people and files; rules and parts are stable words (core/dataset/lint.h, score.h) that the window translates.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/paths.h"

namespace brandloom::studio {

struct ClipCard {
    std::int64_t id = 0;
    Path film;
    Path picture;             ///< small PNG of the film; may not be there
    double startSeconds = 0;  ///< in the film
    double seconds = 0;       ///< 0: not known
    int width = 0;            ///< pixels of the film, as shown
    int height = 0;
    std::map<std::string, std::string> captions;  ///< by language: zh, en, und
    std::set<std::string> drafts;                 ///< languages whose caption nobody has accepted yet
    bool isHeldOut = false;
    int pick = 0;  ///< -1 rejected, 1 picked
    int rating = 0;
    std::vector<std::string> tags;
};

/// A part of the pictures of a film, in pixels as shown.
struct CropBox {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const CropBox&) const = default;
};

/// What is known of the pictures of a clip.
struct ClipLook {
    std::string camera;    ///< static, pan-left, pan-right, push-in, pull-out, handheld, other
    double motion = 0;     ///< picture widths a second
    double sharpness = 0;  ///< 0..1
    double exposure = 0;   ///< mean lightness, 0..1
    double frozenSeconds = 0;
    bool hasBars = false;
};

/// One clip with all that an editor of it shows.
struct ClipDetail {
    ClipCard card;
    double filmSeconds = 0;  ///< 0: not known
    double fps = 0;          ///< 0: not known
    int filmWidth = 0;       ///< as shown
    int filmHeight = 0;
    std::int64_t firstFrame = 0;
    std::int64_t frameCount = 0;
    bool isVariableRate = false;
    bool isStill = false;
    bool hasSound = false;
    bool isThere = false;  ///< the film's file
    std::string codec;
    std::string rightsHolder;           ///< empty: nobody said
    std::optional<double> rightsUntil;  ///< seconds since 1970
    std::optional<Error> problem;       ///< why it could not be measured
    std::optional<CropBox> crop;
    std::optional<ClipLook> look;
    double modelFps = 0;  ///< of the starter model
    int modelFrames = 0;  ///< 4n+1 that the clip gives at that rate; 0: too short for any
};

/// A dataset as a query finds it.
struct DatasetView {
    std::string dataset;  ///< empty: the project has none yet
    bool isReadOnly = false;
    std::int64_t all = 0;             ///< clips
    std::vector<ClipCard> cards;      ///< that were found, in the order they were added
    std::optional<Error> queryError;  ///< the cards are then those of an empty query
};

struct DatasetHint {
    std::string rule;      ///< "caption_empty" ...
    std::string severity;  ///< blocks, warns, notes
    bool isFixable = false;
    int findings = 0;
    std::vector<std::int64_t> clips;  ///< all that any of them is about, rising
    std::string detail;               ///< of the first finding
};
struct DatasetScorePart {
    std::string name;  ///< "amount" ...
    double weight = 0;
    double value = 0;   ///< 0..1
    double known = 1;   ///< 0..1
    std::string query;  ///< finds the clips to put right; may be empty
};
struct DatasetFindings {
    double score = 0;  ///< 0..100
    std::vector<DatasetScorePart> parts;
    std::vector<DatasetHint> hints;  ///< one per rule, what blocks first
    int unmeasured = 0;
};

/// A way to narrow down what is shown: clips that a query finds.
struct DatasetFacet {
    std::string group;  ///< "todo", "marks", "camera", "tags"
    std::string name;   ///< a stable word; of tags the tag
    std::string query;
    std::int64_t clips = 0;
};
struct DatasetVersionRow {
    std::int64_t number = 0;
    std::string title;
    double frozenAt = 0;  ///< seconds since 1970
    int clips = 0;
    bool isNow = false;  ///< the dataset has this content
};
struct DatasetFacets {
    std::vector<DatasetFacet> facets;         ///< those that find clips, by group
    std::vector<DatasetVersionRow> versions;  ///< newest first
};

/// A caption while it is written. Marks are bytes [begin, end) of the text; rules as those of hints.
struct CaptionNotes {
    struct Mark {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::string rule;
    };
    int tokens = 0;      ///< as the starter model counts them; 0: not known
    int mostTokens = 0;  ///< that it reads; 0: not known
    std::vector<Mark> marks;
};

/// What a change of a dataset did.
struct DatasetChanged {
    int changes = 0;  ///< clips or captions
};

/// What is told of films on their way into the dataset.
struct ImportUpdate {
    enum class What { Found, Looked, Refused, Progressed, Ended };
    What what = What::Found;
    std::vector<Path> films;  ///< Found: all of them; Refused: the one
    int number = -1;          ///< Looked, Refused: of the film among those found
    Path picture;             ///< Looked
    std::string phase;        ///< Progressed: "reading", "measuring"
    std::int64_t done = 0;
    std::int64_t total = 0;
    std::optional<double> secondsLeft;
    int added = 0;    ///< Ended: films that are new
    int known = 0;    ///< Ended: films that were there already
    int refused = 0;  ///< Ended
    bool wasStopped = false;
    std::optional<Error> error;  ///< Refused; Ended: why nothing was added
};
/// Called on the import's thread, returns in under 1 ms.
using ImportListener = std::function<void(const ImportUpdate&)>;

}  // namespace brandloom::studio
