#pragma once
// Presets as lines of JSON and as text.
#include <map>
#include <string>

#include "app/cli/json_line.h"
#include "core/studio/presets/presets.h"

namespace brandloom::cli {

JsonLine presetLine(const studio::ShownPreset& shown, const std::string& type = {});
/// One line.
std::string presetRow(const studio::ShownPreset& shown);
/// All of it.
std::string presetText(const studio::ShownPreset& shown);
/// "NAME=VALUE", each. Error: kBadUsage.
Result<std::map<std::string, std::string>> readSlots(const std::vector<std::string>& texts);

}  // namespace brandloom::cli
