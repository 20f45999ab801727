#include "core/studio/datasets/curation.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "core/base/base_errors.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/edit_repository.h"
#include "core/dataset/search_repository.h"
#include "core/dataset/source_repository.h"
#include "core/media/reader/film_reader.h"
#include "core/studio/datasets/dataset_edit.h"

namespace brandloom::studio {
namespace {

tl::unexpected<Error> bad(const std::string& what, const std::string& reason, const std::string& allowed) {
    return fail(base_errors::kInvalidArgument, {{"what", what}, {"reason", reason}, {"allowed", allowed}});
}

/// What a query found is many clips without their being named: then a person says yes first.
bool maySet(const ClipChoice& choice, std::size_t clips, const BulkOptions& bulk) {
    return !bulk.isDryRun && (bulk.isSure || clips < 2 || !choice.query);
}

std::optional<int> wholeFrom(std::string_view& text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

/// "320x240+10+20"
Result<std::optional<dataset::Crop>> cropFrom(const std::string& text) {
    if (text == "none") return std::optional<dataset::Crop>();
    dataset::Crop crop;
    std::string_view rest = text;
    const auto take = [&](int& field, char sign) {
        if (sign != 0 && (rest.empty() || rest.front() != sign)) return false;
        if (sign != 0) rest.remove_prefix(1);
        const auto value = rest.empty() || rest.front() == '-' ? std::nullopt : wholeFrom(rest);
        if (value) field = *value;
        return value.has_value();
    };
    if (take(crop.width, 0) && take(crop.height, 'x') && take(crop.x, '+') && take(crop.y, '+') && rest.empty())
        return std::optional(crop);
    return bad("The crop \"" + text + "\"", "it cannot be read",
               "WIDTHxHEIGHT+X+Y in pixels of the film, such as 640x360+0+60, or none");
}

Result<int> pickFrom(const std::string& word) {
    if (word == "yes") return 1;
    if (word == "no") return 0;
    if (word == "reject") return -1;
    return bad("The pick \"" + word + "\"", "there is none of that name", "yes, no or reject");
}

Result<std::optional<dataset::Split>> splitFrom(const std::string& word) {
    using Chosen = std::optional<dataset::Split>;
    if (word == "train") return Chosen(dataset::Split::Train);
    if (word == "held_out") return Chosen(dataset::Split::HeldOut);
    if (word == "drawn") return Chosen();
    return bad("The side \"" + word + "\"", "there is none of that name", "train, held_out or drawn");
}

/// Seconds of a range as frames of the film, inside it.
class Ranges {
  public:
    Ranges(project::Project& project, StopToken stop) : m_sources(project.store()), m_stop(std::move(stop)) {}

    Result<dataset::ClipRange> of(const dataset::Clip& clip, std::optional<double> in, std::optional<double> out) {
        BRANDLOOM_TRY(const auto* film, filmOf(clip));
        if (film->isStill)
            return bad(fmt::format("An in or out point of clip {}", clip.id.value), "it is a single picture",
                       "the picture as it is");
        const double start = in.value_or(clip.startSeconds.value_or(0));
        const double end = out.value_or(clip.endSeconds.value_or(film->seconds));
        const double fps = film->fps > 0 ? film->fps : 25;
        dataset::ClipRange range{start, end, std::llround(start * fps), 0};
        range.frameCount = std::llround(end * fps) - range.firstFrame;
        // Lengths that films say of themselves are rounded: half a picture more is still inside.
        const bool isInside = start >= 0 && (film->seconds <= 0 || end <= film->seconds + 0.5 / fps);
        if (!(end > start) || !isInside || range.frameCount < 1)
            return fail(dataset_errors::kRangeOutside, {{"start", fmt::format("{}", start)},
                                                        {"end", fmt::format("{}", end)},
                                                        {"id", fmt::format("{}", clip.id.value)},
                                                        {"length", fmt::format("{:.3f}", film->seconds)}});
        return range;
    }

  private:
    Result<const dataset::Source*> filmOf(const dataset::Clip& clip) {
        if (const auto known = m_films.find(clip.sourceSha256); known != m_films.end()) return &known->second;
        BRANDLOOM_TRY(auto film, m_sources.find(clip.sourceSha256));
        if (!film) return fail(dataset_errors::kSourceUnknown, {{"film", clip.sourceSha256}});
        if (film->seconds <= 0 || film->fps <= 0) {  // it became known under an earlier schema
            BRANDLOOM_TRY(const auto info, m_reader.probe(pathFromUtf8(film->path), m_stop));
            film->seconds = info.durationSeconds;
            film->fps = info.fps;
            BRANDLOOM_CHECK(m_sources.keep(std::vector<dataset::NewSource>{*film}));
        }
        return &(m_films[clip.sourceSha256] = std::move(*film));
    }

    dataset::SourceRepository m_sources;
    media::FilmReader m_reader;
    StopToken m_stop;
    std::map<std::string, dataset::Source> m_films;
};

std::string replaced(std::string text, const std::string& find, const std::string& with) {
    for (std::size_t at = text.find(find); at != std::string::npos; at = text.find(find, at + with.size()))
        text.replace(at, find.size(), with);
    return text;
}

}  // namespace

Result<std::vector<dataset::Clip>> chosenClips(project::Project& project, const ClipChoice& choice) {
    if (choice.ids.empty() == !choice.query.has_value())
        return bad("This choice of clips", choice.query ? "numbers and a query are named" : "no clip is named",
                   "the numbers of clips, or a query");
    dataset::SearchRepository search(project.store());
    std::vector<ClipId> ids;
    if (choice.query) {
        BRANDLOOM_TRY(const auto chosen, dataset::DatasetRepository(project.store()).choose(choice.dataset));
        BRANDLOOM_TRY(ids, search.find(chosen.id, *choice.query));
    } else {
        for (const auto id : choice.ids) ids.push_back(ClipId{id});
    }
    BRANDLOOM_TRY(auto clips, search.clips(ids, 0, ids.size()));
    for (const auto id : ids)
        if (!std::ranges::binary_search(clips, id, {}, &dataset::Clip::id))
            return fail(dataset_errors::kClipMissing, {{"id", std::to_string(id.value)}});
    return clips;
}

Result<BulkResult> setClips(project::Project& project, const SetClipsOptions& o, const Listener& listener,
                            const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    dataset::ClipEdit edit;
    if (o.crop) {
        BRANDLOOM_TRY(edit.crop, cropFrom(*o.crop));
    }
    if (o.pick) {
        BRANDLOOM_TRY(edit.pick, pickFrom(*o.pick));
    }
    if (o.split) {
        BRANDLOOM_TRY(edit.splitChosen, splitFrom(*o.split));
    }
    if (o.rating) {
        if (*o.rating != std::floor(*o.rating) || std::abs(*o.rating) > 100)
            return bad(fmt::format("The rating {}", *o.rating), "it is no whole number", "0 to 5");
        edit.rating = static_cast<int>(*o.rating);
    }
    edit.scene = o.scene;
    edit.addTags = o.addTags;
    edit.removeTags = o.removeTags;
    if (!edit.crop && !edit.pick && !edit.splitChosen && !edit.rating && !edit.scene && edit.addTags.empty() &&
        edit.removeTags.empty() && !o.in && !o.out)
        return bad("Changing nothing", "nothing to set is named", "at least one mark, range, crop or tag");
    BRANDLOOM_TRY(const auto clips, chosenClips(project, o.clips));
    Ranges ranges(project, stop);
    std::vector<dataset::ClipEdit> edits;
    for (const auto& clip : clips) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        edit.clip = clip.id;
        if (o.in || o.out) {
            BRANDLOOM_TRY(edit.range, ranges.of(clip, o.in, o.out));
        }
        edits.push_back(edit);
    }
    BulkResult out{static_cast<int>(clips.size()), static_cast<int>(clips.size()), false};
    if (!maySet(o.clips, clips.size(), o.bulk)) return out;
    BRANDLOOM_TRY(out.changes, dataset::EditRepository(project.store()).editClips(edits));
    out.isDone = true;
    if (out.changes > 0) tellChanged(listener, clips.front().dataset.value);
    return out;
}

Result<BulkResult> splitClip(project::Project& project, std::int64_t id, double atSeconds, const Listener& listener,
                             const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto clips, chosenClips(project, {{id}, {}, {}}));
    const auto& clip = clips.front();
    Ranges ranges(project, stop);
    BRANDLOOM_TRY(const auto first, ranges.of(clip, {}, atSeconds));
    BRANDLOOM_TRY(const auto second, ranges.of(clip, atSeconds, {}));
    dataset::DatasetEdits edits;
    edits.parts = {{clip.id, {first, second}}};
    BRANDLOOM_CHECK(dataset::EditRepository(project.store()).editAll(edits, "clip.split"));
    tellChanged(listener, clip.dataset.value);
    return BulkResult{1, 1, true};
}

Result<BulkResult> removeClips(project::Project& project, const ClipChoice& choice, const BulkOptions& bulk,
                               const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto clips, chosenClips(project, choice));
    BulkResult out{static_cast<int>(clips.size()), static_cast<int>(clips.size()), false};
    if (!maySet(choice, clips.size(), bulk)) return out;
    out.isDone = true;
    if (clips.empty()) return out;
    std::vector<ClipId> ids;
    for (const auto& clip : clips) ids.push_back(clip.id);
    BRANDLOOM_TRY(out.changes, dataset::EditRepository(project.store()).removeClips(ids));
    tellChanged(listener, clips.front().dataset.value);
    return out;
}

Result<BulkResult> setCaption(project::Project& project, const SetCaptionOptions& o, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto clips, chosenClips(project, {{o.clip}, {}, {}}));
    const auto& clip = clips.front();
    const auto there = std::ranges::find(clip.captions, o.language, &dataset::Caption::language);
    dataset::CaptionEdit edit{clip.id, o.language, {}};
    const char* command = o.isRemoved ? "caption.remove" : o.text ? "caption.set" : "caption.approve";
    if (!o.text && there == clip.captions.end())
        return fail(dataset_errors::kCaptionMissing,
                    {{"id", std::to_string(clip.id.value)}, {"language", o.language}});
    if (!o.isRemoved) {
        edit.caption = o.text ? dataset::Caption{o.language, *o.text, dataset::CaptionAuthor::User, {}} : *there;
        edit.caption->isApproved = true;
        edit.caption->isDraft = false;
    }
    BRANDLOOM_TRY(const int changes, dataset::EditRepository(project.store()).editCaptions({edit}, command));
    if (changes > 0) tellChanged(listener, clip.dataset.value);
    return BulkResult{1, changes, true};
}

Result<BulkResult> replaceInCaptions(project::Project& project, const ReplaceOptions& o, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    if (o.find.empty()) return bad("Replacing nothing", "no text to find is named", "a text to find");
    BRANDLOOM_TRY(const auto clips, chosenClips(project, o.clips));
    std::vector<dataset::CaptionEdit> edits;
    int changed = 0;
    for (const auto& clip : clips) {
        const auto before = edits.size();
        for (auto caption : clip.captions) {
            if ((!o.language.empty() && caption.language != o.language) ||
                caption.text.find(o.find) == std::string::npos)
                continue;
            caption.text = replaced(std::move(caption.text), o.find, o.with);
            caption.author = dataset::CaptionAuthor::User;
            caption.authorName.clear();
            edits.push_back({clip.id, caption.language, std::move(caption)});
        }
        changed += edits.size() > before ? 1 : 0;
    }
    BulkResult out{static_cast<int>(clips.size()), changed, false};
    if (o.bulk.isDryRun || (changed > 1 && !o.bulk.isSure)) return out;
    out.isDone = true;
    if (edits.empty()) return out;
    BRANDLOOM_TRY(const int done, dataset::EditRepository(project.store()).editCaptions(edits, "caption.replace"));
    if (done > 0) tellChanged(listener, clips.front().dataset.value);
    return out;
}

}  // namespace brandloom::studio
