#include "core/finishing/piece.h"

#include <array>
#include <utility>

namespace brandloom::finishing {
namespace {

template <class T, std::size_t N>
std::string wordIn(const std::array<std::pair<T, const char*>, N>& words, T value) {
    for (const auto& [one, word] : words)
        if (one == value) return word;
    return words.front().second;
}

template <class T, std::size_t N>
std::optional<T> valueIn(const std::array<std::pair<T, const char*>, N>& words, const std::string& text) {
    for (const auto& [value, word] : words)
        if (text == word) return value;
    return std::nullopt;
}

constexpr std::array<std::pair<Fit, const char*>, 2> kFits{{{Fit::Crop, "crop"}, {Fit::Pad, "pad"}}};
constexpr std::array<std::pair<Corner, const char*>, 4> kCorners{{{Corner::TopLeft, "top-left"},
                                                                  {Corner::TopRight, "top-right"},
                                                                  {Corner::BottomLeft, "bottom-left"},
                                                                  {Corner::BottomRight, "bottom-right"}}};
constexpr std::array<std::pair<LabelWords, const char*>, 5> kLabels{{{LabelWords::Platform, "platform"},
                                                                     {LabelWords::Chinese, "zh"},
                                                                     {LabelWords::English, "en"},
                                                                     {LabelWords::Both, "both"},
                                                                     {LabelWords::Off, "off"}}};

}  // namespace

std::string wordFor(Fit fit) {
    return wordIn(kFits, fit);
}
std::string wordFor(Corner corner) {
    return wordIn(kCorners, corner);
}
std::string wordFor(LabelWords words) {
    return wordIn(kLabels, words);
}
std::optional<Fit> fitFrom(const std::string& word) {
    return valueIn(kFits, word);
}
std::optional<Corner> cornerFrom(const std::string& word) {
    return valueIn(kCorners, word);
}
std::optional<LabelWords> labelWordsFrom(const std::string& word) {
    return valueIn(kLabels, word);
}

}  // namespace brandloom::finishing
