#pragma once
// The first lines of main() of both programs.
#include "core/base/log.h"

namespace brandloom::app {

/// Call before any thread exists; may start the program again (needEnvironment). Waiting OpenMP threads of the
/// engine sleep instead of spinning (on busy cores spinning makes small models many times slower; OMP_WAIT_POLICY
/// in the environment wins), a closed pipe is an error and not a death, and the log goes to the user's state folder
/// ($BRANDLOOM_LOG names another file, empty: no file).
void prepareProcess(LogLevel consoleLevel, char** argv);

/// "0.1.0"
const char* version();

}  // namespace brandloom::app
