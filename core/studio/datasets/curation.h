#pragma once
// The use cases around single clips, captions and films of a dataset: marking, cutting, wording, owning. Each is
// one change with one undo record and tells Recorded::Dataset. Bulk changes say first how many clips they would
// change: what concerns more than one clip that a query found, or a replacement, is done only with `isSure`. Errors
// of all: kProjectReadOnly, those of dataset::EditRepository. Thread-safe.
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/records.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// Which clips: by number, or those of a dataset that a query finds.
struct ClipChoice {
    std::vector<std::int64_t> ids;     ///< of whichever dataset
    std::string dataset;               ///< for the query; empty: the only one
    std::optional<std::string> query;  ///< empty text: all of them
};

/// In the order they were added. Errors: base kInvalidArgument (neither, or both), dataset kClipMissing, kBadQuery,
/// kNoDataset, kDatasetMissing, kChooseDataset.
Result<std::vector<dataset::Clip>> chosenClips(project::Project& project, const ClipChoice& choice);

struct BulkOptions {
    bool isDryRun = false;  ///< only count
    bool isSure = false;    ///< go on although it is more than one clip
};

struct BulkResult {
    int clips = 0;        ///< that were chosen
    int changes = 0;      ///< that were, or would be, changed
    bool isDone = false;  ///< false: only counted
};

/// What is not given stays as it is. Texts as people write them.
struct SetClipsOptions {
    ClipChoice clips;
    std::optional<double> in;          ///< seconds of the film
    std::optional<double> out;         ///< seconds of the film
    std::optional<std::string> crop;   ///< "WIDTHxHEIGHT+X+Y" in pixels of the film, or "none"
    std::optional<std::string> pick;   ///< yes, no or reject
    std::optional<double> rating;      ///< 0..5
    std::optional<std::string> scene;  ///< empty: none
    std::optional<std::string> split;  ///< train, held_out, or drawn
    std::vector<std::string> addTags;
    std::vector<std::string> removeTags;
    BulkOptions bulk;
};
/// Errors also: dataset kRangeOutside; of a film whose length is not known yet those of media::probe.
Result<BulkResult> setClips(project::Project& project, const SetClipsOptions& options, const Listener& listener,
                            const StopToken& stop = {});

/// A clip becomes two at a moment of its film; the second is a new one with its captions, crop, marks and tags.
/// Undo command "clip.split". Errors also: dataset kRangeOutside (a part would have no picture).
Result<BulkResult> splitClip(project::Project& project, std::int64_t clip, double atSeconds,
                             const Listener& listener, const StopToken& stop = {});

/// The rows stay, so that undo brings them back.
Result<BulkResult> removeClips(project::Project& project, const ClipChoice& clips, const BulkOptions& bulk,
                               const Listener& listener);

struct SetCaptionOptions {
    std::int64_t clip = 0;
    std::string language;             ///< zh, en or und
    std::optional<std::string> text;  ///< by a person, so approved; none: the text that is there
    bool isRemoved = false;           ///< take it away
};
/// Without a text the one that is there is approved. Errors also: dataset kCaptionMissing.
Result<BulkResult> setCaption(project::Project& project, const SetCaptionOptions& options,
                              const Listener& listener);

struct ReplaceOptions {
    ClipChoice clips;
    std::string find;      ///< as it is written, capitals matter
    std::string with;      ///< empty: it is taken out
    std::string language;  ///< empty: every one
    BulkOptions bulk;
};
/// A caption that would be empty then is an error (dataset kBadRecord) and nothing is changed.
Result<BulkResult> replaceInCaptions(project::Project& project, const ReplaceOptions& options,
                                     const Listener& listener);

/// Films of a dataset: those whose path ends so or whose hash begins so; empty: all of them.
struct FilmChoice {
    std::string dataset;             ///< empty: the only one
    std::vector<std::string> films;  ///< path, name, or the first digits (6 at least) of the hash
};

struct RightsOptions {
    FilmChoice films;
    std::optional<std::string> holder;  ///< empty: nobody
    std::optional<std::string> until;   ///< "2026-12-31": the last day in UTC; or "always"
};
struct RightsResult {
    int films = 0;
    int changes = 0;
    std::vector<dataset::Source> sources;  ///< as they are now
};
/// Without holder and until it only tells. Errors also: dataset kSourceUnknown.
Result<RightsResult> filmRights(project::Project& project, const RightsOptions& options, const Listener& listener);

struct RelinkOptions {
    std::string dataset;       ///< empty: the only one
    std::vector<Path> places;  ///< files, or folders that are searched with all that lies in them
};
struct RelinkResult {
    int missing = 0;  ///< films that were not where they were seen last
    std::vector<dataset::Source> found;
    std::vector<dataset::Source> stillMissing;
};
/// Finds films by content where they are now: files of the same length are read. A file that is named and is none
/// of the missing ones is dataset kOtherContent. Phases: "searching" (files), "reading" (files).
Result<RelinkResult> relinkFilms(project::Project& project, const RelinkOptions& options, const Listener& listener,
                                 const StopToken& stop);

}  // namespace brandloom::studio
