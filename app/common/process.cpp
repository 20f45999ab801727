#include "app/common/process.h"

#include <cstdlib>

#include "core/base/platform.h"

namespace brandloom::app {

void prepareProcess(LogLevel consoleLevel) {
    ::setenv("OMP_WAIT_POLICY", "passive", 0);
    platform::ignoreBrokenPipes();
    Path file = userStateDir() / "log" / "brandloom.log";
    if (const char* set = std::getenv("BRANDLOOM_LOG"); set != nullptr) file = set;
    openLog(file, consoleLevel);
}

const char* version() {
    return BRANDLOOM_VERSION;
}

}  // namespace brandloom::app
