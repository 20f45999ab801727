// clip show PROJECT CLIP, clip set PROJECT CLIP..., clip split PROJECT CLIP, clip remove PROJECT CLIP...
#include <fmt/format.h>

#include "app/cli/dataset_words.h"
#include "core/base/base_errors.h"
#include "core/door/engine_loader.h"
#include "core/studio/projects/projects.h"
#include "core/studio/training/clip_preview.h"

namespace brandloom::cli {
namespace {

class ClipShow : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("CLIP", m_clip, "Number of the clip");
        flags.add("--model", m_options.model, "Name or folder of the model; left out: the starter model");
        flags.add("--clips-per-film", m_options.clipsPerFilm, "Windows that a training cuts from it at most");
        flags.add("--pictures", m_options.pictureFolder, "New or empty folder for the pictures");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(m_options.clip, clipNumber(m_clip));
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto shown,
                      studio::showClip(*project, door::engineLoader(), m_options, listener, stop));
        std::vector<JsonLine> windows;
        auto text = fmt::format("A training of {} sees of {}, {}x{} at {} frames a second:", shown.model,
                                shown.film, shown.width, shown.height, shown.fps);
        for (const auto& window : shown.windows) {
            JsonLine one;
            one.add("start", window.startSeconds).add("key", window.key);
            one.add("frames", static_cast<std::int64_t>(window.pictures.size()));
            windows.push_back(std::move(one));
            text += fmt::format("\n  {} frames from {:.3f} s on", window.pictures.size(), window.startSeconds);
        }
        for (const auto& caption : shown.captions) text += "\n  " + caption;
        JsonLine line("clip_shown");
        line.add("film", shown.film)
            .add("model", shown.model)
            .add("width", shown.width)
            .add("height", shown.height);
        line.add("fps", shown.fps).add("captions", shown.captions).add("windows", windows);
        if (!m_options.pictureFolder.empty()) line.add("pictures", utf8FromPath(m_options.pictureFolder));
        out.result(line, text);
        return kDone;
    }

  private:
    Path m_project;
    std::string m_clip;
    studio::ShowClipOptions m_options;
};

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

class ClipSplit : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("CLIP", m_clip, "Number of the clip");
        flags.add("--at", m_at, "Where the second one begins, seconds of the film");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        BRANDLOOM_TRY(const auto clip, clipNumber(m_clip));
        if (!m_at)
            return fail(base_errors::kInvalidArgument, {{"what", "This split"},
                                                        {"reason", "no moment is named"},
                                                        {"allowed", "--at SECONDS of the film"}});
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_TRY(const auto done, studio::splitClip(*project, clip, *m_at, out.listener(), stop));
        return tell(out, done, "clip_split");
    }

  private:
    Path m_project;
    std::string m_clip;
    std::optional<double> m_at;
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

std::unique_ptr<Command> makeClipShow() {
    return std::make_unique<ClipShow>();
}
std::unique_ptr<Command> makeClipSet() {
    return std::make_unique<ClipSet>();
}
std::unique_ptr<Command> makeClipSplit() {
    return std::make_unique<ClipSplit>();
}
std::unique_ptr<Command> makeClipRemove() {
    return std::make_unique<ClipRemove>();
}

}  // namespace brandloom::cli
