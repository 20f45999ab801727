#include <algorithm>
#include <set>

#include "core/base/base_errors.h"
#include "core/studio/datasets/dataset_edit.h"
#include "core/studio/lint/fix_plan.h"

namespace brandloom::studio {
namespace {

/// Error: kInvalidArgument for a word that is no rule.
Result<std::set<dataset::LintRule>> rulesOf(const std::vector<std::string>& words) {
    const auto rules = dataset::lintRules();
    std::string all;
    for (const auto rule : rules) all += (all.empty() ? "" : ", ") + std::string(word(rule));
    std::set<dataset::LintRule> out;
    for (const auto& name : words) {
        const auto found = std::ranges::find(rules, name, [](dataset::LintRule rule) { return word(rule); });
        if (found == rules.end())
            return fail(base_errors::kInvalidArgument, {{"what", "The rule \"" + name + "\""},
                                                        {"reason", "there is none of that name"},
                                                        {"allowed", all}});
        out.insert(*found);
    }
    if (words.empty()) out.insert(rules.begin(), rules.end());
    return out;
}

}  // namespace

Result<FixResult> fixDataset(project::Project& project, const door::EngineFactory& engine,
                             const FixDatasetOptions& options, const Listener& listener, const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    BRANDLOOM_TRY(const auto rules, rulesOf(options.rules));
    BRANDLOOM_TRY(const auto judge, judgeFor(engine, options.lint));
    Teller teller(listener);
    BRANDLOOM_TRY(const auto facts, lintFacts(project, judge, options.lint, teller, stop));
    FixResult out;
    BRANDLOOM_TRY(out.before, lintReport(facts, teller, stop));
    FixPlan plan(facts);
    for (const auto& finding : out.before.findings)
        if (rules.contains(finding.rule) && plan.plan(finding)) ++out.fixable[std::string(word(finding.rule))];
    const auto edits = plan.edits();
    out.changes = static_cast<int>(edits.clips.size() + edits.captions.size() + edits.parts.size());
    if (options.bulk.isDryRun || !options.bulk.isSure) return out;
    BRANDLOOM_CHECK(checkCancelled(stop));
    BRANDLOOM_TRY(out.changes, dataset::EditRepository(project.store()).editAll(edits, "dataset.fix"));
    out.isDone = true;
    if (out.changes > 0) tellChanged(listener, facts.dataset.id.value);
    auto after = lintFacts(project, judge, options.lint, teller, stop);
    Result<LintReport> report = fail(cancelledError());
    if (after)
        report = lintReport(*after, teller, stop);
    else
        report = fail(std::move(after).error());
    if (!report && !report.error().isCancelled()) return fail(std::move(report).error());
    if (report) out.left = std::move(report->findings);
    return out;
}

}  // namespace brandloom::studio
