#pragma once
// The use cases "what is wrong with this dataset" and "put it right". Nothing is changed without being counted
// first; what is changed is one undo record. Errors of both: dataset kNoDataset, kDatasetMissing, kChooseDataset,
// kCancelled, those of the database. Thread-safe.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/lint.h"
#include "core/door/engine_loader.h"
#include "core/studio/datasets/curation.h"

namespace brandloom::studio {

struct LintDatasetOptions {
    std::string dataset;  ///< empty: the only one
    /// The model that is to learn (name or folder): its rate, length and tokens are what clips are judged by.
    Path model;                           ///< empty: the starter model
    std::optional<double> modelFps;       ///< instead of the model's
    int leastFrames = 9;                  ///< at that rate
    double mostSeconds = 10;              ///< longer clips are a note
    std::vector<std::string> styleWords;  ///< of the brand's look, which captions are not to name
    std::vector<std::string> languages;   ///< that every clip must have a caption in: zh, en
    bool isMeasuring = false;  ///< measure first what was not measured yet (the project must be open for writing)
};

struct LintReport {
    std::int64_t datasetId = 0;
    std::string dataset;
    int clips = 0;  ///< that were looked at: all but the rejected ones
    int rejected = 0;
    std::string model;                ///< name; empty: none was named and the one that ships cannot be read
    std::optional<Error> notCounted;  ///< why tokens were not counted; none: they were
    int unmeasured = 0;               ///< what pictures tell is not known of these
    std::vector<dataset::LintFinding> findings;
    std::map<std::int64_t, std::string> films;  ///< file name by clip, for people
};
/// Phases: "measuring" (clips), "checking" (films: those whose time or length changed are read), "comparing"
/// (clips). Errors also: kProjectReadOnly (isMeasuring), base kInvalidArgument; of a model that was named those of
/// modelFolderFor and describeModel.
Result<LintReport> lintDataset(project::Project& project, const door::EngineFactory& engine,
                               const LintDatasetOptions& options, const Listener& listener,
                               const StopToken& stop = {});

struct FixDatasetOptions {
    LintDatasetOptions lint;
    std::vector<std::string> rules;  ///< words of the rules to fix; empty: all that have a fix
    BulkOptions bulk;                ///< done only with isSure
};
struct FixResult {
    LintReport before;
    std::map<std::string, int> fixable;      ///< findings by rule that would be, or were, put right
    int changes = 0;                         ///< clips and captions that would be, or were, changed
    bool isDone = false;                     ///< false: only counted
    std::vector<dataset::LintFinding> left;  ///< when done: what is found afterwards
};
/// Undo command "dataset.fix". Drafts of captions are written where captions are missing. Errors also: those of
/// lintDataset(), kProjectReadOnly, base kInvalidArgument (a rule that does not exist), dataset kSplitConflict.
Result<FixResult> fixDataset(project::Project& project, const door::EngineFactory& engine,
                             const FixDatasetOptions& options, const Listener& listener,
                             const StopToken& stop = {});

}  // namespace brandloom::studio
