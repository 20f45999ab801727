#include "core/brand/brand_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

#include "core/base/paths.h"
#include "core/base/plain_text.h"
#include "core/brand/brand_errors.h"
#include "core/brand/colour.h"

namespace brandloom::brand {
namespace {

std::string trimmed(const std::string& text) {
    constexpr const char* kSpaces = " \t\r\n";
    const auto first = text.find_first_not_of(kSpaces);
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::string shown(const std::string& text) {
    return isValidUtf8(text) ? '"' + text + '"' : "bytes that are no UTF-8";
}

tl::unexpected<Error> bad(const std::string& what, const std::string& value, const std::string& allowed) {
    return fail(brand_errors::kBadBrand, {{"what", what}, {"value", value}, {"allowed", allowed}});
}

tl::unexpected<Error> badColour(const std::string& text, const std::string& reason) {
    return fail(brand_errors::kBadColour, {{"value", isValidUtf8(text) ? text : "?"}, {"reason", reason}});
}

/// Empty, or one line.
Result<std::string> line(const char* what, const std::string& text, std::size_t most) {
    auto out = trimmed(text);
    if (out.empty() || isPlainName(out, most)) return out;
    return bad(what, shown(out), fmt::format("one line of at most {} characters", most));
}

/// Line breaks may be in it.
Result<std::string> paragraph(const char* what, const std::string& text, std::size_t most) {
    auto out = trimmed(text);
    if (!isValidUtf8(out) || characterCount(out) > most)
        return bad(what, isValidUtf8(out) ? "so long" : shown(out), fmt::format("at most {} characters", most));
    for (const char c : out)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t')
            return bad(what, "one with control characters", "plain text");
    return out;
}

using TextCheck = Result<std::string> (*)(const char* what, const std::string& text, std::size_t most);
Status take(std::string& into, const std::optional<std::string>& given, TextCheck check, const char* what,
            std::size_t most) {
    if (!given) return {};
    BRANDLOOM_TRY(into, check(what, *given, most));
    return {};
}

Result<std::vector<Colour>> checkedColours(std::vector<Colour> colours) {
    if (colours.size() > kMostColours)
        return bad("The number of colours", std::to_string(colours.size()),
                   fmt::format("at most {}", kMostColours));
    std::set<std::string> names;
    std::set<ColourRole> roles;
    for (auto& colour : colours) {
        colour.name = trimmed(colour.name);
        if (!isPlainName(colour.name, 60))
            return bad("The name of a colour", shown(colour.name), "1 to 60 characters");
        const auto rgb = rgbFrom(trimmed(colour.hex));
        if (!rgb) return badColour(colour.name + "=" + colour.hex, "it has not six hexadecimal digits");
        colour.hex = hexOf(*rgb);
        if (!(colour.share >= 0 && colour.share <= 1))
            return bad("The share of a colour", fmt::format("{}", colour.share), "0 to 1");
        if (!names.insert(colour.name).second)
            return bad("The name of a colour", "twice " + shown(colour.name), "another name for one of the two");
        const bool isSingle = colour.role == ColourRole::Background || colour.role == ColourRole::Text;
        if (isSingle && !roles.insert(colour.role).second)
            return bad("The role of a colour", "twice \"" + std::string(word(colour.role)) + '"',
                       "it for one colour only");
    }
    return colours;
}

Result<std::vector<std::string>> checkedWords(const std::vector<std::string>& words) {
    std::vector<std::string> out;
    for (const auto& given : words) {
        const auto one = trimmed(given);
        if (one.empty() || std::ranges::find(out, one) != out.end()) continue;
        if (!isPlainName(one, 60)) return bad("A banned word", shown(one), "one line of at most 60 characters");
        out.push_back(one);
    }
    if (out.size() > kMostBannedWords)
        return bad("The number of banned words", std::to_string(out.size()),
                   fmt::format("at most {}", kMostBannedWords));
    return out;
}

/// One that is put there takes a role that only one may have from the one that had it.
void put(std::vector<Colour>& colours, const Colour& colour) {
    if (colour.role == ColourRole::Background || colour.role == ColourRole::Text)
        for (auto& other : colours)
            if (other.role == colour.role) other.role = ColourRole::None;
    const auto there = std::ranges::find(colours, trimmed(colour.name), &Colour::name);
    if (there == colours.end()) return colours.push_back(colour);
    there->hex = colour.hex;
    if (colour.share > 0) there->share = colour.share;
    if (colour.role != ColourRole::None) there->role = colour.role;
}

Result<std::vector<Colour>> editedColours(const Brand& brand, const BrandEdit& edit) {
    auto colours = edit.colours.value_or(brand.colours);
    for (const auto& colour : edit.putColours) put(colours, colour);
    for (const auto& name : edit.removeColours) {
        const auto there = std::ranges::find(colours, trimmed(name), &Colour::name);
        if (there == colours.end()) {
            std::string names;
            for (const auto& c : colours) names += (names.empty() ? "" : ", ") + c.name;
            return fail(brand_errors::kColourMissing, {{"name", isValidUtf8(name) ? name : "?"},
                                                       {"names", names.empty() ? "there is none yet" : names}});
        }
        colours.erase(there);
    }
    return checkedColours(std::move(colours));
}

Status editLogos(Brand& brand, const BrandEdit& edit) {
    for (const auto ground : edit.removeLogos)
        std::erase_if(brand.logos, [&](const Logo& logo) { return logo.ground == ground; });
    for (const auto& logo : edit.putLogos) {
        if (!(logo.clearSpace >= 0 && logo.clearSpace <= 4))
            return bad("The clear space of a logo", fmt::format("{}", logo.clearSpace), "0 to 4 times its height");
        if (logo.blob.size() != 64 || logo.width < 1 || logo.height < 1)
            return bad("A logo", "without a picture", "a PNG");
        std::erase_if(brand.logos, [&](const Logo& other) { return other.ground == logo.ground; });
        brand.logos.push_back(logo);
    }
    std::ranges::sort(brand.logos, {}, &Logo::ground);
    return {};
}

Status checkBasis(const Brand& now, const BrandEdit& edit) {
    if (!edit.basis) return {};
    const auto& was = *edit.basis;
    const auto changed = [](const char* what) { return fail(brand_errors::kChangedMeanwhile, {{"what", what}}); };
    const bool toColours = edit.colours || !edit.putColours.empty() || !edit.removeColours.empty();
    const bool toLogos = !edit.putLogos.empty() || !edit.removeLogos.empty();
    if (edit.name && was.name != now.name) return changed("The name");
    if (toColours && was.colours != now.colours) return changed("The list of colours");
    if (toLogos && was.logos != now.logos) return changed("The logo");
    if ((edit.fontLatin && was.fontLatin != now.fontLatin) ||
        (edit.fontChinese && was.fontChinese != now.fontChinese))
        return changed("The font");
    if ((edit.toneZh && was.tone.zh != now.tone.zh) || (edit.toneEn && was.tone.en != now.tone.en))
        return changed("The tone");
    if (edit.bannedWords && was.bannedWords != now.bannedWords) return changed("The list of banned words");
    if ((edit.legalZh && was.legalLine.zh != now.legalLine.zh) ||
        (edit.legalEn && was.legalLine.en != now.legalLine.en))
        return changed("The legal line");
    return {};
}

}  // namespace

std::string_view testedChinese() {
    return "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里"
           "用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实"
           "丽马风网买车龙门边伞厂业习红绿苹杯镜钟饭"
           "，。！？：；、「」《》（）";
}

std::string_view word(ColourRole role) {
    constexpr std::string_view kWords[] = {"none", "background", "text", "primary", "accent"};
    return kWords[static_cast<int>(role)];
}

std::optional<ColourRole> roleFrom(std::string_view text) {
    for (const auto role :
         {ColourRole::None, ColourRole::Background, ColourRole::Text, ColourRole::Primary, ColourRole::Accent})
        if (word(role) == text) return role;
    return std::nullopt;
}

std::string_view word(LogoGround ground) {
    return ground == LogoGround::Dark ? "dark" : "light";
}

std::optional<LogoGround> groundFrom(std::string_view text) {
    if (text == "dark") return LogoGround::Dark;
    if (text == "light") return LogoGround::Light;
    return std::nullopt;
}

const Colour* findColour(const Brand& brand, std::string_view name) {
    const auto found = std::ranges::find(brand.colours, name, &Colour::name);
    return found == brand.colours.end() ? nullptr : &*found;
}

const Logo* findLogo(const Brand& brand, LogoGround ground) {
    const auto found = std::ranges::find(brand.logos, ground, &Logo::ground);
    return found == brand.logos.end() ? nullptr : &*found;
}

Result<Brand> edited(const Brand& brand, const BrandEdit& edit) {
    BRANDLOOM_CHECK(checkBasis(brand, edit));
    Brand out = brand;
    BRANDLOOM_CHECK(take(out.name, edit.name, line, "The name", 120));
    BRANDLOOM_CHECK(take(out.fontLatin, edit.fontLatin, line, "The font for Latin", 120));
    BRANDLOOM_CHECK(take(out.fontChinese, edit.fontChinese, line, "The font for Chinese", 120));
    BRANDLOOM_CHECK(take(out.tone.zh, edit.toneZh, paragraph, "The tone in Chinese", kMostTone));
    BRANDLOOM_CHECK(take(out.tone.en, edit.toneEn, paragraph, "The tone in English", kMostTone));
    BRANDLOOM_CHECK(take(out.legalLine.zh, edit.legalZh, line, "The legal line in Chinese", kMostLegal));
    BRANDLOOM_CHECK(take(out.legalLine.en, edit.legalEn, line, "The legal line in English", kMostLegal));
    if (edit.bannedWords) {
        BRANDLOOM_TRY(out.bannedWords, checkedWords(*edit.bannedWords));
    }
    BRANDLOOM_TRY(out.colours, editedColours(brand, edit));
    BRANDLOOM_CHECK(editLogos(out, edit));
    return out;
}

Result<Colour> colourFromText(const std::string& text) {
    const auto sign = text.rfind('=');
    if (sign == std::string::npos) return badColour(text, "it has no name with a \"=\" after it");
    Colour out;
    out.name = trimmed(text.substr(0, sign));
    if (!isPlainName(out.name, 60)) return badColour(text, "its name has not 1 to 60 characters");
    std::istringstream words(text.substr(sign + 1));
    std::string one;
    if (words >> one; !rgbFrom(one)) return badColour(text, "it has not six hexadecimal digits");
    out.hex = hexOf(*rgbFrom(one));
    while (words >> one) {
        double percent = 0;
        const auto [end, error] = std::from_chars(one.data(), one.data() + one.size(), percent);
        if (const auto role = roleFrom(one)) {
            out.role = *role;
        } else if (error == std::errc() && std::string_view(end) == "%" && percent >= 0 && percent <= 100) {
            out.share = percent / 100;
        } else {
            return badColour(text, "\"" + (isValidUtf8(one) ? one : "?") +
                                       "\" is neither a share such as 20% nor background, text, primary or accent");
        }
    }
    return out;
}

std::vector<std::string> listFromText(const std::string& text) {
    std::string commas;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto rest = std::string_view(text).substr(i);
        if (rest.starts_with("，") || rest.starts_with("、")) {
            commas += ',';
            i += 2;
        } else {
            commas += text[i] == '\n' ? ',' : text[i];
        }
    }
    std::vector<std::string> out;
    std::istringstream parts(commas);
    for (std::string part; std::getline(parts, part, ',');)
        if (part = trimmed(part); !part.empty()) out.push_back(part);
    return out;
}

std::vector<Colour> joined(const std::vector<Colour>& brand, const std::vector<Colour>& found) {
    constexpr double kNear = 12;
    auto out = brand;
    for (auto& colour : out) colour.share = 0;
    for (const auto& colour : found) {
        const auto rgb = rgbFrom(colour.hex).value_or(Rgb{});
        Colour* nearest = nullptr;
        double least = kNear;
        for (std::size_t i = 0; i < brand.size(); ++i)
            if (const double d = labDistance(rgb, rgbFrom(out[i].hex).value_or(Rgb{})); d < least)
                least = d, nearest = &out[i];
        if (nearest != nullptr) {
            nearest->share = std::min(1.0, nearest->share + colour.share);
        } else if (out.size() < kMostColours) {
            auto added = colour;
            for (int n = 2; std::ranges::find(out, added.name, &Colour::name) != out.end(); ++n)
                added.name = fmt::format("{} {}", colour.name, n);
            out.push_back(added);
        }
    }
    return out;
}

}  // namespace brandloom::brand
