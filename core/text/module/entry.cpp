// The one function that libbrandloom_text_module.so exports.
#include <exception>

#include "core/base/base_errors.h"
#include "core/text/clean.h"
#include "core/text/counter/token_counter.h"
#include "core/text/tokenizer.h"

namespace brandloom::text {
namespace {

class Counter : public TokenCounter {
  public:
    explicit Counter(Tokenizer tokenizer) : m_tokenizer(std::move(tokenizer)) {}
    [[nodiscard]] int tokenCount(std::string_view text) const override {
        return m_tokenizer.tokenCount(cleanPrompt(text));
    }

  private:
    Tokenizer m_tokenizer;
};

}  // namespace
}  // namespace brandloom::text

extern "C" __attribute__((visibility("default"))) brandloom::text::TokenCounter* brandloom_token_counter_entry(
    int version, const brandloom::Path* spieceModel, brandloom::Error* error) noexcept {
    using namespace brandloom;
    const auto unusable = [&](const char* reason) {
        *error = Error(base_errors::kLibraryMissing, {{"file", "libbrandloom_text_module.so"}, {"reason", reason}});
        return nullptr;
    };
    try {
        if (version != text::kTokenCounterVersion) return unusable("it comes from another build");
        auto tokenizer = text::Tokenizer::load(*spieceModel);
        if (!tokenizer) {
            *error = std::move(tokenizer).error();
            return nullptr;
        }
        return new text::Counter(std::move(*tokenizer));  // owned by the caller
    } catch (const std::exception& e) {
        return unusable(e.what());
    }
}
