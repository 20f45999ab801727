#pragma once
// The use case "can this training begin, and what would make it better". Changes nothing, loads no engine; some ms,
// of a dataset with thousands of clips seconds. Thread-safe.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// In the order in which they are told.
enum class PreflightRule {
    ProjectReadOnly,
    EngineMissing,    ///< the library that trains is not beside the program; detail: what is missing
    ModelMissing,     ///< detail: the name or folder that was chosen
    NothingToLearn,   ///< no film is named and there is no dataset with clips
    SourceGone,       ///< count of films or clips; detail: a file name
    TooFewClips,      ///< count there are
    CaptionsMissing,  ///< count of films or clips
    LintFault,        ///< lintRule, count
    DiskLow,          ///< has, needs (bytes)
    MemoryOver        ///< has, needs (bytes)
};
/// "engine_missing" ...: the code in JSON.
std::string_view word(PreflightRule rule);

struct PreflightFinding {
    PreflightRule rule = PreflightRule::NothingToLearn;
    bool blocks = false;  ///< the training would not begin, or would end at once
    int count = 0;
    std::string detail;
    std::vector<std::int64_t> clips;  ///< of a dataset, rising
    std::string lintRule;             ///< of LintFault: core/dataset/lint.h
    bool isFixable = false;           ///< of LintFault: fixDataset() can
    std::uint64_t has = 0;
    std::uint64_t needs = 0;
};

/// What a training needs, as a forecast or an earlier run measured it; 0: not known.
struct TrainingNeeds {
    std::uint64_t memoryBytes = 0;      ///< of this process at most
    std::uint64_t checkpointBytes = 0;  ///< on disk, one checkpoint
};

struct Preflight {
    std::vector<PreflightFinding> findings;
    int clips = 0;  ///< of the dataset, rejected ones left out; of films their number
    std::uint64_t diskFreeBytes = 0;
    std::uint64_t diskNeededBytes = 0;  ///< 0: not known
    std::uint64_t memoryBytes = 0;      ///< that this machine can give
    [[nodiscard]] bool blocks() const;
};

/// Errors: kCancelled, those of the database; of a dataset that was named dataset kDatasetMissing.
Result<Preflight> checkTraining(project::Project& project, const TrainStyleOptions& options,
                                const TrainingNeeds& needs, const StopToken& stop = {});

}  // namespace brandloom::studio
