// dataset lint PROJECT, dataset fix PROJECT, caption suggest PROJECT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "app/cli/dataset_words.h"
#include "core/studio/lint/dataset_lint.h"
#include "core/studio/lint/suggestions.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

using dataset::LintFinding;

void declareLint(Flags& flags, studio::LintDatasetOptions& options) {
    flags.add("--name", options.dataset, "Name of the dataset; left out: the only one");
    flags.add("--model", options.model,
              "Name or folder of the model that is to learn; left out: the starter model");
    flags.add("--fps", options.modelFps, "Frames a second, instead of the model's");
    flags.add("--least-frames", options.leastFrames, "Shorter clips, at that rate, cannot be learnt");
    flags.add("--most-seconds", options.mostSeconds, "Longer clips are noted");
    flags.add("--style-word", options.styleWords,
              "Word of the look that captions are not to name; may be repeated");
    flags.add("--lang", options.languages,
              "Language that every clip must have a caption in: zh or en; may be repeated");
    flags.addSwitch("--measure", options.isMeasuring, "Measure first the clips that were not measured yet");
}

JsonLine lineOf(const LintFinding& finding) {
    std::vector<std::int64_t> clips;
    for (const auto id : finding.clips) clips.push_back(id.value);
    JsonLine line;
    line.add("rule", std::string(word(finding.rule))).add("severity", std::string(word(finding.severity)));
    line.add("fix", std::string(word(finding.fix))).addJson("clips", fmt::format("[{}]", fmt::join(clips, ",")));
    line.add("language", finding.language).add("detail", finding.detail);
    return line;
}

/// What a rule is about, in words.
const char* titleOf(dataset::LintRule rule) {
    using Rule = dataset::LintRule;
    switch (rule) {
        case Rule::CaptionEmpty:
            return "no caption";
        case Rule::CaptionDuplicate:
            return "the same caption";
        case Rule::CaptionVague:
            return "a caption that says little";
        case Rule::CaptionLong:
            return "a caption longer than the model reads";
        case Rule::CaptionDraft:
            return "drafts of captions that nobody has accepted";
        case Rule::TriggerMissing:
            return "no trigger word in the caption";
        case Rule::StyleLeak:
            return "a caption that names the look";
        case Rule::NearDuplicate:
            return "nearly the same pictures";
        case Rule::CutInside:
            return "a cut inside";
        case Rule::VariableRate:
            return "a film of varying frame rate, resampled by its time stamps";
        case Rule::BlackBars:
            return "black bars";
        case Rule::Static:
            return "pictures that stand still";
        case Rule::Still:
            return "a still picture, which a training leaves out";
        case Rule::TooShort:
            return "too short to learn";
        case Rule::TooLong:
            return "long; a training takes parts of it";
        case Rule::Shortens:
            return "the shortest; a training cuts all clips to that length";
        case Rule::TooFew:
            return "few clips to learn from";
        case Rule::TooFewHeldOut:
            return "few clips that are only measured";
        case Rule::ValidationLeak:
            return "learnt from and measured with";
        case Rule::RightsMissing:
            return "a film whose rights nobody noted";
        case Rule::RightsExpired:
            return "a film whose rights have ended";
        case Rule::SourceMissing:
            return "a film that is not there any more";
        case Rule::SourceChanged:
            return "a film that is another one now";
        case Rule::Unreadable:
            return "a film that cannot be measured";
    }
    return "";
}

std::string clipsOf(const LintFinding& finding, const studio::LintReport& report) {
    constexpr std::size_t kNamed = 5;
    if (finding.clips.empty()) return {};
    std::string out = finding.clips.size() > 1 ? " clips " : " clip ";
    for (std::size_t i = 0; i < std::min(kNamed, finding.clips.size()); ++i)
        out += fmt::format("{}{}", i > 0 ? ", " : "", finding.clips[i].value);
    if (finding.clips.size() > kNamed) out += fmt::format(" and {} more", finding.clips.size() - kNamed);
    const auto film = report.films.find(finding.clips.front().value);
    if (finding.clips.size() == 1 && film != report.films.end()) out += " (" + film->second + ")";
    return out + ":";
}

std::string textOf(const LintFinding& finding, const studio::LintReport& report) {
    auto out = fmt::format("  {:<6}{} {}", word(finding.severity), clipsOf(finding, report), titleOf(finding.rule));
    if (!finding.language.empty()) out += " [" + finding.language + "]";
    if (!finding.detail.empty()) out += ": " + finding.detail;
    return out + (finding.fix == dataset::LintFix::None ? "" : fmt::format("  (fix: {})", word(finding.fix)));
}

std::string textOf(const studio::LintReport& report) {
    constexpr int kShown = 20;  // of one rule
    std::string out;
    std::map<dataset::LintRule, int> seen;
    for (const auto& finding : report.findings)
        if (++seen[finding.rule] <= kShown) out += textOf(finding, report) + "\n";
    for (const auto& [rule, count] : seen)
        if (count > kShown)
            out += fmt::format("  and {} more: {} (--json tells all)\n", count - kShown, titleOf(rule));
    out += fmt::format("{}: {} finding{} in {} clip{}", report.dataset, report.findings.size(),
                       report.findings.size() == 1 ? "" : "s", report.clips, report.clips == 1 ? "" : "s");
    if (!report.model.empty()) out += " for " + report.model;
    if (report.rejected > 0) out += fmt::format(", {} rejected", report.rejected);
    if (report.unmeasured > 0) out += fmt::format(", {} not measured yet (--measure)", report.unmeasured);
    out += ".";
    if (report.notCounted) out += "\nTokens of captions were not counted: " + report.notCounted->sentence();
    return out;
}

std::vector<JsonLine> linesOf(const std::vector<LintFinding>& findings) {
    std::vector<JsonLine> out;
    for (const auto& finding : findings) out.push_back(lineOf(finding));
    return out;
}

class DatasetLint : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        declareLint(flags, m_options);
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto project, m_options.isMeasuring
                                              ? studio::openProjectForWriting(m_project)
                                              : project::Project::open(m_project, project::Mode::Read));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto report,
                      studio::lintDataset(*project, door::engineLoader(), m_options, listener, stop));
        JsonLine line("lint");
        line.add("dataset", report.dataset).add("model", report.model).add("clips", report.clips);
        line.add("rejected", report.rejected).add("unmeasured", report.unmeasured);
        line.add("tokensCounted", !report.notCounted).add("findings", linesOf(report.findings));
        out.result(line, textOf(report));
        return report.findings.empty() ? kDone : kFound;
    }

  private:
    Path m_project;
    studio::LintDatasetOptions m_options;
};

class DatasetFix : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.add("--rule", m_options.rules, "Only this rule, as 'dataset lint' calls it; may be repeated");
        declareLint(flags, m_options.lint);
        addBulkFlags(flags, m_options.bulk);
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto done,
                      studio::fixDataset(*project, door::engineLoader(), m_options, listener, stop));
        JsonLine rules;
        std::string text;
        for (const auto& [rule, count] : done.fixable) {
            rules.add(rule.c_str(), count);
            text += fmt::format("  {}: {}\n", rule, count);
        }
        JsonLine line("fixed");
        line.add("dataset", done.before.dataset).add("findings", static_cast<int>(done.before.findings.size()));
        line.add("fixable", rules).add("changes", done.changes).add("done", done.isDone);
        line.add("left", linesOf(done.left));
        const char* s = done.changes == 1 ? "" : "s";
        if (done.fixable.empty())
            text += fmt::format("Nothing can be fixed here; there are {} findings.", done.before.findings.size());
        else if (done.isDone)
            text += fmt::format("{} change{} made ('project undo' takes all of it back); {} findings are left.",
                                done.changes, s, done.left.size());
        else
            text +=
                fmt::format("It would make {} change{}; nothing was done. Say --yes to do it.", done.changes, s);
        if (done.before.unmeasured > 0)
            text += fmt::format(" {} clips were not measured yet (--measure).", done.before.unmeasured);
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    studio::FixDatasetOptions m_options;
};

class CaptionSuggest : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        m_clips.declare(flags);
        flags.add("--lang", m_options.languages, "Language: zh or en; may be repeated; left out: both");
        flags.addSwitch("--replace", m_options.isReplacing, "Also where there is a draft already");
        flags.add("--captioner", m_captioner,
                  "Program that writes them: reads {\"clip\", \"film\", \"start\", \"end\", \"languages\" ...}, a "
                  "line of "
                  "JSON for each clip, and answers each with a line {\"captions\": {\"en\": \"...\"}}");
        flags.add("--captioner-argument", m_captionerArguments, "Argument for it; may be repeated");
        flags.add("--captioner-seconds", m_options.captionerSeconds, "Time that it has for one clip");
        addBulkFlags(flags, m_options.bulk);
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        if (!m_captioner.empty()) m_options.captioner = {m_captioner};
        m_options.captioner.insert(m_options.captioner.end(), m_captionerArguments.begin(),
                                   m_captionerArguments.end());
        BRANDLOOM_TRY(m_options.clips, m_clips.choice());
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto done, studio::suggestCaptions(*project, m_options, listener, stop));
        std::vector<JsonLine> failures;
        std::string text;
        for (const auto& [clip, error] : done.failures) {
            JsonLine failure;
            failure.add("clip", clip).add("code", error.code).add("message", error.sentence());
            failures.push_back(std::move(failure));
            text += fmt::format("  Clip {}: {}\n", clip, error.sentence());
        }
        JsonLine line("captions_suggested");
        line.add("clips", done.clips)
            .add("captions", done.captions)
            .add("done", done.isDone)
            .add("failures", failures);
        if (done.clips == 0)
            text += "Every clip has its captions already.";
        else if (done.isDone)
            text += fmt::format("{} draft{} written; 'caption set' approves or changes them.", done.captions,
                                done.captions == 1 ? "" : "s");
        else
            text += fmt::format("It would write {} drafts for {} clips; nothing was done. Say --yes to do it.",
                                done.captions, done.clips);
        out.result(line, text);
        return done.failures.empty() ? kDone : kFound;
    }

  private:
    Path m_project;
    ClipWords m_clips;
    studio::SuggestOptions m_options;
    std::string m_captioner;
    std::vector<std::string> m_captionerArguments;
};

}  // namespace

std::unique_ptr<Command> makeDatasetLint() {
    return std::make_unique<DatasetLint>();
}
std::unique_ptr<Command> makeDatasetFix() {
    return std::make_unique<DatasetFix>();
}
std::unique_ptr<Command> makeCaptionSuggest() {
    return std::make_unique<CaptionSuggest>();
}

}  // namespace brandloom::cli
