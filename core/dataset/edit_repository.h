#pragma once
// What a person changes in clips, captions, films and datasets: each call is one transaction with one undo record,
// all of it or nothing. Every call says how many rows it changed; what is so already counts for nothing.
// Thread-safe.
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/records.h"
#include "core/store/store.h"

namespace brandloom::dataset {

/// A part of a film, in its seconds and its frames.
struct ClipRange {
    double startSeconds = 0;
    double endSeconds = 0;
    std::int64_t firstFrame = 0;
    std::int64_t frameCount = 0;
};

/// What is not given stays as it is.
struct ClipEdit {
    ClipId clip;
    std::optional<ClipRange> range;
    std::optional<std::optional<Crop>> crop;  ///< none inside: the whole picture again
    std::optional<int> pick;                  ///< -1, 0, 1
    std::optional<int> rating;                ///< 0..5
    std::optional<std::string> scene;         ///< empty: none
    std::optional<std::optional<Split>> splitChosen;
    std::vector<std::string> addTags;
    std::vector<std::string> removeTags;
};

/// The caption of a clip in one language; none: it is taken away.
struct CaptionEdit {
    ClipId clip;
    std::string language;
    std::optional<Caption> caption;
};

/// Where a film lies, and who says what of it.
struct SourceEdit {
    SourceId source;
    std::optional<std::string> path;
    std::optional<std::string> rightsHolder;           ///< empty: nobody said
    std::optional<std::optional<double>> rightsUntil;  ///< none inside: without an end
};

struct DatasetEdit {
    DatasetId dataset;
    std::optional<std::uint64_t> seed;
    std::optional<double> heldOutShare;
    std::optional<std::vector<std::string>> triggerWords;
};

/// A clip that becomes several: it keeps the first part, each further one is a new clip with its captions, crop,
/// scene, marks and tags.
struct ClipParts {
    ClipId clip;
    std::vector<ClipRange> parts;
};

/// Changes of several kinds that are one to a person.
struct DatasetEdits {
    std::vector<ClipEdit> clips;
    std::vector<CaptionEdit> captions;
    std::vector<ClipParts> parts;
};

class EditRepository {
  public:
    explicit EditRepository(store::Store& store) : m_store(store) {}

    /// Undo command "clip.set" (or `command`). The split of the datasets concerned is drawn again where picks,
    /// scenes, ranges or chosen sides changed. Errors: kBadRecord, kClipMissing, kSplitConflict.
    Result<int> editClips(const std::vector<ClipEdit>& edits, const char* command = "clip.set");
    /// Undo command "clip.remove". The clips' rows stay, so that undo brings them back. Errors: kClipMissing.
    Result<int> removeClips(const std::vector<ClipId>& clips);
    /// `command` is a stable word: "caption.set", "caption.replace". Earlier texts stay as the history of the clip.
    /// Errors: kBadRecord, kClipMissing.
    Result<int> editCaptions(const std::vector<CaptionEdit>& edits, const char* command);
    /// Clips, then captions, then parts. Errors: those of editClips() and editCaptions().
    Result<int> editAll(const DatasetEdits& edits, const char* command);
    /// Errors: kBadRecord.
    Result<int> editSources(const std::vector<SourceEdit>& edits, const char* command);
    /// The split is drawn again. Errors: kBadRecord, kDatasetMissing, kSplitConflict.
    Result<Dataset> editDataset(const DatasetEdit& edit, const char* command);
    /// Undo command "dataset.remove": the dataset and its clips. Errors: kDatasetMissing.
    Status removeDataset(DatasetId dataset);

  private:
    store::Store& m_store;
};

}  // namespace brandloom::dataset
