#include "core/dataset/score.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "core/base/plain_text.h"

namespace brandloom::dataset {
namespace {

constexpr double kEnoughClips = 40;
constexpr double kEnoughFilms = 8;
constexpr double kLeastSharpness = 0.2, kSharpnessRange = 0.3;
constexpr double kLongFreeze = 1.0;
constexpr std::size_t kShortChinese = 12, kShortOther = 30;
constexpr double kOneLanguage = 0.7;
constexpr int kCopyBits = 7;

using Clips = std::vector<const ScoreClip*>;

double meanOf(const Clips& clips, const std::function<double(const ScoreClip&)>& of) {
    if (clips.empty()) return 0;
    double sum = 0;
    for (const auto* clip : clips) sum += of(*clip);
    return sum / static_cast<double>(clips.size());
}

double cameraVariety(const Clips& measured) {
    std::map<std::string, double> kinds;
    for (const auto* clip : measured) ++kinds[clip->measures->camera];
    double entropy = 0;
    for (const auto& [kind, count] : kinds) {
        const double share = count / static_cast<double>(measured.size());
        entropy -= share * std::log(share);
    }
    return std::min(1.0, entropy / std::log(3.0));
}

double captionValue(const ScoreClip& clip) {
    double best = 0;
    for (const auto& caption : clip.clip.captions) {
        const bool isShort =
            characterCount(caption.text) < (caption.language == "zh" ? kShortChinese : kShortOther);
        best = std::max(best, (caption.isDraft ? 0.5 : 1.0) * (isShort ? 0.5 : 1.0));
    }
    return best;
}

bool hasTriggers(const ScoreClip& clip, const std::vector<std::string>& words) {
    return std::ranges::all_of(clip.clip.captions, [&](const Caption& caption) {
        return std::ranges::all_of(
            words, [&](const std::string& word) { return caption.text.find(word) != std::string::npos; });
    });
}

double languageBalance(const Clips& clips) {
    double zh = 0, en = 0, other = 0;
    for (const auto* clip : clips)
        for (const auto& caption : clip->clip.captions)
            ++(caption.language == "zh" ? zh : caption.language == "en" ? en : other);
    if (zh + en + other == 0) return 0;
    if (zh == 0 || en == 0) return kOneLanguage;
    return std::min(zh, en) / std::max(zh, en);
}

std::optional<std::uint64_t> hashOf(const ScoreClip& clip) {
    std::uint64_t value = 0;
    const auto& text = clip.measures->hash;
    if (text.size() != 16) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Two numbers of 64 bits that differ in at most 7 have one of their 8 bytes in common: only those are compared.
double shareOfCopies(const Clips& measured) {
    std::array<std::map<std::uint8_t, std::vector<std::uint64_t>>, 8> byByte;
    std::size_t copies = 0;
    for (const auto* clip : measured) {
        const auto hash = hashOf(*clip);
        if (!hash) continue;
        const auto isCopy = [&](std::uint64_t other) { return std::popcount(other ^ *hash) <= kCopyBits; };
        bool found = false;
        for (std::size_t i = 0; i < byByte.size() && !found; ++i)
            found = std::ranges::any_of(byByte[i][static_cast<std::uint8_t>(*hash >> (8 * i))], isCopy);
        copies += found ? 1 : 0;
        for (std::size_t i = 0; i < byByte.size() && !found; ++i)
            byByte[i][static_cast<std::uint8_t>(*hash >> (8 * i))].push_back(*hash);
    }
    return static_cast<double>(copies) / static_cast<double>(measured.size());
}

bool mayBeUsed(const ScoreClip& clip, double now) {
    return !clip.rightsHolder.empty() && (!clip.rightsUntil || *clip.rightsUntil > now);
}

}  // namespace

Score scoreOf(std::span<const ScoreClip> all, const ScoreOptions& options) {
    Clips clips, measured;
    std::set<std::string> films;
    for (const auto& clip : all) {
        if (clip.clip.pick < 0) continue;
        clips.push_back(&clip);
        films.insert(clip.clip.sourceSha256);
        if (clip.measures && clip.measures->problem.empty()) measured.push_back(&clip);
    }
    Score out;
    out.clips = static_cast<int>(clips.size());
    const double n = static_cast<double>(clips.size());
    const double share = clips.empty() ? 0 : static_cast<double>(measured.size()) / n;
    const auto withMeasures = [&](double value) { return measured.empty() ? 0 : value; };

    out.parts.push_back({"amount", 20, std::min(1.0, n / kEnoughClips), 1, ""});
    const double ofFilms = std::min(1.0, static_cast<double>(films.size()) / kEnoughFilms);
    const double cameras = measured.empty() ? 0 : cameraVariety(measured);
    out.parts.push_back({"variety", 15, (ofFilms + share * cameras) / (1 + share), 0.5 + 0.5 * share, ""});
    out.parts.push_back({"sharpness", 10,
                         withMeasures(meanOf(measured,
                                             [](const ScoreClip& clip) {
                                                 return std::clamp(
                                                     (clip.measures->sharpness - kLeastSharpness) / kSharpnessRange,
                                                     0.0, 1.0);
                                             })),
                         share, "sharpness<0.35"});
    out.parts.push_back({"faults", 10,
                         withMeasures(meanOf(measured,
                                             [&](const ScoreClip& clip) {
                                                 return clip.measures->hasBars ||
                                                                clip.measures->frozenSeconds > kLongFreeze ||
                                                                clip.frames < options.leastFrames
                                                            ? 0.0
                                                            : 1.0;
                                             })),
                         share, "is:bars"});
    const double triggers =
        meanOf(clips, [&](const ScoreClip& clip) { return hasTriggers(clip, options.triggerWords) ? 1.0 : 0.0; });
    out.parts.push_back(
        {"captions", 20, meanOf(clips, captionValue) * (0.5 + 0.5 * triggers), 1, "missing:caption"});
    out.parts.push_back({"languages", 5, languageBalance(clips), 1, ""});
    out.parts.push_back(
        {"copies", 10, withMeasures(1 - (measured.empty() ? 0 : shareOfCopies(measured))), share, ""});
    out.parts.push_back(
        {"rights", 10,
         meanOf(clips, [&](const ScoreClip& clip) { return mayBeUsed(clip, options.now) ? 1.0 : 0.0; }), 1,
         "-rights:ok"});

    double sum = 0, known = 0, weights = 0;
    for (const auto& part : out.parts) {
        sum += part.weight * part.known * part.value;
        known += part.weight * part.known;
        weights += part.weight;
    }
    out.value = clips.empty() ? 0 : 100 * sum / known;
    out.confidence = clips.empty() ? 0 : known / weights;
    return out;
}

}  // namespace brandloom::dataset
