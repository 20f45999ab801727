#pragma once
// The error table of core/jobs.
#include <span>

#include "core/base/error.h"

namespace brandloom::jobs_errors {

inline constexpr ErrorSpec kEntryMissing{"jobs", "entry_missing", "There is no job {id} in the queue.",
                                         "See which there are with 'queue list'.", ErrorKind::Usage};
inline constexpr ErrorSpec kEntryNotWaiting{"jobs", "entry_not_waiting", "Job {id} of the queue is not waiting.",
                                            "Only what waits can be changed; what is paused can be moved."};
inline constexpr ErrorSpec kEntryRuns{"jobs", "entry_runs", "Job {id} of the queue is running.",
                                      "Pause or stop it where it runs."};
inline constexpr ErrorSpec kEntryOver{"jobs", "entry_over", "Job {id} of the queue is over.",
                                      "Choose one that is not."};
inline constexpr ErrorSpec kEntryNotPaused{"jobs", "entry_not_paused",
                                           "Job {id} of the queue cannot go on: it waits or is finished.",
                                           "Choose one that is paused, stopped or failed."};
inline constexpr ErrorSpec kEntryPaused{"jobs", "entry_paused", "Job {id} of the queue is paused already.",
                                        "Resume or cancel it."};
inline constexpr ErrorSpec kBesideItself{"jobs", "beside_itself", "Job {id} cannot be moved beside itself.",
                                         "Name another job that is not over.", ErrorKind::Usage};
inline constexpr ErrorSpec kLeaseLost{"jobs", "lease_lost", "Job {id} of the queue is no longer held by {owner}.",
                                      "Resume it; what was saved is kept."};

}  // namespace brandloom::jobs_errors

namespace brandloom::jobs {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> jobsErrorSpecs();

}  // namespace brandloom::jobs
