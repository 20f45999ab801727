#pragma once
// Inside core/dataset: the table of the rules of lint.h.
#include <string_view>

#include "core/dataset/lint.h"

namespace brandloom::dataset {

/// What a rule is called, how bad it is and what helps.
struct RuleFacts {
    LintRule rule;
    std::string_view word;
    LintSeverity severity;
    LintFix fix;
};
const RuleFacts& factsOf(LintRule rule);

}  // namespace brandloom::dataset
