#include "core/studio/import/film_list.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <system_error>

#include "core/base/base_errors.h"

namespace brandloom::studio {
namespace {

namespace fs = std::filesystem;

bool isFilmName(const Path& path) {
    static constexpr std::array<std::string_view, 21> kEndings{
        ".mp4", ".mov", ".mkv", ".webm", ".avi", ".m4v", ".mpg",  ".mpeg", ".ts",  ".mts", ".m2ts",
        ".flv", ".ogv", ".gif", ".wmv",  ".asf", ".mxf", ".apng", ".png",  ".jpg", ".jpeg"};
    auto ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
    return std::ranges::find(kEndings, ending) != kEndings.end();
}

/// What a project makes for itself.
bool isOurs(const Path& name) {
    return name == "cache" || name == "runs" || name == "blobs" || name == "backups";
}

class Walk {
  public:
    explicit Walk(StopToken stop) : m_stop(std::move(stop)) {}

    Status take(const Path& given) {
        std::error_code ec;
        const Path absolute = fs::absolute(given, ec);
        const Path path = (ec ? given : absolute).lexically_normal();
        if (fs::is_directory(path, ec)) return enter(path, true);
        m_out.films.push_back(path);
        return {};
    }
    FilmList take() { return std::move(m_out); }

  private:
    Status enter(const Path& folder, bool isNamed) {
        BRANDLOOM_CHECK(checkCancelled(m_stop));
        std::error_code ec;
        const Path real = fs::canonical(folder, ec);
        if (!ec && !m_entered.insert(real.native()).second) return {};
        const bool isProject = fs::exists(folder / "project.db", ec);
        if (isProject && !isNamed) return {};
        ec.clear();
        std::vector<Path> names;
        fs::directory_iterator entry;
        if (!ec) entry = fs::directory_iterator(folder, ec);
        for (; !ec && entry != fs::directory_iterator(); entry.increment(ec))
            if (!entry->path().filename().native().starts_with('.')) names.push_back(entry->path());
        if (ec)
            m_out.unreadable.emplace_back(
                folder,
                Error(base_errors::kFileUnreadable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}}));
        std::ranges::sort(names);
        for (const auto& path : names) {
            std::error_code ignored;
            const auto status = fs::status(path, ignored);  // of what a link stands for
            if (fs::is_directory(status) && !(isProject && isOurs(path.filename())))
                BRANDLOOM_CHECK(enter(path, false));
            if (fs::is_regular_file(status) && isFilmName(path)) m_out.films.push_back(path);
        }
        return {};
    }

    StopToken m_stop;
    FilmList m_out;
    std::set<std::string> m_entered;
};

}  // namespace

Result<FilmList> filmsIn(const std::vector<Path>& paths, const StopToken& stop) {
    Walk walk(stop);
    for (const auto& path : paths) BRANDLOOM_CHECK(walk.take(path));
    return walk.take();
}

}  // namespace brandloom::studio
