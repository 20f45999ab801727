#include "core/text/misread.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>

#include "core/text/code_pages.h"
#include "core/text/odd_neighbours.h"

namespace brandloom::text {
namespace {

using Text = std::u32string;
using TextView = std::u32string_view;

constexpr std::uint8_t kSubstitute = 0x1a;

std::uint8_t byteAt(std::string_view bytes, std::size_t i) {
    return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : 0;
}
bool isContinuation(std::uint8_t b) {
    return b >= 0x80 && b < 0xc0;
}
/// Bytes of the sequence that a byte begins; 0 for one that begins none.
std::size_t sequenceLength(std::uint8_t lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead < 0xe0) return 2;
    if (lead >= 0xe0 && lead < 0xf0) return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

struct Decoded {
    char32_t character = 0;
    std::size_t length = 0;  ///< 0: not UTF-8 here
};

/// One strict sequence at `i`; surrogates decode to themselves, for pairs of them are joined later.
Decoded decodeAt(std::string_view bytes, std::size_t i) {
    const auto lead = byteAt(bytes, i);
    if (lead == 0xc0 && byteAt(bytes, i + 1) == 0x80) return {0, 2};  // Java's way to write a zero
    const auto length = sequenceLength(lead);
    if (length == 0 || i + length > bytes.size()) return {};
    if (length == 1) return {lead, 1};
    char32_t c = lead & (0x7f >> length);
    for (std::size_t k = 1; k < length; ++k) {
        const auto next = byteAt(bytes, i + k);
        if (!isContinuation(next)) return {};
        c = (c << 6) | (next & 0x3f);
    }
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < kLeast[length] || c > 0x10ffff) return {};
    return {c, length};
}

std::optional<Text> decodeUtf8(std::string_view bytes) {
    Text out;
    for (std::size_t i = 0; i < bytes.size();) {
        auto decoded = decodeAt(bytes, i);
        if (decoded.length == 0) return std::nullopt;
        i += decoded.length;
        if (decoded.character >= 0xd800 && decoded.character < 0xe000) {  // CESU-8: both halves written as UTF-8
            const auto low = decodeAt(bytes, i);
            if (decoded.character >= 0xdc00 || low.character < 0xdc00 || low.character >= 0xe000)
                return std::nullopt;
            decoded.character = 0x10000 + ((decoded.character - 0xd800) << 10) + (low.character - 0xdc00);
            i += low.length;
        }
        out += decoded.character;
    }
    return out;
}

/// "à" misread is "Ã" and a no-break space, which many programs turned into a blank: put the byte 0xa0 back where
/// that makes a frequent letter.
std::string restoreNoBreakSpaces(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto lead = byteAt(bytes, i), second = byteAt(bytes, i + 1), third = byteAt(bytes, i + 2);
        out += bytes[i];
        if (lead == 0xc3 && second == ' ' && third != ' ' && third != 0) {
            // A word of its own in French, Italian and Portuguese, so its blank is missing; "àquele" has none.
            out += '\xa0';
            const auto rest = bytes.substr(i + 2);
            const bool joined = rest.starts_with("quele") || rest.starts_with("quela") ||
                                rest.starts_with("quilo") || rest.starts_with("s ");
            if (joined) ++i;
            continue;
        }
        const bool two = second == ' ' && (lead == 0xc2 || lead == 0xc3 || lead == 0xc5 || lead == 0xce ||
                                           lead == 0xd0 || lead == 0xd9);
        const bool threeMiddle = (lead == 0xe2 || lead == 0xe3) && second == ' ' && isContinuation(third);
        const bool threeLast = lead >= 0xe0 && lead <= 0xe3 && isContinuation(second) && third == ' ';
        if (two || threeMiddle) {
            out += '\xa0';
            ++i;
        } else if (threeLast) {
            out += bytes[i + 1];
            out += '\xa0';
            i += 2;
        }
    }
    return out;
}

/// A sequence of which a program could not show a byte is lost: one replacement character stands for it.
std::string markLostSequences(std::string_view bytes) {
    const auto isLost = [](std::uint8_t b) { return b == kSubstitute || b == '?'; };
    std::string out;
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = byteAt(bytes, i);
        const auto length = sequenceLength(lead);
        bool lost = false, whole = length >= 2 && i + length <= bytes.size();
        for (std::size_t k = 1; whole && k < length; ++k) {
            const auto next = byteAt(bytes, i + k);
            whole = isContinuation(next) || isLost(next);
            lost = lost || isLost(next);
        }
        // Of two bytes, only those that begin the letters of Western Europe: "É?" is a question.
        if (length == 2 && lost && byteAt(bytes, i + 1) == '?' && lead > 0xc3) lost = false;
        if (whole && lost) {
            out += "\xef\xbf\xbd";
            i += length;
        } else if (lead == kSubstitute) {
            out += "\xef\xbf\xbd";
            ++i;
        } else {
            out += bytes[i++];
        }
    }
    return out;
}

/// The whole text, were it misread with one page.
std::optional<Text> readAsWhole(TextView text) {
    for (const auto& page : codePages()) {
        auto bytes = page.bytesOf(text);
        if (!bytes) continue;
        auto repaired = restoreNoBreakSpaces(*bytes);
        if (page.hasGaps()) repaired = markLostSequences(repaired);
        if (auto decoded = decodeUtf8(repaired); decoded && *decoded != text) return decoded;
    }
    return std::nullopt;
}

/// Quotes and dashes stand before letters all the time, so inside right text no sequence is looked for behind them.
bool maySequenceBeginWith(char32_t c) {
    return c >= 0x80 && c != 0xa0 && c != 0xab && c != 0xbb && !(c >= 0x2010 && c <= 0x203f && c != 0x201a);
}

/// Inside right text two characters may look like UTF-8 by chance; then what they would mean is mostly nothing that
/// people write.
bool isWrittenByPeople(char32_t c) {
    if (c >= 0x0250 && c < 0x0300) return c == 0x02bc || c == 0x02c6 || c == 0x02c7 || (c >= 0x02d8 && c <= 0x02dd);
    if (c >= 0x0700 && c < 0x0900) return false;
    const auto type = u_charType(static_cast<UChar32>(c));
    return type != U_UNASSIGNED && type != U_PRIVATE_USE_CHAR && type != U_SURROGATE;
}

/// Characters from `begin` on that are whole sequences of bytes beyond ASCII in one page; the longest run counts.
/// Long ones come in pieces, so that hostile text costs no more than its length.
std::size_t runLength(TextView text, std::size_t begin) {
    constexpr std::size_t kLongest = 512;
    std::size_t best = 0;
    for (const auto& page : codePages()) {
        if (!page.isCommonInParts()) continue;
        std::size_t i = begin;
        while (i < text.size() && i - begin < kLongest) {
            std::string bytes;
            for (std::size_t k = 0; k < 4 && i + k < text.size(); ++k) {
                const auto byte = page.byteOf(text[i + k]);
                if (!byte || *byte < 0x80) break;
                bytes += static_cast<char>(*byte);
            }
            const auto decoded = decodeAt(bytes, 0);
            if (decoded.length < 2 || !isWrittenByPeople(decoded.character)) break;
            i += decoded.length;
        }
        best = std::max(best, i - begin);
    }
    return best;
}

/// Text that is right in parts: each run of sequences for itself.
Text repairRuns(const Text& text) {
    Text out;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == 0xc3 && isLonelyLead(text, i)) {
            out += U'\xe0';
            i += i + 2 < text.size() && text[i + 2] == U' ' ? 2 : 1;
            continue;
        }
        const auto length = maySequenceBeginWith(text[i]) ? runLength(text, i) : 0;
        const auto run = text.substr(i, length);
        if (length == 0 || length == text.size() || !hasOddNeighbours(run)) {
            out += text[i++];
            continue;
        }
        out += readAsWhole(run).value_or(run);
        i += length;
    }
    return out;
}

}  // namespace

std::u32string repairMisreadUtf8(std::u32string line) {
    // Each round shortens the text; a bound keeps hostile text from costing more than it may.
    constexpr int kRounds = 8;
    for (int round = 0; round < kRounds; ++round) {
        if (!hasOddNeighbours(line)) break;
        if (auto whole = readAsWhole(line)) {
            line = std::move(*whole);
            continue;
        }
        auto repaired = repairRuns(line);
        if (repaired == line) break;
        line = std::move(repaired);
    }
    return line;
}

}  // namespace brandloom::text
