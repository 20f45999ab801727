#include "core/finishing/piece_names.h"

#include "core/base/paths.h"
#include "core/finishing/finishing_errors.h"

namespace brandloom::finishing {
namespace {

constexpr std::size_t kMostBytes = 120;

}  // namespace

std::string plainName(const std::string& text, std::size_t most) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (out.size() + length > most) break;
        const bool isPlain = lead >= 0x80 || std::isalnum(lead) != 0 || lead == '_' || lead == '.';
        // Marks of Chinese sentences are dashes too: U+3000 to U+303F and the wide forms of ours.
        const auto part = text.substr(i, length);
        const bool isMark = (part >= "\u3000" && part <= "\u303F") || (part >= "\uFF01" && part <= "\uFF0F") ||
                            (part >= "\uFF1A" && part <= "\uFF20");
        if (isPlain && !isMark)
            out += part;
        else if (!out.empty() && out.back() != '-')
            out += '-';
        i += length;
    }
    while (!out.empty() && (out.back() == '-' || out.back() == '.')) out.pop_back();
    const auto first = out.find_first_not_of("-.");
    return first == std::string::npos ? std::string() : out.substr(first);
}

Result<std::string> nameFrom(const std::string& pattern, const std::map<std::string, std::string>& values) {
    const auto bad = [&](const std::string& reason) {
        return fail(finishing_errors::kBadTemplate, {{"template", pattern}, {"reason", reason}});
    };
    if (!isValidUtf8(pattern)) return bad("it is not UTF-8 text");
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '{') {
            out += pattern[i];
            continue;
        }
        const auto end = pattern.find('}', i);
        if (end == std::string::npos) return bad("a brace does not close");
        const auto name = pattern.substr(i + 1, end - i - 1);
        const auto value = values.find(name);
        if (value == values.end()) {
            std::string names;
            for (const auto& [key, ignored] : values) names += (names.empty() ? "" : ", ") + key;
            return bad("{" + name + "} is none of " + names);
        }
        out += value->second;
        i = end;
    }
    out = plainName(out, kMostBytes);
    if (out.empty()) return bad("nothing is left of it");
    return out;
}

}  // namespace brandloom::finishing
