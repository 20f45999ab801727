#include "core/studio/shots/try_style.h"

#include "core/base/base_errors.h"
#include "core/base/platform.h"
#include "core/studio/shots/generate_shot.h"

namespace brandloom::studio {
namespace {

/// Single pictures go into a folder that is gone afterwards.
class PassingFolder {
  public:
    explicit PassingFolder(const project::Project& project)
        : m_path(project.folder() / "cache" / ("try-" + platform::uniqueSuffix())) {}
    ~PassingFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    PassingFolder(const PassingFolder&) = delete;
    PassingFolder& operator=(const PassingFolder&) = delete;
    [[nodiscard]] const Path& path() const { return m_path; }

  private:
    Path m_path;
};

Result<GeneratedShot> once(project::Project& project, const door::EngineFactory& engine,
                           const TryStyleOptions& options, bool with, const Listener& listener,
                           const StopToken& stop) {
    const PassingFolder folder(project);
    GenerateShotOptions shot;
    shot.request.prompt = options.prompt;
    shot.request.seed = options.seed;
    shot.request.steps = options.steps;
    shot.request.modelDir = utf8FromPath(options.model);
    shot.scale = 1;
    shot.outFile = folder.path();
    if (with) shot.styles.push_back({options.style, options.version});
    // What is recorded of single pictures: nothing.
    return generateShot(&project, engine, shot, {listener.event, {}}, stop);
}

}  // namespace

Result<TriedStyle> tryStyle(project::Project& project, const door::EngineFactory& engine,
                            const TryStyleOptions& options, const Listener& listener, const StopToken& stop) {
    if (options.prompt.find_first_not_of(" \t\r\n") == std::string::npos)
        return fail(
            base_errors::kInvalidArgument,
            {{"what", "The prompt"}, {"reason", "it is empty"}, {"allowed", "words that say what is seen"}});
    TriedStyle out{options.style, options.version, options.prompt, options.seed};
    if (options.isBeside) {
        BRANDLOOM_TRY(auto without, once(project, engine, options, false, listener, stop));
        out.without = std::move(without.frames);
        out.seconds = without.result.seconds;
    }
    BRANDLOOM_TRY(auto with, once(project, engine, options, true, listener, stop));
    out.with = std::move(with.frames);
    out.fps = with.result.fps;
    out.seconds += with.result.seconds;
    return out;
}

}  // namespace brandloom::studio
