#include "core/project/project_lock.h"

#include <sstream>

#include "core/base/clock.h"
#include "core/project/project_errors.h"

namespace brandloom::project {
namespace {

Path lockFile(const Path& folder) {
    return folder / "project.lock";
}

/// "<pid>\n<host>\n<since>\n"; a text that is not ours gives a writer without details.
WriterInfo parseOwner(const std::string& text) {
    WriterInfo writer;
    std::istringstream in(text);
    in >> writer.pid;
    in.ignore(1);
    std::getline(in, writer.host);
    std::getline(in, writer.sinceUtc);
    return writer;
}

}  // namespace

Result<platform::FileLock> takeLock(const Path& folder) {
    const std::string owner =
        std::to_string(platform::processId()) + "\n" + platform::hostName() + "\n" + isoUtc(unixSeconds()) + "\n";
    auto lock = platform::FileLock::tryLock(lockFile(folder), owner);
    if (!lock)
        return fail(
            Error(project_errors::kFolderReadOnly, {{"folder", utf8FromPath(folder)}}).withCause(lock.error()));
    if (*lock) return std::move(**lock);
    const auto writer = lockHolder(folder).value_or(WriterInfo{});
    return fail(project_errors::kLocked, {{"folder", utf8FromPath(folder)},
                                          {"pid", std::to_string(writer.pid)},
                                          {"host", writer.host},
                                          {"since", writer.sinceUtc}});
}

std::optional<WriterInfo> lockHolder(const Path& folder) {
    const auto owner = platform::FileLock::holder(lockFile(folder));
    if (!owner) return std::nullopt;
    return parseOwner(*owner);
}

}  // namespace brandloom::project
