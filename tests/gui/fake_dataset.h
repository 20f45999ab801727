#pragma once
// A dataset in memory behind the window: clips with painted pictures, an import on a real thread, one level of undo
// per change.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "gui/bridge/dataset_port.h"

namespace brandloom::tests {

/// Ten seconds of 640 x 360 at 24 pictures a second; the number of the picture is the grey of its first pixel, and
/// its place that of a bar. A film whose name begins with "broken" cannot be read.
class FakePictures : public bridge::PicturePort {
  public:
    Result<studio::PictureBatch> read(const studio::PictureOrder& order, const StopToken& stop) override;

  private:
    int m_next = 0;
};

class FakeDataset : public bridge::DatasetPort {
    using Ids = std::vector<std::int64_t>;
    using Changed = Result<studio::DatasetChanged>;

  public:
    FakeDataset() = default;
    ~FakeDataset() override;

    Result<studio::DatasetView> view(const std::string& query) override;
    Result<std::int64_t> count() override { return static_cast<std::int64_t>(cards().size()); }
    Result<studio::DatasetFindings> findings() override;
    Result<studio::DatasetFacets> facets() override;
    Changed freeze(const std::string& title) override;
    Changed drawSplit() override;
    Result<studio::ClipDetail> clip(std::int64_t clip) override;
    Changed setRange(std::int64_t clip, double start, double end) override;
    Changed setCrop(std::int64_t clip, const std::optional<studio::CropBox>& crop) override;
    Changed setTags(const Ids& clips, const std::vector<std::string>& add,
                    const std::vector<std::string>& remove) override;
    Changed split(std::int64_t clip, double at) override;
    std::shared_ptr<bridge::PicturePort> openPictures() override;
    Changed mark(const Ids& clips, int pick) override;
    Changed rate(const Ids& clips, int rating) override;
    Changed remove(const Ids& clips) override;
    Changed writeCaption(std::int64_t clip, const std::string& language, const std::string& text) override;
    Result<studio::CaptionNotes> readCaption(const std::string& text) override;
    Result<std::vector<std::string>> captionWords(const std::string& language) override;
    Changed suggest(const Ids& clips, const std::string& language) override;
    Changed fix(const std::string& rule) override;
    Result<std::string> undo() override;
    Result<std::string> redo() override;
    /// Films whose name begins with "bad" are refused.
    Status startImport(const std::vector<Path>& films, const std::string& split,
                       studio::ImportListener listener) override;
    Status continueImport(studio::ImportListener listener) override;
    void stopImport() override;
    void close() override { stopImport(); }

    /// For tests; before the window asks, or under lock().
    void fill(int clips);
    void setFilm(std::int64_t clip, const Path& film);
    [[nodiscard]] std::vector<studio::ClipCard> cards() const;
    bool holdImport = false;  ///< the import waits after its first film
    void letImportGoOn();
    bool isReadOnly = false;
    std::atomic<double> answeredAt = 0;  ///< steady seconds when view() ended last
    /// Asked first by undo (true) and redo: what else of the project can be turned.
    std::function<std::optional<std::string>(bool)> elsewhere;
    Path pictures;  ///< folder of picture_0.png ... picture_7.png for fill(); empty: none

  private:
    void change(const std::string& command);
    studio::ClipCard* find(std::int64_t id);
    void work(std::vector<Path> films, studio::ImportListener listener);
    struct Step {
        std::string command;
        std::vector<studio::ClipCard> before;
        std::map<std::int64_t, studio::CropBox> crops;
    };
    mutable std::mutex m_mutex;  // all below
    std::condition_variable m_wake;
    std::vector<studio::ClipCard> m_cards;
    std::vector<Step> m_done, m_undone;
    std::map<std::int64_t, studio::CropBox> m_crops;
    std::vector<studio::DatasetVersionRow> m_versions;
    std::int64_t m_next = 1;
    bool m_stop = false;
    std::thread m_import;
};

}  // namespace brandloom::tests
