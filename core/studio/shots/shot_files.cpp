#include "core/studio/shots/shot_files.h"

#include <fmt/format.h>

#include <cstring>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/media/encoder.h"
#include "core/media/png.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"

namespace brandloom::studio {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone again unless keep() is called.
class TemporaryFolder {
  public:
    explicit TemporaryFolder(Path path) : m_path(std::move(path)) {}
    ~TemporaryFolder() {
        std::error_code ignored;
        if (!m_path.empty()) fs::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    void keep() { m_path.clear(); }

  private:
    Path m_path;
};

Error unwritable(const Path& path, const std::error_code& code) {
    if (code == std::errc::no_space_on_device) return Error(base_errors::kDiskFull, {{"file", utf8FromPath(path)}});
    return Error(base_errors::kFileUnwritable, {{"file", utf8FromPath(path)}, {"reason", code.message()}});
}

}  // namespace

Result<ShotFiles> ShotFiles::choose(const Path& target) {
    ShotFiles out;
    std::error_code ec;
    const bool isFolder = fs::is_directory(target, ec);
    out.m_isFilm = !isFolder && !target.extension().empty();
    if (out.m_isFilm) {
        BRANDLOOM_TRY(out.m_path, newFilmPath(target));
        out.m_recipe = Path(out.m_path).replace_extension(".json");
        if (fs::exists(out.m_recipe, ec))
            return fail(studio_errors::kFileExists, {{"file", utf8FromPath(out.m_recipe)}});
        return out;
    }
    out.m_path = fs::absolute(target, ec).lexically_normal();
    if (!out.m_path.has_filename()) out.m_path = out.m_path.parent_path();
    const bool isFree = isFolder ? fs::is_empty(out.m_path, ec) && !ec : !fs::exists(out.m_path, ec);
    if (!isFree) return fail(studio_errors::kFileExists, {{"file", utf8FromPath(out.m_path)}});
    out.m_recipe = out.m_path / "recipe.json";
    return out;
}

Result<std::string> ShotFiles::write(const std::vector<Frame>& frames, const std::string& recipe,
                                     const FilmFormat& format, const StopToken& stop,
                                     const ProgressSink& progress) const {
    if (m_isFilm) return writeFilm(frames, recipe, format, stop, progress);
    const auto folder = m_path.parent_path() / ("." + platform::uniqueSuffix() + ".pictures");
    std::error_code ec;
    if (!fs::create_directory(folder, ec)) return fail(unwritable(m_path, ec));
    TemporaryFolder temporary(folder);
    BRANDLOOM_TRY(auto sha256, writePictures(folder, frames, recipe, stop, progress));
    platform::syncFile(folder);
    if (const int error = platform::renameFile(folder, m_path); error != 0)
        return fail(unwritable(m_path, std::error_code(error, std::generic_category())));
    temporary.keep();
    platform::syncFile(m_path.parent_path());
    return sha256;
}

Result<std::string> ShotFiles::writeFilm(const std::vector<Frame>& frames, const std::string& recipe,
                                         const FilmFormat& format, const StopToken& stop,
                                         const ProgressSink& progress) const {
    media::Mp4Options mp4;
    mp4.fps = format.fps;
    mp4.scale = format.scale;
    mp4.metadata = {{"comment", recipe}, {"title", format.title}};
    BRANDLOOM_CHECK(media::writeMp4(m_path, frames, mp4, stop, progress));
    auto finished = [&]() -> Result<std::string> {
        BRANDLOOM_CHECK(writeFileAtomically(m_recipe, recipe + "\n"));
        return sha256OfFile(m_path);
    }();
    if (!finished) {
        platform::removeFile(m_path);
        platform::removeFile(m_recipe);
    }
    return finished;
}

Result<std::string> ShotFiles::writePictures(const Path& folder, const std::vector<Frame>& frames,
                                             const std::string& recipe, const StopToken& stop,
                                             const ProgressSink& progress) const {
    Sha256 all;
    const auto total = static_cast<std::int64_t>(frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const auto file = folder / fmt::format("frame_{:05}.png", i + 1);
        BRANDLOOM_CHECK(media::writePng(file, *frames[i]));
        BRANDLOOM_TRY(const auto one, sha256OfFile(file));
        all.add(one);
        report(progress, {"encoding", static_cast<std::int64_t>(i) + 1, total, {}});
    }
    BRANDLOOM_CHECK(writeFileAtomically(folder / m_recipe.filename(), recipe + "\n"));
    return all.hex();
}

}  // namespace brandloom::studio
