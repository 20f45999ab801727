#pragma once
// The error table of core/text, for those also who cannot link it.
#include <span>

#include "core/base/error.h"

namespace brandloom::text {

inline constexpr ErrorSpec kTokenizerTooLarge{"text", "tokenizer_too_large",
                                              "{file} is far larger than a tokenizer model can be.",
                                              "Choose the spiece.model that came with the text encoder."};
inline constexpr ErrorSpec kTokenizerDamaged{"text", "tokenizer_damaged",
                                             "{file} is not a usable tokenizer model: {reason}.",
                                             "Download or copy the spiece.model of the text encoder again."};
inline constexpr ErrorSpec kTokenizerForeign{"text", "tokenizer_foreign",
                                             "{file} is a tokenizer of another kind of model: {reason}.",
                                             "Choose the spiece.model that came with the text encoder."};

std::span<const ErrorSpec* const> textErrorSpecs();

}  // namespace brandloom::text
