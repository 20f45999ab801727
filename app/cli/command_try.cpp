// style try PROJECT NAME[@VERSION] --prompt WORDS
#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/generate_words.h"
#include "core/media/contact_sheet.h"
#include "core/studio/projects/projects.h"
#include "core/studio/shots/try_style.h"

namespace brandloom::cli {
namespace {

class StyleTry : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("NAME", m_name, "Name of the Style; NAME@2 is its version 2");
        flags.add("--prompt", m_options.prompt, "What is seen", Need::Required);
        flags.add("--seed", m_options.seed, "Seed of both");
        flags.add("--steps", m_options.steps, "Solver steps; 0: the model's default");
        flags.add("--model", m_options.model, "Name or folder of the model; left out: the one that is chosen");
        flags.add("--out", m_out, "A PNG: the first row without, the second with the Style");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto choice, readStyleVersion(m_name));
        m_options.style = choice.name;
        m_options.version = choice.version;
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto tried,
                      studio::tryStyle(*project, door::engineLoader(), m_options, listener, stop));
        if (!m_out.empty()) BRANDLOOM_CHECK(media::writeContactSheet(m_out, {tried.without, tried.with}));
        JsonLine line("tried");
        line.add("style", tried.style).add("version", tried.version).add("prompt", tried.prompt);
        line.add("frames", static_cast<int>(tried.with.size())).add("seconds", tried.seconds);
        line.add("sheet", utf8FromPath(m_out));
        out.result(line,
                   fmt::format("{} pictures without and with {} in {}.{}", tried.with.size(), tried.style,
                               durationText(tried.seconds), m_out.empty() ? "" : "\n  " + utf8FromPath(m_out)));
        return kDone;
    }

  private:
    Path m_project;
    std::string m_name;
    studio::TryStyleOptions m_options;
    Path m_out;
};

}  // namespace

std::unique_ptr<Command> makeStyleTry() {
    return std::make_unique<StyleTry>();
}

}  // namespace brandloom::cli
