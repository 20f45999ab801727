#include "core/studio/training/train_style.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"
#include "core/base/log.h"
#include "core/door/door_json.h"
#include "core/door/engine_errors.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/training/film_clips.h"
#include "core/studio/training/run_recorder.h"
#include "core/styles/run_repository.h"
#include "core/styles/shot_repository.h"
#include "core/styles/style_repository.h"

namespace brandloom::studio {
namespace {

using styles::RunState;

/// The name without what file systems and people stumble over, at most 80 bytes of whole characters.
std::string fileStemFor(const std::string& name) {
    std::string out;
    for (const char c : name) {
        const bool bad = static_cast<unsigned char>(c) < 0x21 ||
                         std::string_view("/\\:*?\"<>|.\x7F").find(c) != std::string::npos;
        out += bad ? '_' : c;
    }
    if (out.size() > 80) {
        std::size_t end = 80;
        while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0) == 0x80) --end;
        out.resize(end);
    }
    return out;
}

tl::unexpected<Error> notAllowed(const char* what, const std::string& reason, const char* allowed) {
    return fail(base_errors::kInvalidArgument, {{"what", what}, {"reason", reason}, {"allowed", allowed}});
}

Status checkOptions(const TrainStyleOptions& o) {
    if (o.films.empty()) return fail(Error(engine_errors::kNoClips));
    const bool controls =
        std::any_of(o.styleName.begin(), o.styleName.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    const auto characters = std::count_if(o.styleName.begin(), o.styleName.end(),
                                          [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    if (o.styleName.empty() || characters > 120 || controls || !isValidUtf8(o.styleName))
        return notAllowed("The name of the Style", "it is empty, too long or not plain text",
                          "1 to 120 characters without line breaks");
    if (!isValidUtf8(o.caption)) return notAllowed("The caption", "it is not UTF-8 text", "plain text");
    if (o.clipsPerFilm < 1 || o.clipsPerFilm > 1000)
        return notAllowed("The number of clips per film", "it is " + std::to_string(o.clipsPerFilm), "1 to 1000");
    return {};
}

std::string optionsJson(const TrainStyleOptions& o, const std::string& modelDir) {
    using Json = nlohmann::json;
    Json films = Json::array();
    for (const auto& film : o.films) films.push_back(utf8FromPath(film));
    const Json out{{"films", films},
                   {"styleName", o.styleName},
                   {"caption", o.caption},
                   {"modelDir", modelDir},
                   {"clipsPerFilm", o.clipsPerFilm},
                   {"training", Json::parse(door::toJson(o.training))}};
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

class Training {
  public:
    Training(project::Project& project, const TrainStyleOptions& options, const Listener& listener, StopToken stop)
        : m_project(project),
          m_options(options),
          m_teller(listener),
          m_stop(std::move(stop)),
          m_runs(project.store()),
          m_passStopOn(m_stop, [this] { m_engineStop.request_stop(); }) {}

    Result<TrainedStyle> run(const door::EngineFactory& factory) {
        if (m_project.mode() != project::Mode::Write)
            return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(m_project.folder())}});
        BRANDLOOM_CHECK(checkOptions(m_options));
        const auto modelDir = modelDirOrStarter(m_options.modelDir);
        m_teller.progress("loading", 0, 0);
        BRANDLOOM_TRY(const auto engine, factory());
        BRANDLOOM_TRY(m_model, engine->describeModel({modelDir}));
        BRANDLOOM_CHECK(checkCancelled(m_stop));
        BRANDLOOM_CHECK(cutFilms());
        BRANDLOOM_TRY(m_out.run,
                      m_runs.add({m_options.styleName, optionsJson(m_options, modelDir), m_model.contentId}));
        m_teller.recorded({Recorded::What::Run, m_out.run.value, 0});
        auto done = trainAndSave(*engine, modelDir);
        if (!done) {
            endRun(done.error());
            return fail(std::move(done).error());
        }
        return std::move(m_out);
    }

  private:
    Status cutFilms() {
        const auto& d = m_model.defaults;
        CutOptions cut{d.width,          d.height, static_cast<double>(d.fps), d.frames, m_options.clipsPerFilm,
                       m_options.caption};
        BRANDLOOM_TRY(m_clips, FilmClips::cut(m_options.films, cut, m_stop,
                                              [this](const Progress& p) { m_teller.tell(door::Progressed{p}); }));
        m_out.clips = static_cast<int>(m_clips->clips().size());
        m_out.name = m_options.styleName;
        return recordClips();
    }

    /// Clips that the project does not know yet.
    Status recordClips() {
        styles::ClipRepository repository(m_project.store());
        BRANDLOOM_TRY(auto known, repository.list());
        for (const auto& clip : m_clips->clips()) {
            styles::NewClip row{utf8FromPath(clip.film), clip.filmSha256,       clip.firstFrame,
                                clip.frameCount,         clip.captions.front(), m_model.defaults.width,
                                m_model.defaults.height};
            const bool isKnown = std::any_of(known.begin(), known.end(), [&](const styles::Clip& other) {
                return other.sourceSha256 == row.sourceSha256 && other.firstFrame == row.firstFrame &&
                       other.frameCount == row.frameCount && other.caption == row.caption &&
                       other.width == row.width && other.height == row.height;
            });
            if (isKnown) continue;
            BRANDLOOM_TRY(const auto id, repository.add(row));
            known.push_back({row, id, 0});
        }
        return {};
    }

    Result<door::TrainRequest> request(const std::string& modelDir) const {
        const Path output = m_project.runsFolder() / std::to_string(m_out.run.value);
        const Path cache = m_project.folder() / "cache";
        for (const Path& folder : {output, cache}) {
            std::error_code ec;
            std::filesystem::create_directories(folder, ec);
            if (ec)
                return fail(base_errors::kFileUnwritable,
                            {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
        }
        door::TrainRequest out;
        out.modelDir = modelDir;
        out.cacheDir = utf8FromPath(cache);
        out.outputDir = utf8FromPath(output);
        out.name = fileStemFor(m_options.styleName);
        out.width = m_model.defaults.width;
        out.height = m_model.defaults.height;
        out.frames = m_clips->frameCount();
        out.clips = m_clips->trainClips();
        out.options = m_options.training;
        return out;
    }

    Status trainAndSave(door::Engine& engine, const std::string& modelDir) {
        BRANDLOOM_TRY(const auto order, request(modelDir));
        RunRecorder recorder(
            m_project, m_out.run, [this](const Recorded& r) { m_teller.recorded(r); },
            [this] { m_engineStop.request_stop(); });
        auto trained = engine.train(
            order, *m_clips,
            [&](const door::Event& event) {
                recorder.take(event.body);
                m_teller.tell(event.body);
            },
            m_engineStop.get_token());
        BRANDLOOM_CHECK(recorder.finish());
        if (!trained) return fail(std::move(trained).error());
        m_out.result = std::move(*trained);
        m_teller.progress("saving", 0, 0);
        BRANDLOOM_CHECK(m_runs.setState(m_out.run, RunState::Saving));
        BRANDLOOM_CHECK(saveVersion());
        return m_runs.setState(m_out.run, m_out.result.stopped ? RunState::Stopped : RunState::Finished);
    }

    Status saveVersion() {
        styles::NewStyleVersion version;
        version.run = m_out.run;
        version.modelContentId = m_model.contentId;
        const auto& files = m_out.result.adapters;
        for (const auto& [expert, file] :
             {std::pair{styles::Expert::High, files.high}, std::pair{styles::Expert::Low, files.low}}) {
            if (file.empty()) continue;
            BRANDLOOM_TRY(auto blob, m_project.blobs().put(pathFromUtf8(file)));
            version.adapters.push_back({expert, std::move(blob)});
        }
        styles::StyleRepository repository(m_project.store());
        BRANDLOOM_TRY(version.style, repository.findOrAdd(m_options.styleName));
        BRANDLOOM_TRY(const auto made, repository.addVersion(version));
        m_out.version = made.id;
        m_out.versionNumber = made.number;
        m_teller.recorded({Recorded::What::Style, made.id.value, 0});
        return {};
    }

    /// What went wrong stays with the run; when even that cannot be written the log has it.
    void endRun(const Error& error) {
        const auto state = error.isCancelled() ? RunState::Stopped : RunState::Failed;
        if (const auto done = m_runs.setState(m_out.run, state, &error); !done)
            logError("The end of training run {} was not recorded: {}", m_out.run.value, done.error().describe());
    }

    project::Project& m_project;
    const TrainStyleOptions& m_options;
    Teller m_teller;
    StopToken m_stop;
    styles::RunRepository m_runs;
    door::ModelDescription m_model;
    std::unique_ptr<FilmClips> m_clips;
    TrainedStyle m_out;
    // The engine also stops when the project can no longer be written.
    StopSource m_engineStop;
    std::stop_callback<std::function<void()>> m_passStopOn;
};

}  // namespace

Result<TrainedStyle> trainStyle(project::Project& project, const door::EngineFactory& engine,
                                const TrainStyleOptions& options, const Listener& listener, const StopToken& stop) {
    return Training(project, options, listener, stop).run(engine);
}

}  // namespace brandloom::studio
