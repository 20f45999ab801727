#include "core/base/log.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <mutex>

namespace brandloom {
namespace {

std::mutex g_mutex;
std::shared_ptr<spdlog::logger> g_logger;

spdlog::level::level_enum spdlogFromLevel(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return spdlog::level::debug;
        case LogLevel::Info:
            return spdlog::level::info;
        case LogLevel::Warning:
            return spdlog::level::warn;
        case LogLevel::Error:
            return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::shared_ptr<spdlog::logger> makeLogger(const Path& file, LogLevel consoleLevel) {
    auto console = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    console->set_level(spdlogFromLevel(consoleLevel));
    auto logger = std::make_shared<spdlog::logger>("brandloom", console);
    logger->set_level(spdlog::level::debug);
    if (!file.empty()) {
        try {
            std::filesystem::create_directories(file.parent_path());
            logger->sinks().push_back(
                std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.string(), 5u << 20, 3));
        } catch (const std::exception& e) {
            logger->warn("The log file {} could not be opened: {}", file.string(), e.what());
        }
    }
    logger->flush_on(spdlog::level::info);
    return logger;
}

std::shared_ptr<spdlog::logger> logger() {
    const std::lock_guard lock(g_mutex);
    if (!g_logger) g_logger = makeLogger({}, LogLevel::Warning);
    return g_logger;
}

}  // namespace

void openLog(const Path& file, LogLevel consoleLevel) {
    const std::lock_guard lock(g_mutex);
    if (!g_logger) g_logger = makeLogger(file, consoleLevel);
}

void logMessage(LogLevel level, std::string_view text) {
    logger()->log(spdlogFromLevel(level), spdlog::string_view_t(text.data(), text.size()));
}

int logSinkCount() {
    return static_cast<int>(logger()->sinks().size());
}

}  // namespace brandloom
