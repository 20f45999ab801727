#include "core/studio/training/clip_preview.h"

#include <fmt/format.h>

#include "core/base/base_errors.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/search_repository.h"
#include "core/media/png.h"
#include "core/studio/common/teller.h"
#include "core/studio/projects/settings.h"
#include "core/studio/training/training_source.h"

namespace brandloom::studio {
namespace {

Result<FilmRange> rangeOfClip(project::Project& project, std::int64_t number) {
    BRANDLOOM_TRY(const auto clips, dataset::SearchRepository(project.store()).clips({ClipId{number}}, 0, 1));
    if (clips.empty()) return fail(dataset_errors::kClipMissing, {{"id", std::to_string(number)}});
    return rangeOf(clips.front());
}

Status checkFolder(const Path& folder) {
    std::error_code ec;
    if (folder.empty() || !std::filesystem::exists(folder, ec) || std::filesystem::is_empty(folder, ec)) return {};
    return fail(dataset_errors::kFolderInUse, {{"folder", utf8FromPath(folder)}});
}

class PictureWriter {
  public:
    PictureWriter(Path folder, Teller& teller, StopToken stop)
        : m_folder(std::move(folder)), m_teller(teller), m_stop(std::move(stop)) {}
    ~PictureWriter() {
        std::error_code ec;
        for (const auto& file : m_written) std::filesystem::remove(file, ec);
    }
    PictureWriter(const PictureWriter&) = delete;
    PictureWriter& operator=(const PictureWriter&) = delete;

    Status write(const std::vector<ShownWindow>& windows) {
        std::error_code ec;
        std::filesystem::create_directories(m_folder, ec);
        if (ec)
            return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(m_folder)}, {"reason", ec.message()}});
        std::int64_t total = 0, done = 0;
        for (const auto& window : windows) total += static_cast<std::int64_t>(window.pictures.size());
        for (std::size_t w = 0; w < windows.size(); ++w)
            for (std::size_t f = 0; f < windows[w].pictures.size(); ++f) {
                BRANDLOOM_CHECK(checkCancelled(m_stop));
                m_teller.progress("writing", done++, total);
                const Path file = m_folder / fmt::format("{}_{:03}.png", w + 1, f + 1);
                m_written.push_back(file);
                BRANDLOOM_CHECK(media::writePng(file, *windows[w].pictures[f]));
            }
        m_written.clear();
        return {};
    }

  private:
    Path m_folder;
    Teller& m_teller;
    StopToken m_stop;
    std::vector<Path> m_written;  // removed when not all could be
};

}  // namespace

Result<ShownClip> showClip(project::Project& project, const door::EngineFactory& factory,
                           const ShowClipOptions& options, const Listener& listener, const StopToken& stop) {
    Teller teller(listener);
    if (options.clipsPerFilm < 1 || options.clipsPerFilm > 1000)
        return fail(base_errors::kInvalidArgument, {{"what", "The number of clips per film"},
                                                    {"reason", "it is " + std::to_string(options.clipsPerFilm)},
                                                    {"allowed", "1 to 1000"}});
    BRANDLOOM_CHECK(checkFolder(options.pictureFolder));
    BRANDLOOM_TRY(const auto range, rangeOfClip(project, options.clip));
    BRANDLOOM_TRY(const auto folder, chosenModel(&project, options.model));
    teller.progress("loading", 0, 0);
    BRANDLOOM_TRY(const auto engine, factory());
    BRANDLOOM_TRY(const auto model, engine->describeModel({folder}));
    const auto& d = model.defaults;
    const CutOptions cut{d.width, d.height, static_cast<double>(d.fps), d.frames, options.clipsPerFilm, {}};
    BRANDLOOM_TRY(const auto clips, FilmClips::cutRanges({range}, cut, stop, [&](const Progress& p) {
                      teller.tell(door::Progressed{p});
                  }));
    ShownClip out{utf8FromPath(range.film), model.name, d.width, d.height, cut.fps, range.captions, {}};
    for (std::size_t i = 0; i < clips->clips().size(); ++i) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const auto& clip = clips->clips()[i];
        BRANDLOOM_TRY(auto pictures, clips->frames(i));
        out.windows.push_back({clip.startSeconds, clip.key, std::move(pictures)});
    }
    if (!options.pictureFolder.empty())
        BRANDLOOM_CHECK(PictureWriter(options.pictureFolder, teller, stop).write(out.windows));
    return out;
}

}  // namespace brandloom::studio
