#pragma once
// What a check found, as lines of JSON and as text.
#include <string>
#include <vector>

#include "app/cli/json_line.h"
#include "core/base/error.h"

namespace brandloom::cli {

std::vector<JsonLine> findingLines(const std::vector<Error>& findings);
/// One line each, with a break at the end.
std::string findingsText(const std::vector<Error>& findings);
/// "nothing wrong", "1 fault", "3 faults"
std::string findingCount(const std::vector<Error>& findings);

}  // namespace brandloom::cli
