#pragma once
// Jobs of the queue as lines.
#include <string>

#include "app/cli/output.h"
#include "core/jobs/queue_entry.h"

namespace brandloom::cli {

JsonLine lineOf(const jobs::Entry& entry);
std::string textOf(const jobs::Entry& entry);
/// "training Fable", "Shot: a red mug".
std::string titleOf(const jobs::Entry& entry);
/// After --queue.
void tellQueued(Output& out, std::int64_t id);
/// Error: base kInvalidArgument for a word that is no number.
Result<std::int64_t> jobNumber(const std::string& word);

}  // namespace brandloom::cli
