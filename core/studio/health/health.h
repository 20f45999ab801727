#pragma once
// The machine's health, item by item. A few ms; nothing is loaded that is not loaded yet. Thread-safe.
#include <string>
#include <vector>

#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// All items in a fixed order: cpu, memory, disk, gpu, engine, fonts, codecs, models, locale.
/// `workFolder` is where results go (disk item); it need not exist.
std::vector<HealthItem> machineHealth(const Path& workFolder);

/// "ok", "warning", "problem", "info".
std::string wordFor(Health health);

/// The oldest NVIDIA driver that the CUDA 13 libraries run on.
inline constexpr int kNvidiaDriverFloor = 580;
/// The gpu item for a driver text such as "535.183.01"; empty: no driver.
HealthItem gpuHealth(const std::string& driver);

}  // namespace brandloom::studio
