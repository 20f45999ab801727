// The one function that libbrandloom_engine.so exports.
#include <cstring>

#include "core/base/process_policy.h"
#include "core/door/engine_errors.h"
#include "core/door/engine_loader.h"
#include "core/engine/foreign_errors.h"
#include "core/engine/wan_engine.h"

extern "C" __attribute__((visibility("default"))) brandloom::door::Engine* brandloom_engine_entry(
    const brandloom::door::HostServices* host, brandloom::Error* error) noexcept {
    using namespace brandloom;
    try {
        if (host->buildId == nullptr || std::strcmp(host->buildId, door::doorBuildId()) != 0) {
            *error = Error(
                engine_errors::kBuildMismatch,
                {{"theirs", door::doorBuildId()}, {"ours", host->buildId != nullptr ? host->buildId : "none"}});
            return nullptr;
        }
        platform::returnLargeBlocks();
        return new engine::WanEngine(host->computeThreads);  // owned by the loader from here on
    } catch (...) {
        *error = engine::errorFromCurrentException("starting");
        return nullptr;
    }
}
