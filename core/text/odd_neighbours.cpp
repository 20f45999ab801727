#include "core/text/odd_neighbours.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <cstdint>
#include <utility>

#include "core/text/code_pages.h"

namespace brandloom::text {
namespace {

enum Kind : std::uint32_t {
    kNothing = 0,
    kLatinSmall = 1,    ///< a to z
    kLatinCapital = 2,  ///< A to Z
    kDigit = 4,
    kBlank = 8,
    kOtherAscii = 16,
    kControl = 32,  ///< C1
    kSmall = 64,    ///< letters beyond ASCII
    kCapital = 128,
    kForeignSmall = 256,  ///< letters that are not Latin
    kForeignCapital = 512,
    kBox = 1024,
    kCurrency = 2048,
    kNumeric = 4096,  ///< mathematics, raised digits, fractions, paragraph signs
    kOpening = 8192,
    kClosing = 16384,
    kRare = 32768,
    kCommon = 65536,  ///< dashes, ellipsis, apostrophe, no-break space: stand beside anything
};

constexpr std::uint32_t kAccented = kSmall | kCapital;
constexpr std::uint32_t kWord = kLatinSmall | kLatinCapital | kDigit | kAccented | kForeignSmall | kForeignCapital;

bool isOneOf(char32_t c, std::u32string_view set) {
    return set.find(c) != std::u32string_view::npos;
}

std::uint32_t asciiKind(char32_t c) {
    if (c >= 'a' && c <= 'z') return kLatinSmall;
    if (c >= 'A' && c <= 'Z') return kLatinCapital;
    if (c >= '0' && c <= '9') return kDigit;
    return c == ' ' || (c >= 9 && c <= 13) ? kBlank : kOtherAscii;
}

std::uint32_t letterKind(char32_t c, bool capital) {
    UErrorCode error = U_ZERO_ERROR;
    const bool latin = uscript_getScript(static_cast<UChar32>(c), &error) == USCRIPT_LATIN;
    if (latin) return capital ? kCapital : kSmall;
    return capital ? kForeignCapital : kForeignSmall;
}

std::uint32_t kindOf(char32_t c) {
    if (c < 0x80) return asciiKind(c);
    if (c < 0xa0) return kControl;
    if (c >= 0x2500 && c <= 0x259f) return kBox;
    if (isOneOf(c, U"\xa0\xad\xb7\xb4\x2013\x2014\x2015\x2026\x2019")) return kCommon;
    if (isOneOf(c, U"\xa1\xbf\xa9\x2022\x0384\x0385\x201a\x201e")) return kOpening;
    if (isOneOf(c, U"\xae\x2122\x02dd")) return kClosing;
    if (isOneOf(c, U"\xa7\xb6\xb5")) return kNumeric;
    if (isOneOf(c, U"\x0192\xaa\xba\xac\x2310\xa4")) return kRare;
    switch (u_charType(static_cast<UChar32>(c))) {
        case U_UPPERCASE_LETTER:
        case U_TITLECASE_LETTER:
            return letterKind(c, true);
        case U_LOWERCASE_LETTER:
            return letterKind(c, false);
        case U_CURRENCY_SYMBOL:
            return kCurrency;
        case U_MATH_SYMBOL:
        case U_OTHER_NUMBER:
            return kNumeric;
        case U_INITIAL_PUNCTUATION:
            return kOpening;
        case U_FINAL_PUNCTUATION:
            return kClosing;
        case U_MODIFIER_SYMBOL:
        case U_MODIFIER_LETTER:
        case U_OTHER_SYMBOL:
        case U_OTHER_PUNCTUATION:
        case U_NON_SPACING_MARK:
            return c < 0x2700 || c == 0xfffd ? kRare : kNothing;
        default:
            return c == 0xf8ff ? kRare : kNothing;  // the apple of one of the pages
    }
}

struct Window {
    std::uint32_t before, first, second, after;
};

struct Rule {
    std::uint32_t before, first, second, after;  ///< 0: whatever stands there
};

// Each line is a pair (with what is around it) that misread text has all the time and written text does not.
constexpr Rule kRules[] = {
    // A lonely accent, dagger or ordinal glued to a symbol or to a letter beyond ASCII.
    {0, kAccented | kBox | kCurrency | kNumeric | kOpening | kClosing | kRare, kRare, 0},
    {0, kRare, kAccented | kBox | kCurrency | kNumeric | kOpening | kClosing, 0},
    {kLatinSmall | kLatinCapital, kForeignSmall | kForeignCapital, kRare, 0},
    // A capital inside what began small, or right behind a sign.
    {0, kSmall | kForeignSmall | kBox | kClosing | kCurrency | kNumeric, kCapital, 0},
    {0, kBox | kClosing | kCurrency | kNumeric, kSmall, 0},
    // Money and mathematics as if they were letters.
    {0, kSmall | kBox | kClosing, kCurrency, 0},
    {kBlank, kCapital, kCurrency, 0},
    {kLatinSmall, kCapital, kCurrency | kOpening, 0},
    {0, kCapital | kBox, kNumeric, 0},
    // Quotes that open or close in the middle of a word.
    {0, kAccented, kOpening | kClosing, kWord},
    {0, kCurrency | kNumeric | kBox, kOpening, 0},
    {0, kAccented | kCurrency | kBox | kClosing, kOpening, kNumeric},
    {0, kAccented | kCurrency | kNumeric | kBox, kClosing, kOpening},
    // Line drawing beside writing.
    {0, kAccented | kCurrency | kNumeric | kOpening | kClosing, kBox, 0},
    {0, kBox, kClosing | kOpening, 0},
};

/// The character's byte in the page, 0 where it has none.
std::uint8_t byteIn(Page page, std::u32string_view text, std::size_t i) {
    return i < text.size() ? codePage(page).byteOf(text[i]).value_or(0) : 0;
}
bool isContinuationIn(Page page, std::u32string_view text, std::size_t i) {
    return (byteIn(page, text, i) & 0xc0) == 0x80;
}
bool isSign(char32_t c) {
    return (kindOf(c) & (kWord | kCommon)) == 0;
}

/// What the commonest sequences begin with in each encoding; there the kinds alone are too weak.
bool beginsLikeMisread(std::u32string_view text) {
    const auto leadIs = [&](Page page, std::size_t at, std::string_view leads) {
        const auto byte = byteIn(page, text, at);
        return byte != 0 && leads.find(static_cast<char>(byte)) != std::string_view::npos;
    };
    if (text.size() < 2) return false;
    // Western Europe, Greek, Russian in Windows-1252; an ellipsis or apostrophe may follow any capital.
    if (leadIs(Page::Windows1252, 0, "\xc2\xc3\xce\xd0") && isContinuationIn(Page::Windows1252, text, 1))
        return text[1] != 0x2026 && text[1] != 0x2019;
    // Hebrew and the scripts of India in Windows-1252.
    if ((text[0] == 0xd7 || text[0] == 0xe0) && kindOf(text[1]) == kNumeric)
        return isContinuationIn(Page::Windows1252, text, 1);
    // Western and Central Europe in Mac Roman: a root or a wave before a sign; before a letter it is mathematics.
    if (leadIs(Page::MacRoman, 0, "\xc3\xc5") && isContinuationIn(Page::MacRoman, text, 1) &&
        (isSign(text[1]) || text[1] == 0xb4))
        return true;
    // Signs of typography: three bytes, of which the first is 0xe2 and mostly 0x80 the second.
    for (const auto page : {Page::Windows1251, Page::Windows1253, Page::Windows1257})
        if (byteIn(page, text, 0) == 0xe2 && byteIn(page, text, 1) == 0x80) return true;
    if (byteIn(Page::MacRoman, text, 0) == 0xe2 && isContinuationIn(Page::MacRoman, text, 1) &&
        isContinuationIn(Page::MacRoman, text, 2))
        return true;
    // Russian and Greek in their own encodings: capital, sign, capital.
    constexpr std::pair<Page, std::string_view> kOwn[] = {{Page::Windows1251, "\xc2\xc3\xd0\xd1"},
                                                          {Page::Windows1253, "\xc2\xc3\xce\xcf"}};
    for (const auto& [page, leads] : kOwn)
        if (leadIs(page, 0, leads) && isContinuationIn(page, text, 1) && isSign(text[1]) && leadIs(page, 2, leads))
            return true;
    return false;
}

/// The ligature stands before other letters of the alphabet, or it is no ligature.
bool isStrayLigature(std::u32string_view text, std::size_t i) {
    if (text[i] != 0x152 && text[i] != 0x153) return false;
    return i + 1 < text.size() && (kindOf(text[i + 1]) & (kLatinSmall | kLatinCapital)) == 0;
}

bool matches(std::uint32_t wanted, std::uint32_t kind) {
    return wanted == 0 || (wanted & kind) != 0;
}

}  // namespace

bool isLonelyLead(std::u32string_view text, std::size_t i) {
    if ((text[i] != 0xc3 && text[i] != 0xc2) || i + 1 >= text.size() || text[i + 1] != U' ') return false;
    if (i == 0) return true;
    const auto before = text[i - 1] == U' ' && i > 1 ? text[i - 2] : text[i - 1];
    return kindOf(before) == kLatinSmall;
}

bool hasOddNeighbours(std::u32string_view text) {
    Window w{kNothing, kNothing, kNothing, text.empty() ? kNothing : kindOf(text[0])};
    for (std::size_t i = 0; i < text.size(); ++i) {
        w = {w.first, w.second, w.after, i + 1 < text.size() ? kindOf(text[i + 1]) : kNothing};
        if (w.second == kControl) return true;
        if (text[i] >= 0x80 &&
            (beginsLikeMisread(text.substr(i)) || isLonelyLead(text, i) || isStrayLigature(text, i)))
            return true;
        if ((w.second & (kLatinSmall | kLatinCapital | kDigit)) != 0) continue;
        for (const auto& rule : kRules)
            if (matches(rule.before, w.before) && matches(rule.first, w.first) && matches(rule.second, w.second) &&
                matches(rule.after, w.after) && w.first != kNothing)
                return true;
    }
    return false;
}

}  // namespace brandloom::text
