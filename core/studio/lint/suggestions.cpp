#include "core/studio/lint/suggestions.h"

#include <algorithm>
#include <map>
#include <ranges>

#include "core/base/base_errors.h"
#include "core/dataset/caption_suggestion.h"
#include "core/dataset/caption_words.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/edit_repository.h"
#include "core/studio/datasets/dataset_edit.h"
#include "core/studio/import/measure_clips.h"
#include "core/studio/lint/kept_measures.h"

namespace brandloom::studio {
namespace {

using Clips = std::vector<dataset::Clip>;
using Measured = std::map<std::int64_t, media::ClipMeasures>;

Result<std::vector<std::string>> languagesOf(const SuggestOptions& options) {
    for (const auto& language : options.languages)
        if (language != "zh" && language != "en")
            return fail(base_errors::kInvalidArgument, {{"what", "The language \"" + language + "\""},
                                                        {"reason", "there are no suggestions in it"},
                                                        {"allowed", "zh or en"}});
    if (options.languages.empty()) return std::vector<std::string>{"zh", "en"};
    return options.languages;
}

/// Whether a draft may be written: a person's words, a file's and approved ones stay.
bool isFree(const dataset::Clip& clip, const std::string& language, bool isReplacing) {
    const auto found = std::ranges::find(clip.captions, language, &dataset::Caption::language);
    return found == clip.captions.end() || (isReplacing && found->isDraft);
}

/// The clips may be of several datasets.
Result<Measured> measuresOf(project::Project& project, const Clips& clips) {
    std::map<std::int64_t, Clips> byDataset;
    for (const auto& clip : clips) byDataset[clip.dataset.value].push_back(clip);
    Measured out;
    for (const auto& [id, some] : byDataset) {
        BRANDLOOM_TRY(auto kept, keptMeasures(project, some, dataset::DatasetId{id}));
        out.merge(kept.measures);
    }
    return out;
}

/// Those that are kept, and those of clips that were not measured or could not be the last time.
Result<Measured> measured(project::Project& project, const Clips& clips, SuggestResult& result,
                          const Listener& listener, const StopToken& stop) {
    BRANDLOOM_TRY(auto known, measuresOf(project, clips));
    Clips missing;
    std::ranges::copy_if(clips, std::back_inserter(missing),
                         [&](const dataset::Clip& clip) { return !known.contains(clip.id.value); });
    if (missing.empty()) return known;
    media::FilmReader reader;
    const auto told = [&](const dataset::Clip& clip, const Error* error) {
        if (error != nullptr) result.failures.emplace_back(clip.id.value, *error);
    };
    BRANDLOOM_TRY(const auto done, measureClips(project, missing, reader, listener, told, stop));
    if (done.measured == 0) return known;
    return measuresOf(project, clips);
}

dataset::Caption draftOf(const media::ClipMeasures& measures, const std::string& language,
                         const std::vector<std::string>& triggers) {
    dataset::Caption draft{language, dataset::suggestedCaption(measures, language),
                           dataset::CaptionAuthor::Suggestion};
    for (const auto& trigger : std::views::reverse(triggers))
        draft.text = dataset::withTrigger(draft.text, trigger);
    draft.isDraft = true;
    return draft;
}

}  // namespace

Result<SuggestResult> suggestCaptions(project::Project& project, const SuggestOptions& options,
                                      const Listener& listener, const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto languages, languagesOf(options));
    auto choice = options.clips;
    if (choice.ids.empty() && !choice.query) choice.query = "";
    BRANDLOOM_TRY(auto clips, chosenClips(project, choice));
    SuggestResult out;
    const auto wanted = [&](const dataset::Clip& clip) {
        return std::ranges::count_if(languages,
                                     [&](const auto& l) { return isFree(clip, l, options.isReplacing); });
    };
    std::erase_if(clips, [&](const dataset::Clip& clip) { return wanted(clip) == 0; });
    out.clips = static_cast<int>(clips.size());
    for (const auto& clip : clips) out.captions += static_cast<int>(wanted(clip));
    if (options.bulk.isDryRun || (clips.size() > 1 && !options.bulk.isSure)) return out;
    BRANDLOOM_TRY(const auto measures, measured(project, clips, out, listener, stop));
    BRANDLOOM_CHECK(checkCancelled(stop));
    BRANDLOOM_TRY(const auto datasets, dataset::DatasetRepository(project.store()).list());
    std::vector<dataset::CaptionEdit> edits;
    for (const auto& clip : clips) {
        const auto known = measures.find(clip.id.value);
        const auto in = std::ranges::find(datasets, clip.dataset, &dataset::Dataset::id);
        if (known == measures.end()) continue;
        const auto triggers = in == datasets.end() ? std::vector<std::string>() : in->triggerWords;
        for (const auto& language : languages)
            if (isFree(clip, language, options.isReplacing))
                edits.push_back({clip.id, language, draftOf(known->second, language, triggers)});
    }
    BRANDLOOM_TRY(out.captions, dataset::EditRepository(project.store()).editCaptions(edits, "caption.suggest"));
    out.isDone = true;
    if (out.captions > 0) tellChanged(listener, clips.front().dataset.value);
    return out;
}

}  // namespace brandloom::studio
