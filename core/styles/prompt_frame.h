#pragma once
// Prompts with slots: "a {object=red mug} on {place}". A slot has a name and perhaps what stands there unless
// somebody says otherwise; the same slot may stand in several places. "{{" and "}}" are braces. Pure, thread-safe.
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace brandloom::styles {

struct PromptSlot {
    std::string name;   ///< letters, digits, dashes of any language
    std::string usual;  ///< empty: it must be given
};

/// In the order of their first places. Errors: kBadFrame (a brace that does not close, a slot without a name).
Result<std::vector<PromptSlot>> slotsOf(const std::string& frame);

/// The prompt. Errors: those of slotsOf(), kSlotUnknown (a value for a slot that the frame has not), kSlotEmpty.
Result<std::string> filled(const std::string& frame, const std::map<std::string, std::string>& values);

}  // namespace brandloom::styles
