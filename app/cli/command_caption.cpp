// caption set PROJECT CLIP, caption replace PROJECT
#include <charconv>

#include "app/cli/dataset_words.h"
#include "core/base/base_errors.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

class CaptionSet : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("CLIP", m_clip, "Number of the clip, as 'dataset show' tells it");
        flags.add("--lang", m_options.language, "zh, en or und", Need::Required);
        flags.add("--text", m_options.text, "The caption; left out: the one that is there is approved");
        flags.addSwitch("--remove", m_options.isRemoved, "Take the caption away");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        const auto [end, error] = std::from_chars(m_clip.data(), m_clip.data() + m_clip.size(), m_options.clip);
        if (error != std::errc() || end != m_clip.data() + m_clip.size())
            return fail(base_errors::kInvalidArgument, {{"what", "The clip \"" + m_clip + "\""},
                                                        {"reason", "it is no number of a clip"},
                                                        {"allowed", "a number as 'dataset show' tells it"}});
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(const auto done, studio::setCaption(*project, m_options, out.listener()));
        return tell(out, done, "caption_set");
    }

  private:
    Path m_project;
    std::string m_clip;
    studio::SetCaptionOptions m_options;
};

class CaptionReplace : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        m_clips.declare(flags);
        flags.add("--find", m_options.find, "Text to find, capitals matter", Need::Required);
        flags.add("--with", m_options.with, "Text to put there; left out: it is taken out");
        flags.add("--lang", m_options.language, "Only captions in this language: zh, en or und");
        addBulkFlags(flags, m_options.bulk);
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(m_options.clips, m_clips.choice());
        if (m_options.clips.ids.empty() && !m_options.clips.query) m_options.clips.query = "";
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(const auto done, studio::replaceInCaptions(*project, m_options, out.listener()));
        return tell(out, done, "captions_replaced");
    }

  private:
    Path m_project;
    ClipWords m_clips;
    studio::ReplaceOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeCaptionSet() {
    return std::make_unique<CaptionSet>();
}
std::unique_ptr<Command> makeCaptionReplace() {
    return std::make_unique<CaptionReplace>();
}

}  // namespace brandloom::cli
