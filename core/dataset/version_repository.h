#pragma once
// Frozen versions of datasets: what was in one at a time, for good. Thread-safe.
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/records.h"
#include "core/store/store.h"

namespace brandloom::dataset {

using VersionId = TypedId<struct DatasetVersionTag>;

struct FrozenVersion {
    VersionId id;
    int number = 0;           ///< from 1, in its dataset
    std::string name;         ///< may be empty
    std::string contentHash;  ///< what a training records (clip_split.h: contentVersion)
    double createdAt = 0;
    bool isNew = false;  ///< freeze() made it
};

/// What a frozen version holds: dataset, clips with the films they are cut from, and what was said of them.
struct FrozenContent {
    std::string dataset;
    std::uint64_t seed = 1;
    double heldOutShare = 0.2;
    std::vector<std::string> triggerWords;
    std::vector<Clip> clips;      ///< ids are those of that time
    std::vector<Source> sources;  ///< of the clips, with the rights of that time
};

class VersionRepository {
  public:
    explicit VersionRepository(store::Store& store) : m_store(store) {}

    /// Keeps the dataset as it is now. When its newest version that was not taken away has the same content, that
    /// one is handed back. Undo command "dataset.version"; without a record when `isOwnWish` is false (a training
    /// keeps what it trains on). Errors: kBadRecord (name), kDatasetMissing.
    Result<FrozenVersion> freeze(DatasetId dataset, const std::string& name, bool isOwnWish = true);
    /// Oldest first; without those that were taken away.
    Result<std::vector<FrozenVersion>> list(DatasetId dataset);
    /// By number, name, or the first digits (4 at least) of its hash. Errors: kVersionMissing.
    Result<FrozenVersion> choose(const Dataset& dataset, const std::string& which);
    /// Error: kBadRecord when its document cannot be read.
    Result<FrozenContent> content(VersionId version);
    /// The dataset as it is now, in the same form.
    Result<FrozenContent> now(DatasetId dataset);

  private:
    store::Store& m_store;
};

/// JSON of it and back; floats and texts come back as they were. Error: kBadRecord.
std::string jsonFrom(const FrozenContent& content);
Result<FrozenContent> frozenContentFrom(const std::string& json);

/// One clip that two states of a dataset have differently.
struct ClipDifference {
    enum class What { Added, Removed, Changed };
    What what = What::Changed;
    Clip before;  ///< not for Added
    Clip after;   ///< not for Removed
    std::vector<std::string>
        parts;  ///< Changed: "range", "crop", "captions", "split", "pick", "tags", "rating", "scene"
};

/// Clips are the same when their ids are, or film and range. In the order of the clips, those removed last.
std::vector<ClipDifference> differences(const FrozenContent& before, const FrozenContent& after);

}  // namespace brandloom::dataset
