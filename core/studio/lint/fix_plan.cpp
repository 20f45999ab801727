#include "core/studio/lint/fix_plan.h"

#include <algorithm>
#include <cmath>
#include <ranges>
#include <tuple>

#include "core/dataset/caption_suggestion.h"
#include "core/dataset/caption_words.h"

namespace brandloom::studio {
namespace {

using dataset::LintFinding;
using dataset::LintFix;

constexpr int kLeastSide = 16;  // of a crop

/// Frames of the film a second, as the clip counts them.
double rateOf(const dataset::Clip& clip) {
    return static_cast<double>(clip.frameCount) / (clip.endSeconds.value_or(0) - clip.startSeconds.value_or(0));
}

dataset::ClipRange rangeOf(const dataset::Clip& clip, const dataset::ClipPart& part) {
    const auto frameAt = [&](double seconds) {
        return std::llround((seconds - clip.startSeconds.value_or(0)) * rateOf(clip));
    };
    return {part.startSeconds, part.endSeconds, clip.firstFrame + frameAt(part.startSeconds),
            std::max<std::int64_t>(1, frameAt(part.endSeconds) - frameAt(part.startSeconds))};
}

/// What both leave.
dataset::Crop intersection(const dataset::Crop& a, const dataset::Crop& b) {
    const int x = std::max(a.x, b.x), y = std::max(a.y, b.y);
    return {x, y, std::min(a.x + a.width, b.x + b.width) - x, std::min(a.y + a.height, b.y + b.height) - y};
}

}  // namespace

FixPlan::FixPlan(const LintFacts& facts) : m_facts(facts) {
    for (const auto& clip : facts.clips) {
        m_clips[clip.clip.id.value] = &clip;
        for (const auto& caption : clip.clip.captions)
            if (caption.language != "und") m_languages.insert(caption.language);
    }
    m_languages.insert(facts.options.languages.begin(), facts.options.languages.end());
    if (m_languages.empty()) m_languages = {"en", "zh"};
}

bool FixPlan::plan(const LintFinding& finding) {
    switch (finding.fix) {
        case LintFix::None:
            return false;
        case LintFix::SuggestCaption:
            return suggest(finding);
        case LintFix::AddTrigger:
            return addTriggers(finding);
        case LintFix::RemoveWords:
            return removeWords(finding);
        case LintFix::KeepBest:
            return keepBest(finding);
        case LintFix::Split:
            return split(clipOf(finding.clips.front()));
        case LintFix::Crop:
            return crop(clipOf(finding.clips.front()));
        case LintFix::Shorten:
            return shorten(clipOf(finding.clips.front()));
        case LintFix::Reject:
            return reject(finding.clips.front());
        case LintFix::Redraw:
            return oneSide(finding);
    }
    return false;
}

dataset::DatasetEdits FixPlan::edits() const {
    dataset::DatasetEdits out;
    for (const auto& [id, edit] : m_edits) {
        out.clips.push_back(edit);
        if (edit.pick != -1) continue;
        out.clips.back() = {};
        out.clips.back().clip = edit.clip;
        out.clips.back().pick = -1;
    }
    for (const auto& [key, caption] : m_captions)
        if (!isRejected(ClipId{key.first})) out.captions.push_back({ClipId{key.first}, key.second, caption});
    for (const auto& [id, parts] : m_parts)
        if (!isRejected(ClipId{id})) out.parts.push_back({ClipId{id}, parts});
    return out;
}

dataset::ClipEdit& FixPlan::editOf(ClipId id) {
    auto& edit = m_edits[id.value];
    edit.clip = id;
    return edit;
}

bool FixPlan::isRejected(ClipId id) const {
    const auto found = m_edits.find(id.value);
    return found != m_edits.end() && found->second.pick == -1;
}

/// As it will be.
std::optional<dataset::Caption> FixPlan::captionOf(ClipId id, const std::string& language) const {
    if (const auto planned = m_captions.find({id.value, language}); planned != m_captions.end())
        return planned->second;
    for (const auto& caption : clipOf(id).clip.captions)
        if (caption.language == language) return caption;
    return std::nullopt;
}

bool FixPlan::suggest(const LintFinding& finding) {
    const auto id = finding.clips.front();
    const auto& measures = clipOf(id).measures;
    if (!measures || finding.language == "und") return false;
    const auto wanted = finding.language.empty() ? m_languages : std::set{finding.language};
    for (const auto& language : wanted) {
        dataset::Caption draft{language, dataset::suggestedCaption(*measures, language),
                               dataset::CaptionAuthor::Suggestion};
        for (const auto& trigger : std::views::reverse(m_facts.options.triggers))
            draft.text = dataset::withTrigger(draft.text, trigger);
        draft.isDraft = true;
        m_captions[{id.value, language}] = std::move(draft);
    }
    return true;
}

bool FixPlan::reword(const LintFinding& finding, const std::string& text) {
    const auto id = finding.clips.front();
    auto caption = captionOf(id, finding.language);
    if (!caption || text.empty() || text == caption->text) return false;
    caption->text = text;
    m_captions[{id.value, finding.language}] = *caption;
    return true;
}

bool FixPlan::addTriggers(const LintFinding& finding) {
    const auto caption = captionOf(finding.clips.front(), finding.language);
    if (!caption) return false;
    auto text = caption->text;
    const auto missing = dataset::missingTriggers(text, m_facts.options);
    for (const auto& trigger : std::views::reverse(missing)) text = dataset::withTrigger(text, trigger);
    return reword(finding, text);
}

/// What would be left has to say something still.
bool FixPlan::removeWords(const LintFinding& finding) {
    const auto caption = captionOf(finding.clips.front(), finding.language);
    if (!caption) return false;
    const auto rest = finding.rule == dataset::LintRule::StyleLeak
                          ? dataset::withoutStyleWords(caption->text, m_facts.options)
                          : dataset::withoutVagueWords(caption->text);
    return dataset::meaningfulWords(rest) >= m_facts.options.leastWords && reword(finding, rest);
}

bool FixPlan::reject(ClipId id) {
    editOf(id).pick = -1;
    return true;
}

/// Stays: what a person picked or rated highest, else the sharpest, else the first.
bool FixPlan::keepBest(const LintFinding& finding) {
    const auto worth = [&](ClipId id) {
        const auto& clip = clipOf(id);
        return std::tuple(clip.clip.pick, clip.clip.rating, clip.measures ? clip.measures->sharpness : 0);
    };
    auto best = finding.clips.front();
    for (const auto id : finding.clips)
        if (worth(id) > worth(best)) best = id;
    for (const auto id : finding.clips)
        if (id != best) reject(id);
    return true;
}

bool FixPlan::split(const dataset::LintClip& facts) {
    const auto& clip = facts.clip;
    if (!facts.measures || !clip.startSeconds || !clip.endSeconds || *clip.endSeconds <= *clip.startSeconds)
        return false;
    const double least = (m_facts.options.leastFrames - 1) / m_facts.options.modelFps + 1 / rateOf(clip);
    const auto parts =
        dataset::partsBetween({*clip.startSeconds, *clip.endSeconds}, facts.measures->transitions, least);
    if (parts.empty()) return reject(clip.id);  // every part is too short to learn
    auto& out = m_parts[clip.id.value];
    out.clear();
    for (const auto& part : parts) out.push_back(rangeOf(clip, part));
    return true;
}

bool FixPlan::crop(const dataset::LintClip& facts) {
    const auto& bars = facts.measures->bars;
    const auto& clip = facts.clip;
    dataset::Crop inside{bars.left, bars.top, clip.width - bars.left - bars.right,
                         clip.height - bars.top - bars.bottom};
    if (clip.crop) inside = intersection(inside, *clip.crop);
    // Measures of a film whose size changed half way say nothing of this one.
    const bool isThisSize = facts.measures->width == clip.width && facts.measures->height == clip.height;
    if (!isThisSize || inside.width < kLeastSide || inside.height < kLeastSide) return false;
    editOf(clip.id).crop = inside;
    return true;
}

/// A clip that is cut anyway is shortened when it is looked at next.
bool FixPlan::shorten(const dataset::LintClip& facts) {
    if (m_parts.contains(facts.clip.id.value)) return false;
    const double start = *facts.clip.startSeconds;
    editOf(facts.clip.id).range = rangeOf(facts.clip, {start, start + m_facts.options.mostSeconds});
    return true;
}

/// Copies become one scene, whose clips are drawn together; what a person chose about their sides is forgotten.
bool FixPlan::oneSide(const LintFinding& finding) {
    std::vector<ClipId> ids;
    for (const auto id : finding.clips)
        if (!isRejected(id)) ids.push_back(id);
    if (ids.size() < 2) return true;
    for (const auto id : ids) {
        auto& edit = editOf(id);
        if (finding.detail == dataset::kLeakOfCopies)
            edit.scene = "copies of " + std::to_string(finding.clips.front().value);
        edit.splitChosen = std::optional<dataset::Split>();
    }
    return true;
}

}  // namespace brandloom::studio
