// generate --prompt TEXT [--project DIR] [--out FILE.mp4] [--style NAME] [...]
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/door/door_json.h"
#include "core/studio/projects/projects.h"
#include "core/studio/shots/generate_shot.h"

namespace brandloom::cli {
namespace {

class Generate : public Command {
  public:
    void declare(Flags& flags) override {
        flags.add("--project", m_project, "Folder of the project; the Shot is recorded there");
        flags.add("--out", m_options.outFile, "MP4 to make; left out: in the project's shots folder");
        flags.add("--style", m_options.styleName, "Style of the project; its active version is used");
        flags.add("--strength", m_options.strength, "Strength of the Style");
        flags.add("--model", m_model, "Folder of the model; left out: the starter model");
        flags.add("--scale", m_options.scale, "Enlargement of the pictures in the MP4, 1 to 8");
        addFlags(flags, m_options.request);
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        std::unique_ptr<project::Project> project;
        if (!m_project.empty()) {
            BRANDLOOM_TRY(project, studio::openProjectForWriting(m_project));
        }
        m_options.request.modelDir = utf8FromPath(m_model);
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto shot,
                      studio::generateShot(project.get(), door::engineLoader(), m_options, listener, stop));
        JsonLine line("shot");
        line.add("id", shot.id.value).add("file", utf8FromPath(shot.file));
        line.add("recipe", utf8FromPath(shot.recipeFile)).add("sha256", shot.sha256);
        line.addJson("result", door::toJson(shot.result));
        std::string text = utf8FromPath(shot.file);
        text += fmt::format("\n  {} frames of {}x{} at {} fps, seed {}, {}", shot.result.frames, shot.result.width,
                            shot.result.height, shot.result.fps, m_options.request.seed,
                            durationText(shot.result.seconds));
        if (shot.result.promptCut) text += "\n  The prompt is longer than the model reads; its end was left out.";
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    Path m_model;
    studio::GenerateShotOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeGenerate() {
    return std::make_unique<Generate>();
}

}  // namespace brandloom::cli
