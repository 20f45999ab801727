#include "core/door/engine_loader.h"

#include <mutex>

#include "core/base/platform.h"
#include "core/base/thread_budget.h"
#include "core/door/build_id.h"
#include "core/door/engine_errors.h"

namespace brandloom::door {
namespace {

class Loader {
  public:
    explicit Loader(Path libraryDir) : m_libraryDir(std::move(libraryDir)) {}

    Result<std::shared_ptr<Engine>> engine() {
        const std::lock_guard lock(m_mutex);
        if (m_engine) return m_engine;
        const Path file = m_libraryDir / "libbrandloom_engine.so";
        auto handle = platform::openLibrary(file);
        if (!handle)
            return fail(Error(engine_errors::kEngineUnavailable, {{"reason", handle.error().arg("reason")}})
                            .withCause(handle.error()));
        const auto entry = reinterpret_cast<EngineEntry>(platform::librarySymbol(*handle, kEngineEntryName));
        if (entry == nullptr)
            return fail(engine_errors::kEngineUnavailable, {{"reason", utf8FromPath(file) + " has no entry"}});
        const auto dir = utf8FromPath(m_libraryDir);
        const HostServices host{doorBuildId(), dir.c_str(), threadBudget().compute};
        Error error;
        std::shared_ptr<Engine> created(entry(&host, &error));
        if (!created) return fail(error);
        m_engine = std::move(created);
        return m_engine;
    }

  private:
    Path m_libraryDir;
    std::mutex m_mutex;
    std::shared_ptr<Engine> m_engine;
};

}  // namespace

const char* doorBuildId() {
    return kBuildId;
}

EngineFactory engineLoader(const Path& libraryDir) {
    return [loader = std::make_shared<Loader>(libraryDir)] { return loader->engine(); };
}

}  // namespace brandloom::door
