#pragma once
// What an export made and what its checklist says, as lines of JSON and as text.
#include <string>

#include "app/cli/json_line.h"
#include "core/studio/finishing/export_types.h"

namespace brandloom::cli {

JsonLine exportLine(const studio::ExportResult& result);
std::string exportText(const studio::ExportResult& result, bool isCheckOnly);
bool hasProblem(const studio::ExportResult& result);

}  // namespace brandloom::cli
