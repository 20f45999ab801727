#include "app/cli/dataset_words.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "core/base/base_errors.h"

namespace brandloom::cli {
namespace {

const char* wordFor(dataset::Split split) {
    return split == dataset::Split::HeldOut ? "held_out" : "train";
}

const char* wordFor(dataset::CaptionAuthor author) {
    switch (author) {
        case dataset::CaptionAuthor::User:
            return "user";
        case dataset::CaptionAuthor::File:
            return "file";
        case dataset::CaptionAuthor::Suggestion:
            return "suggestion";
        case dataset::CaptionAuthor::Captioner:
            return "captioner";
    }
    return "file";
}

}  // namespace

JsonLine lineOf(const studio::DatasetSummary& d, const char* type) {
    JsonLine line(type);
    line.add("name", d.name).add("version", d.version).add("films", d.films).add("clips", d.clips);
    line.add("heldOutClips", d.heldOutClips).add("clipsWithoutText", d.clipsWithoutText);
    line.add("seconds", d.seconds).add("seed", static_cast<std::int64_t>(d.seed));
    line.add("heldOutShare", d.heldOutShare).add("rejectedClips", d.rejectedClips).add("drafts", d.drafts);
    line.add("triggerWords", d.triggerWords);
    return line;
}

std::string textOf(const studio::DatasetSummary& d) {
    std::string out =
        fmt::format("{}: {} clip{} of {} film{}, {}, {} held out", d.name, d.clips, d.clips == 1 ? "" : "s",
                    d.films, d.films == 1 ? "" : "s", durationText(d.seconds), d.heldOutClips);
    if (d.clipsWithoutText > 0) out += fmt::format(", {} without text", d.clipsWithoutText);
    if (d.rejectedClips > 0) out += fmt::format(", {} rejected", d.rejectedClips);
    if (d.drafts > 0) out += fmt::format(", {} caption{} in draft", d.drafts, d.drafts == 1 ? "" : "s");
    return out + ", version " + d.version.substr(0, 12);
}

JsonLine lineOf(const dataset::Clip& clip) {
    JsonLine captions, authors;
    std::vector<std::string> drafts, approved;
    for (const auto& caption : clip.captions) {
        captions.add(caption.language.c_str(), caption.text);
        authors.add(caption.language.c_str(),
                    caption.authorName.empty() ? wordFor(caption.author) : caption.authorName.c_str());
        if (caption.isDraft) drafts.push_back(caption.language);
        if (caption.isApproved) approved.push_back(caption.language);
    }
    JsonLine line;
    line.add("id", clip.id.value).add("film", clip.sourcePath).add("sha256", clip.sourceSha256);
    line.add("split", wordFor(clip.split));
    line.add("firstFrame", clip.firstFrame).add("frames", clip.frameCount);
    line.add("start", clip.startSeconds.value_or(0)).add("end", clip.endSeconds.value_or(0));
    line.add("width", clip.width).add("height", clip.height).add("captions", captions);
    line.add("captionAuthors", authors).add("drafts", drafts).add("approved", approved);
    if (clip.crop)
        line.addJson("crop",
                     fmt::format("[{},{},{},{}]", clip.crop->x, clip.crop->y, clip.crop->width, clip.crop->height));
    line.add("pick", clip.pick).add("rating", clip.rating).add("scene", clip.scene).add("tags", clip.tags);
    if (clip.splitChosen) line.add("splitChosen", wordFor(*clip.splitChosen));
    return line;
}

std::string textOf(const dataset::Clip& clip) {
    std::string out =
        fmt::format("  {:>5} {:>9} {} frames from {}, {:.2f} to {:.2f} s  {}", clip.id.value,
                    clip.split == dataset::Split::HeldOut ? "held out" : "train", clip.frameCount, clip.firstFrame,
                    clip.startSeconds.value_or(0), clip.endSeconds.value_or(0), clip.sourcePath);
    std::string marks;
    if (clip.pick != 0) marks += clip.pick > 0 ? ", picked" : ", rejected";
    if (clip.rating > 0) marks += fmt::format(", rated {}", clip.rating);
    if (clip.crop)
        marks += fmt::format(", {}x{} of it from {},{}", clip.crop->width, clip.crop->height, clip.crop->x,
                             clip.crop->y);
    if (!clip.scene.empty()) marks += ", scene " + clip.scene;
    if (!clip.tags.empty()) marks += fmt::format(", tags {}", fmt::join(clip.tags, ", "));
    if (!marks.empty()) out += "\n" + std::string(16, ' ') + marks.substr(2);
    for (const auto& caption : clip.captions)
        out += fmt::format("\n{:>14}: {}{}", caption.language, caption.text, caption.isDraft ? "  (draft)" : "");
    return out;
}

void ClipWords::declare(Flags& flags) {
    flags.addPositions("CLIPS", m_ids, "Numbers of clips, as 'dataset show' tells them", Need::Optional);
    flags.add("--query", m_query, "Instead of numbers: the clips that this query finds; empty: all");
    flags.add("--name", m_dataset, "Dataset of the query; left out: the only one");
}

Result<std::int64_t> clipNumber(const std::string& word) {
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), id);
    if (error == std::errc() && end == word.data() + word.size() && id > 0) return id;
    return fail(base_errors::kInvalidArgument, {{"what", "The clip \"" + word + "\""},
                                                {"reason", "it is no number of a clip"},
                                                {"allowed", "numbers as 'dataset show' tells them"}});
}

Result<studio::ClipChoice> ClipWords::choice() const {
    studio::ClipChoice out{{}, m_dataset, m_query};
    for (const auto& word : m_ids) {
        BRANDLOOM_TRY(const auto id, clipNumber(word));
        out.ids.push_back(id);
    }
    return out;
}

void addBulkFlags(Flags& flags, studio::BulkOptions& bulk) {
    flags.addSwitch("--dry-run", bulk.isDryRun, "Only say how many clips it would change");
    flags.addSwitch("--yes", bulk.isSure, "Go on although it is more than one clip");
}

ExitCode tell(Output& out, const studio::BulkResult& result, const char* type) {
    JsonLine line(type);
    line.add("clips", result.clips).add("changes", result.changes).add("done", result.isDone);
    const char* s = result.changes == 1 ? "" : "s";
    out.result(line, result.isDone ? fmt::format("{} of {} clip{} changed.", result.changes, result.clips,
                                                 result.clips == 1 ? "" : "s")
                                   : fmt::format("It would change {} clip{}; nothing was done. Say --yes to do it.",
                                                 result.changes, s));
    return kDone;
}

}  // namespace brandloom::cli
