#include "core/studio/health/fonts.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace brandloom::studio {
namespace {

/// Beginning of the file's name, and the family's name for people.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kChinese{{
    {"NotoSansCJK", "Noto Sans CJK"},
    {"NotoSansSC", "Noto Sans SC"},
    {"NotoSerifCJK", "Noto Serif CJK"},
    {"SourceHanSans", "Source Han Sans"},
    {"SourceHanSerif", "Source Han Serif"},
    {"wqy-", "WenQuanYi"},
    {"DroidSansFallback", "Droid Sans Fallback"},
    {"uming", "AR PL UMing"},
    {"ukai", "AR PL UKai"},
    {"HarmonyOS_Sans_SC", "HarmonyOS Sans SC"},
    {"AlibabaPuHuiTi", "Alibaba PuHuiTi"},
    {"msyh", "Microsoft YaHei"},
}};
constexpr int kMaxFiles = 20'000;

void lookBelow(const Path& folder, int& budget, std::vector<std::string>& found) {
    std::error_code ec;
    using Walk = std::filesystem::recursive_directory_iterator;
    Walk it(folder, std::filesystem::directory_options::skip_permission_denied, ec);
    for (; !ec && it != Walk() && budget > 0; it.increment(ec), --budget) {
        const auto name = utf8FromPath(it->path().filename());
        for (const auto& [start, family] : kChinese)
            if (name.starts_with(start) && std::find(found.begin(), found.end(), family) == found.end())
                found.emplace_back(family);
    }
}

}  // namespace

std::vector<Path> fontFolders() {
    std::vector<Path> wanted{"/usr/share/fonts", "/usr/local/share/fonts"};
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/')
        wanted.push_back(Path(data) / "fonts");
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
        wanted.push_back(Path(home) / ".local/share/fonts");
        wanted.push_back(Path(home) / ".fonts");
    }
    std::error_code ec;
    std::erase_if(wanted, [&](const Path& p) { return !std::filesystem::is_directory(p, ec); });
    return wanted;
}

std::vector<std::string> chineseFontsIn(const std::vector<Path>& folders) {
    std::vector<std::string> found;
    int budget = kMaxFiles;
    for (const auto& folder : folders) lookBelow(folder, budget, found);
    return found;
}

}  // namespace brandloom::studio
