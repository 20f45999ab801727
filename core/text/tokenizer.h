#pragma once
// The SentencePiece tokenizer of the text encoder. Const functions may be called from several threads at once.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::text {

inline constexpr std::int64_t kPadId = 0;
inline constexpr std::int64_t kEndId = 1;

class Tokenizer {
  public:
    /// Reads `spiece.model`. The file is checked before the library sees it. Errors: text_errors.h,
    /// base/file_missing, base/file_unreadable.
    static Result<Tokenizer> load(const Path& spieceModel);
    /// The same from the bytes of such a file; `name` names them in errors.
    static Result<Tokenizer> fromBytes(std::string_view model, const std::string& name);
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;
    ~Tokenizer();

    /// Ids with the end token (1) last; cut to maxTokens (at least 1) with the end token kept, not padded.
    /// `cleaned` comes from cleanPrompt().
    [[nodiscard]] std::vector<std::int64_t> encode(std::string_view cleaned, int maxTokens) const;
    /// Number of ids without a cut, the end token included.
    [[nodiscard]] int tokenCount(std::string_view cleaned) const;
    /// Pieces in the file; the ids of the text encoder's table that have a meaning are below this.
    [[nodiscard]] int pieceCount() const;

  private:
    struct Impl;
    explicit Tokenizer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace brandloom::text
