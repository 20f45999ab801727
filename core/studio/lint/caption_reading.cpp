#include "core/studio/lint/caption_reading.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/dataset/caption_words.h"
#include "core/dataset/dataset_repository.h"

namespace brandloom::studio {
namespace {

/// text_len of the transformer's configuration; 0: it is not said.
int mostTokensOf(const Path& model) {
    for (const char* part : {"high_noise_model", "."}) {
        std::ifstream file(model / part / "config.json");
        const auto config = nlohmann::json::parse(file, nullptr, false);
        if (config.is_object() && config.contains("text_len") && config["text_len"].is_number_integer())
            return config["text_len"].get<int>();
    }
    return 0;
}

void mark(std::vector<CaptionMark>& out, const std::string& text, std::span<const std::string_view> phrases,
          const char* rule) {
    for (const auto& hit : dataset::findPhrases(text, phrases)) {
        const bool isTaken =
            std::ranges::any_of(out, [&](const auto& m) { return hit.begin < m.end && m.begin < hit.end; });
        if (!isTaken) out.push_back({hit.begin, hit.end, rule});
    }
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '\'';
}

/// English words, as written.
void takeWords(const std::string& text, std::map<std::string, int>& counts) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i;
        while (end < text.size() && isLetter(text[end])) ++end;
        if (end - i >= 3) seen.insert(text.substr(i, end - i));
        i = std::max(end, i + 1);
    }
    for (const auto& word : seen) ++counts[word];
}

/// What stands between punctuation of Chinese.
void takePieces(const std::string& text, std::map<std::string, int>& counts) {
    constexpr std::size_t kMostBytes = 36;  // 12 characters
    static constexpr std::string_view kStops[] = {"，", "。", "、", "；", "：", ",", ".", " "};
    std::set<std::string> seen;
    std::size_t from = 0;
    const auto take = [&](std::size_t end) {
        if (end - from > 3 && end - from <= kMostBytes) seen.insert(text.substr(from, end - from));
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto rest = std::string_view(text).substr(i);
        const auto* stop = std::ranges::find_if(kStops, [&](auto s) { return rest.starts_with(s); });
        if (stop == std::end(kStops)) {
            ++i;
            continue;
        }
        take(i);
        i += stop->size();
        from = i;
    }
    take(text.size());
    for (const auto& piece : seen) ++counts[piece];
}

}  // namespace

Result<std::unique_ptr<CaptionReader>> CaptionReader::open(const Path& model) {
    auto out = std::make_unique<CaptionReader>();
    out->m_mostTokens = mostTokensOf(model);
    const Path tokenizer = model / "google" / "umt5-xxl" / "spiece.model";
    std::error_code ec;
    if (std::filesystem::exists(tokenizer, ec)) {
        BRANDLOOM_TRY(out->m_counter, text::tokenCounter(tokenizer));
    }
    return out;
}

CaptionReading CaptionReader::read(const std::string& text) const {
    CaptionReading out;
    out.mostTokens = m_mostTokens;
    mark(out.marks, text, dataset::vaguePhrases(), "caption_vague");
    mark(out.marks, text, dataset::stylePhrases(), "style_leak");
    std::ranges::sort(out.marks, {}, &CaptionMark::begin);
    if (m_counter && !text.empty()) out.tokens = m_counter->tokenCount(text);
    return out;
}

Result<std::vector<std::string>> captionWords(project::Project& project, const std::string& dataset,
                                              const std::string& language, std::size_t most) {
    dataset::DatasetRepository datasets(project.store());
    BRANDLOOM_TRY(const auto chosen, datasets.choose(dataset));
    BRANDLOOM_TRY(const auto clips, datasets.clips(chosen.id));
    std::map<std::string, int> counts;
    for (const auto& clip : clips)
        for (const auto& caption : clip.captions)
            if (caption.language == language)
                language == "zh" ? takePieces(caption.text, counts) : takeWords(caption.text, counts);
    std::vector<std::pair<std::string, int>> often;
    for (auto& [word, count] : counts)
        if (count > 1) often.emplace_back(word, count);
    std::ranges::stable_sort(often, std::greater<>(), [](const auto& w) { return w.second; });
    std::vector<std::string> out = chosen.triggerWords;
    for (auto& [word, count] : often) {
        if (out.size() >= most) break;
        if (std::ranges::find(out, word) == out.end()) out.push_back(std::move(word));
    }
    return out;
}

}  // namespace brandloom::studio
