#pragma once
// What was made from films and can be made again: small pictures and lists of shots, by content, in the project's
// folder "cache/films". Whole files or none. Any thread.
#include <optional>
#include <string>

#include "core/base/frame_buffer.h"
#include "core/media/shot_detection.h"
#include "core/project/project.h"

namespace brandloom::studio {

class FilmCache {
  public:
    explicit FilmCache(const project::Project& project) : m_folder(project.folder() / "cache" / "films") {}

    /// Where the picture of a film is, or would be: a PNG of at most kSide pixels.
    [[nodiscard]] Path pictureOf(const std::string& sha256) const { return fileOf(sha256, ".png"); }
    [[nodiscard]] bool hasPicture(const std::string& sha256) const;
    Status keepPicture(const std::string& sha256, const FrameBuffer& picture) const;
    /// None when it was not kept, or is not what keepShots() writes.
    [[nodiscard]] std::optional<media::ShotList> shotsOf(const std::string& sha256) const;
    Status keepShots(const std::string& sha256, const media::ShotList& shots) const;

    static constexpr int kSide = 320;

  private:
    [[nodiscard]] Path fileOf(const std::string& sha256, const char* ending) const;
    Status prepare(const std::string& sha256) const;
    Path m_folder;
};

}  // namespace brandloom::studio
