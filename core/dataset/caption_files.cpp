#include "core/dataset/caption_files.h"

#include <sstream>
#include <utility>

#include "core/base/base_errors.h"

namespace brandloom::dataset {
namespace {

constexpr std::uint64_t kMaxBytes = 64u << 10;

/// Control characters become spaces, spaces at the ends go.
std::string trimmed(std::string line) {
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    const auto first = line.find_first_not_of(' ');
    if (first == std::string::npos) return {};
    return line.substr(first, line.find_last_not_of(' ') - first + 1);
}

Result<std::vector<std::string>> linesOf(const Path& file) {
    BRANDLOOM_TRY(auto text, readFile(file, kMaxBytes));
    if (!isValidUtf8(text))
        return fail(base_errors::kFileUnreadable,
                    {{"file", utf8FromPath(file)}, {"reason", "it is not UTF-8 text"}});
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        if (auto words = trimmed(std::move(line)); !words.empty()) out.push_back(std::move(words));
    return out;
}

}  // namespace

Result<std::vector<CaptionFile>> captionFilesBeside(const Path& film) {
    std::vector<CaptionFile> out;
    for (const auto& [language, ending] :
         {std::pair{"zh", ".zh.txt"}, std::pair{"en", ".en.txt"}, std::pair{"und", ".txt"}}) {
        Path file = film;
        file.replace_extension(ending);
        std::error_code ec;
        if (file == film || !std::filesystem::exists(file, ec)) continue;
        BRANDLOOM_TRY(auto lines, linesOf(file));
        if (!lines.empty()) out.push_back({language, std::move(lines)});
    }
    return out;
}

std::string captionOf(const CaptionFile& file, std::size_t index, std::size_t count) {
    if (count > 1 && file.lines.size() == count) return file.lines[index];
    std::string all;
    for (const auto& line : file.lines) all += (all.empty() ? "" : " ") + line;
    return all;
}

}  // namespace brandloom::dataset
