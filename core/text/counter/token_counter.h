#pragma once
// Tokens of texts as a text encoder counts them, without linking SentencePiece (README.md says why).
#include <memory>
#include <string_view>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::text {

/// Const functions may be called from several threads at once.
class TokenCounter {
  public:
    virtual ~TokenCounter() = default;
    /// Of the text after cleanPrompt(), the end token included, without a cut.
    [[nodiscard]] virtual int tokenCount(std::string_view text) const = 0;
};

/// The counter of a `spiece.model`. The first call opens the library (some 10 ms). Errors: those of
/// Tokenizer::load; base kLibraryMissing.
Result<std::unique_ptr<TokenCounter>> tokenCounter(const Path& spieceModel,
                                                   const Path& libraryDir = brandloom::libraryDir());

/// The library's only exported function: null and *error on failure. `version` must be kTokenCounterVersion: both
/// sides then come from one build.
using TokenCounterEntry = TokenCounter* (*)(int version, const Path* spieceModel, Error* error) noexcept;
inline constexpr const char* kTokenCounterEntryName = "brandloom_token_counter_entry";
inline constexpr int kTokenCounterVersion = 1;  ///< counts up with every change of what crosses

}  // namespace brandloom::text
