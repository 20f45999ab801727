#include "core/brand/brand_document.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "core/brand/brand_checks.h"
#include "core/brand/brand_errors.h"
#include "core/brand/colour.h"

namespace brandloom::brand {
namespace {

using Json = nlohmann::ordered_json;

/// What is wrong with a place of a file.
struct BadPlace {
    std::string reason;
};

Json jsonOf(const std::vector<Colour>& colours) {
    Json out = Json::array();
    for (const auto& c : colours)
        out.push_back({{"name", c.name}, {"hex", c.hex}, {"share", c.share}, {"role", word(c.role)}});
    return out;
}

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// A text, a list of texts, or {zh, en} of either: what it says in that language; a plain one says the same in
/// both.
std::string textOf(const Json& json, const char* language, const std::string& place) {
    if (json.is_string()) return json.get<std::string>();
    if (json.is_object())
        return json.contains(language) ? textOf(json.at(language), language, place) : std::string();
    if (!json.is_array()) throw BadPlace{place + " is neither a text nor a list of texts"};
    std::string out;
    for (const auto& item : json) {
        if (!item.is_string()) throw BadPlace{place + " holds something that is no text"};
        if (!out.empty()) out += std::string_view(language) == "zh" ? "、" : ", ";
        out += item.get<std::string>();
    }
    return out;
}

/// Both languages in one line, Chinese first.
std::string nameOf(const Json& json, const std::string& place) {
    if (!json.is_object()) return textOf(json, "en", place);
    const auto zh = textOf(json, "zh", place), en = textOf(json, "en", place);
    return zh.empty() || en.empty() || zh == en ? zh + (zh == en ? "" : en) : zh + " " + en;
}

void addWords(const Json& json, std::vector<std::string>& out, const std::string& place) {
    if (json.is_string()) {
        for (auto& one : listFromText(json.get<std::string>())) out.push_back(std::move(one));
    } else if (json.is_array() || json.is_object()) {
        for (const auto& item : json) addWords(item, out, place);
    } else {
        throw BadPlace{place + " holds something that is no text"};
    }
}

double numberOf(const Json& json, double otherwise, const std::string& place) {
    if (json.is_null()) return otherwise;
    if (!json.is_number()) throw BadPlace{place + " is no number"};
    return json.get<double>();
}

std::vector<Colour> coloursOf(const Json& json, const std::string& key) {
    if (!json.is_array()) throw BadPlace{key + " is no list"};
    std::vector<Colour> out;
    for (const auto& item : json) {
        const auto place = fmt::format("colour {} of {}", out.size() + 1, key);
        if (!item.is_object()) throw BadPlace{place + " has no name and hex"};
        Colour colour;
        colour.name = item.contains("name") ? nameOf(item.at("name"), place) : std::string();
        const auto hex = item.contains("hex") ? textOf(item.at("hex"), "en", place) : std::string();
        const auto rgb = rgbFrom(hex);
        if (!rgb)
            throw BadPlace{fmt::format("{} has the hex \"{}\", which are not six hexadecimal digits", place, hex)};
        colour.hex = hexOf(*rgb);
        if (colour.name.empty()) colour.name = colour.hex;
        colour.share = numberOf(item.value("share", Json()), 0, "the share of " + place);
        const auto role = item.contains("role") ? textOf(item.at("role"), "en", place) : std::string("none");
        if (!roleFrom(role)) throw BadPlace{fmt::format("{} has the role \"{}\"", place, role)};
        colour.role = *roleFrom(role);
        out.push_back(std::move(colour));
    }
    return out;
}

LogoGround groundOf(const std::string& text, const std::string& place) {
    if (const auto ground = groundFrom(text)) return *ground;
    throw BadPlace{fmt::format("{} is for the ground \"{}\", which is neither dark nor light", place, text)};
}

std::vector<NamedLogo> logosOf(const Json& json) {
    if (!json.is_array()) throw BadPlace{"logos is no list"};
    std::vector<NamedLogo> out;
    for (const auto& item : json) {
        const std::string place = "a logo";
        if (!item.is_object() || !item.contains("file")) throw BadPlace{place + " names no file"};
        NamedLogo logo;
        logo.file = pathFromUtf8(textOf(item.at("file"), "en", place));
        if (item.contains("ground")) logo.ground = groundOf(textOf(item.at("ground"), "en", place), place);
        logo.clearSpace = numberOf(item.value("clearSpace", Json()), kClearSpace, "the clearSpace of a logo");
        out.push_back(std::move(logo));
    }
    return out;
}

using Taken = bool;  ///< whether the key means something
Taken takeText(const std::string& key, const Json& value, BrandEdit& edit) {
    if (key == "name") return edit.name = nameOf(value, key), true;
    if (key == "fontLatin") return edit.fontLatin = textOf(value, "en", key), true;
    if (key == "fontChinese") return edit.fontChinese = textOf(value, "zh", key), true;
    if (key == "toneZh") return edit.toneZh = textOf(value, "zh", key), true;
    if (key == "toneEn") return edit.toneEn = textOf(value, "en", key), true;
    if (key == "legalZh") return edit.legalZh = textOf(value, "zh", key), true;
    if (key == "legalEn") return edit.legalEn = textOf(value, "en", key), true;
    if (key == "tone" || key == "words")
        return edit.toneZh = textOf(value, "zh", key), edit.toneEn = textOf(value, "en", key), true;
    if (key == "legal")
        return edit.legalZh = textOf(value, "zh", key), edit.legalEn = textOf(value, "en", key), true;
    return false;
}

Taken take(const std::string& key, const Json& value, BrandFile& out) {
    if (takeText(key, value, out.edit)) return true;
    if (key == "colours" || key == "palette") return out.edit.colours = coloursOf(value, key), true;
    if (key == "bannedWords" || key == "avoid") {
        out.edit.bannedWords.emplace();
        addWords(value, *out.edit.bannedWords, key);
        return true;
    }
    if (key == "mark") return out.logos.push_back({LogoGround::Dark, pathFromUtf8(textOf(value, "en", key))}), true;
    if (key != "logos") return false;
    for (auto& logo : logosOf(value)) out.logos.push_back(std::move(logo));
    return true;
}

BrandFile fromJson(const std::string& text) {
    BrandFile out;
    const auto all = Json::parse(text);
    bool isBrand = false;
    for (const auto& [key, value] : all.items()) isBrand |= take(key, value, out);
    if (!isBrand) throw BadPlace{"it holds no key of a brand"};
    return out;
}

/// The key as JSON has it: "tone-zh" and "Tone zh" are toneZh.
std::string keyFrom(const std::string& written) {
    std::string out;
    bool isNewWord = false;
    for (const char c : written) {
        if (c == '-' || c == '_' || c == ' ') {
            isNewWord = !out.empty();
            continue;
        }
        const auto letter = static_cast<unsigned char>(c);
        out += isNewWord     ? static_cast<char>(std::toupper(letter))
               : out.empty() ? static_cast<char>(std::tolower(letter))
                             : c;
        isNewWord = false;
    }
    return out;
}

void takeLine(const std::string& key, const std::string& value, BrandFile& out) {
    if (key == "colours" || key == "colour" || key == "palette") {
        if (!out.edit.colours) out.edit.colours.emplace();
        for (const auto& one : listFromText(value)) {
            auto colour = colourFromText(one);
            if (!colour) throw BadPlace{"\"" + one + "\" is not NAME=#RRGGBB"};
            out.edit.colours->push_back(std::move(*colour));
        }
    } else if (key == "banned") {
        take("bannedWords", value, out);
    } else if (key == "logoDark" || key == "logoLight") {
        out.logos.push_back({key == "logoDark" ? LogoGround::Dark : LogoGround::Light, pathFromUtf8(value)});
    } else if (key == "logos" || !take(key, value, out)) {
        throw BadPlace{"\"" + key + "\" is no key of a brand"};
    }
}

BrandFile fromLines(const std::string& text) {
    BrandFile out;
    std::istringstream lines(text);
    int number = 0;
    bool isBrand = false;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const auto first = line.find_first_not_of(" \t\r");
        if (first == std::string::npos || line[first] == '#') continue;
        const auto ascii = line.find(':'), wide = line.find("：");
        const auto colon = std::min(ascii, wide);
        try {
            if (colon == std::string::npos) throw BadPlace{"it has no \":\""};
            const auto value = line.find_first_not_of(" \t", colon + (colon == ascii ? 1 : 3));
            auto said = value == std::string::npos ? std::string() : line.substr(value);
            said.erase(said.find_last_not_of(" \t\r") + 1);
            takeLine(keyFrom(line.substr(first, colon - first)), said, out);
            isBrand = true;
        } catch (const BadPlace& place) {
            throw BadPlace{fmt::format("line {}: {}", number, place.reason)};
        }
    }
    if (!isBrand) throw BadPlace{"it holds no line of a brand"};
    return out;
}

}  // namespace

std::string documentOf(const Brand& brand) {
    Json logos = Json::array();
    for (const auto& logo : brand.logos)
        logos.push_back({{"ground", word(logo.ground)},
                         {"sha256", logo.blob},
                         {"clearSpace", logo.clearSpace},
                         {"width", logo.width},
                         {"height", logo.height}});
    return dumped({{"name", brand.name},
                   {"colours", jsonOf(brand.colours)},
                   {"logos", logos},
                   {"fontLatin", brand.fontLatin},
                   {"fontChinese", brand.fontChinese},
                   {"toneZh", brand.tone.zh},
                   {"toneEn", brand.tone.en},
                   {"bannedWords", brand.bannedWords},
                   {"legalZh", brand.legalLine.zh},
                   {"legalEn", brand.legalLine.en}});
}

Result<BrandFile> brandFromText(const std::string& text, const std::string& what) {
    const auto bad = [&](const std::string& reason) {
        return fail(brand_errors::kBadFile, {{"file", what}, {"reason", reason}});
    };
    if (!isValidUtf8(text)) return bad("it is not UTF-8 text");
    const auto first = text.find_first_not_of(" \t\r\n");
    try {
        if (first != std::string::npos && (text[first] == '{' || text[first] == '[')) return fromJson(text);
        return fromLines(text);
    } catch (const BadPlace& place) {
        return bad(place.reason);
    } catch (const Json::parse_error& e) {
        return bad(fmt::format("it is no JSON from byte {} on", e.byte));
    } catch (const Json::exception&) {
        return bad("its JSON is of another form");
    }
}

std::string documentOf(const std::vector<Colour>& colours) {
    return dumped(jsonOf(colours));
}

std::string documentOf(const std::vector<std::string>& words) {
    return dumped(words);
}

std::vector<Colour> coloursFromDocument(const std::string& document) {
    try {
        return coloursOf(Json::parse(document), "colours");
    } catch (const Json::exception&) {
        return {};
    } catch (const BadPlace&) {
        return {};
    }
}

std::vector<std::string> wordsFromDocument(const std::string& document) {
    try {
        return Json::parse(document).get<std::vector<std::string>>();
    } catch (const Json::exception&) {
        return {};
    }
}

}  // namespace brandloom::brand
