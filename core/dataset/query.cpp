#include "core/dataset/query.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

#include "core/base/paths.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/search_words.h"

namespace brandloom::dataset {
namespace {

constexpr std::size_t kMaxTerms = 40;
constexpr std::size_t kMaxBytes = 2000;

constexpr std::array kNumbers{"rating", "duration", "width", "height", "ratio", "sharpness", "motion", "frozen"};

struct Choice {
    const char* field;
    const char* allowed;  ///< words with spaces between them; empty: any name
};
constexpr std::array kChoices{
    Choice{"tag", ""},
    Choice{"scene", ""},
    Choice{"pick", "yes no reject"},
    Choice{"split", "train held_out"},
    Choice{"lang", "zh en und"},
    Choice{"camera", "static pan_left pan_right push_in pull_out handheld other"},
    Choice{"missing", "caption tag rights measures scene"},
    Choice{"has", "caption tag rights measures scene"},
    Choice{"is", "draft approved still vfr cropped bars audio"},
    Choice{"rights", "expired missing ok"},
};

tl::unexpected<Error> bad(std::string_view part, const std::string& reason, const std::string& allowed) {
    return fail(dataset_errors::kBadQuery, {{"part", std::string(part)}, {"reason", reason}, {"allowed", allowed}});
}

/// Fullwidth signs that input methods write become the plain ones.
std::string plain(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, char>, 9> kPlain{{{"：", ':'},
                                                                              {"＞", '>'},
                                                                              {"＜", '<'},
                                                                              {"＝", '='},
                                                                              {"－", '-'},
                                                                              {"“", '"'},
                                                                              {"”", '"'},
                                                                              {"　", ' '},
                                                                              {"＂", '"'}}};
    std::string out;
    while (!text.empty()) {
        const auto found =
            std::ranges::find_if(kPlain, [&](const auto& pair) { return text.starts_with(pair.first); });
        if (found != kPlain.end()) {
            out += found->second;
            text.remove_prefix(found->first.size());
        } else if (text.starts_with("≥") || text.starts_with("≤")) {
            out += text.starts_with("≥") ? ">=" : "<=";
            text.remove_prefix(std::string_view("≥").size());
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

/// Pieces between spaces; quoted text stays together and keeps its quotes.
Result<std::vector<std::string>> piecesOf(const std::string& text) {
    std::vector<std::string> out;
    std::string piece;
    bool isQuoted = false;
    for (const char c : text) {
        if (c == '"') isQuoted = !isQuoted;
        if (static_cast<unsigned char>(c) < 0x20 || (c == ' ' && !isQuoted)) {
            if (!piece.empty()) out.push_back(std::move(piece));
            piece.clear();
        } else {
            piece += c;
        }
    }
    if (isQuoted) return bad(piece, "a quote is not closed", "two quotes around words that belong together");
    if (!piece.empty()) out.push_back(std::move(piece));
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string unquoted(std::string_view text) {
    std::string out;
    for (const char c : text)
        if (c != '"') out += c;
    return out;
}

std::optional<double> numberFrom(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(value - value == 0)) return std::nullopt;
    return value;
}

/// "2", "2s" as a duration, "16:9" as a ratio.
std::optional<double> valueFrom(const std::string& field, std::string_view text) {
    if (field == "duration" && text.ends_with('s')) text.remove_suffix(1);
    if (const auto colon = text.find(':'); field == "ratio" && colon != std::string_view::npos) {
        const auto width = numberFrom(text.substr(0, colon)), height = numberFrom(text.substr(colon + 1));
        if (!width || !height || *width <= 0 || *height <= 0) return std::nullopt;
        return *width / *height;
    }
    return numberFrom(text);
}

std::string fieldNames() {
    std::string out = "caption, film";
    for (const auto& choice : kChoices) out += std::string(", ") + choice.field;
    for (const char* number : kNumbers) out += std::string(", ") + number;
    return out;
}

using What = std::variant<WordTerm, NumberTerm, ChoiceTerm>;

Result<What> words(const std::string& piece, WordTerm::Where where, std::string_view text) {
    auto given = unquoted(text);
    if (phraseFor(given).empty()) return bad(piece, "there is no word in it", "letters, digits or Chinese signs");
    return WordTerm{where, std::move(given)};
}

Result<What> number(const std::string& piece, const std::string& field, std::string_view sign,
                    std::string_view text) {
    const auto value = valueFrom(field, text);
    if (!value) return bad(piece, "no number follows", field + " with a number, such as " + field + ">=2");
    using Sign = NumberTerm::Sign;
    const Sign as = sign == ">="   ? Sign::GreaterEqual
                    : sign == "<=" ? Sign::LessEqual
                    : sign == ">"  ? Sign::Greater
                    : sign == "<"  ? Sign::Less
                                   : Sign::Equal;
    return NumberTerm{field, as, *value};
}

Result<What> choice(const std::string& piece, const Choice& known, std::string_view text) {
    const std::string allowed = known.allowed;
    if (allowed.empty()) {
        auto name = unquoted(text);
        if (name.empty()) return bad(piece, "no name follows", std::string(known.field) + ": with a name");
        return ChoiceTerm{known.field, std::move(name)};
    }
    auto word = lower(unquoted(text));
    std::ranges::replace(word, '-', '_');
    if (word.empty() || (" " + allowed + " ").find(" " + word + " ") == std::string::npos)
        return bad(piece, "it has no such value", allowed);
    return ChoiceTerm{known.field, std::move(word)};
}

Result<What> termOf(const std::string& piece) {
    // The first sign outside quotes parts the field from its value.
    const auto at = piece.find_first_of(":<>=\"");
    if (at == std::string::npos || at == 0 || piece[at] == '"')
        return words(piece, WordTerm::Where::Anywhere, piece);
    const auto field = lower(piece.substr(0, at));
    const bool twoSigns = piece[at] != ':' && piece[at] != '=' && at + 1 < piece.size() && piece[at + 1] == '=';
    const auto sign = std::string_view(piece).substr(at, twoSigns ? 2 : 1);
    const auto value = std::string_view(piece).substr(at + sign.size());
    if (std::ranges::find(kNumbers, field, [](const char* name) { return std::string(name); }) != kNumbers.end())
        return number(piece, field, sign, value);
    if (sign != ":" && sign != "=") return bad(piece, "that is no number", fieldNames());
    if (field == "caption") return words(piece, WordTerm::Where::Caption, value);
    if (field == "film") return words(piece, WordTerm::Where::Film, value);
    const auto known = std::ranges::find(kChoices, field, [](const Choice& c) { return std::string(c.field); });
    if (known == kChoices.end()) return bad(piece, "there is no such field", fieldNames());
    return choice(piece, *known, value);
}

}  // namespace

Result<std::vector<QueryTerm>> parseQuery(std::string_view text) {
    if (text.size() > kMaxBytes || !isValidUtf8(text))
        return bad("...", "it is too long or no text", "at most 2000 bytes of UTF-8");
    BRANDLOOM_TRY(const auto pieces, piecesOf(plain(text)));
    if (pieces.size() > kMaxTerms) return bad(pieces[kMaxTerms], "it has too many parts", "at most 40 parts");
    std::vector<QueryTerm> out;
    for (const auto& piece : pieces) {
        const bool isNot = piece.size() > 1 && piece.front() == '-';
        BRANDLOOM_TRY(auto what, termOf(isNot ? piece.substr(1) : piece));
        out.push_back({isNot, std::move(what)});
    }
    return out;
}

}  // namespace brandloom::dataset
