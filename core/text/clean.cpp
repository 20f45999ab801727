#include "core/text/clean.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/text/html_entities.h"
#include "core/text/misread.h"
#include "core/text/unicode_text.h"

namespace brandloom::text {
namespace {

using Text = std::u32string;
using TextView = std::u32string_view;

/// Windows-1252 for 0x80 to 0x9f; 0 where it has no character.
constexpr std::array<char32_t, 32> kWindows1252{0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                                0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                                0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                                0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

bool isDigit(char32_t c) {
    return c >= '0' && c <= '9';
}
bool isAsciiLetter(char32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
int hexValue(char32_t c) {
    if (isDigit(c)) return static_cast<int>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<int>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return static_cast<int>(c - 'A') + 10;
    return -1;
}

/// A numeric reference by the HTML standard: Windows-1252 for C1, U+FFFD for what is no character, nothing for
/// controls and non-characters.
Text numericCharacters(std::uint64_t code) {
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return U"\xfffd";
    const auto c = static_cast<char32_t>(code);
    if (c == 0x0d) return U"\r";
    if (c >= 0x80 && c <= 0x9f) return Text(1, kWindows1252[c - 0x80] != 0 ? kWindows1252[c - 0x80] : c);
    const bool control = c < 0x09 || c == 0x0b || (c >= 0x0e && c < 0x20) || c == 0x7f;
    const bool nonCharacter = (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
    return control || nonCharacter ? Text() : Text(1, c);
}

struct Reference {
    Text characters;
    std::size_t length = 0;  ///< of the reference in the text, with its '&'; 0: none here
};

/// "&#123;" "&#x1F;" at `text[0]` == '&'; the ';' may be missing.
Reference numericReference(TextView text) {
    if (text.size() < 3 || text[1] != '#') return {};
    const bool hex = text[2] == 'x' || text[2] == 'X';
    std::size_t i = hex ? 3 : 2;
    const auto first = i;
    std::uint64_t code = 0;
    for (; i < text.size(); ++i) {
        const int digit = hex ? hexValue(text[i]) : isDigit(text[i]) ? static_cast<int>(text[i] - '0') : -1;
        if (digit < 0) break;
        code = std::min<std::uint64_t>(code * (hex ? 16 : 10) + static_cast<unsigned>(digit), 0x110000);
    }
    if (i == first) return {};
    if (i < text.size() && text[i] == ';') ++i;
    return {numericCharacters(code), i};
}

/// A named reference as browsers take it: the longest known beginning counts, some names need no ';'.
Reference namedReference(TextView text) {
    constexpr std::size_t kNameLimit = 32;
    std::string name;
    std::size_t i = 1;
    for (; i < text.size() && name.size() < kNameLimit; ++i) {
        const auto c = text[i];
        if (c > 0x7e || c <= ' ' || c == '<' || c == '&' || c == '#' || c == ';') break;
        name += static_cast<char>(c);
    }
    if (i < text.size() && text[i] == ';') name += ';';
    for (; name.size() > 1; name.pop_back())
        if (const auto* characters = entityCharacters(name)) return {*characters, name.size() + 1};
    return {};
}

template <class Find>
Text replaceReferences(const Text& text, Find find) {
    Text out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '&')
            if (const Reference reference = find(TextView(text).substr(i)); reference.length > 0) {
                out += reference.characters;
                i += reference.length;
                continue;
            }
        out += text[i++];
    }
    return out;
}

/// By the rules of browsers; done twice, as the reference does.
Text unescapeLikeBrowsers(const Text& text) {
    return replaceReferences(text, [](TextView rest) {
        const auto numeric = numericReference(rest);
        return numeric.length > 0 ? numeric : namedReference(rest);
    });
}

/// Only whole references with their ';', of at most 24 letters and digits.
Text unescapeWholeReferences(const Text& text) {
    return replaceReferences(text, [](TextView rest) -> Reference {
        constexpr std::size_t kLimit = 24;
        std::size_t i = rest.size() > 1 && rest[1] == '#' ? 2 : 1;
        const auto first = i;
        while (i < rest.size() && i - first < kLimit && (isDigit(rest[i]) || isAsciiLetter(rest[i]))) ++i;
        if (i == first || i >= rest.size() || rest[i] != ';') return {};
        if (first == 2) {
            auto numeric = numericReference(rest);
            return numeric.length == i + 1 ? numeric : Reference{};
        }
        std::string name;
        for (const auto c : rest.substr(1, i)) name += static_cast<char>(c);
        if (const auto* characters = entityCharacters(name)) return {*characters, i + 1};
        if (auto characters = shoutedEntityCharacters(name)) return {std::move(*characters), i + 1};
        return {};
    });
}

TextView ligatureParts(char32_t c) {
    switch (c) {
        case 0x0132:
            return U"IJ";
        case 0x0133:
            return U"ij";
        case 0x0149:
            return U"\x02bcn";
        case 0x01f1:
            return U"DZ";
        case 0x01f2:
            return U"Dz";
        case 0x01f3:
            return U"dz";
        case 0x01c4:
            return U"D\x017d";
        case 0x01c5:
            return U"D\x017e";
        case 0x01c6:
            return U"d\x017e";
        case 0x01c7:
            return U"LJ";
        case 0x01c8:
            return U"Lj";
        case 0x01c9:
            return U"lj";
        case 0x01ca:
            return U"NJ";
        case 0x01cb:
            return U"Nj";
        case 0x01cc:
            return U"nj";
        case 0xfb00:
            return U"ff";
        case 0xfb01:
            return U"fi";
        case 0xfb02:
            return U"fl";
        case 0xfb03:
            return U"ffi";
        case 0xfb04:
            return U"ffl";
        case 0xfb05:
            return U"\x017ft";
        case 0xfb06:
            return U"st";
        default:
            return {};
    }
}

/// C1 controls, ligatures, width and quotes: one character each, so one pass does them in their order.
Text repairCharacters(const Text& text) {
    Text out;
    out.reserve(text.size());
    for (char32_t c : text) {
        if (c >= 0x80 && c <= 0x9f && kWindows1252[c - 0x80] != 0) c = kWindows1252[c - 0x80];
        if (const auto parts = ligatureParts(c); !parts.empty()) {
            out += parts;
            continue;
        }
        Text wide(1, c);
        if (c == 0x3000)
            wide = U" ";
        else if (c >= 0xff01 && c <= 0xffef)
            wide = normalizeNfkc(wide);
        for (const char32_t w : wide) {
            if (w == 0x02bc || (w >= 0x2018 && w <= 0x201b))
                out += U'\'';
            else if (w >= 0x201c && w <= 0x201f)
                out += U'"';
            else
                out += w;
        }
    }
    return out;
}

Text unifyLineBreaks(const Text& text) {
    Text out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = text[i];
        if (c == '\r') {
            if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
            out += U'\n';
        } else {
            out += c == 0x2028 || c == 0x2029 || c == 0x85 ? U'\n' : c;
        }
    }
    return out;
}

/// "ESC [ digits and semicolons, one letter": colours and cursor moves of a terminal.
Text removeTerminalEscapes(const Text& text) {
    Text out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == 0x1b && i + 1 < text.size() && text[i + 1] == '[') {
            auto end = i + 2;
            while (end < text.size() && (isDigit(text[end]) || text[end] == ';')) ++end;
            if (end < text.size() && isAsciiLetter(text[end])) {
                i = end;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

bool isUnwantedControl(char32_t c) {
    return c < 0x09 || c == 0x0b || (c >= 0x0e && c < 0x20) || c == 0x7f || (c >= 0x206a && c <= 0x206f) ||
           c == 0xfeff || (c >= 0xfff9 && c <= 0xfffc);
}

Text repairLine(Text line, bool unescape) {
    // Each round can only shorten chains of entities; a bound keeps hostile text from costing more than it may.
    constexpr int kRounds = 16;
    for (int round = 0; round < kRounds; ++round) {
        Text next = unescape ? unescapeWholeReferences(line) : line;
        next = repairCharacters(repairMisreadUtf8(std::move(next)));
        next = removeTerminalEscapes(unifyLineBreaks(next));
        std::erase_if(next, isUnwantedControl);
        next = normalizeNfc(next);
        if (next == line) break;
        line = std::move(next);
    }
    return line;
}

Text repairLines(const Text& text) {
    Text out;
    bool unescape = true;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto newline = text.find(U'\n', begin);
        const auto end = newline == Text::npos ? text.size() : newline + 1;
        Text line = text.substr(begin, end - begin);
        // Text with a tag is taken for HTML source, in which entities mean themselves; from there to the end.
        if (line.find(U'<') != Text::npos) unescape = false;
        out += repairLine(std::move(line), unescape);
        begin = end;
    }
    return out;
}

bool isAsciiPunctuation(char32_t c) {
    return c > 0x20 && c < 0x7f && !isDigit(c) && !isAsciiLetter(c);
}

bool isSpace(char32_t c) {
    return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

Text collapseSpaces(const Text& text) {
    Text out;
    out.reserve(text.size());
    for (const auto c : text) {
        if (!isSpace(c))
            out += c;
        else if (!out.empty() && out.back() != U' ')
            out += U' ';
    }
    if (!out.empty() && out.back() == U' ') out.pop_back();
    return out;
}

}  // namespace

std::string cleanPrompt(std::string_view text, CleanMode mode) {
    Text cleaned = unescapeLikeBrowsers(unescapeLikeBrowsers(repairLines(codePointsFromUtf8(text))));
    if (mode == CleanMode::Canonicalize) {
        std::replace(cleaned.begin(), cleaned.end(), U'_', U' ');
        std::erase_if(cleaned, isAsciiPunctuation);
    }
    if (mode != CleanMode::Whitespace) cleaned = lowerCase(cleaned);
    return utf8FromCodePoints(collapseSpaces(cleaned));
}

}  // namespace brandloom::text
