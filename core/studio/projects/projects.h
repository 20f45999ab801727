#pragma once
// Use cases around a whole project. Some ms of disk work each; thread-safe.
#include <memory>
#include <optional>
#include <string>

#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

/// Errors: those of Project::create.
Result<std::unique_ptr<project::Project>> createProject(const Path& folder, const std::string& name);

/// For writing; for reading where another process writes it, the folder may not be written to, or a newer program
/// made it. A writer marks runs as failed that a dead process left unfinished, pauses the jobs of the queue that it
/// worked on, takes out of the Trash what has been there for as long as the settings say, and keeps daily backups.
/// Errors: those of Project::open.
Result<std::unique_ptr<project::Project>> openProject(const Path& folder);

/// As openProject, but never for reading only: for commands that are of no use without writing.
Result<std::unique_ptr<project::Project>> openProjectForWriting(const Path& folder);

/// Undo command "project.rename". Errors: kProjectReadOnly, project kBadName.
Status renameProject(project::Project& project, const std::string& name, const Listener& listener);

Result<ProjectSummary> summaryOf(project::Project& project);

/// Why it can only be read, where that is in the project itself: store kSchemaFromFuture.
Result<std::optional<Error>> noticeOf(project::Project& project);

}  // namespace brandloom::studio
