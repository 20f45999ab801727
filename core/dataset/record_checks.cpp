#include "core/dataset/record_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/base/paths.h"
#include "core/base/plain_text.h"
#include "core/dataset/dataset_errors.h"

namespace brandloom::dataset {
namespace {

constexpr std::array<std::pair<CaptionAuthor, const char*>, 4> kAuthors{{{CaptionAuthor::User, "user"},
                                                                         {CaptionAuthor::File, "file"},
                                                                         {CaptionAuthor::Suggestion, "suggestion"},
                                                                         {CaptionAuthor::Captioner, "captioner"}}};
constexpr std::size_t kMaxTag = 60;
constexpr std::size_t kMaxTriggers = 20;

bool isSide(int pixels) {
    return pixels >= 1 && pixels <= 16384;
}

std::string shown(const std::string& text) {
    return "\"" + (isValidUtf8(text) ? text : "?") + "\"";
}

Status checkHash(const std::string& sha256) {
    if (sha256.size() == 64) return {};
    return badRecord("The hash of a film", sha256, "64 hexadecimal digits");
}

}  // namespace

const char* wordFor(Split split) {
    return split == Split::HeldOut ? "held_out" : "train";
}

Split splitFromWord(std::string_view word) {
    return word == "held_out" ? Split::HeldOut : Split::Train;
}

const char* wordFor(CaptionAuthor author) {
    return std::ranges::find(kAuthors, author, &decltype(kAuthors)::value_type::first)->second;
}

CaptionAuthor authorFromWord(std::string_view word) {
    const auto found =
        std::ranges::find_if(kAuthors, [&](const auto& known) { return std::string_view(known.second) == word; });
    return found == kAuthors.end() ? CaptionAuthor::File : found->first;
}

tl::unexpected<Error> badRecord(const char* what, const std::string& value, const char* allowed) {
    return fail(dataset_errors::kBadRecord, {{"what", what}, {"value", value}, {"allowed", allowed}});
}

Status checkCaption(const Caption& caption) {
    if (caption.language != "zh" && caption.language != "en" && caption.language != "und")
        return badRecord("The language of a caption", caption.language, "zh, en or und");
    if (caption.text.empty() || !isValidUtf8(caption.text))
        return badRecord("A caption", caption.text.empty() ? "empty" : "other than UTF-8", "plain text");
    if (caption.isApproved && caption.isDraft)
        return badRecord("A caption", "a draft and approved", "one of the two");
    return {};
}

Status checkCaptions(const std::vector<Caption>& captions) {
    std::set<std::string> languages;
    for (const auto& caption : captions) {
        BRANDLOOM_CHECK(checkCaption(caption));
        if (!languages.insert(caption.language).second)
            return badRecord("A clip", "with two captions in one language", "one caption for each language");
    }
    return {};
}

Status checkSource(const NewSource& source) {
    if (source.path.empty()) return badRecord("The film of a clip", "empty", "the path of the film");
    BRANDLOOM_CHECK(checkHash(source.sha256));
    const bool hasSize = source.width != 0 || source.height != 0;
    if ((hasSize && (!isSide(source.width) || !isSide(source.height))) || source.bytes < 0 || source.frames < 0 ||
        !(source.fps >= 0) || !(source.seconds >= 0))
        return badRecord(
            "The size of a film",
            fmt::format("{}x{}, {} frames, {} s", source.width, source.height, source.frames, source.seconds),
            "1 to 16384 pixels and no negative numbers");
    return {};
}

Status checkClip(const NewClip& clip) {
    if (clip.sourcePath.empty()) return badRecord("The film of a clip", "empty", "the path of the film");
    BRANDLOOM_CHECK(checkHash(clip.sourceSha256));
    if (!isSide(clip.width) || !isSide(clip.height) || clip.firstFrame < 0 || clip.frameCount < 1)
        return badRecord(
            "The range of a clip",
            fmt::format("{}x{}, {} frames from {}", clip.width, clip.height, clip.frameCount, clip.firstFrame),
            "1 to 16384 pixels and at least one frame");
    if (clip.startSeconds && !(*clip.startSeconds >= 0 && clip.endSeconds && *clip.endSeconds > *clip.startSeconds))
        return badRecord("The range of a clip", "without length", "an end after its start");
    if (clip.crop) BRANDLOOM_CHECK(checkCrop(*clip.crop, clip.width, clip.height));
    BRANDLOOM_CHECK(checkScene(clip.scene));
    return checkCaptions(clip.captions);
}

Status checkCrop(const Crop& crop, int width, int height) {
    const bool isKnown = width > 0 && height > 0;
    const bool isInside = !isKnown || (crop.x <= width && crop.width <= width - crop.x && crop.y <= height &&
                                       crop.height <= height - crop.y);
    if (crop.x >= 0 && crop.y >= 0 && crop.width >= 16 && crop.height >= 16 && isSide(crop.width) &&
        isSide(crop.height) && isInside)
        return {};
    return badRecord("The crop of a clip", fmt::format("{}x{} at {},{}", crop.width, crop.height, crop.x, crop.y),
                     "at least 16 pixels a side, inside the picture of the film");
}

Status checkTag(const std::string& tag) {
    if (isPlainName(tag, kMaxTag) && tag.find_first_of(",\"") == std::string::npos && tag.front() != ' ' &&
        tag.back() != ' ')
        return {};
    return badRecord("The tag", shown(tag), "1 to 60 characters without commas, quotes and spaces around them");
}

Status checkScene(const std::string& scene) {
    if (scene.empty() || (isPlainName(scene, kMaxTag) && scene.find('"') == std::string::npos)) return {};
    return badRecord("The scene", shown(scene), "up to 60 characters without quotes");
}

Status checkTriggerWords(const std::vector<std::string>& words) {
    if (words.size() > kMaxTriggers)
        return badRecord("The number of trigger words", fmt::format("{}", words.size()), "at most 20");
    std::set<std::string> seen;
    for (const auto& word : words)
        if (!isPlainName(word, kMaxTag) || !seen.insert(word).second)
            return badRecord("The trigger word", shown(word), "1 to 60 characters, each word once");
    return {};
}

Status checkDatasetName(const std::string& name) {
    if (isPlainName(name)) return {};
    return badRecord("The name of a dataset", shown(name), "1 to 120 characters without line breaks");
}

Status checkRightsHolder(const std::string& holder) {
    if (holder.empty() || isPlainName(holder, 200)) return {};
    return badRecord("The holder of the rights", shown(holder), "up to 200 characters without line breaks");
}

Status checkHeldOutShare(double share) {
    if (share >= 0 && share <= 0.5) return {};
    return badRecord("The share held out", fmt::format("{}", share), "0 to 0.5");
}

std::string joinedLines(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += (out.empty() ? "" : "\n") + line;
    return out;
}

std::vector<std::string> splitLines(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (end != 0) out.emplace_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out;
}

}  // namespace brandloom::dataset
