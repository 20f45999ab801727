#pragma once
// How this process and its threads behave towards the machine. Apart from platform.h, which nearly everything
// reads.
#include "core/base/export.h"

namespace brandloom::platform {

/// Blocks of at least 8 MiB go back to the system as soon as they are free, so that many large tensors of different
/// sizes leave no holes behind (the system's own rule lets the limit grow to 32 MiB). Once, before the first of
/// them.
BRANDLOOM_BASE_EXPORT void returnLargeBlocks();

/// For threads that only write what others made: behind threads that lowerThisThreadPriority() was called on.
/// Whoever waits for such a thread has to be ready to do the work itself or to wait long.
BRANDLOOM_BASE_EXPORT void lowestThisThreadPriority();

}  // namespace brandloom::platform
