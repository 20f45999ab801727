#pragma once
// Time: steady seconds for durations, UTC text for records.
#include <string>

#include "core/base/export.h"

namespace brandloom {

/// Seconds of a steady clock; only differences mean something.
BRANDLOOM_BASE_EXPORT double steadySeconds();
/// Seconds since 1970 (UTC).
BRANDLOOM_BASE_EXPORT double unixSeconds();
/// "2026-11-24T08:15:30Z" for unix seconds.
BRANDLOOM_BASE_EXPORT std::string isoUtc(double unixSecondsValue);

}  // namespace brandloom
