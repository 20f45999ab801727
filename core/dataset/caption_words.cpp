#include "core/dataset/caption_words.h"

#include <algorithm>
#include <array>

namespace brandloom::dataset {
namespace {

constexpr std::array<std::string_view, 61> kVague = {"a video of",
                                                     "a clip of",
                                                     "a shot of",
                                                     "an image of",
                                                     "a picture of",
                                                     "footage of",
                                                     "this video shows",
                                                     "the video shows",
                                                     "we can see",
                                                     "you can see",
                                                     "there is a",
                                                     "there are some",
                                                     "some kind of",
                                                     "kind of",
                                                     "sort of",
                                                     "beautiful",
                                                     "nice",
                                                     "amazing",
                                                     "stunning",
                                                     "awesome",
                                                     "great",
                                                     "good looking",
                                                     "interesting",
                                                     "wonderful",
                                                     "gorgeous",
                                                     "lovely",
                                                     "very",
                                                     "really",
                                                     "something",
                                                     "stuff",
                                                     "things",
                                                     "various objects",
                                                     "etc",
                                                     "and so on",
                                                     "high quality",
                                                     "best quality",
                                                     "masterpiece",
                                                     "award winning",
                                                     "8k",
                                                     "4k",
                                                     "eye-catching",
                                                     "一段视频",
                                                     "这个视频",
                                                     "该视频",
                                                     "视频中",
                                                     "画面中",
                                                     "可以看到",
                                                     "我们看到",
                                                     "某种",
                                                     "一些东西",
                                                     "各种各样",
                                                     "等等",
                                                     "美丽的",
                                                     "漂亮的",
                                                     "精美的",
                                                     "唯美",
                                                     "绝美",
                                                     "震撼",
                                                     "高级感",
                                                     "氛围感",
                                                     "高质量"};

constexpr std::array<std::string_view, 55> kStyle = {
    "cinematic",    "filmic",        "film look",    "film grain",     "grainy",        "vignette",
    "vignetting",   "colour graded", "color graded", "colour grading", "color grading", "teal and orange",
    "warm tones",   "warm tone",     "cool tones",   "cool tone",      "cold tones",    "muted colours",
    "muted colors", "muted tones",   "desaturated",  "oversaturated",  "high contrast", "low contrast",
    "low key",      "high key",      "pastel tones", "pastel colours", "pastel colors", "vintage look",
    "retro look",   "retro style",   "moody",        "dreamy",         "soft glow",     "bokeh",
    "lens flare",   "noir",          "lo-fi",        "watermark",      "电影感",        "胶片",
    "颗粒感",       "暗角",          "调色",         "滤镜",           "暖色调",        "冷色调",
    "青橙",         "低饱和",        "高对比",       "复古风",         "莫兰迪",        "柔光感",
    "水印"};

constexpr std::array<std::string_view, 28> kLittle = {
    "a",  "an",  "the",  "of",   "in",    "on", "at",  "to",   "and", "or",  "is",   "are",  "with", "by",
    "it", "its", "this", "that", "there", "as", "for", "from", "be",  "has", "have", "into", "very", "some"};

bool isAscii(char c) {
    return (static_cast<unsigned char>(c) & 0x80U) == 0;
}
bool isWordByte(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'';
}
char small(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::size_t lengthAt(std::string_view text, std::size_t at) {
    const auto c = static_cast<unsigned char>(text[at]);
    const std::size_t want = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    return std::min(want, text.size() - at);
}

bool isHan(std::string_view character) {
    if (character.size() != 3) return character.size() == 4;
    const auto first = static_cast<unsigned char>(character[0]);
    return first >= 0xE3 && first <= 0xE9 && !character.starts_with("\xE3\x80");
}

constexpr std::array<std::string_view, 14> kMarks = {"，", "。", "、", "；", "：", "！", "？",
                                                     "“",  "”",  "（", "）", "《", "》", "…"};
bool isMark(std::string_view character) {
    if (character.size() == 1 && isAscii(character[0]))
        return !isWordByte(character[0]) && character[0] != ' ' && character[0] != '\n' && character[0] != '\t';
    return std::ranges::find(kMarks, character) != kMarks.end();
}
bool isBlank(std::string_view character) {
    return character == " " || character == "\t" || character == "\n" || character == "\r" || character == "　";
}

bool matchesAt(std::string_view text, std::size_t at, std::string_view phrase) {
    if (phrase.empty() || text.size() - at < phrase.size()) return false;
    for (std::size_t i = 0; i < phrase.size(); ++i)
        if (small(text[at + i]) != small(phrase[i])) return false;
    const bool opens = isWordByte(phrase.front()) && at > 0 && isWordByte(text[at - 1]);
    const std::size_t end = at + phrase.size();
    const bool goesOn = isWordByte(phrase.back()) && end < text.size() && isWordByte(text[end]);
    return !opens && !goesOn;
}

}  // namespace

std::span<const std::string_view> vaguePhrases() {
    return kVague;
}

std::span<const std::string_view> stylePhrases() {
    return kStyle;
}

std::vector<PhraseHit> findPhrases(std::string_view text, std::span<const std::string_view> phrases) {
    std::vector<PhraseHit> out;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t longest = 0;
        for (const auto phrase : phrases)
            if (phrase.size() > longest && matchesAt(text, at, phrase)) longest = phrase.size();
        if (longest > 0) out.push_back({at, at + longest});
        at += longest > 0 ? longest : lengthAt(text, at);
    }
    return out;
}

std::string withoutPhrases(std::string_view text, std::span<const PhraseHit> hits) {
    std::string kept;
    std::size_t at = 0;
    for (const auto& hit : hits) {
        kept += text.substr(at, hit.begin - at);
        at = hit.end;
    }
    kept += text.substr(std::min(at, text.size()));
    std::string out;
    std::string_view lastMark;  // of `out`, when it ends with one
    bool blank = false;
    for (std::size_t i = 0; i < kept.size();) {
        const auto character = std::string_view(kept).substr(i, lengthAt(kept, i));
        i += character.size();
        if (isBlank(character)) {
            blank = true;
            continue;
        }
        const bool separates = character == "," || character == "，" || character == "、" || character == ";" ||
                               character == "；" || character == "." || character == "。";
        if (separates && (out.empty() || !lastMark.empty())) {
            const bool closes = character == "." || character == "。";
            if (closes && !out.empty()) {  // "red mug, ." ends with the full stop alone
                out.resize(out.size() - lastMark.size());
                out += character;
                lastMark = character == "." ? "." : "。";
            }
            continue;
        }
        if (blank && !out.empty() && !separates) out += ' ';
        blank = false;
        out += character;
        lastMark =
            separates ? std::string_view(kept).substr(i - character.size(), character.size()) : std::string_view();
    }
    if (lastMark == "," || lastMark == "，" || lastMark == "、" || lastMark == ";" || lastMark == "；")
        out.resize(out.size() - lastMark.size());
    return out;
}

int meaningfulWords(std::string_view text) {
    int words = 0;
    int han = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (isWordByte(text[at])) {
            std::string word;
            while (at < text.size() && isWordByte(text[at])) word += small(text[at++]);
            words += std::ranges::find(kLittle, word) == kLittle.end() ? 1 : 0;
            continue;
        }
        const auto character = text.substr(at, lengthAt(text, at));
        at += character.size();
        han += isHan(character) && character != "的" && character != "了" && character != "着" ? 1 : 0;
    }
    return words + han / 2;
}

std::string captionKey(std::string_view text) {
    std::string out;
    bool blank = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto character = text.substr(at, lengthAt(text, at));
        at += character.size();
        if (isBlank(character) || isMark(character)) {
            blank = true;
            continue;
        }
        if (blank && !out.empty()) out += ' ';
        blank = false;
        for (const char c : character) out += small(c);
    }
    return out;
}

bool hasWord(std::string_view text, std::string_view word) {
    const std::array one = {word};
    return !findPhrases(text, one).empty();
}

std::string withTrigger(std::string_view text, std::string_view trigger) {
    if (trigger.empty() || hasWord(text, trigger)) return std::string(text);
    if (text.empty()) return std::string(trigger);
    const bool chinese = isHan(text.substr(0, lengthAt(text, 0)));
    return std::string(trigger) + (chinese ? "，" : ", ") + std::string(text);
}

}  // namespace brandloom::dataset
