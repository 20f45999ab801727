#include "core/studio/import/film_cache.h"

#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/media/png.h"
#include "core/media/reader/reader_messages.h"

namespace brandloom::studio {

Path FilmCache::fileOf(const std::string& sha256, const char* ending) const {
    return m_folder / sha256.substr(0, 2) / (sha256 + ending);
}

Status FilmCache::prepare(const std::string& sha256) const {
    std::error_code ec;
    const Path folder = m_folder / sha256.substr(0, 2);
    std::filesystem::create_directories(folder, ec);
    if (ec) return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
    return {};
}

bool FilmCache::hasPicture(const std::string& sha256) const {
    std::error_code ec;
    return std::filesystem::is_regular_file(pictureOf(sha256), ec);
}

Status FilmCache::keepPicture(const std::string& sha256, const FrameBuffer& picture) const {
    BRANDLOOM_CHECK(prepare(sha256));
    return media::writePng(pictureOf(sha256), picture);
}

std::optional<media::ShotList> FilmCache::shotsOf(const std::string& sha256) const {
    const auto text = readFile(fileOf(sha256, ".shots.json"));
    if (!text) return std::nullopt;
    auto reply = media::replyOf({*text, {}});
    auto* list = reply ? std::get_if<media::ShotList>(&*reply) : nullptr;
    return list != nullptr ? std::optional(std::move(*list)) : std::nullopt;
}

Status FilmCache::keepShots(const std::string& sha256, const media::ShotList& shots) const {
    BRANDLOOM_CHECK(prepare(sha256));
    return writeFileAtomically(fileOf(sha256, ".shots.json"), media::messageOf(media::ReaderReply(shots)).text);
}

}  // namespace brandloom::studio
