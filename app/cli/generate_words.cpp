#include "app/cli/generate_words.h"

#include <charconv>
#include <optional>

#include "app/cli/cli_errors.h"

namespace brandloom::cli {
namespace {

Error wrong(const std::string& reason) {
    return Error(cli_errors::kBadUsage, {{"reason", reason}, {"command", "brandloom-cli generate"}});
}

template <class T>
std::optional<T> numberIn(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !(value - value == T{})) return std::nullopt;
    return value;
}

struct NumberPair {
    double first = 0;
    std::optional<double> second;
};

std::optional<NumberPair> pairIn(std::string_view text) {
    const auto comma = text.find(',');
    const auto first = numberIn<double>(text.substr(0, comma));
    if (!first) return std::nullopt;
    if (comma == std::string_view::npos) return NumberPair{*first, {}};
    const auto second = numberIn<double>(text.substr(comma + 1));
    if (!second) return std::nullopt;
    return NumberPair{*first, second};
}

/// Takes ":S[,S_LOW]" off the end of `text`, if it is there.
std::optional<NumberPair> takeStrength(std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    const auto strength = pairIn(std::string_view(text).substr(colon + 1));
    if (strength) text.resize(colon);
    return strength;
}

}  // namespace

Status readSize(const std::string& text, door::GenerateRequest& request) {
    const auto cross = text.find_first_of("x*X");
    const auto width = numberIn<int>(std::string_view(text).substr(0, cross));
    const auto height =
        cross == std::string::npos ? std::nullopt : numberIn<int>(std::string_view(text).substr(cross + 1));
    if (!width || !height || *width < 1 || *height < 1)
        return fail(wrong("--size takes width and height such as 832x480, not \"" + text + "\""));
    request.width = *width;
    request.height = *height;
    return {};
}

Status readGuidance(const std::string& text, door::GenerateRequest& request) {
    const auto pair = pairIn(text);
    if (!pair) return fail(wrong("--guidance takes LOW or LOW,HIGH such as 3,4, not \"" + text + "\""));
    request.guidanceLow = pair->first;
    request.guidanceHigh = pair->second.value_or(pair->first);
    return {};
}

Result<studio::StyleChoice> readStyle(const std::string& text) {
    auto name = text;
    const auto strength = takeStrength(name);
    BRANDLOOM_TRY(auto choice, readStyleVersion(name));
    if (strength) {
        choice.strengthHigh = strength->first;
        choice.strengthLow = strength->second.value_or(strength->first);
    }
    return choice;
}

Result<studio::StyleChoice> readStyleVersion(const std::string& text) {
    studio::StyleChoice choice;
    choice.name = text;
    if (const auto at = choice.name.rfind('@'); at != std::string::npos) {
        if (const auto version = numberIn<int>(std::string_view(choice.name).substr(at + 1))) {
            if (*version < 1) return fail(wrong("a Style has versions from 1 on, not \"" + text + "\""));
            choice.version = *version;
            choice.name.resize(at);
        }
    }
    if (choice.name.empty()) return fail(wrong("the name of a Style is wanted, not \"" + text + "\""));
    return choice;
}

Result<studio::LoraChoice> readLora(const std::string& text) {
    auto name = text;
    studio::LoraChoice choice;
    if (const auto strength = takeStrength(name)) {
        choice.strengthHigh = strength->first;
        choice.strengthLow = strength->second.value_or(strength->first);
    }
    if (name.empty()) return fail(wrong("--lora takes a file, not \"" + text + "\""));
    choice.file = pathFromUtf8(name);
    return choice;
}

}  // namespace brandloom::cli
