#include "core/text/tokenizer.h"

#include <sentencepiece_processor.h>

#include <algorithm>
#include <array>

#include "core/text/counter/text_errors.h"
#include "core/text/spiece_check.h"

namespace brandloom::text {
namespace {

constexpr std::uint64_t kLimitBytes = 64ull << 20;  // umT5's has 4.5 MB

}  // namespace

struct Tokenizer::Impl {
    sentencepiece::SentencePieceProcessor processor;

    [[nodiscard]] std::vector<int> pieces(std::string_view text) const {
        std::vector<int> ids;
        if (!processor.Encode(absl::string_view(text.data(), text.size()), &ids).ok()) ids.clear();
        return ids;
    }
};

Tokenizer::Tokenizer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

Result<Tokenizer> Tokenizer::load(const Path& spieceModel) {
    const auto name = utf8FromPath(spieceModel);
    std::error_code ignored;
    const auto size = std::filesystem::file_size(spieceModel, ignored);
    if (!ignored && size > kLimitBytes) return fail(kTokenizerTooLarge, {{"file", name}});
    BRANDLOOM_TRY(const auto model, readFile(spieceModel, kLimitBytes));
    return fromBytes(model, name);
}

Result<Tokenizer> Tokenizer::fromBytes(std::string_view model, const std::string& name) {
    if (model.size() > kLimitBytes) return fail(kTokenizerTooLarge, {{"file", name}});
    const auto damaged = [&](std::string reason) {
        return fail(kTokenizerDamaged, {{"file", name}, {"reason", std::move(reason)}});
    };
    if (auto fault = faultOfSpieceModel(model)) return damaged(std::move(*fault));
    auto impl = std::make_unique<Impl>();
    try {
        const auto status = impl->processor.LoadFromSerializedProto(absl::string_view(model.data(), model.size()));
        if (!status.ok()) return damaged("the library refuses it (" + status.ToString() + ")");
    } catch (const std::exception& e) {
        return damaged(e.what());
    }
    auto& processor = impl->processor;
    if (processor.GetPieceSize() < 4 || processor.IdToPiece(static_cast<int>(kEndId)) != "</s>" ||
        !processor.IsControl(static_cast<int>(kPadId)))
        return fail(kTokenizerForeign, {{"file", name}, {"reason", "its end token does not have the number 1"}});
    return Tokenizer(std::move(impl));
}

std::vector<std::int64_t> Tokenizer::encode(std::string_view cleaned, int maxTokens) const {
    const auto pieces = m_impl->pieces(cleaned);
    const auto kept = std::min<std::size_t>(pieces.size(), static_cast<std::size_t>(std::max(maxTokens, 1) - 1));
    std::vector<std::int64_t> ids(pieces.begin(), pieces.begin() + static_cast<std::ptrdiff_t>(kept));
    ids.push_back(kEndId);
    return ids;
}

int Tokenizer::tokenCount(std::string_view cleaned) const {
    return static_cast<int>(m_impl->pieces(cleaned).size()) + 1;
}

int Tokenizer::pieceCount() const {
    return m_impl->processor.GetPieceSize();
}

}  // namespace brandloom::text
