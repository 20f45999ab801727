#pragma once
// The use case "add films to a dataset": what was named is told at once, then every film is looked at, then all of
// them come into the dataset together, then their clips are measured.
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/project/project.h"
#include "core/studio/common/studio_types.h"
#include "core/studio/datasets/datasets.h"

namespace brandloom::studio {

struct ImportOptions {
    std::vector<Path> films;  ///< files, and folders with all films in and below them (hidden ones left out)
    std::string dataset;      ///< empty: the only one, or a first one called "Dataset"
    /// Clips of a film: none (one, the whole film), shots (one per shot) or fixed (pieces of one length).
    std::string split = "none";
    double pieceSeconds = 4;  ///< fixed: length of a piece, 0.1..3600; what is left counts from half of it
    std::optional<std::uint64_t> seed;   ///< of the choice of held-out films; none: as it is, 1 at first
    std::optional<double> heldOutShare;  ///< share of the clips, 0..0.5; none: as it is, 0.2 at first
    bool measure = true;                 ///< measure the clips at the end
};

struct ImportedFilms : AddedToDataset {
    int measured = 0;     ///< clips
    int notMeasured = 0;  ///< clips that could not be
};

/// What is known so far of the films on their way.
struct ImportTold {
    enum class What { Found, Looked, Refused, Measured, NotMeasured };
    What what = What::Found;
    std::vector<Path> films;     ///< Found: all of them, first of all; else the one that is meant
    int number = -1;             ///< of that film among those found; Measured: -1
    Path picture;                ///< Looked: its small picture, a PNG
    ClipId clip;                 ///< Measured, NotMeasured
    std::optional<Error> error;  ///< Refused, NotMeasured
};
/// Called on the use case's thread; returns in under 1 ms. May be empty.
using ImportSink = std::function<void(const ImportTold&)>;

/// Films are looked at in the film reader's process, so that a hostile one is refused and breaks nothing. A film
/// that cannot be taken is refused by itself, with its reason, and the others are added, all in one transaction
/// with one undo record; when there is nothing to add nothing is written. A film whose bytes are there already is
/// not added again; other texts beside it than before become its captions. What was read of films (also when
/// stopped or killed before they were added) is kept, so that doing it again is quick. Phases: "reading" (films),
/// of a single film "shots" (milliseconds), "measuring" (clips). Errors: kProjectReadOnly, base kInvalidArgument,
/// dataset kChooseDataset, kBadRecord, kCancelled, those of the database; with a single film the reason it was
/// refused.
Result<ImportedFilms> importFilms(project::Project& project, const ImportOptions& options, const Listener& listener,
                                  const StopToken& stop, const ImportSink& told = {});

struct ContinuedImports {
    std::vector<ImportedFilms> imports;
    int measured = 0;  ///< clips of earlier imports
    int notMeasured = 0;
};
/// Goes on with what a dead program left: films that were on their way into datasets (one result each), then clips
/// of all datasets that lack measures. Errors: as importFilms().
Result<ContinuedImports> continueImports(project::Project& project, const Listener& listener, const StopToken& stop,
                                         const ImportSink& told = {});

}  // namespace brandloom::studio
