#include "core/studio/starter/train_starter.h"

#include <cstdlib>

#include "core/door/door_json.h"
#include "core/studio/common/model_registry.h"
#include "core/studio/common/teller.h"
#include "core/studio/starter/starter_log.h"

namespace brandloom::studio {
namespace {

Path absolutePath(const Path& path) {
    std::error_code ec;
    const Path whole = std::filesystem::absolute(path, ec);
    return ec ? path : whole.lexically_normal();
}

/// A folder need not be a whole model here.
Result<std::string> initFolder(const Path& nameOrFolder) {
    std::error_code ec;
    if (std::filesystem::is_directory(nameOrFolder, ec)) return utf8FromPath(absolutePath(nameOrFolder));
    return modelFolderFor(nameOrFolder);
}

}  // namespace

Path starterRunFolder() {
    const char* runs = std::getenv("BRANDLOOM_RUNS");
    return (runs != nullptr && *runs != '\0' ? pathFromUtf8(runs) : userStateDir() / "runs") / "starter";
}

Result<door::StarterTrainResult> trainStarter(const door::EngineFactory& factory,
                                              const TrainStarterOptions& options, const Listener& listener,
                                              const StopToken& stop) {
    const auto folder = options.outFolder.empty() ? starterRunFolder() : absolutePath(options.outFolder);
    door::StarterTrainRequest request;
    request.stage = options.stage;
    request.outputDir = utf8FromPath(folder);
    request.options = options.training;
    request.resume = options.resume;
    request.changed = options.changed;
    for (const auto& init : options.init) {
        BRANDLOOM_TRY(auto from, initFolder(init));
        request.initDirs.push_back(std::move(from));
    }
    BRANDLOOM_TRY(const auto log, StarterLog::open(folder));
    Teller teller(listener);
    teller.progress("loading", 0, 0);
    BRANDLOOM_TRY(const auto engine, factory());
    log->note("started", door::toJson(request));
    auto trained = engine->starter().trainStarter(
        request,
        [&](const door::Event& event) {
            log->take(event.body);
            teller.tell(event.body);
        },
        stop);
    log->note(trained ? "ended" : "failed", trained ? door::toJson(*trained) : door::toJson(trained.error()));
    const auto written = log->finish();
    if (trained) BRANDLOOM_CHECK(written);
    return trained;
}

}  // namespace brandloom::studio
