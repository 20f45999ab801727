#include "core/studio/shots/generate_shot.h"

#include <algorithm>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/projects/settings.h"
#include "core/studio/shots/adapter_search.h"
#include "core/studio/shots/preview_writer.h"
#include "core/studio/shots/recipe.h"
#include "core/studio/shots/shot_files.h"
#include "core/studio/shots/start_frame.h"
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
    Generation(project::Project* project, const GenerateShotOptions& options, const Listener& listener,
               const StopToken& stop)
        : m_project(project), m_options(options), m_teller(listener), m_stop(stop) {}

    Result<GeneratedShot> run(const door::EngineFactory& factory) {
        BRANDLOOM_CHECK(checkOptions());
        m_recipe.request = m_options.request;
        m_recipe.scale = m_options.scale;
        if (!m_options.recipeFile.empty()) BRANDLOOM_CHECK(takeRecipe());
        BRANDLOOM_TRY(const auto files, ShotFiles::choose(target()));
        BRANDLOOM_TRY(m_recipe.request.modelDir, chosenModel(m_project, pathFromUtf8(m_options.request.modelDir)));
        m_teller.progress("loading", 0, 0);
        BRANDLOOM_TRY(const auto engine, factory());
        BRANDLOOM_TRY(const auto model, engine->describeModel({m_recipe.request.modelDir}));
        BRANDLOOM_CHECK(checkModel(model));
        BRANDLOOM_CHECK(m_options.recipeFile.empty() ? chooseStyles() : findStyles());
        if (!m_options.image.empty()) BRANDLOOM_CHECK(takeImage(model));
        BRANDLOOM_CHECK(generate(*engine));
        BRANDLOOM_CHECK(completeRecipe());
        const auto recipe = recipeJson(m_recipe);
        BRANDLOOM_TRY(
            m_out.sha256,
            files.write(m_out.frames, recipe, {double(m_out.result.fps), m_recipe.scale, m_recipe.request.prompt},
                        m_stop, [this](const Progress& p) { m_teller.tell(door::Progressed{p}); }));
        m_out.file = files.path();
        m_out.recipeFile = files.recipePath();
        m_out.repeatsItsRecipe = m_given.empty() || m_given == recipe;
        if (files.isFilm()) BRANDLOOM_CHECK(record(recipe));
        return std::move(m_out);
    }

  private:
    static tl::unexpected<Error> bad(const char* what, const std::string& value, const char* allowed) {
        return fail(base_errors::kInvalidArgument,
                    {{"what", what}, {"reason", "it is " + value}, {"allowed", allowed}});
    }

    Status checkOptions() const {
        if (m_options.scale < 1 || m_options.scale > 8)
            return bad("The enlargement", std::to_string(m_options.scale), "1 to 8");
        const auto checkStrength = [](double strength) -> Status {
            if (strength >= -4 && strength <= 4) return {};
            return bad("The strength of a Style", std::to_string(strength), "a number from -4 to 4");
        };
        for (const auto& style : m_options.styles)
            for (const double strength : {style.strengthHigh, style.strengthLow})
                BRANDLOOM_CHECK(checkStrength(strength));
        for (const auto& lora : m_options.loras)
            for (const double strength : {lora.strengthHigh, lora.strengthLow})
                BRANDLOOM_CHECK(checkStrength(strength));
        if (!isValidUtf8(m_options.request.prompt)) return bad("The prompt", "not UTF-8 text", "plain text");
        const bool needsProject = m_options.outFile.empty() || !m_options.styles.empty();
        if (needsProject && m_project == nullptr) return fail(Error(studio_errors::kNoProject));
        if (m_options.outFile.empty() && m_project->mode() != project::Mode::Write)
            return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(m_project->folder())}});
        return {};
    }

    [[nodiscard]] Path target() const {
        if (!m_options.outFile.empty()) return m_options.outFile;
        return m_project->shotsFolder() / newFileName(m_recipe.request.seed);
    }

    /// The recipe's words; where things lie on this machine comes from the options.
    Status takeRecipe() {
        BRANDLOOM_TRY(m_recipe, readRecipe(m_options.recipeFile, m_stop));
        if (m_recipe.scale < 1 || m_recipe.scale > 8)
            return bad("The enlargement of the recipe", std::to_string(m_recipe.scale), "1 to 8");
        m_given = recipeJson(m_recipe);
        m_recipe.request.styles.clear();
        m_recipe.request.startFrame.reset();
        m_recipe.request.residency = m_options.request.residency;
        m_recipe.request.previewEvery = m_options.request.previewEvery;
        if (!m_recipe.imageSha256.empty() && m_options.image.empty())
            return fail(studio_errors::kRecipeFileMissing, {{"name", "its first picture"}});
        return {};
    }

    Status checkModel(const door::ModelDescription& model) {
        if (!m_given.empty() && m_recipe.modelContentId != model.contentId)
            return fail(studio_errors::kRecipeOtherModel, {{"theirs", m_recipe.modelName}, {"ours", model.name}});
        m_recipe.modelKind = model.kind;
        m_recipe.modelName = model.name;
        m_recipe.modelContentId = model.contentId;
        return {};
    }

    Status chooseStyles() {
        for (const auto& choice : m_options.styles) BRANDLOOM_CHECK(addStyle(choice));
        for (const auto& lora : m_options.loras) {
            m_recipe.request.styles.push_back({{}, lora.strengthHigh, lora.strengthLow, utf8FromPath(lora.file)});
            RecipeStyle used;
            used.kind = "file";
            used.name = utf8FromPath(lora.file.filename());
            used.strengthHigh = lora.strengthHigh;
            used.strengthLow = lora.strengthLow;
            m_recipe.styles.push_back(std::move(used));
        }
        return {};
    }

    Status addStyle(const StyleChoice& choice) {
        styles::StyleRepository repository(m_project->store());
        BRANDLOOM_TRY(const auto style, repository.findByName(choice.name));
        if (!style) return fail(styles_errors::kStyleMissing, {{"style", choice.name}});
        if (style->inTrash) return fail(styles_errors::kStyleInTrash, {{"style", choice.name}});
        BRANDLOOM_TRY(const auto version, versionOf(repository, *style, choice.version));
        if (version.modelContentId != m_recipe.modelContentId)
            return fail(studio_errors::kStyleOfOtherModel, {{"style", style->name}});
        door::AdapterUse use{{}, choice.strengthHigh, choice.strengthLow, {}};
        BRANDLOOM_TRY(use.adapters.high, blobFile(version.blobOf(styles::Expert::High)));
        BRANDLOOM_TRY(use.adapters.low, blobFile(version.blobOf(styles::Expert::Low)));
        m_recipe.request.styles.push_back(std::move(use));
        m_recipe.styles.push_back(
            {"style", style->name, version.number, {}, {}, choice.strengthHigh, choice.strengthLow});
        if (!m_version.isValid()) m_version = version.id;
        return {};
    }

    static Result<styles::StyleVersion> versionOf(styles::StyleRepository& repository, const styles::Style& style,
                                                  int number) {
        if (number == 0) {
            BRANDLOOM_TRY(const auto active, repository.activeVersion(style.id));
            if (!active) return fail(studio_errors::kStyleEmpty, {{"style", style.name}});
            return *active;
        }
        BRANDLOOM_TRY(const auto versions, repository.versions(style.id));
        for (const auto& version : versions)
            if (version.number == number && version.inTrash)
                return fail(styles_errors::kVersionInTrash,
                            {{"version", std::to_string(number)}, {"style", style.name}});
            else if (version.number == number)
                return version;
        return fail(studio_errors::kStyleNoVersion, {{"style", style.name}, {"version", std::to_string(number)}});
    }

    Result<std::string> blobFile(const std::string& id) const {
        if (id.empty()) return std::string();
        BRANDLOOM_TRY(const auto path, m_project->blobs().verifiedPath(id));
        return utf8FromPath(path);
    }

    /// The files that the recipe names by their content.
    Status findStyles() {
        AdapterSearch search(m_project, m_options.loras, m_stop);
        for (const auto& style : m_recipe.styles) {
            BRANDLOOM_TRY(auto use, search.find(style));
            m_recipe.request.styles.push_back(std::move(use));
        }
        return {};
    }

    Status takeImage(const door::ModelDescription& model) {
        if (!model.takesStartFrame) return fail(studio_errors::kNoStartFrame, {{"model", model.name}});
        BRANDLOOM_TRY(const auto sha256, sha256OfFile(m_options.image, m_stop));
        if (!m_given.empty() && sha256 != m_recipe.imageSha256)
            return fail(studio_errors::kRecipeFileMissing, {{"name", "its first picture"}});
        m_recipe.imageSha256 = sha256;
        auto& request = m_recipe.request;
        const auto unit = 2 * model.spatialStride;
        const auto area = std::int64_t{model.defaults.width} * model.defaults.height;
        BRANDLOOM_TRY(request.startFrame,
                      readStartFrame(m_options.image, request.width, request.height, unit, area, m_stop));
        request.width = request.startFrame->width();
        request.height = request.startFrame->height();
        return {};
    }

    Status generate(door::Engine& engine) {
        std::unique_ptr<PreviewWriter> previews;
        if (!m_options.previewFolder.empty()) {
            BRANDLOOM_TRY(previews, PreviewWriter::open(m_options.previewFolder));
        }
        KeepFrames sink(m_out.frames);
        const auto listen = [&](const door::Event& event) {
            if (previews) previews->take(event.body);
            m_teller.tell(event.body);
        };
        BRANDLOOM_TRY(m_out.result, engine.generate(m_recipe.request, sink, listen, m_stop));
        return previews ? previews->finish() : Status();
    }

    Status completeRecipe() {
        m_recipe.result = m_out.result;
        m_recipe.request = resolvedRequest(m_recipe.request, m_out.result);
        for (std::size_t i = 0; i < m_recipe.styles.size() && i < m_out.result.adapters.size(); ++i) {
            const auto& files = m_out.result.adapters[i];
            BRANDLOOM_TRY(m_recipe.styles[i].highSha256, adapterSha256(pathFromUtf8(files.high), m_stop));
            BRANDLOOM_TRY(m_recipe.styles[i].lowSha256, adapterSha256(pathFromUtf8(files.low), m_stop));
        }
        return {};
    }

    Status record(const std::string& recipe) {
        if (m_project == nullptr || m_project->mode() != project::Mode::Write) return {};
        const auto relative = pathInside(*m_project, m_out.file);
        if (relative.empty()) return {};
        styles::NewShot row;
        row.relativePath = relative;
        row.sha256 = m_out.sha256;
        row.recipeJson = recipe;
        row.styleVersion = m_version;
        row.seed = m_recipe.request.seed;
        row.prompt = m_recipe.request.prompt;
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
    StopToken m_stop;
    Recipe m_recipe;
    std::string m_given;  // the recipe that is repeated, as this program would write it
    StyleVersionId m_version;
    GeneratedShot m_out;
};

}  // namespace

Result<GeneratedShot> generateShot(project::Project* project, const door::EngineFactory& engine,
                                   const GenerateShotOptions& options, const Listener& listener,
                                   const StopToken& stop) {
    return Generation(project, options, listener, stop).run(engine);
}

}  // namespace brandloom::studio
