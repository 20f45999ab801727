#include "core/studio/projects/backups.h"

#include "core/project/project.h"
#include "core/project/project_errors.h"
#include "core/studio/projects/progress_sink.h"

namespace brandloom::studio {

Result<project::Backup> backUpProject(const Path& folder, const Listener& listener, const StopToken& stop) {
    BRANDLOOM_TRY(const auto project, project::Project::open(folder, project::Mode::Read));
    Teller teller(listener);
    return project::makeBackup(project->folder(), project::BackupKind::Manual, stop, progressSinkOf(teller));
}

Result<std::vector<ListedBackup>> listBackups(const Path& folder) {
    const ErrorArg name{"folder", utf8FromPath(folder)};
    std::error_code ec;
    if (!std::filesystem::is_directory(folder, ec)) return fail(project_errors::kFolderMissing, {name});
    std::vector<ListedBackup> out;
    for (auto& backup : project::listBackups(folder)) {
        ListedBackup line;
        if (auto content = project::inspectBackup(folder, backup.name, false)) {
            line.content = std::move(*content);
        } else {
            line.content.backup = std::move(backup);
            line.fault = std::move(content).error();
        }
        out.push_back(std::move(line));
    }
    if (out.empty() && !std::filesystem::exists(folder / "project.db", ec))
        return fail(project_errors::kNotAProject, {name});
    return out;
}

Result<project::Restored> restoreProject(const Path& folder, const std::string& name, const Listener& listener,
                                         const StopToken& stop) {
    Teller teller(listener);
    return project::restoreBackup(folder, name, stop, progressSinkOf(teller));
}

}  // namespace brandloom::studio
