#pragma once
// A caption while it is being written: its length as the model counts it, words in it that teach nothing, and words
// that captions of the dataset use already. Thread-safe.
#include <memory>
#include <string>
#include <vector>

#include "core/dataset/records.h"
#include "core/project/project.h"
#include "core/text/counter/token_counter.h"

namespace brandloom::studio {

/// Bytes [begin, end) of the text. `rule` as in core/dataset/lint.h: caption_vague, style_leak.
struct CaptionMark {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string rule;
    bool operator==(const CaptionMark&) const = default;
};
struct CaptionReading {
    int tokens = 0;                  ///< the end included; 0: the model has no tokenizer of its own
    int mostTokens = 0;              ///< that it reads; 0: not known
    std::vector<CaptionMark> marks;  ///< rising, without overlaps
};

/// Reads captions for one model.
class CaptionReader {
  public:
    /// `model`: a folder of the Wan layout (text_len of its config.json, google/umt5-xxl/spiece.model); no engine
    /// is loaded for it. Some 10 ms. Errors: those of text::tokenCounter.
    static Result<std::unique_ptr<CaptionReader>> open(const Path& model);
    [[nodiscard]] CaptionReading read(const std::string& text) const;

  private:
    std::unique_ptr<text::TokenCounter> m_counter;  // null: the model has no tokenizer of its own
    int m_mostTokens = 0;
};

/// What captions in `language` say more than once, the most frequent first, `most` at most: in English words of
/// three letters and more, in Chinese what stands between punctuation, up to 12 characters. The trigger words of
/// the dataset come before all.
Result<std::vector<std::string>> captionWords(project::Project& project, const std::string& dataset,
                                              const std::string& language, std::size_t most = 300);

}  // namespace brandloom::studio
