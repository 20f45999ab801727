#include "core/studio/health/health.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/base/platform.h"
#include "core/media/codecs.h"
#include "core/studio/common/shipped.h"
#include "core/studio/health/fonts.h"

namespace brandloom::studio {
namespace {

constexpr double kGiB = 1024.0 * 1024.0 * 1024.0;

std::string gigabytes(std::uint64_t bytes) {
    const double value = static_cast<double>(bytes) / kGiB;
    return value < 10 ? fmt::format("{:.1f} GB", value) : fmt::format("{:.0f} GB", value);
}

HealthItem cpuHealth() {
    const int cores = platform::coreCount();
    HealthItem out{"cpu", Health::Ok, fmt::format("{} core{}", cores, cores == 1 ? "" : "s"), platform::cpuName()};
    if (cores < 2) {
        out.health = Health::Warning;
        out.detail += "; training on one core is slow.";
    }
    return out;
}

HealthItem memoryHealth() {
    const auto total = platform::memoryTotalBytes();
    const auto available = platform::memoryAvailableBytes();
    HealthItem out{"memory", Health::Ok, gigabytes(total), gigabytes(available) + " of it can be used now."};
    if (available < 2 * kGiB) {
        out.health = Health::Warning;
        out.detail = "Only " + gigabytes(available) + " can be used now; close other programs before training.";
    }
    return out;
}

HealthItem diskHealth(const Path& folder) {
    Path there = folder;
    std::error_code ec;
    while (!there.empty() && !std::filesystem::exists(there, ec) && there.has_parent_path() &&
           there != there.parent_path())
        there = there.parent_path();
    const auto free = platform::diskFreeBytes(there);
    if (!free) return {"disk", Health::Warning, "unknown", "The free space could not be asked for."};
    HealthItem out{
        "disk", Health::Ok,
        fmt::format("{:.{}f} GB free", 1e-9 * static_cast<double>(*free), *free < 10'000'000'000 ? 1 : 0),
        "In " + utf8FromPath(there)};
    if (*free < 2 * kGiB) {
        out.health = *free < 0.2 * kGiB ? Health::Problem : Health::Warning;
        out.detail = "Free some space in " + utf8FromPath(there) + " before training.";
    }
    if (platform::isRemoteFileSystem(there)) {
        out.health = std::max(out.health, Health::Warning);
        out.detail = "The folder lies on a network or FUSE file system: slower, and safe for one program only.";
    }
    return out;
}

HealthItem engineHealth() {
    const Path folder = libraryDir();
    std::error_code ec;
    for (const Path& part : {Path("libbrandloom_engine.so"), Path("torch/lib/libtorch_cpu.so"),
                             Path("torch/lib/libc10.so"), Path("nvidia/cu13/lib/libcudart.so.13")})
        if (!std::filesystem::exists(folder / part, ec))
            return {"engine", Health::Problem, "missing",
                    utf8FromPath(folder / part) + " is missing; build or install Brandloom again as a whole."};
    return {"engine", Health::Ok, "present", "It is loaded when first needed."};
}

HealthItem fontHealth() {
    const auto found = chineseFontsIn(fontFolders());
    if (!found.empty()) {
        const bool noto = std::find(found.begin(), found.end(), "Noto Sans CJK") != found.end();
        return {"fonts", Health::Ok, noto ? "Noto Sans CJK" : found.front(),
                fmt::format("Chinese is covered by {}.", fmt::join(found, ", "))};
    }
    return {"fonts", Health::Warning, "no Chinese font",
            "Chinese text shows as boxes; install fonts-noto-cjk or another Chinese font."};
}

HealthItem codecHealth() {
    if (!media::canWriteH264())
        return {"codecs", Health::Problem, "no x264", "MP4 films cannot be written; install FFmpeg with x264."};
    const auto codecs = media::filmCodecs();
    const std::string version = "FFmpeg " + media::ffmpegVersion();
    const auto can = fmt::format("Reads {}; writes h264 (x264) and png.", fmt::join(codecs.readable, ", "));
    if (codecs.unreadable.empty()) return {"codecs", Health::Ok, version, can};
    return {"codecs", Health::Warning, version,
            fmt::format("{} Films in {} cannot be read here.", can, fmt::join(codecs.unreadable, ", "))};
}

HealthItem modelHealth() {
    const Path starter = starterModelPath();
    std::error_code ec;
    for (const char* part : {"high_noise_model", "low_noise_model", "Wan2.1_VAE.pth",
                             "models_t5_umt5-xxl-enc-bf16.pth", "google/umt5-xxl"})
        if (!std::filesystem::exists(starter / part, ec))
            return {"models", Health::Problem, "starter incomplete",
                    utf8FromPath(starter / part) + " is missing; install Brandloom again."};
    return {"models", Health::Ok, "starter", utf8FromPath(starter)};
}

HealthItem localeHealth() {
    std::string value = "C";
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"})
        if (const char* set = std::getenv(name); set != nullptr && *set != '\0') {
            value = set;
            break;
        }
    const bool isUtf8 = value.find("UTF-8") != std::string::npos || value.find("utf8") != std::string::npos;
    return {"locale", Health::Info, value,
            isUtf8 ? "" : "Not a UTF-8 locale; names and prompts are read as UTF-8 all the same."};
}

}  // namespace

std::string wordFor(Health health) {
    static constexpr std::array<const char*, 4> kWords{"ok", "warning", "problem", "info"};
    return kWords.at(static_cast<std::size_t>(health));
}

HealthItem gpuHealth(const std::string& driver) {
    if (driver.empty())
        return {
            "gpu", Health::Info, "none",
            fmt::format("No NVIDIA driver is loaded: the processor does the work. A GPU needs driver {} or newer.",
                        kNvidiaDriverFloor)};
    const int major = std::atoi(driver.c_str());
    if (major >= kNvidiaDriverFloor)
        return {"gpu", Health::Ok, "NVIDIA driver " + driver,
                fmt::format("Driver {} or newer is needed.", kNvidiaDriverFloor)};
    return {"gpu", Health::Warning, "NVIDIA driver " + driver,
            fmt::format("Too old for CUDA 13: install driver {} or newer, or go on with the processor.",
                        kNvidiaDriverFloor)};
}

std::vector<HealthItem> machineHealth(const Path& workFolder) {
    return {cpuHealth(),
            memoryHealth(),
            diskHealth(workFolder),
            gpuHealth(platform::nvidiaDriverVersion().value_or("")),
            engineHealth(),
            fontHealth(),
            codecHealth(),
            modelHealth(),
            localeHealth()};
}

}  // namespace brandloom::studio
