#include "core/dataset/search_words.h"

#include <vector>

namespace brandloom::dataset {
namespace {

/// The next sign of well-formed UTF-8 from `at`, which goes behind it.
char32_t next(std::string_view text, std::size_t& at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    char32_t sign = more == 0 ? first : first & (0x3F >> more);
    ++at;
    for (int i = 0; i < more && at < text.size(); ++i)
        sign = (sign << 6) | (static_cast<unsigned char>(text[at++]) & 0x3F);
    return sign;
}

/// Written without spaces between words.
bool isRunning(char32_t c) {
    return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3005 && c <= 0x3007) || (c >= 0x3040 && c <= 0x30FF) ||
           (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

bool isWordSign(char32_t c) {
    if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return c >= 0xC0 && !(c >= 0x2000 && c <= 0x2BFF) && !(c >= 0x3000 && c <= 0x303F) &&
           !(c >= 0xFE00 && c <= 0xFFEF);
}

/// The text cut into runs of one kind, fullwidth forms made plain.
struct Run {
    bool isRunning = false;
    std::string plain;               ///< where it is not
    std::vector<std::string> signs;  ///< where it is
};

std::vector<Run> runsOf(std::string_view text) {
    std::vector<Run> out;
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        const char32_t sign = next(text, at);
        const bool running = isRunning(sign);
        if (out.empty() || out.back().isRunning != running) out.push_back({running, {}, {}});
        if (running) {
            out.back().signs.emplace_back(text.substr(begin, at - begin));
        } else if (sign >= 0xFF01 && sign <= 0xFF5E) {
            out.back().plain += static_cast<char>(sign - 0xFEE0);
        } else if (sign == '"' || sign < 0x20) {
            out.back().plain += ' ';  // no word has one, and phrases are quoted
        } else {
            out.back().plain += text.substr(begin, at - begin);
        }
    }
    return out;
}

std::string pairsOf(const std::vector<std::string>& signs, bool withLast) {
    std::string out;
    for (std::size_t i = 0; i + 1 < signs.size(); ++i) out += signs[i] + signs[i + 1] + " ";
    return withLast ? out + signs.back() + " " : out;
}

}  // namespace

std::string indexedText(std::string_view text) {
    std::string out;
    for (const auto& run : runsOf(text)) {
        if (run.isRunning && !out.empty() && out.back() != ' ') out += ' ';
        out += run.isRunning ? pairsOf(run.signs, true) : run.plain;
    }
    return out;
}

std::string phraseFor(std::string_view text) {
    auto runs = runsOf(text);
    const auto hasWord = [](const Run& run) {
        if (run.isRunning) return true;
        for (std::size_t at = 0; at < run.plain.size();)
            if (isWordSign(next(run.plain, at))) return true;
        return false;
    };
    while (!runs.empty() && !hasWord(runs.back())) runs.pop_back();
    if (runs.empty()) return {};
    std::string out;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const bool isLast = i + 1 == runs.size();
        if (runs[i].isRunning && !out.empty() && out.back() != ' ') out += ' ';
        out += runs[i].isRunning ? pairsOf(runs[i].signs, !isLast || runs[i].signs.size() == 1) : runs[i].plain;
    }
    // Pairs are whole entries; only a single sign, or the end of a plain word, may go on.
    const bool mayGoOn = !runs.back().isRunning || runs.back().signs.size() == 1;
    return "\"" + out + "\"" + (mayGoOn ? " *" : "");
}

}  // namespace brandloom::dataset
