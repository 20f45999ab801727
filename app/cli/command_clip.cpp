// clip set PROJECT CLIP..., clip remove PROJECT CLIP...
#include "app/cli/dataset_words.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

class ClipSet : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        m_clips.declare(flags);
        flags.add("--in", m_options.in, "In point, seconds of the film");
        flags.add("--out", m_options.out, "Out point, seconds of the film");
        flags.add("--crop", m_options.crop, "WIDTHxHEIGHT+X+Y in pixels of the film, or none");
        flags.add("--pick", m_options.pick, "yes, no or reject (no training sees it)");
        flags.add("--rating", m_options.rating, "0 to 5");
        flags.add("--scene", m_options.scene, "Clips of one scene stay on one side of the split; empty: none");
        flags.add("--side", m_options.split, "train, held_out, or drawn (by the seed)");
        flags.add("--tag", m_options.addTags, "Tag to add, may be given again");
        flags.add("--untag", m_options.removeTags, "Tag to take away, may be given again");
        addBulkFlags(flags, m_options.bulk);
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(m_options.clips, m_clips.choice());
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(const auto done, studio::setClips(*project, m_options, out.listener(), stop));
        return tell(out, done, "clips_set");
    }

  private:
    Path m_project;
    ClipWords m_clips;
    studio::SetClipsOptions m_options;
};

class ClipRemove : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        m_clips.declare(flags);
        addBulkFlags(flags, m_bulk);
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto choice, m_clips.choice());
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(const auto done, studio::removeClips(*project, choice, m_bulk, out.listener()));
        return tell(out, done, "clips_removed");
    }

  private:
    Path m_project;
    ClipWords m_clips;
    studio::BulkOptions m_bulk;
};

}  // namespace

std::unique_ptr<Command> makeClipSet() {
    return std::make_unique<ClipSet>();
}
std::unique_ptr<Command> makeClipRemove() {
    return std::make_unique<ClipRemove>();
}

}  // namespace brandloom::cli
