#include "core/starter/stage_loop.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "core/base/atomic_file.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/door/door_json.h"
#include "core/door/engine_errors.h"
#include "core/starter/model_files.h"
#include "core/starter/starter_options.h"
#include "core/training/background_writer.h"
#include "core/training/state_copy.h"

namespace brandloom::starter {
namespace {

constexpr std::size_t kKept = 2;

class Loop {
  public:
    Loop(const door::StarterTrainRequest& request, const Emit& emit, const StopToken& stop)
        : m_request(request), m_context{pathFromUtf8(request.outputDir), {}, request.options, emit, stop,
                                        [this] { m_copy.work(); }} {
        for (const auto& dir : request.initDirs) m_context.initDirs.push_back(pathFromUtf8(dir));
    }

    Result<door::StarterTrainResult> run(const std::function<std::unique_ptr<Stage>(const StageContext&)>& make) {
        const double start = steadySeconds();
        BRANDLOOM_CHECK(makeFolder(m_context.folder / "state"));
        BRANDLOOM_CHECK(makeFolder(m_context.model()));
        BRANDLOOM_TRY(const auto lock,
                      platform::FileLock::tryLock(m_context.folder / "lock", platform::hostName()));
        if (!lock) return fail(engine_errors::kStarterBusy, {{"folder", m_request.outputDir}});
        BRANDLOOM_TRY(const auto state, startingState());
        BRANDLOOM_CHECK(checkOptions(m_request.stage, m_context.options));
        m_stage = make(m_context);
        BRANDLOOM_CHECK(m_stage->prepare());
        if (!m_stateFile.empty()) BRANDLOOM_CHECK(m_stage->restore(state, m_stateFile));
        if (auto done = loop(start); !done && !done.error().isCancelled()) {
            static_cast<void>(m_writer.wait());
            return fail(done.error());
        }
        const bool stopped = !m_stage->isDone();
        if (m_stage->steps() == 0 && stopped) return fail(cancelledError());
        m_context.progress("saving", 0, 1);
        BRANDLOOM_CHECK(finishCheckpoint());
        if (m_savedStep != m_stage->steps()) {
            BRANDLOOM_CHECK(checkpoint());
            BRANDLOOM_CHECK(finishCheckpoint());
        }
        BRANDLOOM_CHECK(m_stage->writeModel());
        m_context.progress("saving", 1, 1);
        return door::StarterTrainResult{m_request.stage,
                                        m_stage->phase(),
                                        utf8FromPath(m_context.model()),
                                        m_stateFile,
                                        m_stage->samples(),
                                        m_stage->steps(),
                                        m_stage->lastLoss(),
                                        stopped,
                                        steadySeconds() - start};
    }

  private:
    /// Newest first.
    [[nodiscard]] std::vector<Path> stateFiles() const {
        std::vector<Path> found;
        std::error_code ec;
        const auto stem = m_request.stage + "-";
        for (const auto& entry : std::filesystem::directory_iterator(m_context.folder / "state", ec))
            if (entry.path().extension() == ".safetensors" &&
                utf8FromPath(entry.path().filename()).starts_with(stem))
                found.push_back(entry.path());
        std::sort(found.rbegin(), found.rend());
        return found;
    }

    /// Empty, with m_stateFile empty, for a fresh start. A damaged checkpoint is passed over for the one before.
    Result<TrainingState> startingState() {
        const auto files = stateFiles();
        if (!m_request.resume) {
            if (!files.empty())
                return fail(engine_errors::kStarterTaken,
                            {{"folder", m_request.outputDir}, {"stage", m_request.stage}});
            return TrainingState();
        }
        if (files.empty())
            return fail(engine_errors::kStarterNoState,
                        {{"folder", m_request.outputDir}, {"stage", m_request.stage}});
        for (const auto& file : files) {
            auto state = training::readTrainingState(file);
            if (!state) {
                logWarning("{}", state.error().describe());
                if (file == files.back()) return state;
                continue;
            }
            m_stateFile = utf8FromPath(file);
            const auto options = door::fromJson<door::StarterOptions>(state->values["options"]);
            if (!options)
                return fail(engine_errors::kStateDamaged,
                            {{"file", m_stateFile}, {"reason", "its settings are missing"}});
            BRANDLOOM_TRY(m_context.options,
                          optionsForResuming(*options, m_request.options, m_request.changed, m_stateFile));
            return state;
        }
        return TrainingState();
    }

    Status loop(double start) {
        const auto& options = m_context.options;
        double saved = steadySeconds();
        bool fresh = m_stateFile.empty();
        m_savedStep = fresh ? -1 : m_stage->steps();
        while (!m_stage->isDone() && !ended(start)) {
            BRANDLOOM_CHECK(waitWhilePaused());
            if (ended(start)) break;
            BRANDLOOM_CHECK(m_stage->step());
            const int n = m_stage->steps();
            if (const auto written = m_writer.ended()) BRANDLOOM_CHECK(tell(*written));
            if (options.measureEvery > 0 && n % options.measureEvery == 0) BRANDLOOM_CHECK(m_stage->measure());
            if (steadySeconds() - saved >= 60 * options.checkpointMinutes) {
                BRANDLOOM_CHECK(finishCheckpoint());
                BRANDLOOM_CHECK(checkpoint());
                saved = steadySeconds();
            }
            if (options.sheetEvery > 0 && n % options.sheetEvery == 0) {
                BRANDLOOM_CHECK(m_stage->writeModel());
                BRANDLOOM_CHECK(m_stage->preview());
            }
        }
        return {};
    }

    [[nodiscard]] bool ended(double start) const {
        const double minutes = m_context.options.minutes;
        return m_context.stop.stop_requested() || (minutes > 0 && steadySeconds() - start >= 60 * minutes);
    }

    /// Somebody needs the machine for a while.
    Status waitWhilePaused() {
        const auto file = m_context.folder / "pause";
        std::error_code ec;
        if (!std::filesystem::exists(file, ec)) return {};
        m_context.progress("paused", m_stage->steps(), 0);
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        while (std::filesystem::exists(file, ec) && !m_context.stop.stop_requested())
            wake.wait_for(lock, m_context.stop, std::chrono::milliseconds(500), [] { return false; });
        return {};
    }

    Status checkpoint() {
        auto values = m_stage->values();
        values["options"] = door::toJson(m_context.options);
        m_copy.plan(m_stage->state());
        m_savingStep = m_stage->steps();
        const auto file = m_context.folder / "state" /
                          pathFromUtf8(fmt::format("{}-{:08}.safetensors", m_request.stage, m_savingStep));
        m_savingFile = utf8FromPath(file);
        m_writer.start([this, file, values = std::move(values)]() -> Status {
            m_copy.work();
            return training::writeTrainingState(file, {values, m_copy.tensors()});
        });
        return {};
    }

    Status finishCheckpoint() {
        const auto written = m_writer.wait();
        return written ? tell(*written) : Status();
    }

    Status tell(const Status& written) {
        BRANDLOOM_CHECK(written);
        m_savedStep = m_savingStep;
        m_stateFile = m_savingFile;
        auto files = stateFiles();
        for (std::size_t i = kKept; i < files.size(); ++i) platform::removeFile(files[i]);
        door::CheckpointSaved saved;
        saved.step = m_savedStep;
        saved.statePath = m_stateFile;
        m_context.emit(saved);
        return {};
    }

    const door::StarterTrainRequest& m_request;
    training::StateCopy m_copy;
    StageContext m_context;
    std::unique_ptr<Stage> m_stage;
    std::string m_stateFile, m_savingFile;
    int m_savedStep = -1, m_savingStep = -1;
    training::BackgroundWriter m_writer;  ///< last: ends before what it uses
};

}  // namespace

Result<door::StarterTrainResult> runStage(const door::StarterTrainRequest& request, const Emit& emit,
                                          const StopToken& stop,
                                          const std::function<std::unique_ptr<Stage>(const StageContext&)>& make) {
    return Loop(request, emit, stop).run(make);
}

}  // namespace brandloom::starter
