#include "app/cli/finding_words.h"

#include <fmt/format.h>

namespace brandloom::cli {

std::vector<JsonLine> findingLines(const std::vector<Error>& findings) {
    std::vector<JsonLine> out;
    for (const auto& finding : findings) {
        JsonLine line;
        line.add("module", finding.module).add("code", finding.code);
        line.add("message", finding.sentence()).add("remedy", finding.remedy());
        out.push_back(std::move(line));
    }
    return out;
}

std::string findingsText(const std::vector<Error>& findings) {
    std::string out;
    for (const auto& finding : findings) out += finding.sentence() + " " + finding.remedy() + "\n";
    return out;
}

std::string findingCount(const std::vector<Error>& findings) {
    if (findings.empty()) return "nothing wrong";
    return fmt::format("{} fault{}", findings.size(), findings.size() == 1 ? "" : "s");
}

}  // namespace brandloom::cli
