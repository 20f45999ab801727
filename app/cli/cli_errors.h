#pragma once
// Failures that only the command line has; the window never shows them.
#include "core/base/error.h"

namespace brandloom::cli_errors {

inline constexpr ErrorSpec kBadUsage{"cli", "bad_usage", "{reason}.", "See {command} --help.", ErrorKind::Usage};

}  // namespace brandloom::cli_errors
