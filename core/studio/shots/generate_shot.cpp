#include "core/studio/shots/generate_shot.h"

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/media/encoder.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/shots/recipe.h"
#include "core/styles/shot_repository.h"
#include "core/styles/style_repository.h"
#include "core/styles/styles_errors.h"

namespace brandloom::studio {
namespace {

class KeepFrames : public door::FrameSink {
  public:
    explicit KeepFrames(std::vector<Frame>& frames) : m_frames(frames) {}
    Status frame(int, Frame frame) override {
        m_frames.push_back(std::move(frame));
        return {};
    }

  private:
    std::vector<Frame>& m_frames;
};

/// "20261124-081530-7-1a2b.mp4": sorts by time, names the seed, is never used twice.
std::string newFileName(std::uint64_t seed) {
    std::string time = isoUtc(unixSeconds());
    std::erase_if(time, [](char c) { return c == '-' || c == ':' || c == 'Z'; });
    std::replace(time.begin(), time.end(), 'T', '-');
    return time + "-" + std::to_string(seed) + "-" + sha256Hex(platform::uniqueSuffix()).substr(0, 4) + ".mp4";
}

Path recipeFileOf(const Path& film) {
    Path out = film;
    return out.replace_extension(".json");
}

/// Relative to the project when it lies inside, else empty.
std::string pathInside(const project::Project& project, const Path& file) {
    std::error_code ec;
    const Path whole = std::filesystem::weakly_canonical(file, ec);
    if (ec) return {};
    const Path relative = whole.lexically_relative(project.folder());
    return relative.empty() || *relative.begin() == ".." ? std::string() : utf8FromPath(relative);
}

class Generation {
  public:
    Generation(project::Project* project, const GenerateShotOptions& options, const Listener& listener)
        : m_project(project), m_options(options), m_teller(listener) {}

    Result<GeneratedShot> run(const door::EngineFactory& factory, const StopToken& stop) {
        BRANDLOOM_CHECK(checkOptions());
        BRANDLOOM_CHECK(chooseFile());
        m_recipe.request = m_options.request;
        m_recipe.request.modelDir = modelDirOrStarter(pathFromUtf8(m_options.request.modelDir));
        m_teller.progress("loading", 0, 0);
        BRANDLOOM_TRY(const auto engine, factory());
        BRANDLOOM_TRY(const auto model, engine->describeModel({m_recipe.request.modelDir}));
        m_recipe.modelKind = model.kind;
        m_recipe.modelName = model.name;
        m_recipe.modelContentId = model.contentId;
        if (!m_options.styleName.empty()) BRANDLOOM_CHECK(addStyle());
        KeepFrames sink(m_out.frames);
        BRANDLOOM_TRY(m_out.result, engine->generate(m_recipe.request, sink, m_teller.sink(), stop));
        m_recipe.result = m_out.result;
        BRANDLOOM_CHECK(writeFiles(stop));
        BRANDLOOM_CHECK(record());
        return std::move(m_out);
    }

  private:
    Status checkOptions() const {
        const auto bad = [](const char* what, const std::string& value, const char* allowed) -> Status {
            return fail(base_errors::kInvalidArgument,
                        {{"what", what}, {"reason", "it is " + value}, {"allowed", allowed}});
        };
        if (m_options.scale < 1 || m_options.scale > 8)
            return bad("The enlargement", std::to_string(m_options.scale), "1 to 8");
        if (!(m_options.strength >= -4 && m_options.strength <= 4))
            return bad("The strength of a Style", std::to_string(m_options.strength), "a number from -4 to 4");
        if (!isValidUtf8(m_options.request.prompt)) return bad("The prompt", "not UTF-8 text", "plain text");
        const bool needsProject = m_options.outFile.empty() || !m_options.styleName.empty();
        if (needsProject && m_project == nullptr) return fail(Error(studio_errors::kNoProject));
        if (m_options.outFile.empty() && m_project->mode() != project::Mode::Write)
            return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(m_project->folder())}});
        return {};
    }

    Status chooseFile() {
        BRANDLOOM_TRY(m_out.file, newFilmPath(m_options.outFile.empty()
                                                  ? m_project->shotsFolder() / newFileName(m_options.request.seed)
                                                  : m_options.outFile));
        m_out.recipeFile = recipeFileOf(m_out.file);
        std::error_code ec;
        if (std::filesystem::exists(m_out.recipeFile, ec))
            return fail(studio_errors::kFileExists, {{"file", utf8FromPath(m_out.recipeFile)}});
        return {};
    }

    Status addStyle() {
        styles::StyleRepository repository(m_project->store());
        BRANDLOOM_TRY(const auto style, repository.findByName(m_options.styleName));
        if (!style) return fail(styles_errors::kStyleMissing, {{"style", m_options.styleName}});
        BRANDLOOM_TRY(const auto version, repository.activeVersion(style->id));
        if (!version) return fail(studio_errors::kStyleEmpty, {{"style", style->name}});
        if (version->modelContentId != m_recipe.modelContentId)
            return fail(studio_errors::kStyleOfOtherModel, {{"style", style->name}});
        RecipeStyle used{style->name, version->number, version->blobOf(styles::Expert::High),
                         version->blobOf(styles::Expert::Low), m_options.strength};
        door::AdapterUse use{{}, m_options.strength, m_options.strength};
        BRANDLOOM_TRY(use.adapters.high, blobFile(used.highSha256));
        BRANDLOOM_TRY(use.adapters.low, blobFile(used.lowSha256));
        m_recipe.request.styles.push_back(std::move(use));
        m_recipe.styles.push_back(std::move(used));
        m_version = version->id;
        return {};
    }

    Result<std::string> blobFile(const std::string& id) const {
        if (id.empty()) return std::string();
        BRANDLOOM_TRY(const auto path, m_project->blobs().verifiedPath(id));
        return utf8FromPath(path);
    }

    Status writeFiles(const StopToken& stop) {
        const auto recipe = recipeJson(m_recipe);
        media::Mp4Options mp4;
        mp4.fps = m_out.result.fps;
        mp4.scale = m_options.scale;
        mp4.metadata = {{"comment", recipe}, {"title", m_options.request.prompt}};
        BRANDLOOM_CHECK(media::writeMp4(m_out.file, m_out.frames, mp4, stop,
                                        [this](const Progress& p) { m_teller.tell(door::Progressed{p}); }));
        if (auto written = writeFileAtomically(m_out.recipeFile, recipe + "\n"); !written) {
            platform::removeFile(m_out.file);
            return written;
        }
        BRANDLOOM_TRY(m_out.sha256, sha256OfFile(m_out.file));
        return {};
    }

    Status record() {
        if (m_project == nullptr || m_project->mode() != project::Mode::Write) return {};
        const auto relative = pathInside(*m_project, m_out.file);
        if (relative.empty()) return {};
        styles::NewShot row;
        row.relativePath = relative;
        row.sha256 = m_out.sha256;
        row.recipeJson = recipeJson(m_recipe);
        row.styleVersion = m_version;
        row.seed = m_options.request.seed;
        row.prompt = m_options.request.prompt;
        row.width = m_out.result.width;
        row.height = m_out.result.height;
        row.frames = m_out.result.frames;
        row.fps = m_out.result.fps;
        BRANDLOOM_TRY(m_out.id, styles::ShotRepository(m_project->store()).add(row));
        m_teller.recorded({Recorded::What::Shot, m_out.id.value, 0});
        return {};
    }

    project::Project* m_project;
    const GenerateShotOptions& m_options;
    Teller m_teller;
    Recipe m_recipe;
    StyleVersionId m_version;
    GeneratedShot m_out;
};

}  // namespace

Result<GeneratedShot> generateShot(project::Project* project, const door::EngineFactory& engine,
                                   const GenerateShotOptions& options, const Listener& listener,
                                   const StopToken& stop) {
    return Generation(project, options, listener).run(engine, stop);
}

}  // namespace brandloom::studio
