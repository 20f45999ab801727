#pragma once
// Datasets and their clips. Every change is one committed transaction that also writes its undo record.
// Thread-safe.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/records.h"
#include "core/project/undo_repository.h"
#include "core/store/store.h"

namespace brandloom::dataset {

/// Clips of one film that get other captions.
struct NewCaptions {
    ClipId clip;
    std::vector<Caption> captions;
};

/// Where a film lies now, by its content.
struct SourcePlace {
    std::string sha256;
    std::string path;
};

/// One change of a dataset, which is made when there is none of that name.
struct Addition {
    std::string dataset;                 ///< 1 to 120 characters
    std::optional<std::uint64_t> seed;   ///< of the split; none: as it is (1 in a new dataset)
    std::optional<double> heldOutShare;  ///< 0..0.5; none: as it is (0.2 in a new dataset)
    std::vector<NewClip> clips;
    std::vector<NewCaptions> captions;
    std::vector<NewSource> sources = {};  ///< what is known of their films; a film may be left out
    std::vector<Clip> marked = {};  ///< further clips, with pick, rating, tags and chosen side; ids do not matter
    std::vector<SourcePlace> moved = {};                        ///< films that were found again elsewhere
    std::optional<std::vector<std::string>> triggerWords = {};  ///< none: as they are
};

class DatasetRepository {
  public:
    explicit DatasetRepository(store::Store& store) : m_store(store) {}

    /// Adds clips, exchanges captions, draws the split of the whole dataset again: all of it or nothing. Undo
    /// command: "dataset.add". Errors: kBadRecord, kSplitConflict.
    Result<Dataset> add(const Addition& addition);
    /// By name; those that were taken away are left out.
    Result<std::vector<Dataset>> list();
    /// In the order they were added.
    Result<std::vector<Clip>> clips(DatasetId dataset);
    /// The dataset of that name; empty: the only one. Errors: kNoDataset, kDatasetMissing, kChooseDataset.
    Result<Dataset> choose(const std::string& name);

    /// Clips that a training cut from films that were named to it, without a dataset; those known already are
    /// passed over. Not a change that a person made: no undo record. Errors: kBadRecord.
    Status keepTrainingClips(std::span<const NewClip> clips);

    /// What undo may set.
    static std::span<const project::UndoField> undoFields();

  private:
    store::Store& m_store;
};

}  // namespace brandloom::dataset
