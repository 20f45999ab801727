#pragma once
// Cancelling: std::stop_token, and the one error that says it happened. Polling is thread-safe and cheap.
#include <stop_token>

#include "core/base/base_errors.h"
#include "core/base/result.h"

namespace brandloom {

using StopToken = std::stop_token;
using StopSource = std::stop_source;

[[nodiscard]] inline Error cancelledError() {
    return Error(base_errors::kCancelled);
}

/// Error kCancelled once stop was requested, success before.
[[nodiscard]] inline Status checkCancelled(const StopToken& stop) {
    if (stop.stop_requested()) return fail(cancelledError());
    return {};
}

}  // namespace brandloom
