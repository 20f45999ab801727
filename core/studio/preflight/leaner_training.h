#pragma once
// Settings of a training that need less memory and come to much the same, one after the other. Pure functions.
#include <optional>
#include <string>

#include "core/door/requests.h"

namespace brandloom::studio {

struct LeanerTraining {
    std::string field;  ///< of door::TrainOptions, which was changed first
    door::TrainOptions options;
};
/// The next step down: recomputing, half the batch with twice the passes, bf16, half the rank. None: there is none.
std::optional<LeanerTraining> leanerTraining(const door::TrainOptions& options);

}  // namespace brandloom::studio
