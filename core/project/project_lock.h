#pragma once
// project.lock: who writes a project. The system frees the lock when the process ends, however it ends.
#include <optional>

#include "core/base/platform.h"
#include "core/project/project.h"

namespace brandloom::project {

struct Project::Lock {
    platform::FileLock lock;
};

/// Takes the lock or says who has it: kLocked, kFolderReadOnly.
Result<platform::FileLock> takeLock(const Path& folder);
std::optional<WriterInfo> lockHolder(const Path& folder);

}  // namespace brandloom::project
