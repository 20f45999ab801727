#pragma once
// Prompts as the text embeddings that the transformer reads. One thread (the engine's).
#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/text/tokenizer.h"
#include "core/wan/umt5.h"

namespace brandloom::starter {

class PromptTexts {
  public:
    /// `model`: the folder in the A14B layout with text encoder and tokenizer. Errors: those of loading.
    static Result<PromptTexts> open(const Path& model, int textTokens);

    /// [n,dim] float32 each, without a graph. Behind the rows of the text zero rows follow up to one of a few
    /// lengths, which mean the same as none to the transformer and spare it products of ever new shapes.
    [[nodiscard]] std::vector<torch::Tensor> encode(const std::vector<std::string>& prompts);
    [[nodiscard]] std::int64_t width() const { return m_encoder->config().dim; }

  private:
    PromptTexts(text::Tokenizer tokenizer, std::shared_ptr<wan::Umt5Encoder> encoder, int textTokens)
        : m_tokenizer(std::move(tokenizer)), m_encoder(std::move(encoder)), m_textTokens(textTokens) {}
    text::Tokenizer m_tokenizer;
    std::shared_ptr<wan::Umt5Encoder> m_encoder;
    int m_textTokens;
};

}  // namespace brandloom::starter
