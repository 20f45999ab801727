#pragma once
// The studio's dataset desk behind the interface that the window asks.
#include "core/studio/workbench/dataset_desk.h"
#include "gui/bridge/dataset_port.h"

namespace brandloom::desktop {

class FilmPicturesPort : public bridge::PicturePort {
  public:
    Result<studio::PictureBatch> read(const studio::PictureOrder& order, const StopToken& stop) override {
        return m_pictures.read(order, stop);
    }

  private:
    studio::FilmPictures m_pictures;
};

class DeskPort : public bridge::DatasetPort {
    using Ids = std::vector<std::int64_t>;
    using Changed = Result<studio::DatasetChanged>;

  public:
    /// `workbench` must outlive it.
    explicit DeskPort(studio::Workbench& workbench) : m_desk(workbench) {}

    Result<studio::DatasetView> view(const std::string& query) override { return m_desk.view(query); }
    Result<std::int64_t> count() override { return m_desk.count(); }
    Result<studio::DatasetFindings> findings() override { return m_desk.findings(m_closing.get_token()); }
    Result<studio::DatasetFacets> facets() override { return m_desk.facets(m_closing.get_token()); }
    Changed freeze(const std::string& title) override { return m_desk.freeze(title); }
    Changed drawSplit() override { return m_desk.drawSplit(); }
    Result<studio::ClipDetail> clip(std::int64_t clip) override { return m_desk.clip(clip); }
    Changed setRange(std::int64_t clip, double start, double end) override {
        return m_desk.setRange(clip, start, end);
    }
    Changed setCrop(std::int64_t clip, const std::optional<studio::CropBox>& crop) override {
        return m_desk.setCrop(clip, crop);
    }
    Changed setTags(const Ids& clips, const std::vector<std::string>& add,
                    const std::vector<std::string>& remove) override {
        return m_desk.setTags(clips, add, remove);
    }
    Changed split(std::int64_t clip, double at) override { return m_desk.split(clip, at); }
    std::shared_ptr<bridge::PicturePort> openPictures() override { return std::make_shared<FilmPicturesPort>(); }
    Changed mark(const Ids& clips, int pick) override { return m_desk.mark(clips, pick); }
    Changed rate(const Ids& clips, int rating) override { return m_desk.rate(clips, rating); }
    Changed remove(const Ids& clips) override { return m_desk.remove(clips); }
    Changed writeCaption(std::int64_t clip, const std::string& language, const std::string& text) override {
        return m_desk.writeCaption(clip, language, text);
    }
    Result<studio::CaptionNotes> readCaption(const std::string& text) override { return m_desk.readCaption(text); }
    Result<std::vector<std::string>> captionWords(const std::string& language) override {
        return m_desk.captionWords(language);
    }
    Changed suggest(const Ids& clips, const std::string& language) override {
        return m_desk.suggest(clips, language, m_closing.get_token());
    }
    Changed fix(const std::string& rule) override { return m_desk.fix(rule, m_closing.get_token()); }
    Result<std::string> undo() override { return m_desk.undo(); }
    Result<std::string> redo() override { return m_desk.redo(); }
    Status startImport(const std::vector<Path>& films, const std::string& split,
                       studio::ImportListener listener) override {
        return m_desk.startImport(films, split, std::move(listener));
    }
    Status continueImport(studio::ImportListener listener) override {
        return m_desk.continueImport(std::move(listener));
    }
    void stopImport() override { m_desk.stopImport(); }
    void close() override {
        m_closing.request_stop();
        m_desk.stopImport();
    }
    void shutdown() { m_desk.shutdown(); }

  private:
    studio::DatasetDesk m_desk;
    std::stop_source m_closing;
};

}  // namespace brandloom::desktop
