#include "core/starter/prompt_texts.h"

#include <torch/torch.h>

#include <algorithm>

#include "core/starter/model_files.h"
#include "core/text/clean.h"
#include "core/wan/loader.h"

namespace brandloom::starter {
namespace {

/// A multiple of 16, less one row that stands for the padding behind it; all rows when it is nearly that many.
std::int64_t roundedLength(std::int64_t longest, std::int64_t most) {
    const auto rounded = (longest + 16) / 16 * 16 - 1;
    return rounded >= most - 1 ? most : rounded;
}

}  // namespace

Result<PromptTexts> PromptTexts::open(const Path& model, int textTokens) {
    BRANDLOOM_TRY(auto tokenizer, text::Tokenizer::load(tokenizerFile(model)));
    BRANDLOOM_TRY(auto encoder, wan::loadUmt5(textFile(model)));
    return PromptTexts(std::move(tokenizer), std::move(encoder), textTokens);
}

std::vector<torch::Tensor> PromptTexts::encode(const std::vector<std::string>& prompts) {
    const torch::NoGradGuard noGrad;
    std::vector<std::vector<std::int64_t>> ids;
    std::int64_t longest = 0;
    for (const auto& prompt : prompts) {
        ids.push_back(m_tokenizer.encode(text::cleanPrompt(prompt), m_textTokens));
        longest = std::max(longest, static_cast<std::int64_t>(ids.back().size()));
    }
    const auto length = roundedLength(longest, m_textTokens);
    auto all = torch::full({static_cast<std::int64_t>(ids.size()), length}, text::kPadId, torch::kLong);
    auto mask = torch::zeros_like(all);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto count = static_cast<std::int64_t>(ids[i].size());
        const auto row = static_cast<std::int64_t>(i);
        all[row].narrow(0, 0, count).copy_(torch::tensor(ids[i]));
        mask[row].narrow(0, 0, count).fill_(1);
    }
    // Rows behind the text mean nothing to the encoder; the transformer wants zeros there.
    return (m_encoder->encodeBatch(all, mask).to(torch::kFloat) * mask.unsqueeze(2)).unbind(0);
}

}  // namespace brandloom::starter
