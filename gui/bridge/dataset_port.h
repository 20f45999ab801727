#pragma once
// What the window needs of the studio's dataset desk, as an interface (see StudioPort). The contracts are those of
// core/studio/workbench/dataset_desk.h: all but those of imports and openPictures() block and are called on the
// session's thread.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/studio/films/film_pictures.h"
#include "core/studio/workbench/dataset_desk_types.h"

namespace brandloom::bridge {

/// Pictures of films, as studio::FilmPictures. One thread at a time, any.
class PicturePort {
  public:
    virtual ~PicturePort() = default;
    virtual Result<studio::PictureBatch> read(const studio::PictureOrder& order, const StopToken& stop) = 0;
};

class DatasetPort {
  public:
    virtual ~DatasetPort() = default;
    virtual Result<studio::DatasetView> view(const std::string& query) = 0;
    virtual Result<std::int64_t> count() = 0;
    virtual Result<studio::DatasetFindings> findings() = 0;
    virtual Result<studio::DatasetFacets> facets() = 0;
    virtual Result<studio::DatasetChanged> freeze(const std::string& title) = 0;
    virtual Result<studio::DatasetChanged> drawSplit() = 0;
    virtual Result<studio::ClipDetail> clip(std::int64_t clip) = 0;
    virtual Result<studio::DatasetChanged> setRange(std::int64_t clip, double startSeconds, double endSeconds) = 0;
    virtual Result<studio::DatasetChanged> setCrop(std::int64_t clip,
                                                   const std::optional<studio::CropBox>& crop) = 0;
    virtual Result<studio::DatasetChanged> setTags(const std::vector<std::int64_t>& clips,
                                                   const std::vector<std::string>& add,
                                                   const std::vector<std::string>& remove) = 0;
    virtual Result<studio::DatasetChanged> split(std::int64_t clip, double atSeconds) = 0;
    virtual Result<studio::DatasetChanged> mark(const std::vector<std::int64_t>& clips, int pick) = 0;
    virtual Result<studio::DatasetChanged> rate(const std::vector<std::int64_t>& clips, int rating) = 0;
    virtual Result<studio::DatasetChanged> remove(const std::vector<std::int64_t>& clips) = 0;
    virtual Result<studio::DatasetChanged> writeCaption(std::int64_t clip, const std::string& language,
                                                        const std::string& text) = 0;
    virtual Result<studio::CaptionNotes> readCaption(const std::string& text) = 0;
    virtual Result<std::vector<std::string>> captionWords(const std::string& language) = 0;
    virtual Result<studio::DatasetChanged> suggest(const std::vector<std::int64_t>& clips,
                                                   const std::string& language) = 0;
    virtual Result<studio::DatasetChanged> fix(const std::string& rule) = 0;
    virtual Result<std::string> undo() = 0;
    virtual Result<std::string> redo() = 0;
    virtual Status startImport(const std::vector<Path>& films, const std::string& split,
                               studio::ImportListener listener) = 0;
    virtual Status continueImport(studio::ImportListener listener) = 0;
    virtual void stopImport() = 0;
    /// A reader of its own for each player; any thread, returns at once.
    virtual std::shared_ptr<PicturePort> openPictures() = 0;
    /// The window closes: what works on another thread ends soon. Any thread; returns at once.
    virtual void close() = 0;
};

}  // namespace brandloom::bridge
