#include "core/dataset/caption_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <tuple>

#include "core/dataset/dataset_errors.h"
#include "core/dataset/record_checks.h"

namespace brandloom::dataset {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMaxBytes = 256u << 20;
constexpr const char* kHeader =
    "clip,film,sha256,firstFrame,frames,language,caption,author,authorName,approved,draft";

tl::unexpected<Error> bad(const Path& file, const std::string& reason) {
    return fail(dataset_errors::kBadCaptions, {{"file", utf8FromPath(file)}, {"reason", reason}});
}

std::string fileName(const std::string& path) {
    return path.substr(path.find_last_of('/') + 1);
}

std::string cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::int64_t wholeFrom(const std::string& text, std::int64_t otherwise) {
    std::int64_t value = otherwise;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

bool isYes(const std::string& text) {
    return text == "1" || text == "true";
}

/// What a row says, by the name of a field; empty: nothing.
using Field = std::function<std::string(const char*)>;

CaptionRow rowFrom(const Field& field) {
    CaptionRow row;
    row.clip = wholeFrom(field("clip"), 0);
    row.film = fileName(field("film").empty() ? field("video_path") : field("film"));
    row.sha256 = field("sha256");
    row.firstFrame = wholeFrom(field("firstFrame"), -1);
    row.frameCount = wholeFrom(field("frames"), 0);
    row.caption.language = field("language").empty() ? "und" : field("language");
    row.caption.text = field("caption").empty() ? field("text") : field("caption");
    row.caption.author = authorFromWord(field("author"));
    row.caption.authorName = field("authorName");
    row.caption.isApproved = isYes(field("approved"));
    row.caption.isDraft = isYes(field("draft"));
    return row;
}

Status checkRow(const Path& file, int line, const CaptionRow& row) {
    const auto wrong = [&](const std::string& reason) {
        return bad(file, fmt::format("line {} {}", line, reason));
    };
    if (row.clip == 0 && row.film.empty() && row.sha256.empty()) return wrong("names no clip");
    if (row.caption.text.empty()) return wrong("has no caption");
    if (const auto fine = checkCaption(row.caption); !fine)
        return wrong("has a caption that cannot be taken: " + fine.error().sentence());
    return {};
}

Result<std::vector<CaptionRow>> fromJsonLines(const Path& file, const std::string& text) {
    std::vector<CaptionRow> out;
    std::istringstream in(text);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        const auto json = Json::parse(line, nullptr, false);
        if (!json.is_object()) return bad(file, fmt::format("line {} is no JSON object", number));
        out.push_back(rowFrom([&](const char* name) -> std::string {
            const auto found = json.find(name);
            if (found == json.end() || found->is_null()) return {};
            return found->is_string() ? found->get<std::string>() : found->dump();
        }));
        BRANDLOOM_CHECK(checkRow(file, number, out.back()));
    }
    return out;
}

/// Cells of the next record, which may go over several lines; false at the end.
bool nextRecord(const std::string& text, std::size_t& at, int& line, std::vector<std::string>& cells) {
    cells.clear();
    if (at >= text.size()) return false;
    std::string now;
    bool isQuoted = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\n') ++line;
        if (isQuoted) {
            if (c != '"') {
                now += c;
            } else if (at + 1 < text.size() && text[at + 1] == '"') {
                now += text[++at];
            } else {
                isQuoted = false;
            }
        } else if (c == '"') {
            isQuoted = true;
        } else if (c == ',') {
            cells.push_back(std::move(now));
            now.clear();
        } else if (c == '\n') {
            ++at;
            break;
        } else if (c != '\r') {
            now += c;
        }
    }
    cells.push_back(std::move(now));
    return true;
}

Result<std::vector<CaptionRow>> fromCsv(const Path& file, const std::string& text) {
    std::size_t at = 0;
    int line = 0;
    std::vector<std::string> names, cells;
    if (!nextRecord(text, at, line, names)) return bad(file, "it is empty");
    std::vector<CaptionRow> out;
    for (int first = line + 1; nextRecord(text, at, line, cells); first = line + 1) {
        if (cells.size() == 1 && cells.front().empty()) continue;
        if (cells.size() != names.size())
            return bad(file,
                       fmt::format("line {} has {} cells, and the header {}", first, cells.size(), names.size()));
        out.push_back(rowFrom([&](const char* name) -> std::string {
            const auto found = std::ranges::find(names, name);
            return found == names.end() ? std::string() : cells[static_cast<std::size_t>(found - names.begin())];
        }));
        BRANDLOOM_CHECK(checkRow(file, first, out.back()));
    }
    return out;
}

}  // namespace

std::vector<CaptionRow> captionRows(const std::vector<Clip>& clips) {
    std::vector<CaptionRow> out;
    for (const auto& clip : clips)
        for (const auto& caption : clip.captions)
            out.push_back({clip.id.value, fileName(clip.sourcePath), clip.sourceSha256, clip.firstFrame,
                           clip.frameCount, caption});
    return out;
}

std::string jsonLinesFrom(const std::vector<CaptionRow>& rows) {
    std::string out;
    for (const auto& row : rows) {
        const Json json{{"clip", row.clip},
                        {"film", row.film},
                        {"sha256", row.sha256},
                        {"firstFrame", row.firstFrame},
                        {"frames", row.frameCount},
                        {"language", row.caption.language},
                        {"caption", row.caption.text},
                        {"author", wordFor(row.caption.author)},
                        {"authorName", row.caption.authorName},
                        {"approved", row.caption.isApproved},
                        {"draft", row.caption.isDraft}};
        out += json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }
    return out;
}

std::string csvFrom(const std::vector<CaptionRow>& rows) {
    std::string out = std::string(kHeader) + "\r\n";
    for (const auto& row : rows)
        out += fmt::format("{},{},{},{},{},{},{},{},{},{},{}\r\n", row.clip, cell(row.film), row.sha256,
                           row.firstFrame, row.frameCount, row.caption.language, cell(row.caption.text),
                           wordFor(row.caption.author), cell(row.caption.authorName),
                           row.caption.isApproved ? 1 : 0, row.caption.isDraft ? 1 : 0);
    return out;
}

Result<std::vector<CaptionRow>> captionRowsFrom(const Path& file) {
    BRANDLOOM_TRY(auto text, readFile(file, kMaxBytes));
    if (!isValidUtf8(text)) return bad(file, "it is not UTF-8 text");
    if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return utf8FromPath(file.extension()) == ".csv" ? fromCsv(file, text) : fromJsonLines(file, text);
}

MatchedCaptions matchCaptions(const std::vector<CaptionRow>& rows, const std::vector<Clip>& clips) {
    std::map<std::tuple<std::string, std::int64_t, std::int64_t>, const Clip*> byRange;
    std::map<std::int64_t, const Clip*> byNumber;
    std::map<std::string, std::vector<const Clip*>> byName;
    for (const auto& clip : clips) {
        byRange[{clip.sourceSha256, clip.firstFrame, clip.frameCount}] = &clip;
        byNumber[clip.id.value] = &clip;
        byName[fileName(clip.sourcePath)].push_back(&clip);
    }
    const auto clipOf = [&](const CaptionRow& row) -> const Clip* {
        if (const auto found = byRange.find({row.sha256, row.firstFrame, row.frameCount}); found != byRange.end())
            return found->second;
        if (const auto found = byNumber.find(row.clip); found != byNumber.end()) {
            const auto& clip = *found->second;
            const bool isOther = (!row.sha256.empty() && row.sha256 != clip.sourceSha256) ||
                                 (!row.film.empty() && row.film != fileName(clip.sourcePath));
            if (!isOther) return &clip;
        }
        if (const auto found = byName.find(row.film);
            found != byName.end() && found->second.size() == 1 && row.firstFrame < 0)
            return found->second.front();
        return nullptr;
    };
    MatchedCaptions out;
    for (const auto& row : rows) {
        if (const auto* clip = clipOf(row)) {
            out.captions.emplace_back(clip->id, row.caption);
        } else {
            out.unknown.push_back(!row.film.empty() ? row.film
                                  : row.clip != 0   ? std::to_string(row.clip)
                                                    : row.sha256);
        }
    }
    return out;
}

}  // namespace brandloom::dataset
