#include "core/studio/lint/suggestions.h"

#include <algorithm>
#include <map>
#include <ranges>
#include <utility>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/dataset/caption_suggestion.h"
#include "core/dataset/caption_words.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/edit_repository.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/datasets/dataset_edit.h"
#include "core/studio/import/measure_clips.h"
#include "core/studio/lint/captioner.h"
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

constexpr int kFailuresToStop = 3;

/// Drafts of several clips, in the way that was asked for.
class Drafter {
  public:
    Drafter(project::Project& project, const SuggestOptions& options, std::vector<std::string> languages,
            SuggestResult& result)
        : m_project(project), m_options(options), m_languages(std::move(languages)), m_result(result) {}

    /// Languages that a draft may be written in: a person's words, a file's and approved ones stay.
    [[nodiscard]] std::vector<std::string> wanted(const dataset::Clip& clip) const {
        std::vector<std::string> out;
        std::ranges::copy_if(m_languages, std::back_inserter(out),
                             [&](const auto& l) { return isFree(clip, l, m_options.isReplacing); });
        return out;
    }

    /// What was found out before an error is in edits().
    Status run(const Clips& clips, const Listener& listener, const StopToken& stop) {
        BRANDLOOM_TRY(m_datasets, dataset::DatasetRepository(m_project.store()).list());
        return m_options.captioner.empty() ? fromMeasures(clips, listener, stop) : ask(clips, listener, stop);
    }
    [[nodiscard]] const std::vector<dataset::CaptionEdit>& edits() const { return m_edits; }

  private:
    Status fromMeasures(const Clips& clips, const Listener& listener, const StopToken& stop) {
        BRANDLOOM_TRY(const auto measures, measured(m_project, clips, m_result, listener, stop));
        BRANDLOOM_CHECK(checkCancelled(stop));
        for (const auto& clip : clips) {
            const auto known = measures.find(clip.id.value);
            if (known == measures.end()) continue;
            for (const auto& language : wanted(clip)) {
                dataset::Caption draft{language, dataset::suggestedCaption(known->second, language),
                                       dataset::CaptionAuthor::Suggestion};
                draft.isDraft = true;
                add(clip, std::move(draft));
            }
        }
        return {};
    }

    Status ask(const Clips& clips, const Listener& listener, const StopToken& stop) {
        Captioner captioner(m_options.captioner, m_options.captionerSeconds);
        Teller teller(listener);
        const EtaMeter eta(steadySeconds());
        const auto total = static_cast<std::int64_t>(clips.size());
        for (std::int64_t done = 0; const auto& clip : clips) {
            teller.tell(
                door::Progressed{{"captioning", done, total, eta.secondsLeft(steadySeconds(), done, total)}});
            auto drafts = captioner.captionsOf(clip, wanted(clip), triggersOf(clip), stop);
            ++done;
            if (drafts) {
                for (auto& draft : *drafts) add(clip, std::move(draft));
            } else if (drafts.error().is(studio_errors::kCaptionerFailed) &&
                       (!m_edits.empty() || done < std::min<std::int64_t>(total, kFailuresToStop))) {
                m_result.failures.emplace_back(clip.id.value, drafts.error());
            } else {
                return fail(std::move(drafts).error());
            }
        }
        teller.progress("captioning", total, total);
        return {};
    }

    [[nodiscard]] std::vector<std::string> triggersOf(const dataset::Clip& clip) const {
        const auto in = std::ranges::find(m_datasets, clip.dataset, &dataset::Dataset::id);
        return in == m_datasets.end() ? std::vector<std::string>() : in->triggerWords;
    }

    void add(const dataset::Clip& clip, dataset::Caption draft) {
        const auto triggers = triggersOf(clip);
        for (const auto& trigger : std::views::reverse(triggers))
            draft.text = dataset::withTrigger(draft.text, trigger);
        auto language = draft.language;
        m_edits.push_back({clip.id, std::move(language), std::move(draft)});
    }

    project::Project& m_project;
    const SuggestOptions& m_options;
    std::vector<std::string> m_languages;
    SuggestResult& m_result;
    std::vector<dataset::Dataset> m_datasets;
    std::vector<dataset::CaptionEdit> m_edits;
};

}  // namespace

Result<SuggestResult> suggestCaptions(project::Project& project, const SuggestOptions& options,
                                      const Listener& listener, const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(auto languages, languagesOf(options));
    if (!(options.captionerSeconds > 0))
        return fail(
            base_errors::kInvalidArgument,
            {{"what", "The time for one clip"}, {"reason", "it is not above 0 s"}, {"allowed", "more than 0 s"}});
    auto choice = options.clips;
    if (choice.ids.empty() && !choice.query) choice.query = "";
    BRANDLOOM_TRY(auto clips, chosenClips(project, choice));
    SuggestResult out;
    Drafter drafter(project, options, std::move(languages), out);
    std::erase_if(clips, [&](const dataset::Clip& clip) { return drafter.wanted(clip).empty(); });
    out.clips = static_cast<int>(clips.size());
    for (const auto& clip : clips) out.captions += static_cast<int>(drafter.wanted(clip).size());
    if (clips.empty() || options.bulk.isDryRun || (clips.size() > 1 && !options.bulk.isSure)) return out;
    const auto drafted = drafter.run(clips, listener, stop);
    BRANDLOOM_TRY(out.captions,
                  dataset::EditRepository(project.store()).editCaptions(drafter.edits(), "caption.suggest"));
    if (out.captions > 0) tellChanged(listener, clips.front().dataset.value);
    BRANDLOOM_CHECK(drafted);
    out.isDone = true;
    return out;
}

}  // namespace brandloom::studio
