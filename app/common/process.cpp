#include "app/common/process.h"

#include <cstdlib>

#include "core/base/environment.h"
#include "core/base/platform.h"

namespace brandloom::app {

void prepareProcess(LogLevel consoleLevel, char** argv) {
    // Only in this mode, and with a fixed number of threads, do MKL's products promise the same bits from run to
    // run; the engine loads it much later.
    platform::defaultEnvironment("MKL_CBWR", "AUTO");
    platform::defaultEnvironment("MKL_DYNAMIC", "FALSE");
    platform::needEnvironment("OMP_WAIT_POLICY", "passive", argv);
    platform::ignoreBrokenPipes();
    Path file = userStateDir() / "log" / "brandloom.log";
    if (const char* set = std::getenv("BRANDLOOM_LOG"); set != nullptr) file = set;
    openLog(file, consoleLevel);
}

const char* version() {
    return BRANDLOOM_VERSION;
}

}  // namespace brandloom::app
