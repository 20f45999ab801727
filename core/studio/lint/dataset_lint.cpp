#include "core/studio/lint/dataset_lint.h"

#include <fmt/format.h>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/source_repository.h"
#include "core/studio/import/film_cutter.h"
#include "core/studio/import/measure_clips.h"
#include "core/studio/lint/kept_measures.h"
#include "core/studio/lint/lint_facts.h"

namespace brandloom::studio {
namespace {

using State = dataset::LintClip::Source;

/// A film that has the size and the time that it had when its hash was taken is the one; another one is read.
Result<State> stateOf(const dataset::Source& source, const StopToken& stop) {
    const auto file = pathFromUtf8(source.path);
    std::error_code ec;
    if (!std::filesystem::is_regular_file(file, ec)) return State::Gone;
    const auto stamp = stampOf(file);
    if (source.bytes > 0 && stamp.bytes != source.bytes) return State::Changed;
    if (source.modifiedAt > 0 && stamp.modifiedAt == source.modifiedAt) return State::There;
    const auto sha256 = sha256OfFile(file, stop);
    if (!sha256 && sha256.error().isCancelled()) return fail(sha256.error());
    if (!sha256) return State::Gone;  // it is there and cannot be read
    return *sha256 == source.sha256 ? State::There : State::Changed;
}

using Films = std::map<std::string, std::pair<dataset::Source, State>>;

Result<Films> filmsOf(project::Project& project, dataset::DatasetId dataset, Teller& teller,
                      const StopToken& stop) {
    BRANDLOOM_TRY(const auto sources, dataset::SourceRepository(project.store()).list(dataset));
    Films out;
    const EtaMeter eta(steadySeconds());
    const auto total = static_cast<std::int64_t>(sources.size());
    for (const auto& source : sources) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const auto done = static_cast<std::int64_t>(out.size());
        if (done % 32 == 0)
            teller.tell(door::Progressed{{"checking", done, total, eta.secondsLeft(steadySeconds(), done, total)}});
        BRANDLOOM_TRY(const auto state, stateOf(source, stop));
        out[source.sha256] = {source, state};
    }
    return out;
}

dataset::LintOptions optionsOf(const LintDatasetOptions& o, const LearningModel& model,
                               const dataset::Dataset& dataset) {
    dataset::LintOptions out;
    out.modelFps = o.modelFps.value_or(model.fps);
    out.modelFrames = model.frames;
    out.mostTokens = model.tokens;
    out.leastFrames = o.leastFrames;
    out.mostSeconds = o.mostSeconds;
    out.styleWords = o.styleWords;
    out.languages = o.languages;
    out.triggers = dataset.triggerWords;
    out.now = unixSeconds();
    return out;
}

Status checkOptions(const LintDatasetOptions& o) {
    const auto bad = [](const char* what, const std::string& value, const char* allowed) {
        return fail(base_errors::kInvalidArgument,
                    {{"what", what}, {"reason", value + " is not allowed"}, {"allowed", allowed}});
    };
    if (o.modelFps && !(*o.modelFps >= 1 && *o.modelFps <= 240))
        return bad("The model's rate", fmt::format("{}", *o.modelFps), "1 to 240 frames a second");
    if (o.leastFrames < 1 || o.leastFrames > 10000)
        return bad("The least length", fmt::format("{}", o.leastFrames), "1 to 10000 frames");
    if (!(o.mostSeconds > 0 && o.mostSeconds <= 86400))
        return bad("The greatest length", fmt::format("{}", o.mostSeconds), "above 0 and up to 86400 seconds");
    for (const auto& language : o.languages)
        if (language != "zh" && language != "en") return bad("The language", "\"" + language + "\"", "zh or en");
    return {};
}

Status measure(project::Project& project, dataset::DatasetId dataset, Teller& teller, const StopToken& stop) {
    media::FilmReader reader;
    const Listener through{teller.sink(), {}};
    BRANDLOOM_TRY(const auto done, measureClips(project, dataset, reader, through, {}, stop));
    static_cast<void>(done);  // what failed is found in the clips
    return {};
}

}  // namespace

Result<LintJudge> judgeFor(const door::EngineFactory& engine, const LintDatasetOptions& options) {
    BRANDLOOM_CHECK(checkOptions(options));
    LintJudge out;
    auto model = learningModel(engine, options.model);
    if (model)
        out.model = std::move(*model);
    else if (options.model.empty())
        out.notRead = model.error();
    else
        return fail(model.error());
    return out;
}

Result<LintFacts> lintFacts(project::Project& project, const LintJudge& judge, const LintDatasetOptions& options,
                            Teller& teller, const StopToken& stop) {
    dataset::DatasetRepository repository(project.store());
    LintFacts out;
    BRANDLOOM_TRY(out.dataset, repository.choose(options.dataset));
    if (options.isMeasuring) BRANDLOOM_CHECK(measure(project, out.dataset.id, teller, stop));
    out.options = optionsOf(options, judge.model, out.dataset);
    out.model = judge.model.name;
    out.notCounted = judge.notRead;
    BRANDLOOM_TRY(const auto clips, repository.clips(out.dataset.id));
    BRANDLOOM_TRY(auto kept, keptMeasures(project, clips, out.dataset.id));
    BRANDLOOM_TRY(const auto films, filmsOf(project, out.dataset.id, teller, stop));
    CaptionTokens tokens;
    if (!judge.notRead) {
        auto counted = tokensOfCaptions(judge.model, clips);
        if (counted)
            tokens = std::move(*counted);
        else
            out.notCounted = counted.error();
    }
    for (const auto& clip : clips) {
        if (clip.pick < 0) {
            ++out.rejected;
            continue;
        }
        const auto id = clip.id.value;
        dataset::LintClip facts;
        facts.clip = clip;
        facts.film = utf8FromPath(pathFromUtf8(clip.sourcePath).filename());
        if (const auto film = films.find(clip.sourceSha256); film != films.end()) {
            const auto& [source, state] = film->second;
            facts.source = state;
            facts.variableRate = source.isVariableRate;
            facts.isStill = source.isStill;
            facts.rightsHolder = source.rightsHolder;
            facts.rightsUntil = source.rightsUntil;
        }
        if (const auto known = kept.measures.find(id); known != kept.measures.end())
            facts.measures = std::move(known->second);
        if (const auto why = kept.problems.find(id); why != kept.problems.end()) facts.problem = why->second;
        if (const auto counted = tokens.find(id); counted != tokens.end()) facts.tokens = counted->second;
        out.clips.push_back(std::move(facts));
    }
    return out;
}

Result<LintReport> lintReport(const LintFacts& facts, Teller& teller, const StopToken& stop) {
    LintReport out;
    out.datasetId = facts.dataset.id.value;
    out.dataset = facts.dataset.name;
    out.clips = static_cast<int>(facts.clips.size());
    out.rejected = facts.rejected;
    out.model = facts.model;
    out.notCounted = facts.notCounted;
    for (const auto& clip : facts.clips) {
        out.unmeasured += clip.measures || !clip.problem.empty() ? 0 : 1;
        out.films[clip.clip.id.value] = clip.film;
    }
    BRANDLOOM_TRY(out.findings, dataset::lint(facts.clips, facts.options, stop,
                                              [&](const Progress& p) { teller.tell(door::Progressed{p}); }));
    return out;
}

Result<LintReport> lintDataset(project::Project& project, const door::EngineFactory& engine,
                               const LintDatasetOptions& options, const Listener& listener, const StopToken& stop) {
    BRANDLOOM_TRY(const auto judge, judgeFor(engine, options));
    Teller teller(listener);
    BRANDLOOM_TRY(const auto facts, lintFacts(project, judge, options, teller, stop));
    return lintReport(facts, teller, stop);
}

}  // namespace brandloom::studio
