#pragma once
// Inside core/studio/projects: progress of a room below, told as events.
#include "core/base/progress.h"
#include "core/studio/common/teller.h"

namespace brandloom::studio {

/// May not outlive the Teller.
inline ProgressSink progressSinkOf(Teller& teller) {
    return [&teller](const Progress& progress) { teller.tell(door::Progressed{progress}); };
}

}  // namespace brandloom::studio
