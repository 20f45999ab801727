#pragma once
// Inside core/studio/lint: what lint and its fixes look at.
#include <vector>

#include "core/studio/common/teller.h"
#include "core/studio/lint/dataset_lint.h"
#include "core/studio/lint/learning_model.h"

namespace brandloom::studio {

/// What is judged by: read once, also when the dataset is looked at twice.
struct LintJudge {
    LearningModel model;
    std::optional<Error> notRead;  ///< why nothing is known of the model
};
/// Errors: base kInvalidArgument; of a model that was named those of learningModel().
Result<LintJudge> judgeFor(const door::EngineFactory& engine, const LintDatasetOptions& options);

struct LintFacts {
    dataset::Dataset dataset;
    dataset::LintOptions options;
    std::vector<dataset::LintClip> clips;  ///< all but the rejected ones
    int rejected = 0;
    std::string model;
    std::optional<Error> notCounted;
};
/// Measures first when that is asked for.
Result<LintFacts> lintFacts(project::Project& project, const LintJudge& judge, const LintDatasetOptions& options,
                            Teller& teller, const StopToken& stop);
Result<LintReport> lintReport(const LintFacts& facts, Teller& teller, const StopToken& stop);

}  // namespace brandloom::studio
