#include "core/dataset/lint_rules.h"

#include <array>

namespace brandloom::dataset {
namespace {

using Severity = LintSeverity;
using Fix = LintFix;

constexpr std::array<RuleFacts, 24> kRules = {{
    {LintRule::CaptionEmpty, "caption_empty", Severity::Blocks, Fix::SuggestCaption},
    {LintRule::CaptionDuplicate, "caption_duplicate", Severity::Warns, Fix::None},
    {LintRule::CaptionVague, "caption_vague", Severity::Warns, Fix::RemoveWords},
    {LintRule::CaptionLong, "caption_long", Severity::Warns, Fix::None},
    {LintRule::CaptionDraft, "caption_draft", Severity::Notes, Fix::None},
    {LintRule::TriggerMissing, "trigger_missing", Severity::Warns, Fix::AddTrigger},
    {LintRule::StyleLeak, "style_leak", Severity::Warns, Fix::RemoveWords},
    {LintRule::NearDuplicate, "near_duplicate", Severity::Warns, Fix::KeepBest},
    {LintRule::CutInside, "cut_inside", Severity::Warns, Fix::Split},
    {LintRule::VariableRate, "variable_rate", Severity::Notes, Fix::None},
    {LintRule::BlackBars, "black_bars", Severity::Warns, Fix::Crop},
    {LintRule::Static, "static", Severity::Warns, Fix::Reject},
    {LintRule::Still, "still", Severity::Notes, Fix::None},
    {LintRule::TooShort, "too_short", Severity::Blocks, Fix::Reject},
    {LintRule::TooLong, "too_long", Severity::Notes, Fix::Shorten},
    {LintRule::Shortens, "shortens", Severity::Notes, Fix::None},
    {LintRule::TooFew, "too_few", Severity::Warns, Fix::None},
    {LintRule::TooFewHeldOut, "too_few_held_out", Severity::Warns, Fix::None},
    {LintRule::ValidationLeak, "validation_leak", Severity::Warns, Fix::Redraw},
    {LintRule::RightsMissing, "rights_missing", Severity::Warns, Fix::None},
    {LintRule::RightsExpired, "rights_expired", Severity::Blocks, Fix::Reject},
    {LintRule::SourceMissing, "source_missing", Severity::Blocks, Fix::Reject},
    {LintRule::SourceChanged, "source_changed", Severity::Blocks, Fix::Reject},
    {LintRule::Unreadable, "unreadable", Severity::Blocks, Fix::Reject},
}};
constexpr auto kRuleList = [] {
    std::array<LintRule, kRules.size()> out{};
    for (std::size_t i = 0; i < kRules.size(); ++i) out[i] = kRules[i].rule;
    return out;
}();

}  // namespace

const RuleFacts& factsOf(LintRule rule) {
    return kRules[static_cast<std::size_t>(rule)];
}

std::string_view word(LintRule rule) {
    return factsOf(rule).word;
}

std::span<const LintRule> lintRules() {
    return kRuleList;
}

std::string_view word(LintSeverity severity) {
    constexpr std::array<std::string_view, 3> words = {"blocks", "warns", "notes"};
    return words[static_cast<std::size_t>(severity)];
}

std::string_view word(LintFix fix) {
    constexpr std::array<std::string_view, 10> words = {
        "none", "suggest_caption", "add_trigger", "remove_words", "keep_best", "split",
        "crop", "shorten",         "reject",      "redraw"};
    return words[static_cast<std::size_t>(fix)];
}

}  // namespace brandloom::dataset
