#pragma once
// The use case "measure what was not measured yet": what clips are like, once for each range of a film, kept with
// the project by content. What is missing is found in the database, so that it goes on where it was interrupted.
#include <functional>
#include <vector>

#include "core/dataset/records.h"
#include "core/media/reader/film_reader.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct MeasuredClips {
    int measured = 0;
    int failed = 0;  ///< each with its reason in the project (clip_measures.problem)
};

/// Told of each clip; `error` null when it was measured.
using MeasuredSink = std::function<void(const dataset::Clip& clip, const Error* error)>;

/// Every clip of the dataset that has no measures of this version; those whose picture was lost get one again. Kept
/// in pieces of about a second, without an undo record: nothing that a person made changes. Phase: "measuring"
/// (clips). Errors: kProjectReadOnly, kCancelled, those of the database. A film that cannot be measured says so in
/// its clips and stops nothing.
Result<MeasuredClips> measureClips(project::Project& project, dataset::DatasetId dataset, media::FilmReader& reader,
                                   const Listener& listener, const MeasuredSink& told, const StopToken& stop);
/// These clips, also those that were measured already or could not be.
Result<MeasuredClips> measureClips(project::Project& project, const std::vector<dataset::Clip>& clips,
                                   media::FilmReader& reader, const Listener& listener, const MeasuredSink& told,
                                   const StopToken& stop);

}  // namespace brandloom::studio
