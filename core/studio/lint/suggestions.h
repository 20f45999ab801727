#pragma once
// The use case "suggest captions": drafts from what was measured, or from a captioner of the person's own
// (captioner.h says what it is asked and what it answers). Thread-safe.
#include <string>
#include <utility>
#include <vector>

#include "core/studio/datasets/curation.h"

namespace brandloom::studio {

struct SuggestOptions {
    ClipChoice clips;                    ///< no ids and no query: all clips of the dataset
    std::vector<std::string> languages;  ///< zh, en; empty: both
    bool isReplacing = false;            ///< also where there is a draft already; what a person wrote stays always
    std::vector<std::string> captioner;  ///< a program, then its arguments; empty: from the measures
    double captionerSeconds = 60;        ///< for one clip, > 0
    BulkOptions bulk;
};
struct SuggestResult {
    int clips = 0;
    int captions = 0;                                      ///< drafts that would be, or were, written
    std::vector<std::pair<std::int64_t, Error>> failures;  ///< by clip: it has no draft for that reason
    bool isDone = false;
};
/// Undo command "caption.suggest", one for all. Of more than one clip only with `isSure`. What lacks measures is
/// measured. Phases: "measuring", "captioning" (clips). Errors: kProjectReadOnly, base kInvalidArgument, those of
/// chosenClips(), kCaptionerAbsent; kCaptionerFailed for one that fails for its first three clips; kCancelled: what
/// was measured and what a captioner has said until then is kept.
Result<SuggestResult> suggestCaptions(project::Project& project, const SuggestOptions& options,
                                      const Listener& listener, const StopToken& stop = {});

}  // namespace brandloom::studio
