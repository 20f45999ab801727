// demo [--smoke] [--out DIR] [FILMS...]
#include <fmt/format.h>

#include <algorithm>

#include "app/cli/command.h"
#include "core/base/clock.h"
#include "core/door/door_json.h"
#include "core/studio/demo/demo.h"

namespace brandloom::cli {
namespace {

using What = studio::DemoStage::What;

Path newFolderHere() {
    std::string time = isoUtc(unixSeconds());
    std::erase_if(time, [](char c) { return c == '-' || c == ':' || c == 'Z'; });
    std::replace(time.begin(), time.end(), 'T', '-');
    return "brandloom-demo-" + time;
}

std::string wordFor(What what) {
    switch (what) {
        case What::Project:
            return "project";
        case What::Train:
            return "train";
        case What::Generate:
            return "generate";
        case What::ContactSheet:
            return "contact_sheet";
        case What::Export:
            return "export";
    }
    return "project";
}

std::string sentenceFor(const studio::DemoStage& stage) {
    switch (stage.what) {
        case What::Project:
            return "Making a project";
        case What::Train:
            return "Cutting the film and training a Style";
        case What::Generate:
            return fmt::format("{} the Style: {}", stage.withStyle ? "With" : "Without", stage.detail);
        case What::ContactSheet:
            return "Putting the frames side by side";
        case What::Export:
            return "Making branded films for three targets";
    }
    return {};
}

class Demo : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPositions("FILMS", m_options.films, "Films to learn from; left out: the film that ships with it",
                           Need::Optional);
        flags.addSwitch("--smoke", m_options.smoke, "Fewer solver steps: shows that all works");
        flags.add("--out", m_options.outDir, "New or empty folder; left out: brandloom-demo-<time> here");
        flags.add("--model", m_options.modelDir, "Name or folder of the model; left out: the starter model");
        flags.add("--prompt", m_options.prompts,
                  "Prompt to show, may be given again; left out: the film's captions");
        flags.add("--seed", m_options.seed, "Seed of the Shots");
        flags.add("--steps", m_options.training.steps, "Training steps per expert");
        flags.add("--learning-rate", m_options.training.learningRate, "Learning rate of the training");
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        // The sheet goes from hand to hand, so it says everything in both languages.
        m_options.words = {"The film · 原片", "Without the Style · 不用风格", "With the Style · 用风格",
                           "让每支短片都像你的品牌\nEvery film looks like your brand"};
        if (m_options.outDir.empty()) m_options.outDir = newFolderHere();
        const studio::DemoListener listener{
            out.listener(), [&](const studio::DemoStage& stage) {
                JsonLine line("stage");
                line.add("what", wordFor(stage.what)).add("number", stage.number);
                line.add("total", stage.total).add("prompt", stage.detail);
                line.add("withStyle", stage.withStyle);
                out.say(line, fmt::format("[{}/{}] {}", stage.number, stage.total, sentenceFor(stage)));
            }};
        BRANDLOOM_TRY(const auto done, studio::runDemo(door::engineLoader(), m_options, listener, stop));
        out.result(lineOf(done), textOf(done));
        return kDone;
    }

  private:
    static JsonLine lineOf(const studio::DemoResult& r) {
        std::vector<JsonLine> shots;
        for (const auto& shot : r.shots) {
            JsonLine line;
            line.add("prompt", shot.prompt).add("withStyle", shot.withStyle).add("file", utf8FromPath(shot.file));
            shots.push_back(std::move(line));
        }
        std::vector<JsonLine> pieces;
        for (const auto& piece : r.pieces) {
            JsonLine line;
            line.add("target", piece.target).add("file", utf8FromPath(piece.file));
            pieces.push_back(std::move(line));
        }
        JsonLine line("demo");
        line.add("folder", utf8FromPath(r.folder)).add("contactSheet", utf8FromPath(r.contactSheet));
        line.add("dataset", r.dataset.name).add("datasetVersion", r.version.version.contentHash);
        line.add("shots", shots)
            .add("pieces", pieces)
            .add("trainSeconds", r.trainSeconds)
            .add("totalSeconds", r.totalSeconds);
        line.addJson("training", door::toJson(r.style.result));
        return line;
    }

    static std::string textOf(const studio::DemoResult& r) {
        const auto& t = r.style.result;
        std::string out = fmt::format("\nDone in {}: {} training steps ({}), last loss high {:.4f}, low {:.4f}.\n",
                                      durationText(r.totalSeconds), t.stepsDone, durationText(r.trainSeconds),
                                      t.lastLossHigh, t.lastLossLow);
        out += fmt::format("  Contact sheet  {}\n", utf8FromPath(r.contactSheet));
        for (const auto& shot : r.shots)
            out += fmt::format("  {}  {}\n", shot.withStyle ? "With Style   " : "Without Style",
                               utf8FromPath(shot.file));
        for (const auto& piece : r.pieces)
            out += fmt::format("  Piece {:<7}  {}\n", piece.target, utf8FromPath(piece.file));
        for (const auto& file : {t.adapters.high, t.adapters.low})
            if (!file.empty()) out += fmt::format("  LoRA           {}\n", file);
        out += fmt::format("  Dataset        {}, {} clip{} in {} film{}, frozen as version {}\n", r.dataset.name,
                           r.dataset.clips, r.dataset.clips == 1 ? "" : "s", r.dataset.films,
                           r.dataset.films == 1 ? "" : "s", r.version.version.number);
        return out + fmt::format("  Project        {}", utf8FromPath(r.folder));
    }

    studio::DemoOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeDemo() {
    return std::make_unique<Demo>();
}

}  // namespace brandloom::cli
