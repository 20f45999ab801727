#include "core/studio/training/train_style.h"

#include <algorithm>

#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/base/plain_text.h"
#include "core/door/engine_errors.h"
#include "core/media/contact_sheet.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/projects/settings.h"
#include "core/studio/training/film_clips.h"
#include "core/studio/training/run_previews.h"
#include "core/studio/training/run_recorder.h"
#include "core/studio/training/run_settings.h"
#include "core/studio/training/step_folders.h"
#include "core/studio/training/training_source.h"
#include "core/styles/run_event_repository.h"
#include "core/styles/run_repository.h"
#include "core/styles/style_repository.h"
#include "core/styles/styles_errors.h"

namespace brandloom::studio {
namespace {

using styles::RunState;

/// The name without what file systems and people stumble over, at most 80 bytes of whole characters.
std::string fileStemFor(const std::string& name) {
    std::string out;
    for (const char c : name) {
        const bool bad = static_cast<unsigned char>(c) < 0x21 ||
                         std::string_view("/\\:*?\"<>|.\x7F").find(c) != std::string::npos;
        out += bad ? '_' : c;
    }
    if (out.size() > 80) {
        std::size_t end = 80;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
        out.resize(end);
    }
    return out;
}

tl::unexpected<Error> notAllowed(const char* what, const std::string& reason, const char* allowed) {
    return fail(base_errors::kInvalidArgument, {{"what", what}, {"reason", reason}, {"allowed", allowed}});
}

Status checkOptions(const TrainStyleOptions& o) {
    if (!isPlainName(o.styleName))
        return notAllowed("The name of the Style", "it is empty, too long or not plain text",
                          "1 to 120 characters without line breaks");
    if (!isValidUtf8(o.caption)) return notAllowed("The caption", "it is not UTF-8 text", "plain text");
    if (!(o.heldOut >= 0 && o.heldOut <= 0.5))
        return notAllowed("The share of clips held out", "it is " + std::to_string(o.heldOut), "0 to 0.5");
    if (o.keepCheckpoints < 0)
        return notAllowed("The number of checkpoints kept", "it is " + std::to_string(o.keepCheckpoints),
                          "0 or more");
    if (o.clipsPerFilm < 1 || o.clipsPerFilm > 1000)
        return notAllowed("The number of clips per film", "it is " + std::to_string(o.clipsPerFilm), "1 to 1000");
    return {};
}

/// What a killed process was writing lies under hidden names. The project is ours, so nobody writes there now.
void removeUnfinishedFiles(const Path& folder) {
    std::error_code ec;
    std::vector<Path> found;
    for (std::filesystem::recursive_directory_iterator it(folder, ec), end; !ec && it != end; it.increment(ec))
        if (it->is_regular_file(ec) && it->path().filename().native().starts_with('.')) found.push_back(it->path());
    for (const auto& file : found) std::filesystem::remove(file, ec);
}

/// From where a training goes on.
struct Start {
    RunId reopened;  ///< not valid: a new run
    RunId parent;    ///< of a new run
    int step = 0;    ///< of the checkpoint; 0: from the beginning
    std::string stateFile;
    bool otherSettings = false;  ///< than those that the state was made with
};

class Training {
  public:
    Training(project::Project& project, const TrainStyleOptions& options, const Listener& listener, StopToken stop,
             door::TrainingControls* controls, const std::atomic<AfterStop>* afterStop)
        : m_project(project),
          m_options(options),
          m_teller(listener),
          m_stop(std::move(stop)),
          m_controls(controls),
          m_afterStop(afterStop),
          m_runs(project.store()),
          m_passStopOn(m_stop, [this] { m_engineStop.request_stop(); }) {}

    Result<TrainedStyle> run(const door::EngineFactory& factory, const Start& start) {
        BRANDLOOM_TRY(const auto engine, prepare(factory));
        BRANDLOOM_TRY(m_out.datasetVersion, recordSource(m_project, m_options, *m_clips, m_model.defaults.width,
                                                         m_model.defaults.height));
        BRANDLOOM_CHECK(openRun(start));
        m_teller.recorded({Recorded::What::Run, m_out.run.value, 0});
        auto done = trainAndSave(*engine, start);
        if (!done) {
            endRun(done.error());
            return fail(std::move(done).error());
        }
        return std::move(m_out);
    }

    Result<door::ForecastMade> rehearse(const door::EngineFactory& factory) {
        BRANDLOOM_TRY(const auto engine, prepare(factory));
        BRANDLOOM_TRY(auto order, request(m_project.folder() / "cache"));
        order.rehearsal = true;
        door::ForecastMade made;
        BRANDLOOM_TRY(const auto result,
                      engine->train(
                          order, *m_clips,
                          [&](const door::Event& event) {
                              if (const auto* forecast = std::get_if<door::ForecastMade>(&event.body))
                                  made = *forecast;
                              m_teller.tell(event.body);
                          },
                          m_engineStop.get_token()));
        static_cast<void>(result);
        return made;
    }

  private:
    Result<std::shared_ptr<door::Engine>> prepare(const door::EngineFactory& factory) {
        if (m_project.mode() != project::Mode::Write)
            return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(m_project.folder())}});
        BRANDLOOM_CHECK(checkOptions(m_options));
        BRANDLOOM_TRY(const auto style, styles::StyleRepository(m_project.store()).findByName(m_options.styleName));
        if (style && style->inTrash) return fail(styles_errors::kStyleInTrash, {{"style", m_options.styleName}});
        BRANDLOOM_CHECK(takeDataset(m_project, m_options));
        BRANDLOOM_TRY(m_modelDir, chosenModel(&m_project, m_options.modelDir));
        m_teller.progress("loading", 0, 0);
        BRANDLOOM_TRY(auto engine, factory());
        BRANDLOOM_TRY(m_model, engine->describeModel({m_modelDir}));
        BRANDLOOM_CHECK(checkCancelled(m_stop));
        BRANDLOOM_CHECK(cutFilms());
        return engine;
    }

    Status openRun(const Start& start) {
        m_out.resumedAfter = start.step;
        if (start.reopened.isValid()) {
            m_out.run = start.reopened;
            BRANDLOOM_CHECK(removeUnfinished());
            forgetRunPreviews(m_project.runsFolder() / std::to_string(m_out.run.value), start.step);
            BRANDLOOM_CHECK(styles::RunEventRepository(m_project.store()).forgetAfter(m_out.run, start.step));
            return m_runs.setState(m_out.run, RunState::Preparing);
        }
        std::int64_t dataset = 0;
        if (!m_options.ranges.empty()) {
            BRANDLOOM_TRY(dataset, datasetRow(m_project, m_options.dataset));
        }
        BRANDLOOM_TRY(m_out.run,
                      m_runs.add({m_options.styleName, settingsJson(m_options, m_modelDir, m_project.folder()),
                                  m_model.contentId, start.parent, start.step, dataset, m_out.datasetVersion}));
        return {};
    }

    /// Of the run that goes on.
    Status removeUnfinished() {
        const Path folder = m_project.runsFolder() / std::to_string(m_out.run.value);
        removeUnfinishedFiles(folder);
        std::vector<Path> recorded;
        BRANDLOOM_TRY(const auto states, m_runs.states(m_out.run));
        for (const auto& state : states) recorded.push_back(pathFromUtf8(state.relativePath));
        BRANDLOOM_TRY(const auto adapters, m_runs.checkpoints(m_out.run));
        for (const auto& adapter : adapters) recorded.push_back(pathFromUtf8(adapter.relativePath));
        removeUnrecordedSteps(folder, recorded);
        return {};
    }

    Status cutFilms() {
        const auto& d = m_model.defaults;
        CutOptions cut{d.width,          d.height, static_cast<double>(d.fps), d.frames, m_options.clipsPerFilm,
                       m_options.caption};
        cut.heldOut = m_options.training.validateEvery > 0 ? m_options.heldOut : 0;
        cut.seed = m_options.training.seed;
        BRANDLOOM_TRY(m_clips, cutSource(m_options, cut, m_stop,
                                         [this](const Progress& p) { m_teller.tell(door::Progressed{p}); }));
        if (!m_options.ranges.empty()) m_out.dataset = m_options.dataset;
        m_out.clipsTooShort = m_clips->tooShort();
        m_out.clips = static_cast<int>(m_clips->clips().size());
        m_out.name = m_options.styleName;
        for (const auto& clip : m_clips->clips()) {
            m_out.heldOutClips += clip.heldOut ? 1 : 0;
            m_out.clipsWithoutText += clip.captions.front().empty() ? 1 : 0;
        }
        return {};
    }

    Result<door::TrainRequest> request(const Path& output) const {
        const Path cache = m_project.folder() / "cache";
        for (const Path& folder : {output, cache}) {
            std::error_code ec;
            std::filesystem::create_directories(folder, ec);
            if (ec)
                return fail(base_errors::kFileUnwritable,
                            {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
        }
        door::TrainRequest out;
        out.modelDir = m_modelDir;
        out.cacheDir = utf8FromPath(cache);
        out.outputDir = utf8FromPath(output);
        out.name = fileStemFor(m_options.styleName);
        out.width = m_model.defaults.width;
        out.height = m_model.defaults.height;
        out.frames = m_clips->frameCount();
        out.clips = m_clips->trainClips();
        out.options = m_options.training;
        return out;
    }

    Status trainAndSave(door::Engine& engine, const Start& start) {
        BRANDLOOM_TRY(auto order, request(m_project.runsFolder() / std::to_string(m_out.run.value)));
        order.resumeFrom = start.stateFile;
        order.branch = start.otherSettings;
        RunRecorder recorder(
            m_project, m_out.run, [this](const Recorded& r) { m_teller.recorded(r); },
            [this] { m_engineStop.request_stop(); }, m_options.keepCheckpoints);
        auto trained = engine.train(
            order, *m_clips,
            [&](const door::Event& event) {
                recorder.take(event.body);
                if (const auto* preview = std::get_if<door::PreviewReady>(&event.body)) m_preview = *preview;
                m_teller.tell(event.body);
            },
            m_engineStop.get_token(), m_controls);
        if (trained && m_stop.stop_requested()) recorder.take(door::CommandDone{"stop", trained->stepsDone, 0});
        BRANDLOOM_CHECK(recorder.finish());
        if (!trained) return fail(std::move(trained).error());
        m_out.result = std::move(*trained);
        if (m_out.result.stopped && m_afterStop != nullptr && *m_afterStop != AfterStop::MakeVersion)
            return m_runs.setState(m_out.run, RunState::Stopped);
        m_teller.progress("saving", 0, 0);
        BRANDLOOM_CHECK(m_runs.setState(m_out.run, RunState::Saving));
        return saveVersion();
    }

    /// And the end of the run with it: a program that dies leaves both or none.
    Status saveVersion() {
        styles::NewStyleVersion version;
        version.run = m_out.run;
        version.runStep = m_out.result.stepsDone;
        version.modelContentId = m_model.contentId;
        version.datasetVersion = m_out.datasetVersion;
        const bool averaged = m_options.training.emaDecay > 0;
        const auto& files = averaged ? m_out.result.ema : m_out.result.adapters;
        for (const auto& [expert, file] :
             {std::pair{styles::Expert::High, files.high}, std::pair{styles::Expert::Low, files.low}}) {
            if (file.empty()) continue;
            BRANDLOOM_TRY(auto blob, m_project.blobs().put(pathFromUtf8(file)));
            version.adapters.push_back({expert, std::move(blob)});
        }
        version.configurationJson = settingsJson(m_options, m_modelDir, m_project.folder());
        version.metricsJson = metricsJson(m_out);
        BRANDLOOM_CHECK(keepPreview(version));
        styles::StyleRepository repository(m_project.store());
        BRANDLOOM_TRY(version.style, repository.findOrAdd(m_options.styleName));
        BRANDLOOM_TRY(const auto made, repository.addVersion(
                                           version, m_out.result.stopped ? RunState::Stopped : RunState::Finished));
        m_out.version = made.id;
        m_out.versionNumber = made.number;
        m_teller.recorded({Recorded::What::Style, made.id.value, 0});
        return {};
    }

    /// The last preview, its pictures side by side.
    Status keepPreview(styles::NewStyleVersion& version) const {
        if (m_preview.frames.empty()) return {};
        const Path picture = m_project.runsFolder() / std::to_string(m_out.run.value) / "preview.png";
        BRANDLOOM_CHECK(media::writeContactSheet(picture, {m_preview.frames}));
        BRANDLOOM_TRY(auto blob, m_project.blobs().put(picture));
        version.previews.push_back({m_preview.step, m_preview.prompt, std::move(blob)});
        std::error_code ignored;
        std::filesystem::remove(picture, ignored);
        return {};
    }

    /// What went wrong stays with the run; when even that cannot be written the log has it.
    void endRun(const Error& error) {
        const auto state = error.isCancelled() ? RunState::Stopped : RunState::Failed;
        if (const auto done = m_runs.setState(m_out.run, state, &error); !done)
            logError("The end of training run {} was not recorded: {}", m_out.run.value, done.error().describe());
    }

    project::Project& m_project;
    TrainStyleOptions m_options;  ///< with the clips of the dataset
    Teller m_teller;
    StopToken m_stop;
    door::TrainingControls* m_controls;
    const std::atomic<AfterStop>* m_afterStop;
    styles::RunRepository m_runs;
    std::string m_modelDir;
    door::ModelDescription m_model;
    std::unique_ptr<FilmClips> m_clips;
    door::PreviewReady m_preview;  ///< the last one; written by the engine's thread while it trains
    TrainedStyle m_out;
    // The engine also stops when the project can no longer be written.
    StopSource m_engineStop;
    std::stop_callback<std::function<void()>> m_passStopOn;
};

/// The run that is meant, not the newest one that finished.
Result<styles::TrainingRun> runToResume(styles::RunRepository& runs, RunId asked) {
    if (asked.isValid()) return runs.find(asked);
    BRANDLOOM_TRY(const auto all, runs.list());
    for (const auto& run : all)
        if (run.state != RunState::Finished) return run;
    return fail(Error(studio_errors::kNothingToResume));
}

/// States that may serve, the wanted one first.
Result<std::vector<styles::StateFile>> statesFor(styles::RunRepository& runs, RunId run, int step) {
    BRANDLOOM_TRY(auto states, runs.states(run));
    std::ranges::reverse(states);
    if (step == 0) return states;
    std::string steps;
    for (const auto& state : states) {
        if (state.step == step) return std::vector{state};
        steps = std::to_string(state.step) + (steps.empty() ? "" : ", ") + steps;
    }
    return fail(studio_errors::kNoCheckpoint, {{"run", std::to_string(run.value)},
                                               {"step", std::to_string(step)},
                                               {"steps", steps.empty() ? "none is left" : steps}});
}

}  // namespace

Result<TrainedStyle> trainStyle(project::Project& project, const door::EngineFactory& engine,
                                const TrainStyleOptions& options, const Listener& listener, const StopToken& stop,
                                door::TrainingControls* controls, const std::atomic<AfterStop>* afterStop) {
    return Training(project, options, listener, stop, controls, afterStop).run(engine, {});
}

Result<TrainedStyle> resumeTraining(project::Project& project, const door::EngineFactory& engine,
                                    const ResumeOptions& options, const Listener& listener, const StopToken& stop,
                                    door::TrainingControls* controls, const std::atomic<AfterStop>* afterStop) {
    if (project.mode() != project::Mode::Write)
        return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
    styles::RunRepository runs(project.store());
    BRANDLOOM_TRY(const auto run, runToResume(runs, options.run));
    BRANDLOOM_TRY(const auto recorded, settingsFromJson(run.optionsJson, run.id, project.folder()));
    BRANDLOOM_TRY(auto states, statesFor(runs, run.id, options.step));
    // A branch that ended before it saved anything goes on where it left its parent.
    const bool asBranch = states.empty() && run.parent.isValid() && run.parentStep > 0;
    if (asBranch) {
        BRANDLOOM_TRY(states, statesFor(runs, run.parent, run.parentStep));
    }
    auto settings = recorded;
    settings.training = withFieldsOf(recorded.training, options.training, options.changed);
    if (!options.styleName.empty()) settings.styleName = options.styleName;
    const bool branches =
        options.step > 0 || settings.training != recorded.training || settings.styleName != recorded.styleName;
    if (!branches && run.state == RunState::Finished)
        return fail(studio_errors::kRunFinished, {{"run", std::to_string(run.id.value)}});
    for (const auto& state : states) {
        Start start{branches ? RunId{} : run.id, branches ? run.id : RunId{}, state.step,
                    utf8FromPath(project.folder() / pathFromUtf8(state.relativePath)), branches || asBranch};
        if (branches && asBranch) start.parent = run.parent;  // whose checkpoint it is
        const auto bytes = sha256OfFile(pathFromUtf8(start.stateFile), stop);
        if (bytes && *bytes == state.sha256)
            return Training(project, settings, listener, stop, controls, afterStop).run(engine, start);
        if (stop.stop_requested()) return fail(cancelledError());
        logWarning("the state of run {} after step {} is damaged; the one before it is tried", run.id.value,
                   state.step);
        if (options.step > 0)
            return fail(engine_errors::kStateDamaged,
                        {{"file", start.stateFile}, {"reason", "its content is not what was recorded"}});
    }
    return Training(project, settings, listener, stop, controls, afterStop)
        .run(engine, {branches ? RunId{} : run.id, branches ? run.id : RunId{}, 0, {}});
}

Result<door::ForecastMade> rehearseTraining(project::Project& project, const door::EngineFactory& engine,
                                            const TrainStyleOptions& options, const Listener& listener,
                                            const StopToken& stop) {
    return Training(project, options, listener, stop, nullptr, nullptr).rehearse(engine);
}

}  // namespace brandloom::studio
