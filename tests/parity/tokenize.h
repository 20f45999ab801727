#pragma once
// Token ids of a prompt by the tokenizer of a model folder.
#include <cstdint>
#include <string>
#include <vector>

#include "core/wan/model_folder.h"

namespace brandloom::parity {

/// Cleaned, encoded, end token last, at most maxTokens. Throws std::runtime_error.
std::vector<std::int64_t> promptIds(const wan::ModelFolder& folder, const std::string& prompt,
                                    std::int64_t maxTokens);

}  // namespace brandloom::parity
