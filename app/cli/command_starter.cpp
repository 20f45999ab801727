// starter vae|text|transformer [--out DIR] [--init DIR ...] [--resume] [...]
// starter evaluate [--model MODEL] [--lora FILE] [--brand WORD] [--out DIR] [...]
#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/generate_words.h"
#include "core/door/door_json.h"
#include "core/studio/starter/evaluate_starter.h"
#include "core/studio/starter/train_starter.h"

namespace brandloom::cli {
namespace {

class StarterTrain : public Command {
  public:
    /// `defaults`: of this stage.
    StarterTrain(std::string stage, const door::StarterOptions& defaults) {
        m_options.stage = std::move(stage);
        m_options.training = defaults;
    }

    void declare(Flags& flags) override {
        flags.add("--out", m_options.outFolder,
                  "Folder of the training, made when missing; left out: $BRANDLOOM_RUNS/starter");
        flags.add("--init", m_init,
                  "Folder that parts come from, may be given several times; the first that has a part gives it");
        flags.addSwitch("--resume", m_options.resume,
                        "Go on from the newest checkpoint, with its settings but for those that are given");
        addFlags(flags, m_options.training);
    }

    void setGiven(const std::vector<std::string>& flags) override {
        for (const auto& flag : flags) m_options.changed.push_back(fieldOf(flag));
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        for (const auto& folder : m_init) m_options.init.push_back(pathFromUtf8(folder));
        BRANDLOOM_TRY(const auto trained,
                      studio::trainStarter(door::engineLoader(), m_options, out.listener(), stop));
        JsonLine line("trained");
        line.addJson("result", door::toJson(trained));
        out.result(line,
                   fmt::format("{} the {} after {} steps, {} samples (phase {}), loss {:.4f}, in {}.\n  model {}\n"
                               "  checkpoint {}",
                               trained.stopped ? "Stopped and saved" : "Finished", trained.stage, trained.steps,
                               trained.samples, trained.phase, trained.lastLoss, durationText(trained.seconds),
                               trained.modelDir, trained.statePath));
        // An end by --minutes is as it should be; one by a signal is not.
        return stop.stop_requested() ? kStopped : kDone;
    }

  private:
    studio::TrainStarterOptions m_options;
    std::vector<std::string> m_init;
};

class StarterEvaluate : public Command {
  public:
    void declare(Flags& flags) override {
        auto& e = m_options.evaluation;
        flags.add("--model", m_options.model, "Name or folder of the model; left out: the starter model");
        flags.add("--out", m_options.outFolder,
                  "Folder of report, sheet and trained probes; left out: in the user's cache folder");
        flags.add("--specs", e.specs, "Held-out clips, each asked for in English and Chinese");
        flags.add("--reconstructions", e.reconstructions, "Held-out clips through the VAE");
        flags.add("--probe-clips", e.probeClips, "Renders that the probes learn from");
        flags.add("--probe-steps", e.probeSteps, "Steps of their training");
        flags.add("--batch", e.batch, "Clips sampled together");
        flags.add("--solver-steps", e.solverSteps, "Solver steps; 0: the model's default");
        flags.add("--guidance", e.guidance, "Guidance; 0: the model's default");
        flags.add("--seed", e.seed, "Seed of clips, prompts and noise");
        flags.add("--lora", m_loras, "Adapter at work, as FILE[:STRENGTH[,STRENGTH_LOW]]; may be repeated");
        flags.add("--brand", e.brand,
                  "How near films come to the look of this invented brand, and what stays of prompts: fable-goods, "
                  "mirrowe or ostavi");
        flags.add("--look-clips", e.lookClips, "With --brand: clips and films that looks are taken from");
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        for (const auto& text : m_loras) {
            BRANDLOOM_TRY(const auto lora, readLora(text));
            m_options.evaluation.styles.push_back(
                {{}, lora.strengthHigh, lora.strengthLow, utf8FromPath(lora.file)});
        }
        BRANDLOOM_TRY(const auto made,
                      studio::evaluateStarter(door::engineLoader(), m_options, out.listener(), stop));
        JsonLine line("evaluated");
        line.addJson("result", door::toJson(made.result));
        line.add("report", utf8FromPath(made.report)).add("sheet", utf8FromPath(made.sheet));
        out.result(line,
                   studio::evaluationTable(made.result) +
                       fmt::format("\n{} specs, guidance {}, {} steps, {}\n  {}\n  {}", made.result.specs,
                                   made.result.guidance, made.result.solverSteps, durationText(made.result.seconds),
                                   utf8FromPath(made.report), utf8FromPath(made.sheet)));
        return kDone;
    }

  private:
    studio::EvaluateStarterOptions m_options;
    std::vector<std::string> m_loras;
};

}  // namespace

std::unique_ptr<Command> makeStarterEvaluate() {
    return std::make_unique<StarterEvaluate>();
}
std::unique_ptr<Command> makeStarterVae() {
    door::StarterOptions o;
    o.samples = 40'000;
    o.batch = 2;
    o.learningRate = 1.2e-3;
    o.warmupSteps = 40;
    o.emaDecay = 0.995;
    return std::make_unique<StarterTrain>("vae", o);
}
std::unique_ptr<Command> makeStarterText() {
    door::StarterOptions o;
    o.samples = 48'000;
    o.batch = 96;
    o.learningRate = 2e-3;
    o.warmupSteps = 20;
    o.emaDecay = 0.9;
    o.measureEvery = 50;
    return std::make_unique<StarterTrain>("text", o);
}
std::unique_ptr<Command> makeStarterTransformer() {
    return std::make_unique<StarterTrain>("transformer", door::StarterOptions());
}

}  // namespace brandloom::cli
