#include "core/jobs/jobs_errors.h"

#include <array>

namespace brandloom::jobs {

std::span<const ErrorSpec* const> jobsErrorSpecs() {
    using namespace jobs_errors;
    static constexpr auto kAll =
        std::to_array<const ErrorSpec*>({&kEntryMissing, &kEntryNotWaiting, &kEntryRuns, &kEntryOver,
                                         &kEntryNotPaused, &kEntryPaused, &kBesideItself, &kLeaseLost});
    return kAll;
}

}  // namespace brandloom::jobs
