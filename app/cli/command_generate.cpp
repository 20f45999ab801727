// generate --prompt TEXT | --recipe FILE [--project DIR] [--out FILE.mp4|DIR] [--style NAME] [--lora FILE] [...]
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "app/cli/cli_errors.h"
#include "app/cli/command.h"
#include "app/cli/generate_words.h"
#include "app/cli/preset_words.h"
#include "app/cli/queue_words.h"
#include "core/door/door_json.h"
#include "core/studio/presets/use_preset.h"
#include "core/studio/projects/projects.h"
#include "core/studio/queue/queue.h"
#include "core/studio/shots/generate_shot.h"

namespace brandloom::cli {
namespace {

constexpr int kPreviewSteps = 5;

class Generate : public Command {
  public:
    void declare(Flags& flags) override {
        flags.add("--project", m_project, "Folder of the project; the Shot is recorded there");
        flags.add("--out", m_options.outFile,
                  "MP4 to make, or a new folder for single pictures; left out: in the project's shots folder");
        flags.add("--recipe", m_options.recipeFile, "Repeat this recipe (its JSON or its MP4) to the byte");
        flags.add("--preset", m_preset,
                  "Preset of the project, or one that ships; what is given beside it goes before it");
        flags.add("--slot", m_slots, "NAME=WORDS for a slot of the Preset's prompt; may be repeated");
        flags.add("--style", m_styles,
                  "Style of the project as NAME[@VERSION][:STRENGTH[,STRENGTH_LOW]]; may be repeated");
        flags.add("--lora", m_loras, "Adapter file or folder as FILE[:STRENGTH[,STRENGTH_LOW]]; may be repeated");
        flags.add("--model", m_model, "Name or folder of the model; left out: the starter model");
        flags.add("--image", m_options.image, "Picture that the Shot begins with, for a TI2V model");
        flags.add("--size", m_size, "Width and height in pixels such as 832x480; left out: the model's default");
        flags.add("--guidance", m_guidance,
                  "Guidance as LOW or LOW,HIGH per expert; left out: the model's default");
        flags.add("--preview", m_options.previewFolder, "Folder for pictures of the Shot while it is made");
        flags.add("--scale", m_options.scale, "Enlargement of the pictures in the MP4, 1 to 8");
        flags.addSwitch("--queue", m_queue, "Only put it into the queue; 'queue run' works that off");
        addFlags(flags, m_options.request);
    }

    void setGiven(const std::vector<std::string>& flags) override {
        m_promptGiven = std::ranges::find(flags, "--prompt") != flags.end();
        static constexpr std::pair<const char*, const char*> kFields[]{
            {"--prompt", "prompt"}, {"--negative", "negative"}, {"--steps", "steps"}, {"--solver", "solver"},
            {"--shift", "shift"},   {"--guidance", "guidance"}, {"--size", "size"},   {"--frames", "frames"},
            {"--scale", "scale"},   {"--style", "styles"}};
        for (const auto& [flag, field] : kFields)
            if (std::ranges::find(flags, flag) != flags.end()) m_chosen.insert(field);
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_CHECK(readWords());
        std::unique_ptr<project::Project> project;
        if (!m_project.empty()) {
            BRANDLOOM_TRY(project, studio::openProjectForWriting(m_project));
        }
        if (!m_preset.empty()) BRANDLOOM_CHECK(takePreset(project.get()));
        m_options.request.modelDir = utf8FromPath(m_model);
        const auto listener = out.listener();
        if (m_queue) {
            BRANDLOOM_TRY(const auto job, studio::queueShot(*project, m_options, listener));
            tellQueued(out, job);
            return kDone;
        }
        BRANDLOOM_TRY(const auto shot,
                      studio::generateShot(project.get(), door::engineLoader(), m_options, listener, stop));
        tell(out, shot);
        return kDone;
    }

  private:
    Status takePreset(project::Project* project) {
        BRANDLOOM_TRY(const auto shown, studio::showPreset(project, m_preset));
        BRANDLOOM_TRY(const auto slots, readSlots(m_slots));
        return studio::applyPreset(project, shown.preset, slots, m_chosen, m_options);
    }

    Status readWords() {
        auto& request = m_options.request;
        const door::GenerateRequest nothingAsked;
        auto asked = request;
        asked.residency.clear();
        asked.previewEvery = 0;
        if (m_queue && m_project.empty()) return wrong("--queue needs --project: the queue belongs to a project");
        const bool isRepeat = !m_options.recipeFile.empty();
        if (isRepeat && (asked != nothingAsked || !m_preset.empty() || !m_styles.empty() || !m_size.empty() ||
                         !m_guidance.empty()))
            return wrong(
                "--recipe says everything itself; beside it only --project, --model, --out, --lora, --image, "
                "--residency and previews may be given");
        if (!isRepeat && !m_promptGiven && m_preset.empty())
            return wrong("--prompt, --preset or --recipe is required");
        if (!m_slots.empty() && m_preset.empty()) return wrong("--slot fills in the prompt of a --preset");
        if (!m_size.empty()) BRANDLOOM_CHECK(readSize(m_size, request));
        if (!m_guidance.empty()) BRANDLOOM_CHECK(readGuidance(m_guidance, request));
        for (const auto& text : m_styles) {
            BRANDLOOM_TRY(auto choice, readStyle(text));
            m_options.styles.push_back(std::move(choice));
        }
        for (const auto& text : m_loras) {
            BRANDLOOM_TRY(auto choice, readLora(text));
            m_options.loras.push_back(std::move(choice));
        }
        if (!m_options.previewFolder.empty() && request.previewEvery == 0) request.previewEvery = kPreviewSteps;
        return {};
    }

    static Status wrong(const std::string& reason) {
        return fail(cli_errors::kBadUsage, {{"reason", reason}, {"command", "brandloom-cli generate"}});
    }

    void tell(Output& out, const studio::GeneratedShot& shot) const {
        JsonLine line("shot");
        line.add("id", shot.id.value).add("file", utf8FromPath(shot.file));
        line.add("recipe", utf8FromPath(shot.recipeFile)).add("sha256", shot.sha256);
        line.add("repeatsItsRecipe", shot.repeatsItsRecipe);
        line.addJson("result", door::toJson(shot.result));
        const auto& result = shot.result;
        std::string text = utf8FromPath(shot.file);
        text += fmt::format("\n  {} frames of {}x{} at {} fps, {}", result.frames, result.width, result.height,
                            result.fps, durationText(result.seconds));
        if (m_options.recipeFile.empty()) text += fmt::format(", seed {}", m_options.request.seed);
        if (result.peakBytes > 0)
            text += fmt::format("\n  Memory: {} at most, {} expected", bytesText(result.peakBytes),
                                bytesText(result.forecastBytes));
        if (result.promptCut) text += "\n  The prompt is longer than the model reads; its end was left out.";
        if (!shot.repeatsItsRecipe)
            text += "\n  Something came out otherwise than the recipe says: the model's own defaults have changed.";
        out.result(line, text);
    }

    Path m_project;
    Path m_model;
    std::string m_size;
    std::string m_guidance;
    std::vector<std::string> m_styles;
    std::vector<std::string> m_loras;
    std::string m_preset;
    std::vector<std::string> m_slots;
    std::set<std::string> m_chosen;
    bool m_queue = false;
    bool m_promptGiven = false;  ///< an empty prompt is one too: the model then shows what it likes
    studio::GenerateShotOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeGenerate() {
    return std::make_unique<Generate>();
}

}  // namespace brandloom::cli
