// Jobs of the queue.
#include <QtGlobal>

#include "gui/bridge/error_catalogue.h"

namespace brandloom::bridge {
namespace {

// clang-format off
constexpr ErrorWords kWords[] = {
    {"jobs", "entry_missing",
     QT_TRANSLATE_NOOP("errors", "There is no job {id} in the queue."),
     QT_TRANSLATE_NOOP("errors", "See which there are with 'queue list'.")},
    {"jobs", "entry_not_waiting",
     QT_TRANSLATE_NOOP("errors", "Job {id} of the queue is not waiting."),
     QT_TRANSLATE_NOOP("errors", "Only what waits can be changed; what is paused can be moved.")},
    {"jobs", "entry_runs",
     QT_TRANSLATE_NOOP("errors", "Job {id} of the queue is running."),
     QT_TRANSLATE_NOOP("errors", "Pause or stop it where it runs.")},
    {"jobs", "entry_over",
     QT_TRANSLATE_NOOP("errors", "Job {id} of the queue is over."),
     QT_TRANSLATE_NOOP("errors", "Choose one that is not.")},
    {"jobs", "entry_not_paused",
     QT_TRANSLATE_NOOP("errors", "Job {id} of the queue cannot go on: it waits or is finished."),
     QT_TRANSLATE_NOOP("errors", "Choose one that is paused, stopped or failed.")},
    {"jobs", "entry_paused",
     QT_TRANSLATE_NOOP("errors", "Job {id} of the queue is paused already."),
     QT_TRANSLATE_NOOP("errors", "Resume or cancel it.")},
    {"jobs", "beside_itself",
     QT_TRANSLATE_NOOP("errors", "Job {id} cannot be moved beside itself."),
     QT_TRANSLATE_NOOP("errors", "Name another job that is not over.")},
    {"jobs", "lease_lost",
     QT_TRANSLATE_NOOP("errors", "Job {id} of the queue is no longer held by {owner}."),
     QT_TRANSLATE_NOOP("errors", "Resume it; what was saved is kept.")},
    {"studio", "job_unreadable",
     QT_TRANSLATE_NOOP("errors", "What job {id} of the queue is to do cannot be read."),
     QT_TRANSLATE_NOOP("errors", "Cancel it and add it anew.")},
};
// clang-format on

}  // namespace

std::span<const ErrorWords> jobErrorWords() {
    return kWords;
}

}  // namespace brandloom::bridge
