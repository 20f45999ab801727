#pragma once
// The texts that a film carries beside its tracks (title, comment ...), without decoding anything. Thread-safe.
#include <map>
#include <string>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/media/limits.h"

namespace brandloom::media {

/// Keys as the container spells them. Errors: those of probe (media/probe.h).
Result<std::map<std::string, std::string>> filmTexts(const Path& path, const StopToken& stop = {},
                                                     const Limits& limits = {});

}  // namespace brandloom::media
