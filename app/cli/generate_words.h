#pragma once
// The words of generate's flags: sizes, guidance, Styles and files with strengths. Error: kBadUsage.
#include <string>

#include "core/base/result.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::cli {

/// "832x480" (also with '*'), width first.
Status readSize(const std::string& text, door::GenerateRequest& request);
/// "LOW" for both experts, or "LOW,HIGH".
Status readGuidance(const std::string& text, door::GenerateRequest& request);
/// "NAME", "NAME@3", "NAME:0.8", "NAME@3:0.8,0.5": version, strength, strength of the low-noise expert.
Result<studio::StyleChoice> readStyle(const std::string& text);
/// "NAME" or "NAME@3"; version 0: none was named.
Result<studio::StyleChoice> readStyleVersion(const std::string& text);
/// "FILE", "FILE:0.8", "FILE:0.8,0.5". What is after a colon and is no strength belongs to the name.
Result<studio::LoraChoice> readLora(const std::string& text);

}  // namespace brandloom::cli
