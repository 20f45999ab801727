#include "core/studio/common/shipped.h"

#include <algorithm>

#include "core/base/base_errors.h"
#include "core/studio/common/studio_errors.h"

namespace brandloom::studio {
namespace {

constexpr std::uint64_t kMaxCaptionBytes = 64u << 10;

std::string oneLine(std::string text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20; }, ' ');
    const auto first = text.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

Result<std::string> captionIn(const Path& file) {
    BRANDLOOM_TRY(const auto text, readFile(file, kMaxCaptionBytes));
    if (!isValidUtf8(text))
        return fail(base_errors::kFileUnreadable,
                    {{"file", utf8FromPath(file)}, {"reason", "it is not UTF-8 text"}});
    return oneLine(text);
}

Path beside(const Path& film, const char* ending) {
    Path out = film;
    return out.replace_extension(ending);
}

}  // namespace

Path sampleFilmPath() {
    return resourceDir() / "samples" / "sample_film.mp4";
}

Path sampleBrandPath() {
    return resourceDir() / "samples" / "brand" / "brand.json";
}

Path starterModelPath() {
    return resourceDir() / "models" / "starter";
}

Result<Path> newFilmPath(const Path& file) {
    std::error_code ec;
    const Path out = std::filesystem::absolute(file, ec).lexically_normal();
    auto extension = out.extension().native();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (extension != ".mp4") return fail(studio_errors::kBadFilmName, {{"file", utf8FromPath(file)}});
    if (std::filesystem::exists(out, ec)) return fail(studio_errors::kFileExists, {{"file", utf8FromPath(out)}});
    return out;
}

Result<std::vector<std::string>> captionsBeside(const Path& film) {
    std::vector<std::string> out;
    std::error_code ec;
    for (const char* ending : {".txt", ".en.txt", ".zh.txt"}) {
        const Path file = beside(film, ending);
        if (!std::filesystem::exists(file, ec)) continue;
        BRANDLOOM_TRY(auto caption, captionIn(file));
        if (!caption.empty()) out.push_back(std::move(caption));
        if (std::string_view(ending) == ".txt") break;
    }
    return out;
}

}  // namespace brandloom::studio
