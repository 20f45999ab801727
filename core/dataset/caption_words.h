#pragma once
// What words of captions teach a model nothing, or teach it the look that it should take up by itself. Pure
// functions, thread-safe. English is matched by whole words whatever their case, Chinese by characters.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brandloom::dataset {

/// Phrases that describe nothing that can be seen ("beautiful", "a video of", "氛围感").
std::span<const std::string_view> vaguePhrases();
/// Words for grading, grain and other looks ("cinematic", "film grain", "暖色调"). A Style that is learnt from
/// captions that name the look answers to these words only.
std::span<const std::string_view> stylePhrases();

/// A phrase in a text: bytes [begin, end).
struct PhraseHit {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const PhraseHit&) const = default;
};
/// Hits in rising order without overlaps, the longer one first where several begin at the same place.
std::vector<PhraseHit> findPhrases(std::string_view text, std::span<const std::string_view> phrases);

/// The text without the hits, tidied: no doubled blanks, no comma after a comma or at the start.
std::string withoutPhrases(std::string_view text, std::span<const PhraseHit> hits);

/// How much a text says: its English words, and each two Chinese characters for one, without little words such as
/// "the" and "的".
int meaningfulWords(std::string_view text);

/// What is compared to find captions that say the same: small letters, no punctuation, single blanks.
std::string captionKey(std::string_view text);

/// Whether `text` has the word: whole words in English, anywhere where it holds a character beyond ASCII.
bool hasWord(std::string_view text, std::string_view word);
/// The trigger before the text, once: "TRIGGER, text" or "TRIGGER，text" before Chinese.
std::string withTrigger(std::string_view text, std::string_view trigger);

}  // namespace brandloom::dataset
