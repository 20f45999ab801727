// world render --out FILE.mp4 [WORDS...]
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "app/cli/command.h"
#include "core/studio/world/render_world_clip.h"

namespace brandloom::cli {
namespace {

class WorldRender : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPositions("WORDS", m_words,
                           "Such as subject=perfume colour=blue camera=orbit seed=7; all may be left out",
                           Need::Optional);
        flags.add("--out", m_options.outFile, "MP4 to make; captions are written beside it", Need::Required);
        flags.add("--width", m_options.width, "Width in pixels, 64 to 1920");
        flags.add("--height", m_options.height, "Height in pixels, 64 to 1920");
        flags.add("--frames", m_options.frames, "Frames, 4n+1");
        flags.add("--fps", m_options.fps, "Frames a second");
        flags.add("--supersampling", m_options.supersampling, "Samples along each side of a pixel, 1 to 6");
        flags.add("--shake", m_options.shake,
                  "Sway of a camera held by hand, as a share of the shorter side, 0 to 0.1");
        flags.addSwitch("--silent-camera", m_silentCamera, "Captions do not name the camera's movement");
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        m_options.spec = fmt::format("{}", fmt::join(m_words, " "));
        m_options.nameCamera = !m_silentCamera;
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto clip, studio::renderWorldClip(m_options, listener, stop));
        JsonLine line("clip");
        line.add("file", utf8FromPath(clip.file)).add("spec", clip.spec);
        line.add("captionEn", clip.captionEn).add("captionZh", clip.captionZh);
        out.result(line, fmt::format("{}\n  {}\n  {}", utf8FromPath(clip.file), clip.captionEn, clip.captionZh));
        return kDone;
    }

  private:
    std::vector<std::string> m_words;
    studio::WorldClipOptions m_options;
    bool m_silentCamera = false;
};

}  // namespace

std::unique_ptr<Command> makeWorldRender() {
    return std::make_unique<WorldRender>();
}

}  // namespace brandloom::cli
