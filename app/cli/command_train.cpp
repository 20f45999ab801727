// train PROJECT [FILMS...] --style NAME [--dataset D] [...]   train PROJECT --resume [...]
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <memory>
#include <thread>

#include "app/cli/cli_errors.h"
#include "app/cli/command.h"
#include "app/cli/preflight_words.h"
#include "app/cli/queue_words.h"
#include "core/base/base_errors.h"
#include "core/base/log.h"
#include "core/door/door_json.h"
#include "core/studio/preflight/check_training.h"
#include "core/studio/projects/projects.h"
#include "core/studio/queue/queue.h"
#include "core/studio/training/presets.h"
#include "core/studio/training/run_settings.h"
#include "core/studio/training/train_style.h"

namespace brandloom::cli {
namespace {

/// False when the line is no command.
bool carryOut(const std::string& line, door::TrainingControls& controls) {
    if (line == "pause")
        controls.pause();
    else if (line == "resume")
        controls.resume();
    else if (line == "stop")
        controls.stopAfterStep();
    else if (line == "sample")
        controls.sampleNow();
    else if (line == "save")
        controls.saveNow();
    else if (line.starts_with("learning-rate ")) {
        double rate = 0;
        const char* const end = line.data() + line.size();
        const auto [at, error] = std::from_chars(line.data() + 14, end, rate);
        if (error != std::errc() || at != end) return false;
        controls.setLearningRate(rate);
    } else {
        return false;
    }
    return true;
}

class Train : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPositions(
            "PROJECT/FILMS", m_options.films,
            "Folder of the project, unless --project says it; then films to learn from, if not a dataset",
            Need::Optional);
        flags.add("--project", m_project, "Folder of the project");
        flags.add("--dataset", m_options.dataset,
                  "Dataset to learn from; left out: the films that are named, else the only dataset there is");
        flags.add("--style", m_options.styleName, "Name of the Style; its next version is made when it exists");
        flags.add("--preset", m_preset, "Recipe to begin with, see 'preset list'; other flags go before it");
        flags.add(
            "--caption", m_options.caption,
            "Text for all clips; left out: the texts beside the films, or the captions of the dataset (of several "
            "languages each step draws one by the seed; a clip without text has the empty prompt)");
        flags.add("--model", m_options.modelDir, "Name or folder of the model; left out: the starter model");
        flags.addSwitch("--resume", m_resume,
                        "Go on with the last training that did not finish; other settings make a new run of it");
        flags.add("--run", m_run, "With --resume: number of the training; 0: the last that did not finish");
        flags.add("--from-step", m_fromStep, "With --resume: go back to this checkpoint; 0: the last one");
        flags.addSwitch("--forecast", m_forecast, "Take three steps and say what the training will need");
        flags.addSwitch("--check", m_check,
                        "Say what stands in its way and what would make it better, and start nothing; with "
                        "--forecast its memory and disk too");
        flags.addSwitch("--queue", m_queue, "Only put it into the queue; 'queue run' works that off");
        flags.add("--job", m_job, "With --queue: change this job that waits; what is not given stays as it is");
        flags.addSwitch("--commands", m_commands,
                        "Read commands from standard input: pause, resume, sample, save, stop, learning-rate N");
        addFlags(flags, m_options);
    }

    void setGiven(const std::vector<std::string>& flags) override {
        for (const auto& flag : flags) m_given.push_back(fieldOf(flag));
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_CHECK(takeProject());
        BRANDLOOM_CHECK(takePreset());
        BRANDLOOM_CHECK(checkQueue());
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        if (m_queue) return queue(*project, out, listener);
        if (m_check) return check(*project, out, listener, stop);
        if (m_forecast) return forecast(*project, out, listener, stop);
        const auto controls = std::make_shared<door::TrainingControls>();
        if (m_commands) listenTo(controls);
        BRANDLOOM_TRY(const auto trained, train(*project, listener, stop, *controls));
        JsonLine line("trained");
        line.add("run", trained.run.value).add("styleVersion", trained.version.value).add("style", trained.name);
        line.add("version", trained.versionNumber).add("clips", trained.clips);
        line.add("heldOutClips", trained.heldOutClips).add("clipsWithoutText", trained.clipsWithoutText);
        line.add("clipsTooShort", trained.clipsTooShort).add("dataset", trained.dataset);
        line.add("datasetVersion", trained.datasetVersion);
        line.add("resumedAfter", trained.resumedAfter).addJson("result", door::toJson(trained.result));
        out.result(line, textOf(trained));
        return trained.result.stopped ? kStopped : kDone;
    }

  private:
    /// Without --project the first word is the project.
    Status takeProject() {
        if (m_project.empty() && m_options.films.empty())
            return fail(cli_errors::kBadUsage,
                        {{"reason", "The folder of the project is required"}, {"command", "brandloom-cli train"}});
        if (m_project.empty()) {
            m_project = m_options.films.front();
            m_options.films.erase(m_options.films.begin());
        }
        if (m_options.films.empty() || m_options.dataset.empty()) return {};
        return fail(cli_errors::kBadUsage,
                    {{"reason", "Films and --dataset were both given, and a training takes one"},
                     {"command", "brandloom-cli train"}});
    }

    Status checkQueue() const {
        if (m_job != 0 && !m_queue)
            return fail(cli_errors::kBadUsage,
                        {{"reason", "--job is for --queue"}, {"command", "brandloom-cli train"}});
        if (m_check && (m_queue || m_resume || m_commands))
            return fail(cli_errors::kBadUsage,
                        {{"reason", "--check goes with none of --queue, --resume and --commands"},
                         {"command", "brandloom-cli train"}});
        if (!m_queue || (!m_resume && !m_forecast && !m_commands)) return {};
        return fail(
            cli_errors::kBadUsage,
            {{"reason", "--queue was given with --resume, --forecast or --commands, which are done at once"},
             {"command", "brandloom-cli train"}});
    }

    Result<ExitCode> queue(project::Project& project, Output& out, const studio::Listener& listener) {
        if (m_job == 0) {
            BRANDLOOM_TRY(const auto job, studio::queueTraining(project, m_options, listener));
            tellQueued(out, job);
            return kDone;
        }
        BRANDLOOM_TRY(auto options, studio::queuedTraining(project, m_job));
        takeGiven(options);
        BRANDLOOM_CHECK(studio::editTraining(project, m_job, options, listener));
        tellQueued(out, m_job);
        return kDone;
    }

    /// What the command line names goes before what the job has.
    void takeGiven(studio::TrainStyleOptions& options) const {
        const auto given = [&](const char* field) { return std::ranges::find(m_given, field) != m_given.end(); };
        if (!m_options.films.empty() || given("dataset")) {
            options.films = m_options.films;
            options.dataset = m_options.dataset;
        }
        if (given("style")) options.styleName = m_options.styleName;
        if (given("caption")) options.caption = m_options.caption;
        if (given("model")) options.modelDir = m_options.modelDir;
        if (given("clipsPerFilm")) options.clipsPerFilm = m_options.clipsPerFilm;
        if (given("heldOut")) options.heldOut = m_options.heldOut;
        if (given("keepCheckpoints")) options.keepCheckpoints = m_options.keepCheckpoints;
        options.training = studio::withFieldsOf(options.training, m_options.training, m_given);
    }

    Status takePreset() {
        if (m_preset.empty()) return {};
        BRANDLOOM_TRY(const auto presets, studio::loadPresets());
        BRANDLOOM_TRY(const auto preset, studio::choosePreset(presets, m_preset));
        studio::applyPreset(preset, m_given, m_options);
        return {};
    }

    Result<studio::TrainedStyle> train(project::Project& project, const studio::Listener& listener,
                                       const StopToken& stop, door::TrainingControls& controls) {
        const auto engine = door::engineLoader();
        if (!m_resume) {
            if (m_run != 0 || m_fromStep != 0)
                return fail(base_errors::kInvalidArgument, {{"what", "--run or --from-step"},
                                                            {"reason", "nothing is resumed"},
                                                            {"allowed", "--resume with it"}});
            return studio::trainStyle(project, engine, m_options, listener, stop, &controls);
        }
        for (const char* other :
             {"dataset", "preset", "caption", "model", "clipsPerFilm", "heldOut", "keepCheckpoints"})
            if (!m_options.films.empty() || std::ranges::find(m_given, other) != m_given.end())
                return fail(base_errors::kInvalidArgument,
                            {{"what", "Another dataset or model"},
                             {"reason", "a training goes on with its own"},
                             {"allowed", "settings of the training itself, or no --resume"}});
        studio::ResumeOptions resume;
        resume.run = RunId{m_run};
        resume.step = m_fromStep;
        resume.changed = m_given;
        resume.training = m_options.training;
        if (std::ranges::find(m_given, "style") != m_given.end()) resume.styleName = m_options.styleName;
        return studio::resumeTraining(project, engine, resume, listener, stop, &controls);
    }

    Result<ExitCode> check(project::Project& project, Output& out, const studio::Listener& listener,
                           const StopToken& stop) {
        studio::TrainingNeeds needs;
        if (m_forecast) {
            BRANDLOOM_TRY(const auto made,
                          studio::rehearseTraining(project, door::engineLoader(), m_options, listener, stop));
            needs = {made.memoryBytes, made.diskBytes};
        }
        BRANDLOOM_TRY(const auto found, studio::checkTraining(project, m_options, needs, stop));
        out.result(lineOf(found), cli::textOf(found));
        return found.blocks() ? kFound : kDone;
    }

    Result<ExitCode> forecast(project::Project& project, Output& out, const studio::Listener& listener,
                              const StopToken& stop) {
        BRANDLOOM_TRY(const auto made,
                      studio::rehearseTraining(project, door::engineLoader(), m_options, listener, stop));
        JsonLine line("rehearsed");
        line.add("memoryBytes", static_cast<std::int64_t>(made.memoryBytes));
        line.add("diskBytes", static_cast<std::int64_t>(made.diskBytes));
        line.add("secondsLow", made.secondsLow).add("secondsHigh", made.secondsHigh);
        out.result(line, fmt::format("{:.0f} MB of memory, {:.0f} MB of disk for each checkpoint, {} to {}.",
                                     static_cast<double>(made.memoryBytes) / 1e6,
                                     std::max(1.0, static_cast<double>(made.diskBytes) / 1e6),
                                     durationText(made.secondsLow), durationText(made.secondsHigh)));
        return kDone;
    }

    /// A thread of its own, because reading blocks; it ends with the program.
    static void listenTo(std::shared_ptr<door::TrainingControls> controls) {
        std::thread([controls = std::move(controls)] {
            for (std::string line; std::getline(std::cin, line);)
                if (!carryOut(line, *controls)) logWarning("this is no command: {}", line);
        }).detach();
    }

    static std::string textOf(const studio::TrainedStyle& t) {
        const auto& r = t.result;
        std::string out = fmt::format("{} {}: version {} of the Style after {} steps in {}.",
                                      r.stopped ? "Stopped and saved" : "Saved", t.name, t.versionNumber,
                                      r.stepsDone, durationText(r.seconds));
        if (r.endedEarly) out += "\n  it ended early: the held-out loss no longer fell";
        if (r.bestHeldOut > 0)
            out += fmt::format("\n  held-out loss: {:.1f} % of the start at best, after step {} ({})",
                               100 * r.bestHeldOut, r.bestStep, r.verdict);
        if (r.skippedSteps > 0) out += fmt::format("\n  {} steps changed nothing: no usable loss", r.skippedSteps);
        if (!t.dataset.empty())
            out += fmt::format("\n  dataset {}, version {}: {} clips, {} of them held out", t.dataset,
                               t.datasetVersion.substr(0, 12), t.clips, t.heldOutClips);
        if (t.clipsTooShort > 0)
            out += fmt::format("\n  {} clips of the dataset are too short for this model and were left out",
                               t.clipsTooShort);
        if (t.clipsWithoutText > 0)
            out += fmt::format("\n  {} of {} clips have no text and were trained with the empty prompt",
                               t.clipsWithoutText, t.clips);
        for (const auto& file : {r.adapters.high, r.adapters.low, r.ema.high, r.ema.low})
            if (!file.empty()) out += "\n  " + file;
        return out;
    }

    Path m_project;
    std::string m_preset;
    studio::TrainStyleOptions m_options;
    bool m_resume = false;
    bool m_forecast = false;
    bool m_check = false;
    bool m_commands = false;
    bool m_queue = false;
    int m_job = 0;
    int m_run = 0;
    int m_fromStep = 0;
    std::vector<std::string> m_given;
};

}  // namespace

std::unique_ptr<Command> makeTrain() {
    return std::make_unique<Train>();
}

}  // namespace brandloom::cli
