#pragma once
// The brand of a project as a plain value. What is empty was not said. Texts are UTF-8, hashes 64 hexadecimal
// digits.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brandloom::brand {

/// What a colour is for. Background and Text are those of subtitles and of the legal line; at most one each.
enum class ColourRole { None, Background, Text, Primary, Accent };

struct Colour {
    std::string name;  ///< one line of 1 to 60 characters; no two of a brand alike
    std::string hex;   ///< sRGB, "#RRGGBB" in capitals
    double share = 0;  ///< of the pictures it was measured in, 0..1; 0: not measured, or not seen
    ColourRole role = ColourRole::None;
    bool operator==(const Colour&) const = default;
};

/// What a logo is made to stand on.
enum class LogoGround { Dark, Light };
inline constexpr double kClearSpace = 0.25;

/// A PNG in the blob store of the project.
struct Logo {
    LogoGround ground = LogoGround::Light;
    std::string blob;                 ///< SHA-256
    double clearSpace = kClearSpace;  ///< kept free around it, as a share of its height, 0..4
    int width = 0;                    ///< pixels
    int height = 0;
    bool operator==(const Logo&) const = default;
};

struct InTwoLanguages {
    std::string zh;
    std::string en;
    [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
    bool operator==(const InTwoLanguages&) const = default;
};

struct Brand {
    std::string name;
    std::vector<Colour> colours;
    std::vector<Logo> logos;  ///< at most one for each ground; dark first
    std::string fontLatin;    ///< a family
    std::string fontChinese;
    InTwoLanguages tone;
    std::vector<std::string> bannedWords;
    InTwoLanguages legalLine;
    [[nodiscard]] bool isEmpty() const { return *this == Brand{}; }
    bool operator==(const Brand&) const = default;
};

/// A change; what is not given stays as it is.
struct BrandEdit {
    std::optional<std::string> name;
    std::optional<std::vector<Colour>> colours;  ///< all of them
    std::vector<Colour> putColours;  ///< then: added, or set in the one of its name (what is 0 or None stays)
    std::vector<std::string> removeColours;  ///< then, by name
    std::vector<Logo> putLogos;              ///< each takes the place of the one for its ground
    std::vector<LogoGround> removeLogos;
    std::optional<std::string> fontLatin;
    std::optional<std::string> fontChinese;
    std::optional<std::string> toneZh;
    std::optional<std::string> toneEn;
    std::optional<std::vector<std::string>> bannedWords;
    std::optional<std::string> legalZh;
    std::optional<std::string> legalEn;
    /// What the person who makes this change saw: where it changes something that is otherwise by now it is
    /// refused.
    std::optional<Brand> basis;
};

/// Characters that a font for Chinese has to have: the 120 most frequent of simplified Chinese (Jun Da, Modern
/// Chinese Character Frequency List, 2004), 20 that tell a simplified font from others, and the marks of sentences.
std::string_view testedChinese();

/// "none", "background", "text", "primary", "accent".
std::string_view word(ColourRole role);
std::optional<ColourRole> roleFrom(std::string_view word);
/// "dark", "light".
std::string_view word(LogoGround ground);
std::optional<LogoGround> groundFrom(std::string_view word);

/// Of that name or for that ground; null: none.
const Colour* findColour(const Brand& brand, std::string_view name);
const Logo* findLogo(const Brand& brand, LogoGround ground);

}  // namespace brandloom::brand
