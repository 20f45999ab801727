#include "core/dataset/lint.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "core/base/clock.h"
#include "core/dataset/caption_words.h"
#include "core/dataset/clip_split.h"
#include "core/dataset/lint_rules.h"
#include "core/media/conform.h"

namespace brandloom::dataset {
namespace {

using Severity = LintSeverity;

std::vector<std::string_view> views(std::span<const std::string> words) {
    return {words.begin(), words.end()};
}

/// The look's words of ours and of the brand, without triggers: those must stay.
std::vector<std::string_view> lookWords(const LintOptions& options) {
    std::vector<std::string_view> out(stylePhrases().begin(), stylePhrases().end());
    for (const auto& own : options.styleWords)
        if (!own.empty()) out.push_back(own);
    std::erase_if(out, [&](std::string_view word) {
        return std::ranges::any_of(options.triggers,
                                   [&](const auto& t) { return captionKey(t) == captionKey(word); });
    });
    return out;
}

std::string listed(std::string_view text, std::span<const PhraseHit> hits) {
    std::string out;
    for (const auto& hit : hits) {
        const auto found = text.substr(hit.begin, hit.end - hit.begin);
        if (out.find(found) != std::string::npos) continue;
        out += (out.empty() ? "" : ", ") + std::string(found);
    }
    return out;
}

/// The caption without triggers, as far as it is compared with others.
std::string contentKey(std::string_view text, const LintOptions& options) {
    const auto triggers = views(options.triggers);
    return captionKey(withoutPhrases(text, findPhrases(text, triggers)));
}

/// Whether a crop leaves the bars out.
bool isInside(const std::optional<Crop>& crop, const media::BlackBars& bars, const Clip& clip) {
    return crop && crop->x >= bars.left && crop->y >= bars.top &&
           crop->x + crop->width <= clip.width - bars.right && crop->y + crop->height <= clip.height - bars.bottom;
}

constexpr double kCopyLength = 0.1;  // share by which the length of copies may differ
constexpr std::string_view kSameFilm = "same film or scene";

class Linter {
  public:
    Linter(std::span<const LintClip> clips, const LintOptions& options) : m_clips(clips), m_options(options) {}

    std::vector<LintFinding> findings(const std::vector<std::vector<std::size_t>>& groups) {
        for (const auto& clip : m_clips) ofClip(clip);
        drafts();
        duplicates();
        for (const auto& group : groups) {
            std::vector<ClipId> ids;
            for (const auto index : group) ids.push_back(m_clips[index].clip.id);
            add(LintRule::NearDuplicate, ids, fmt::format("{} clips", ids.size()));
        }
        leaks(groups);
        rights();
        shortest();
        counts();
        std::ranges::stable_sort(m_out, {}, &LintFinding::rule);
        return std::move(m_out);
    }

  private:
    void add(LintRule rule, std::vector<ClipId> clips, std::string detail = {}, std::string language = {}) {
        const auto& facts = factsOf(rule);
        std::ranges::sort(clips, {}, &ClipId::value);
        m_out.push_back(
            {rule, facts.severity, facts.fix, std::move(clips), std::move(language), std::move(detail)});
    }

    void ofClip(const LintClip& facts) {
        captions(facts);
        source(facts);
        pictures(facts);
        length(facts);
    }

    void captions(const LintClip& facts) {
        const auto& id = facts.clip.id;
        const auto& all = facts.clip.captions;
        if (all.empty()) add(LintRule::CaptionEmpty, {id});
        for (const auto& language : m_options.languages)
            if (!all.empty() && std::ranges::find(all, language, &Caption::language) == all.end())
                add(LintRule::CaptionEmpty, {id}, {}, language);
        const auto look = lookWords(m_options);
        for (const auto& caption : all) {
            const auto said = contentKey(caption.text, m_options);
            if (said.empty()) {
                add(LintRule::CaptionEmpty, {id}, "only the trigger", caption.language);
                continue;
            }
            const auto vague = findPhrases(caption.text, vaguePhrases());
            const bool thin = meaningfulWords(withoutVagueWords(said)) < m_options.leastWords;
            if (thin || !vague.empty())
                add(LintRule::CaptionVague, {id},
                    vague.empty() ? fmt::format("fewer than {} words", m_options.leastWords)
                                  : listed(caption.text, vague),
                    caption.language);
            if (const auto tokens = facts.tokens.find(caption.language);
                m_options.mostTokens > 0 && tokens != facts.tokens.end() && tokens->second > m_options.mostTokens)
                add(LintRule::CaptionLong, {id},
                    fmt::format("{} tokens of {}", tokens->second, m_options.mostTokens), caption.language);
            if (const auto missing = missingTriggers(caption.text, m_options); !missing.empty())
                add(LintRule::TriggerMissing, {id}, fmt::format("{}", fmt::join(missing, ", ")), caption.language);
            if (const auto leaks = findPhrases(caption.text, look); !leaks.empty())
                add(LintRule::StyleLeak, {id}, listed(caption.text, leaks), caption.language);
        }
    }

    void source(const LintClip& facts) {
        const auto& id = facts.clip.id;
        if (facts.source == LintClip::Source::Gone) add(LintRule::SourceMissing, {id}, facts.film);
        if (facts.source == LintClip::Source::Changed) add(LintRule::SourceChanged, {id}, facts.film);
        if (facts.rightsUntil && *facts.rightsUntil < m_options.now)
            add(LintRule::RightsExpired, {id}, facts.rightsHolder);
        if (facts.variableRate.value_or(false)) add(LintRule::VariableRate, {id}, facts.film);
        if (!facts.problem.empty()) add(LintRule::Unreadable, {id}, facts.problem);
    }

    void pictures(const LintClip& facts) {
        const auto& id = facts.clip.id;
        if (!facts.measures) return;
        const auto& measures = *facts.measures;
        std::string places;
        for (const auto& t : measures.transitions)
            places += fmt::format("{}{:.2f} s", places.empty() ? "" : ", ", t.startSeconds);
        if (!places.empty()) add(LintRule::CutInside, {id}, places);
        const auto& bars = measures.bars;
        if (bars.any() && !isInside(facts.clip.crop, bars, facts.clip))
            add(LintRule::BlackBars, {id},
                fmt::format("left {}, top {}, right {}, bottom {}", bars.left, bars.top, bars.right, bars.bottom));
        if (measures.frames > 1 && measures.seconds > 0 && measures.longestFreezeSeconds > 0.8 * measures.seconds)
            add(LintRule::Static, {id},
                fmt::format("{:.1f} of {:.1f} s", measures.longestFreezeSeconds, measures.seconds));
    }

    void length(const LintClip& facts) {
        const auto& clip = facts.clip;
        if (facts.isStill || clip.frameCount == 1) return add(LintRule::Still, {clip.id});
        const auto frames = framesFor(clip, m_options.modelFps);
        if (!frames) return;
        const double seconds = *clip.endSeconds - *clip.startSeconds;
        if (*frames < m_options.leastFrames)
            add(LintRule::TooShort, {clip.id},
                fmt::format("{:.2f} s, {} of {} frames", seconds, *frames, m_options.leastFrames));
        else
            m_lengths[media::longestClipLength(*frames)].push_back(clip.id);
        if (seconds > m_options.mostSeconds + 1e-6)
            add(LintRule::TooLong, {clip.id}, fmt::format("{:.1f} s of {:.1f} s", seconds, m_options.mostSeconds));
    }

    /// A training cuts all clips to the length of the shortest.
    void shortest() {
        if (m_lengths.size() < 2 || m_lengths.begin()->first >= m_options.modelFrames) return;
        const auto& [frames, clips] = *m_lengths.begin();
        add(LintRule::Shortens, clips, fmt::format("{} of {} frames", frames, m_options.modelFrames));
    }

    /// One finding for all.
    void drafts() {
        std::vector<ClipId> ids;
        for (const auto& facts : m_clips)
            if (std::ranges::any_of(facts.clip.captions, &Caption::isDraft)) ids.push_back(facts.clip.id);
        if (!ids.empty()) add(LintRule::CaptionDraft, ids, fmt::format("{} clips", ids.size()));
    }

    void duplicates() {
        std::map<std::pair<std::string, std::string>, std::vector<ClipId>> said;
        for (const auto& facts : m_clips)
            for (const auto& caption : facts.clip.captions)
                if (auto key = contentKey(caption.text, m_options); !key.empty())
                    said[{caption.language, std::move(key)}].push_back(facts.clip.id);
        for (auto& [key, clips] : said)
            if (clips.size() > 1) add(LintRule::CaptionDuplicate, clips, key.second, key.first);
    }

    /// What is learnt from may not be in what it is measured by: films, scenes, and copies.
    void leaks(const std::vector<std::vector<std::size_t>>& groups) {
        std::vector<Clip> clips;
        for (const auto& facts : m_clips) clips.push_back(facts.clip);
        std::map<std::size_t, std::vector<std::size_t>> together;
        const auto numbers = splitGroups(clips);
        for (std::size_t i = 0; i < clips.size(); ++i) together[numbers[i]].push_back(i);
        for (const auto& [number, members] : together) leak(members, kSameFilm);
        for (const auto& group : groups) leak(group, kLeakOfCopies);
    }

    void leak(std::span<const std::size_t> members, std::string_view reason) {
        const auto heldOut =
            std::ranges::count_if(members, [&](std::size_t i) { return m_clips[i].clip.split == Split::HeldOut; });
        if (heldOut == 0 || heldOut == static_cast<std::ptrdiff_t>(members.size())) return;
        std::vector<ClipId> ids;
        for (const auto index : members) ids.push_back(m_clips[index].clip.id);
        add(LintRule::ValidationLeak, ids, std::string(reason));
    }

    /// One finding for all: where nobody kept rights so far it is a note.
    void rights() {
        std::vector<ClipId> without;
        for (const auto& facts : m_clips)
            if (facts.rightsHolder.empty()) without.push_back(facts.clip.id);
        if (without.empty()) return;
        const bool none = without.size() == m_clips.size();
        add(LintRule::RightsMissing, without, fmt::format("{} of {} clips", without.size(), m_clips.size()));
        if (none) m_out.back().severity = Severity::Notes;
    }

    void counts() {
        const auto heldOut =
            std::ranges::count_if(m_clips, [](const auto& c) { return c.clip.split == Split::HeldOut; });
        const auto learnt = static_cast<std::ptrdiff_t>(m_clips.size()) - heldOut;
        if (learnt < m_options.leastClips)
            add(LintRule::TooFew, {}, fmt::format("{} of {}", learnt, m_options.leastClips));
        if (heldOut < m_options.leastHeldOut)
            add(LintRule::TooFewHeldOut, {}, fmt::format("{} of {}", heldOut, m_options.leastHeldOut));
    }

    std::span<const LintClip> m_clips;
    const LintOptions& m_options;
    std::vector<LintFinding> m_out;
    std::map<int, std::vector<ClipId>> m_lengths;  // by frames that a training takes
};

}  // namespace

Result<std::vector<std::vector<std::size_t>>> copies(std::span<const LintClip> clips, double distance,
                                                     const StopToken& stop, const ProgressSink& progress) {
    std::vector<std::size_t> known;
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (clips[i].measures && !clips[i].measures->hashes.empty()) known.push_back(i);
    std::vector<std::size_t> group(clips.size());  // union by the smallest index
    std::iota(group.begin(), group.end(), std::size_t{0});
    const auto rootOf = [&](std::size_t i) {
        while (group[i] != i) i = group[i] = group[group[i]];
        return i;
    };
    const EtaMeter eta(steadySeconds());
    const auto total = static_cast<std::int64_t>(known.size());
    for (std::size_t a = 0; a < known.size(); ++a) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const auto done = static_cast<std::int64_t>(a);
        if (a % 64 == 0)
            report(progress, {"comparing", done, total, eta.secondsLeft(steadySeconds(), done, total)});
        for (std::size_t b = 0; b < a; ++b) {
            const auto first = rootOf(known[b]);
            const auto second = rootOf(known[a]);
            if (first == second) continue;
            const auto& one = *clips[known[a]].measures;
            const auto& other = *clips[known[b]].measures;
            if (std::abs(one.seconds - other.seconds) > kCopyLength * std::max(one.seconds, other.seconds))
                continue;
            if (media::distance(one, other) > distance) continue;
            group[std::max(first, second)] = std::min(first, second);
        }
    }
    std::map<std::size_t, std::vector<std::size_t>> members;
    for (const auto index : known) members[rootOf(index)].push_back(index);
    std::vector<std::vector<std::size_t>> out;
    for (auto& [root, list] : members)
        if (list.size() > 1) out.push_back(std::move(list));
    return out;
}

Result<std::vector<LintFinding>> lint(std::span<const LintClip> clips, const LintOptions& options,
                                      const StopToken& stop, const ProgressSink& progress) {
    BRANDLOOM_TRY(const auto groups, copies(clips, options.copyDistance, stop, progress));
    return Linter(clips, options).findings(groups);
}

std::vector<std::string> missingTriggers(std::string_view text, const LintOptions& options) {
    std::vector<std::string> out;
    for (const auto& trigger : options.triggers)
        if (!hasWord(text, trigger)) out.push_back(trigger);
    return out;
}

std::optional<int> framesFor(const Clip& clip, double modelFps) {
    if (!clip.startSeconds || !clip.endSeconds) return std::nullopt;
    const double seconds = *clip.endSeconds - *clip.startSeconds;
    if (!(seconds > 0)) return 0;
    return media::framesThatFit(seconds, static_cast<double>(clip.frameCount) / seconds, modelFps);
}

std::string withoutStyleWords(std::string_view text, const LintOptions& options) {
    return withoutPhrases(text, findPhrases(text, lookWords(options)));
}

std::string withoutVagueWords(std::string_view text) {
    return withoutPhrases(text, findPhrases(text, vaguePhrases()));
}

std::vector<ClipPart> partsBetween(const ClipPart& whole, std::span<const media::InnerTransition> transitions,
                                   double leastSeconds) {
    std::vector<ClipPart> out;
    double from = whole.startSeconds;
    const auto upTo = [&](double end) {
        if (end - from + 1e-9 >= leastSeconds && end > from) out.push_back({from, end});
    };
    for (const auto& t : transitions) {
        if (t.endSeconds <= from || t.startSeconds >= whole.endSeconds) continue;
        upTo(t.startSeconds);
        from = std::max(from, t.endSeconds);
    }
    upTo(whole.endSeconds);
    return out;
}

}  // namespace brandloom::dataset
