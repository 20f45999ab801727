#pragma once
// The use cases "add films to a dataset" and "what is in it".
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/records.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct AddFilmsOptions {
    std::vector<Path> films;
    std::string dataset;  ///< empty: the only one, or a first one called "Dataset"
    /// Clips of a film: none (one, the whole film), shots (one per shot) or fixed (pieces of one length).
    std::string split = "none";
    std::optional<std::uint64_t> seed;   ///< of the choice of held-out films; none: as it is, 1 at first
    std::optional<double> heldOutShare;  ///< share of the clips, 0..0.5; none: as it is, 0.2 at first
    double pieceSeconds = 4;  ///< fixed: length of a piece, 0.1..3600; what is left counts from half of it
    /// Texts that are said elsewhere than beside the film, by its path: they go before its "und" text.
    std::map<Path, std::string> captions = {};
};

/// What became of one film.
struct AddedFilm {
    enum class Outcome { Added, CaptionsRenewed, KnownAlready, Refused };
    Path film;
    Outcome outcome = Outcome::Added;
    int clips = 0;                       ///< in the dataset
    std::vector<std::string> languages;  ///< of the captions beside it: "zh", "en", "und"
    Path knownAs;                        ///< where the same bytes were added from
    std::optional<Error> error;          ///< why it was refused
    bool isFoundAgain = false;           ///< it was not there any more; from now on this is where it lies
};

struct DatasetSummary {
    std::string name;
    std::string version;  ///< content hash
    std::uint64_t seed = 1;
    double heldOutShare = 0;
    int films = 0;
    int clips = 0;
    int heldOutClips = 0;
    int clipsWithoutText = 0;
    double seconds = 0;
    int rejectedClips = 0;  ///< that no training sees
    int drafts = 0;         ///< captions that nobody has accepted yet
    std::vector<std::string> triggerWords = {};
};

/// Of a dataset and its clips.
DatasetSummary summaryOf(const dataset::Dataset& dataset, const std::vector<dataset::Clip>& clips);

struct AddedToDataset {
    DatasetSummary dataset;
    std::vector<AddedFilm> films;  ///< one per film that was named, in that order
    int added = 0;                 ///< films that are new
    int refused = 0;
};

/// Reads each film (probe, hash, with "shots" every picture) and the texts beside it, then writes all of it in one
/// transaction with an undo record. A film that cannot be taken is refused by itself, with its reason, and the
/// others are added; when there is nothing to add nothing is written. A film whose bytes are there already is not
/// added again; other texts beside it than before become its captions. Stopped or killed: nothing was written.
/// Phases: "reading" (films), and of a single film "shots" (milliseconds). Errors: kProjectReadOnly, base
/// kInvalidArgument, dataset kChooseDataset, kBadRecord, kCancelled, those of the database; with a single film the
/// reason it was refused.
Result<AddedToDataset> addFilms(project::Project& project, const AddFilmsOptions& options, const Listener& listener,
                                const StopToken& stop);

/// By name.
Result<std::vector<DatasetSummary>> listDatasets(project::Project& project);

struct DatasetContent {
    DatasetSummary summary;
    std::vector<dataset::Clip> clips;  ///< in the order they were added
};
/// `name` empty: the only one. Errors: dataset kNoDataset, kDatasetMissing, kChooseDataset.
Result<DatasetContent> showDataset(project::Project& project, const std::string& name);

}  // namespace brandloom::studio
