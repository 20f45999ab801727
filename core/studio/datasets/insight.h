#pragma once
// The use cases that look at a dataset as a whole: finding clips, the split, frozen versions, buckets, the score.
// `name` empty is the only dataset everywhere. Errors of all: dataset kNoDataset, kDatasetMissing, kChooseDataset.
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/buckets.h"
#include "core/dataset/score.h"
#include "core/dataset/version_repository.h"
#include "core/door/engine_loader.h"
#include "core/studio/datasets/datasets.h"

namespace brandloom::studio {

struct SearchResult {
    std::int64_t total = 0;            ///< clips that were found
    std::int64_t all = 0;              ///< in the dataset
    std::vector<dataset::Clip> clips;  ///< the part that was asked for, oldest first
};
/// The query line (core/dataset/query.h). Errors also: dataset kBadQuery.
Result<SearchResult> searchDataset(project::Project& project, const std::string& name, const std::string& query,
                                   std::size_t from, std::size_t most);

struct SplitOptions {
    std::string dataset;
    std::optional<std::uint64_t> seed;
    std::optional<double> heldOutShare;  ///< 0..0.5
};
struct SplitResult {
    DatasetSummary dataset;
    int groups = 0;         ///< films and scenes that stay together
    int heldOutGroups = 0;  ///< of them
    /// No group lies on both sides. It always is so after drawing; an earlier schema may have left it otherwise.
    bool isClean = true;
};
/// Draws the split again; without seed and share as they are. Undo command "dataset.split". Errors also: dataset
/// kBadRecord, kSplitConflict.
Result<SplitResult> splitDataset(project::Project& project, const SplitOptions& options, const Listener& listener);

/// Undo command "dataset.trigger". Errors also: dataset kBadRecord.
Result<std::vector<std::string>> setTriggerWords(project::Project& project, const std::string& name,
                                                 const std::vector<std::string>& words, const Listener& listener);
Result<std::vector<std::string>> triggerWords(project::Project& project, const std::string& name);

/// The dataset and its clips, until undo. Its frozen versions and what was trained on it stay.
Result<DatasetSummary> removeDataset(project::Project& project, const std::string& name, const Listener& listener);

struct VersionSummary {
    dataset::FrozenVersion version;
    int clips = 0;
    bool isNow = false;  ///< the dataset has this content now
};
Result<std::vector<VersionSummary>> datasetVersions(project::Project& project, const std::string& name);
/// Undo command "dataset.version".
Result<VersionSummary> freezeDataset(project::Project& project, const std::string& name, const std::string& title,
                                     const Listener& listener);
struct VersionContent {
    dataset::FrozenVersion version;
    dataset::FrozenContent content;
    std::vector<dataset::ClipDifference> untilNow;  ///< what changed since
};
/// `which`: number, title or first digits of the hash. Errors also: dataset kVersionMissing.
Result<VersionContent> datasetVersion(project::Project& project, const std::string& name, const std::string& which);

struct DatasetBuckets {
    std::string dataset;
    dataset::BucketRule rule;
    double fps = 0;  ///< of the model
    std::string model;
    dataset::BucketList list;
    double trainedShare = 0;  ///< mean share of the clips' pictures that a training sees: it cuts all to one size
};
/// For a model (name or folder; empty: the starter model). Clips that are rejected are left out. Errors also: those
/// of modelFolderFor and describeModel.
Result<DatasetBuckets> bucketsOfDataset(project::Project& project, const door::EngineFactory& engine,
                                        const std::string& name, const Path& model);

/// `fps` of the model that is to learn, for what is too short. Errors also: none.
Result<dataset::Score> scoreDataset(project::Project& project, const std::string& name, double fps);

}  // namespace brandloom::studio
