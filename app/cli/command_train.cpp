// train --project DIR [--style NAME] [...] FILMS...
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/door/door_json.h"
#include "core/studio/projects/projects.h"
#include "core/studio/training/train_style.h"

namespace brandloom::cli {
namespace {

class Train : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPositions("FILMS", m_options.films, "Films to learn from", Need::Required);
        flags.add("--project", m_project, "Folder of the project", Need::Required);
        flags.add("--style", m_options.styleName, "Name of the Style; its next version is made when it exists");
        flags.add("--caption", m_options.caption, "Text for all films; left out: the text files beside them");
        flags.add("--model", m_options.modelDir, "Folder of the model; left out: the starter model");
        flags.add("--clips-per-film", m_options.clipsPerFilm, "Clips cut from each film at most");
        addFlags(flags, m_options.training);
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto trained,
                      studio::trainStyle(*project, door::engineLoader(), m_options, listener, stop));
        JsonLine line("trained");
        line.add("run", trained.run.value).add("styleVersion", trained.version.value).add("style", trained.name);
        line.add("version", trained.versionNumber).add("clips", trained.clips);
        line.addJson("result", door::toJson(trained.result));
        out.result(line, textOf(trained));
        return trained.result.stopped ? kStopped : kDone;
    }

  private:
    static std::string textOf(const studio::TrainedStyle& t) {
        std::string out = fmt::format("{} {}: version {} of the Style after {} steps in {}.",
                                      t.result.stopped ? "Stopped and saved" : "Saved", t.name, t.versionNumber,
                                      t.result.stepsDone, durationText(t.result.seconds));
        for (const auto& file : {t.result.adapters.high, t.result.adapters.low})
            if (!file.empty()) out += "\n  " + file;
        return out;
    }

    Path m_project;
    studio::TrainStyleOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeTrain() {
    return std::make_unique<Train>();
}

}  // namespace brandloom::cli
