#pragma once
// What the commands of datasets, clips and captions share: lines for clips and summaries, numbers of clips,
// choices.
#include <string>
#include <vector>

#include "app/cli/command.h"
#include "core/studio/datasets/curation.h"
#include "core/studio/datasets/datasets.h"

namespace brandloom::cli {

JsonLine lineOf(const studio::DatasetSummary& dataset, const char* type);
std::string textOf(const studio::DatasetSummary& dataset);
JsonLine lineOf(const dataset::Clip& clip);
/// Two spaces in front; captions on lines of their own.
std::string textOf(const dataset::Clip& clip);

/// Error: base kInvalidArgument for a word that is no number.
Result<std::int64_t> clipNumber(const std::string& word);

/// Positions CLIPS, and --query with --name: which clips a command is about.
class ClipWords {
  public:
    void declare(Flags& flags);
    /// Error: base kInvalidArgument for a word that is no number.
    Result<studio::ClipChoice> choice() const;

  private:
    std::vector<std::string> m_ids;
    std::string m_dataset;
    std::optional<std::string> m_query;
};

/// --dry-run and --yes.
void addBulkFlags(Flags& flags, studio::BulkOptions& bulk);
/// Says what was, or would be, changed; `what` as in "clip".
ExitCode tell(Output& out, const studio::BulkResult& result, const char* type);

}  // namespace brandloom::cli
