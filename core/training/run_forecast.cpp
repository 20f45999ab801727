#include "core/training/run_forecast.h"

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "core/base/platform.h"
#include "core/door/engine_errors.h"

namespace brandloom::training {

Status checkDisk(const Path& folder, std::uint64_t checkpointBytes) {
    const auto free = platform::diskFreeBytes(folder);
    if (!free || *free >= 2 * checkpointBytes) return {};
    return fail(
        engine_errors::kDiskTooSmall,
        {{"folder", utf8FromPath(folder)}, {"free", sizeText(*free)}, {"need", sizeText(2 * checkpointBytes)}});
}

door::ForecastMade forecastFrom(const RehearsalTimes& times, const RunCounts& counts, std::uint64_t memoryBytes,
                                std::uint64_t diskBytes) {
    door::ForecastMade out;
    out.memoryBytes = memoryBytes;
    out.diskBytes = diskBytes;
    if (times.steps.empty()) return out;
    const auto [quick, slow] = std::ranges::minmax(times.steps);
    const double rest = counts.measurements * times.measuring + counts.previews * times.previewing +
                        counts.checkpoints * times.saving;
    // Other work may have had half of the processors during the rehearsal, or have come to an end since.
    out.secondsLow = 0.5 * (counts.steps * quick + rest);
    out.secondsHigh = 1.5 * (counts.steps * slow + rest) + 1.0;
    return out;
}

bool isOutOfMemory() noexcept {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return true;
    } catch (const c10::Error& e) {
        // LibTorch has no type of its own for a failed allocation on the CPU.
        const std::string text = e.what_without_backtrace();
        return text.find("can't allocate memory") != std::string::npos ||
               text.find("not enough memory") != std::string::npos ||
               text.find("out of memory") != std::string::npos;
    } catch (...) {
        return false;
    }
}

std::string sizeText(std::uint64_t bytes) {
    const auto size = static_cast<double>(bytes);
    if (size >= 1e9) return fmt::format("{:.1f} GB", size / 1e9);
    return fmt::format("{:.0f} MB", std::max(1.0, size / 1e6));
}

}  // namespace brandloom::training
