#pragma once
// A tokenizer without phrases. Trained on captions, SentencePiece takes whole Chinese phrases, which have no
// spaces, for words ("a red mug" in one piece): each is rare, so an encoder learns little of it and nothing for the
// phrase beside it. Thread-safe.
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace brandloom::text {

/// The bytes of a spiece.model in which pieces with more than one Chinese character are never used; ids stay as
/// they are. Such text then falls into single characters. Error: kTokenizerDamaged with `name` as the file.
Result<std::string> withoutPhrases(std::string_view model, const std::string& name);

}  // namespace brandloom::text
