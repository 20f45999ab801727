#pragma once
// The log: English, one file per user plus standard error for warnings. Thread-safe. Never translated.
#include <fmt/format.h>

#include <string_view>

#include "core/base/export.h"
#include "core/base/paths.h"

namespace brandloom {

enum class LogLevel { Debug, Info, Warning, Error };

/// Opens the log once per process (later calls do nothing): a rotating file when `file` is not empty, and standard
/// error from `consoleLevel` up. Without this call warnings and errors go to standard error.
BRANDLOOM_BASE_EXPORT void openLog(const Path& file, LogLevel consoleLevel = LogLevel::Warning);
BRANDLOOM_BASE_EXPORT void logMessage(LogLevel level, std::string_view text);
/// Number of sinks of the one logger; the engine side asks the same question in a test.
BRANDLOOM_BASE_EXPORT int logSinkCount();

template <class... A>
void logInfo(fmt::format_string<A...> f, A&&... a) {
    logMessage(LogLevel::Info, fmt::format(f, std::forward<A>(a)...));
}
template <class... A>
void logWarning(fmt::format_string<A...> f, A&&... a) {
    logMessage(LogLevel::Warning, fmt::format(f, std::forward<A>(a)...));
}
template <class... A>
void logError(fmt::format_string<A...> f, A&&... a) {
    logMessage(LogLevel::Error, fmt::format(f, std::forward<A>(a)...));
}

}  // namespace brandloom
