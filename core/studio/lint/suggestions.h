#pragma once
// The use case "suggest captions": drafts from what was measured. Thread-safe.
#include <string>
#include <utility>
#include <vector>

#include "core/studio/datasets/curation.h"

namespace brandloom::studio {

struct SuggestOptions {
    ClipChoice clips;                    ///< no ids and no query: all clips of the dataset
    std::vector<std::string> languages;  ///< zh, en; empty: both
    bool isReplacing = false;            ///< also where there is a draft already; what a person wrote stays always
    BulkOptions bulk;
};
struct SuggestResult {
    int clips = 0;
    int captions = 0;                                      ///< drafts that would be, or were, written
    std::vector<std::pair<std::int64_t, Error>> failures;  ///< by clip: it has no draft for that reason
    bool isDone = false;
};
/// Undo command "caption.suggest", one for all. Of more than one clip only with `isSure`. What lacks measures is
/// measured. Phase: "measuring" (clips). Errors: kProjectReadOnly, base kInvalidArgument, those of chosenClips(),
/// kCancelled: nothing was written then, but what was measured is kept.
Result<SuggestResult> suggestCaptions(project::Project& project, const SuggestOptions& options,
                                      const Listener& listener, const StopToken& stop = {});

}  // namespace brandloom::studio
