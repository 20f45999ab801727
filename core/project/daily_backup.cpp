#include "core/project/daily_backup.h"

#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/project/backup.h"

namespace brandloom::project {
namespace {

void backUpWhenDue(const Path& folder, double createdAt) {
    if (!isDailyBackupDue(folder, createdAt)) return;
    const auto made = makeBackup(folder, BackupKind::Daily);
    if (!made) return logWarning("No daily backup was made: {}", made.error().describe());
    logInfo("Daily backup {} of {} bytes.", made->name, made->bytes);
}

}  // namespace

Project::Daily::Daily(Path project, double created)
    : folder(std::move(project)), createdAt(created), thread([this] {
          platform::nameThisThread("daily-backup");
          platform::lowerThisThreadPriority();
          backUpWhenDue(folder, createdAt);
      }) {}

Project::Daily::~Daily() {
    thread.join();
    backUpWhenDue(folder, createdAt);
}

}  // namespace brandloom::project
