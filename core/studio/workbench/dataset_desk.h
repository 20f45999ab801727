#pragma once
// What the window does with the dataset of the open project. Every function may be called from any thread; all but
// startImport() and stopImport() do their work before they return (some ms to seconds of disk work). Errors of all:
// kNoProject; of those that change something kProjectReadOnly.
#include <memory>
#include <string>
#include <vector>

#include "core/studio/workbench/dataset_desk_types.h"
#include "core/studio/workbench/workbench.h"

namespace brandloom::studio {

class DatasetDesk {
  public:
    /// `workbench` must outlive the desk.
    explicit DatasetDesk(Workbench& workbench);
    ~DatasetDesk();  ///< shutdown()
    DatasetDesk(const DatasetDesk&) = delete;
    DatasetDesk& operator=(const DatasetDesk&) = delete;

    /// Of the only dataset, else the oldest. A query that is wrong is told in the view.
    Result<DatasetView> view(const std::string& query);
    /// Clips of that dataset.
    Result<std::int64_t> count();
    /// Score and hints as the starter model needs clips. Reads films only whose time or length changed, loads no
    /// engine; compares each clip with each other, so that thousands take seconds. Error also: kCancelled.
    Result<DatasetFindings> findings(const StopToken& stop = {});

    /// Counts by searching: some ms for each of about twenty queries. Error also: kCancelled.
    Result<DatasetFacets> facets(const StopToken& stop = {});
    /// Keeps the content as it is now as a version; no change where it is kept already. Undo command
    /// "dataset.version".
    Result<DatasetChanged> freeze(const std::string& title);
    /// Which clips are only measured is drawn anew. Undo command "dataset.split".
    Result<DatasetChanged> drawSplit();
    /// Errors also: dataset kClipMissing.
    Result<ClipDetail> clip(std::int64_t clip);
    /// Undo command "clip.set" of the next five. `startSeconds`, `endSeconds` in the film. Errors also: dataset
    /// kRangeOutside.
    Result<DatasetChanged> setRange(std::int64_t clip, double startSeconds, double endSeconds);
    /// None: the whole picture again.
    Result<DatasetChanged> setCrop(std::int64_t clip, const std::optional<CropBox>& crop);
    Result<DatasetChanged> setTags(const std::vector<std::int64_t>& clips, const std::vector<std::string>& add,
                                   const std::vector<std::string>& remove);
    Result<DatasetChanged> mark(const std::vector<std::int64_t>& clips, int pick);
    Result<DatasetChanged> rate(const std::vector<std::int64_t>& clips, int rating);
    /// Two clips of one. Undo command "clip.split". Errors also: dataset kRangeOutside.
    Result<DatasetChanged> split(std::int64_t clip, double atSeconds);
    /// Undo command "clip.remove".
    Result<DatasetChanged> remove(const std::vector<std::int64_t>& clips);
    /// By a person; an empty text takes the caption away. Undo command "caption.set".
    Result<DatasetChanged> writeCaption(std::int64_t clip, const std::string& language, const std::string& text);
    /// What is to be said of a text that is being written; it is written nowhere. The first call some 10 ms.
    Result<CaptionNotes> readCaption(const std::string& text);
    /// Words that captions in that language use again and again; trigger words first. Reads all captions.
    Result<std::vector<std::string>> captionWords(const std::string& language);
    /// Drafts in that language where there is no caption. Undo command "caption.suggest".
    Result<DatasetChanged> suggest(const std::vector<std::int64_t>& clips, const std::string& language,
                                   const StopToken& stop = {});
    /// What lint says of this rule is put right. Undo command "dataset.fix".
    Result<DatasetChanged> fix(const std::string& rule, const StopToken& stop = {});
    /// The last change, whatever it was: its command.
    Result<std::string> undo();
    Result<std::string> redo();

    /// Films and folders come into the dataset on a thread of its own; one import at a time (kBusy). The listener
    /// hears Found first and Ended last, also when it was stopped.
    Status startImport(const std::vector<Path>& films, const std::string& split, ImportListener listener);
    /// Goes on with what a dead program left of imports and measures; a listener may hear nothing but Ended.
    Status continueImport(ImportListener listener);
    /// Returns at once. What was read until then is kept, so that the same import is quick the next time.
    void stopImport();
    [[nodiscard]] bool isImporting() const;
    /// Stops an import and waits for it. Blocks.
    void shutdown();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::studio
