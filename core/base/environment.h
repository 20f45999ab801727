#pragma once
// Environment variables that libraries read while they are loaded, which is before main().
#include "core/base/export.h"

namespace brandloom::platform {

/// Unless `name` is set already: sets it and starts this program again in its place (same process id, same
/// arguments), since setting it now would be too late. First line of main(), before any thread. Comes back when it
/// was set, or when the system does not let the program start again; then it is set for those who read it later.
BRANDLOOM_BASE_EXPORT void needEnvironment(const char* name, const char* value, char** argv);

/// Sets it unless it is set already, for libraries that are loaded later. First lines of main(), before any thread.
BRANDLOOM_BASE_EXPORT void defaultEnvironment(const char* name, const char* value);

}  // namespace brandloom::platform
