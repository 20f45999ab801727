#include "core/studio/demo/demo.h"

#include "core/base/clock.h"
#include "core/studio/brand/brand.h"
#include "core/studio/common/model_registry.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/teller.h"
#include "core/studio/demo/demo_sheet.h"
#include "core/studio/finishing/export_pieces.h"
#include "core/studio/projects/projects.h"
#include "core/studio/shots/generate_shot.h"
#include "core/studio/training/film_clips.h"
#include "core/studio/training/train_style.h"

namespace brandloom::studio {
namespace {

constexpr const char* kStyleName = "Demo";
constexpr const char* kDatasetName = "Demo";
constexpr int kSmokeSolverSteps = 10;
constexpr int kEnlargement = 6;
constexpr double kCrossFade = 0.4, kFadeOut = 0.5;  // seconds, of the Pieces

// Not in the film: what of the Style is the film's look, and what its subject?
constexpr const char* kOtherPrompts[] = {"a red mug on a wooden table standing still, warm light, push in",
                                         "在木桌上,一个红色的马克杯静止不动,暖光,镜头推近"};

/// "01 without.mp4", "01 with.mp4"
std::string fileName(std::size_t prompt, bool withStyle) {
    const auto number = std::to_string(prompt + 1);
    return (number.size() < 2 ? "0" : "") + number + (withStyle ? "-with-style.mp4" : "-without-style.mp4");
}

class Demo {
  public:
    Demo(const door::EngineFactory& engine, const DemoOptions& options, const DemoListener& listener,
         StopToken stop)
        : m_engine(engine),
          m_options(options),
          m_listener(listener),
          m_stop(std::move(stop)),
          m_teller(listener.listener),
          m_inner{m_teller.sink(), listener.listener.recorded} {
        if (m_options.films.empty()) m_options.films = {sampleFilmPath()};
    }

    Result<DemoResult> run() {
        const double start = steadySeconds();
        BRANDLOOM_CHECK(choosePrompts());
        m_total = static_cast<int>(4 + 2 * m_options.prompts.size());
        stage(DemoStage::What::Project);
        BRANDLOOM_TRY(m_project, createProject(m_options.outDir, "Demo"));
        m_out.folder = m_project->folder();
        BRANDLOOM_CHECK(makeDataset());
        BRANDLOOM_CHECK(train());
        for (const bool withStyle : {false, true})
            for (std::size_t i = 0; i < m_options.prompts.size(); ++i) BRANDLOOM_CHECK(generate(i, withStyle));
        stage(DemoStage::What::ContactSheet);
        BRANDLOOM_CHECK(writeSheet());
        stage(DemoStage::What::Export);
        BRANDLOOM_CHECK(exportBranded());
        m_out.totalSeconds = steadySeconds() - start;
        return std::move(m_out);
    }

  private:
    void stage(DemoStage::What what, const std::string& detail = {}, bool withStyle = false) {
        ++m_stage;
        if (m_listener.stage) m_listener.stage({what, m_stage, m_total, detail, withStyle});
    }

    Status choosePrompts() {
        if (!m_options.prompts.empty()) return {};
        BRANDLOOM_TRY(m_options.prompts, captionsBeside(m_options.films.front()));
        if (m_options.prompts.empty() || !m_options.smoke)
            m_options.prompts.insert(m_options.prompts.end(), std::begin(kOtherPrompts), std::end(kOtherPrompts));
        return {};
    }

    /// The films with their texts, kept as they are learnt.
    Status makeDataset() {
        AddFilmsOptions options;
        options.films = m_options.films;
        options.dataset = kDatasetName;
        BRANDLOOM_TRY(const auto added, addFilms(*m_project, options, m_inner, m_stop));
        for (const auto& film : added.films)
            if (film.error) return fail(*film.error);
        BRANDLOOM_TRY(m_out.version, freezeDataset(*m_project, kDatasetName, kDatasetName, m_inner));
        m_out.dataset = added.dataset;
        return {};
    }

    Status train() {
        stage(DemoStage::What::Train);
        TrainStyleOptions options;
        options.dataset = kDatasetName;
        options.styleName = kStyleName;
        options.modelDir = m_options.modelDir;
        options.clipsPerFilm = 1;
        options.training = m_options.training;
        BRANDLOOM_TRY(m_out.style, trainStyle(*m_project, m_engine, options, m_inner, m_stop));
        m_out.trainSeconds = m_out.style.result.seconds;
        return checkCancelled(m_stop);
    }

    Status generate(std::size_t prompt, bool withStyle) {
        stage(DemoStage::What::Generate, m_options.prompts[prompt], withStyle);
        GenerateShotOptions options;
        options.request.modelDir = utf8FromPath(m_options.modelDir);
        options.request.prompt = m_options.prompts[prompt];
        options.request.seed = m_options.seed;
        if (m_options.smoke) options.request.steps = kSmokeSolverSteps;
        if (withStyle) options.styles = {{kStyleName, 0, 1.0, 1.0}};
        options.scale = kEnlargement;
        options.outFile = m_project->shotsFolder() / fileName(prompt, withStyle);
        BRANDLOOM_TRY(const auto shot, generateShot(m_project.get(), m_engine, options, m_inner, m_stop));
        (withStyle ? m_with : m_without).push_back(shot.frames);
        m_out.shots.push_back({options.request.prompt, withStyle, shot.file});
        if (withStyle) m_toExport.push_back({shot.id.value, {}, 0, 0, m_toExport.empty() ? 0 : kCrossFade});
        return {};
    }

    /// The Shots with the Style one after the other, in the brand that the film that ships is of.
    Status exportBranded() {
        ImportBrandOptions brand;
        brand.files = {sampleBrandPath()};
        BRANDLOOM_CHECK(importBrand(*m_project, brand, m_inner, m_stop));
        ExportOptions options;
        options.shots = m_toExport;
        options.targets = {"9x16", "16x9", "1x1"};
        options.title = kStyleName;
        options.look.fadeOut = kFadeOut;
        if (!m_options.words.caption.empty()) options.captions = {{m_options.words.caption, 0, 0}};
        options.speed = "fast";
        if (m_options.smoke) {
            options.shots.resize(1);
            options.speed = "ultrafast";
        }
        BRANDLOOM_TRY(const auto done, exportPieces(m_project.get(), options, m_inner, m_stop));
        for (const auto& piece : done.pieces) {
            if (piece.error) return fail(*piece.error);
            m_out.pieces.push_back({piece.platform.id, piece.file});
        }
        return {};
    }

    /// What the training saw of the first film.
    Result<std::vector<Frame>> filmPictures() {
        BRANDLOOM_TRY(const auto engine, m_engine());
        BRANDLOOM_TRY(const auto modelDir, modelFolderFor(m_options.modelDir));
        BRANDLOOM_TRY(const auto model, engine->describeModel({modelDir}));
        const auto& d = model.defaults;
        BRANDLOOM_TRY(const auto cut, FilmClips::cut({m_options.films.front()},
                                                     {d.width, d.height, double(d.fps), d.frames, 1, {}}, m_stop));
        return cut->frames(0);
    }

    Status writeSheet() {
        const auto& words = m_options.words;
        BRANDLOOM_TRY(auto pictures, filmPictures());
        std::vector<SheetRow> rows{
            {words.film, utf8FromPath(m_options.films.front().filename()), std::move(pictures)}};
        for (std::size_t i = 0; i < m_options.prompts.size(); ++i) {
            rows.push_back({words.withoutStyle, m_options.prompts[i], m_without[i]});
            rows.push_back({words.withStyle, m_options.prompts[i], m_with[i]});
        }
        m_out.contactSheet = m_out.folder / "contact_sheet.png";
        return writeDemoSheet(m_out.contactSheet, rows);
    }

    const door::EngineFactory& m_engine;
    DemoOptions m_options;
    const DemoListener& m_listener;
    StopToken m_stop;
    Teller m_teller;
    Listener m_inner;
    std::unique_ptr<project::Project> m_project;
    std::vector<std::vector<Frame>> m_without;  // by prompt
    std::vector<std::vector<Frame>> m_with;
    std::vector<ShotOnTimeline> m_toExport;
    DemoResult m_out;
    int m_stage = 0;
    int m_total = 0;
};

}  // namespace

Result<DemoResult> runDemo(const door::EngineFactory& engine, const DemoOptions& options,
                           const DemoListener& listener, const StopToken& stop) {
    return Demo(engine, options, listener, stop).run();
}

}  // namespace brandloom::studio
