#pragma once
// The error table of core/project.
#include <span>

#include "core/base/error.h"

namespace brandloom::project_errors {

inline constexpr ErrorSpec kFolderMissing{"project", "folder_missing", "The folder {folder} does not exist.",
                                          "Check the path, or create a project there."};
inline constexpr ErrorSpec kParentMissing{"project", "parent_missing",
                                          "{folder} cannot be created because {parent} does not exist.",
                                          "Create that folder first, or choose another place."};
inline constexpr ErrorSpec kNotAProject{"project", "not_a_project", "{folder} is not a Brandloom project.",
                                        "Choose a folder that holds a project.db, or create a project.",
                                        ErrorKind::Failure};
inline constexpr ErrorSpec kNotAFolder{"project", "not_a_folder", "{folder} is a file, not a folder.",
                                       "Choose a folder."};
inline constexpr ErrorSpec kProjectExists{"project", "project_exists", "{folder} already holds a project.",
                                          "Open it, or choose another folder."};
inline constexpr ErrorSpec kFolderNotEmpty{"project", "folder_not_empty", "{folder} is not empty.",
                                           "Choose a new or an empty folder; nothing was changed."};
inline constexpr ErrorSpec kFolderReadOnly{"project", "folder_read_only", "{folder} cannot be written to.",
                                           "Choose another folder, or change its permissions."};
inline constexpr ErrorSpec kBadName{"project", "bad_name", "A project may not be called \"{name}\".",
                                    "Use 1 to 120 characters without line breaks.", ErrorKind::Usage};
inline constexpr ErrorSpec kLocked{"project", "locked",
                                   "{folder} is being written by process {pid} on {host} since {since}.",
                                   "Close it there, or open it here for reading only."};
inline constexpr ErrorSpec kBadSetting{"project", "bad_setting", "A setting may not be called \"{key}\".",
                                       "Use 1 to 200 printable characters.", ErrorKind::Usage};

// Findings of a check.
inline constexpr ErrorSpec kDatabaseProblem{"project", "database_problem", "The database reports: {problem}.",
                                            "Restore project.db from a backup."};
inline constexpr ErrorSpec kFileGone{"project", "file_gone", "The {kind} file {file} is missing.",
                                     "Put the file back, or delete its entry."};
inline constexpr ErrorSpec kFileChanged{"project", "file_changed",
                                        "The {kind} file {file} is not as it was recorded.",
                                        "Put the original file back, or delete its entry."};

// Backups.
inline constexpr ErrorSpec kNoBackup{"project", "no_backup", "{folder} has no backup that is whole.",
                                     "A backup is made once a day while the project is used; nothing was changed."};
inline constexpr ErrorSpec kBackupUnknown{"project", "backup_unknown", "{folder} has no backup called {backup}.",
                                          "Choose one of the backups that it has.", ErrorKind::Usage};
inline constexpr ErrorSpec kBackupDamaged{"project", "backup_damaged", "The backup {backup} is not whole.",
                                          "Choose another backup; nothing was changed."};
inline constexpr ErrorSpec kDamagedWithBackup{
    "project", "damaged_with_backup",
    "The database of {folder} is damaged; its backup {backup} of {time} is whole.",
    "Restore that backup; the damaged database is then kept aside."};
inline constexpr ErrorSpec kGoneWithBackup{
    "project", "gone_with_backup", "The database of {folder} is missing; its backup {backup} of {time} is whole.",
    "Put project.db back, or restore that backup."};

// Archives of whole projects.
inline constexpr ErrorSpec kArchiveName{"project", "archive_name", "{file} is not a name for an archive.",
                                        "Choose a name that ends in .zip or .tar.", ErrorKind::Usage};
inline constexpr ErrorSpec kArchiveInside{"project", "archive_inside", "{file} would lie inside the project.",
                                          "Choose a folder outside of it.", ErrorKind::Usage};
inline constexpr ErrorSpec kArchiveExists{"project", "archive_exists", "{file} already exists.",
                                          "Choose another name; nothing was overwritten."};
inline constexpr ErrorSpec kArchiveUnreadable{"project", "archive_unreadable",
                                              "{file} cannot be read as an archive: {reason}.",
                                              "Copy the archive again; nothing was unpacked."};
inline constexpr ErrorSpec kArchiveRefused{"project", "archive_refused", "{file} was refused: {entry} {reason}.",
                                           "Unpack only archives of Brandloom projects; nothing was unpacked."};
inline constexpr ErrorSpec kArchiveNoProject{"project", "archive_no_project", "{file} holds no Brandloom project.",
                                             "Choose an archive that was made by packing a project."};

inline constexpr ErrorSpec kNothingToUndo{"project", "nothing_to_undo", "There is nothing to undo.", "",
                                          ErrorKind::Usage};
inline constexpr ErrorSpec kNothingToRedo{"project", "nothing_to_redo", "Nothing was undone that could be redone.",
                                          "", ErrorKind::Usage};
inline constexpr ErrorSpec kChangedSince{"project", "changed_since",
                                         "{command} of {subject} was left as it is: it was changed since.",
                                         "Make the change by hand."};

}  // namespace brandloom::project_errors

namespace brandloom::project {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> projectErrorSpecs();

}  // namespace brandloom::project
