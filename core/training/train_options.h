#pragma once
// What the words and numbers of door::TrainOptions mean, checked once at the start. Thread-safe.
#include "core/door/requests.h"
#include "core/generation/loaded_model.h"
#include "core/training/learner.h"
#include "core/training/step_plan.h"

namespace brandloom::training {

/// Error: kBadTrainOption for the first option that is out of its range.
Status checkOptions(const door::TrainOptions& options);

/// Which expert learns; a model with one expert takes it as "low", whatever "both" says. Error: kBadTrainOption.
Result<StepPlan> planFor(const door::TrainOptions& options, bool twoExperts);

/// The shift that the samples of this training get.
double shiftFor(const door::TrainOptions& options, const wan::SamplingDefaults& defaults);

/// What learns on this expert. Error: kBadTrainOption.
Result<LearnerOptions> learnerOptions(const door::TrainOptions& options, const wan::SamplingDefaults& defaults,
                                      ExpertId expert, bool twoExperts);

/// The first option, as "name" (of its JSON field), "theirs", "ours", that keeps a training with options `ours`
/// from going on after one with `theirs`. `branch`: only what changes the shape of what learns counts. Error:
/// kBadJson.
struct OptionDifference {
    std::string name, theirs, ours;
};
Result<std::optional<OptionDifference>> differenceOf(const std::string& theirJson, const std::string& ourJson,
                                                     bool branch);

/// When a step does not fit into memory: the option to change first, and the value to give it.
struct SmallerOption {
    std::string name, value;
};
SmallerOption smallerOption(const door::TrainOptions& options);

}  // namespace brandloom::training
