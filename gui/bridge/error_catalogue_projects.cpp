// What came to projects later: backups, archives, the Trash.
#include <QtGlobal>

#include "gui/bridge/error_catalogue.h"

namespace brandloom::bridge {
namespace {

// clang-format off
constexpr ErrorWords kWords[] = {
    {"project", "no_backup",
     QT_TRANSLATE_NOOP("errors", "{folder} has no backup that is whole."),
     QT_TRANSLATE_NOOP("errors", "A backup is made once a day while the project is used; nothing was changed.")},
    {"project", "backup_unknown",
     QT_TRANSLATE_NOOP("errors", "{folder} has no backup called {backup}."),
     QT_TRANSLATE_NOOP("errors", "Choose one of the backups that it has.")},
    {"project", "backup_damaged",
     QT_TRANSLATE_NOOP("errors", "The backup {backup} is not whole."),
     QT_TRANSLATE_NOOP("errors", "Choose another backup; nothing was changed.")},
    {"project", "damaged_with_backup",
     QT_TRANSLATE_NOOP("errors", "The database of {folder} is damaged; its backup {backup} of {time} is whole."),
     QT_TRANSLATE_NOOP("errors", "Restore that backup; the damaged database is then kept aside.")},
    {"project", "gone_with_backup",
     QT_TRANSLATE_NOOP("errors", "The database of {folder} is missing; its backup {backup} of {time} is whole."),
     QT_TRANSLATE_NOOP("errors", "Put project.db back, or restore that backup.")},
    {"project", "archive_name",
     QT_TRANSLATE_NOOP("errors", "{file} is not a name for an archive."),
     QT_TRANSLATE_NOOP("errors", "Choose a name that ends in .zip or .tar.")},
    {"project", "archive_inside",
     QT_TRANSLATE_NOOP("errors", "{file} would lie inside the project."),
     QT_TRANSLATE_NOOP("errors", "Choose a folder outside of it.")},
    {"project", "archive_exists",
     QT_TRANSLATE_NOOP("errors", "{file} already exists."),
     QT_TRANSLATE_NOOP("errors", "Choose another name; nothing was overwritten.")},
    {"project", "archive_unreadable",
     QT_TRANSLATE_NOOP("errors", "{file} cannot be read as an archive: {reason}."),
     QT_TRANSLATE_NOOP("errors", "Copy the archive again; nothing was unpacked.")},
    {"project", "archive_refused",
     QT_TRANSLATE_NOOP("errors", "{file} was refused: {entry} {reason}."),
     QT_TRANSLATE_NOOP("errors", "Unpack only archives of Brandloom projects; nothing was unpacked.")},
    {"project", "archive_no_project",
     QT_TRANSLATE_NOOP("errors", "{file} holds no Brandloom project."),
     QT_TRANSLATE_NOOP("errors", "Choose an archive that was made by packing a project.")},
    {"styles", "shot_missing",
     QT_TRANSLATE_NOOP("errors", "There is no Shot {id}."),
     QT_TRANSLATE_NOOP("errors", "Choose a Shot of this project.")},
    {"styles", "shot_in_trash",
     QT_TRANSLATE_NOOP("errors", "The Shot {id} is in the Trash."),
     QT_TRANSLATE_NOOP("errors", "Restore it, or choose another Shot.")},
    {"styles", "shot_not_in_trash",
     QT_TRANSLATE_NOOP("errors", "The Shot {id} is not in the Trash."),
     QT_TRANSLATE_NOOP("errors", "Choose one of those that are there.")},
};
// clang-format on

}  // namespace

std::span<const ErrorWords> projectErrorWords() {
    return kWords;
}

}  // namespace brandloom::bridge
