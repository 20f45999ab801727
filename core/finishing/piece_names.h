#pragma once
// Names of files of Pieces from a template. Pure, thread-safe.
#include <map>
#include <string>

#include "core/base/result.h"

namespace brandloom::finishing {

inline constexpr const char* kUsualTemplate = "{title}-{target}";

/// {title}, {target}, {brand}, {date} (2026-11-28), {time} (142501), {size} (1080x1920), {seed}: replaced; what may
/// not stand in names becomes a dash. Without ending, at most 120 bytes. Errors: kBadTemplate (an unknown name, a
/// brace that does not close, nothing left).
Result<std::string> nameFrom(const std::string& pattern, const std::map<std::string, std::string>& values);

/// What of a text may stand in a name of a file everywhere: letters, digits, dashes, dots inside; at most `most`
/// bytes.
std::string plainName(const std::string& text, std::size_t most);

}  // namespace brandloom::finishing
