#pragma once
// How texts become words for the full-text index, and what is asked of it. Signs of Chinese, Japanese and Korean
// have no spaces between them, and the tokenizer of SQLite takes a run of them as one word; so runs are written as
// pairs: "马克杯 cup" is indexed as "马克 克杯 杯 cup". A word of two signs is then one entry, a longer one is
// entries in a row, and a single sign is the beginning of a pair. Pure functions. Thread-safe.
#include <string>
#include <string_view>

namespace brandloom::dataset {

/// `text` as it is indexed. Fullwidth letters and digits become plain ones.
std::string indexedText(std::string_view text);

/// The FTS5 phrase that finds `text` in indexed texts, quoted; the last word may be the beginning of a longer one.
/// Empty when there is no letter, digit or sign in it.
std::string phraseFor(std::string_view text);

}  // namespace brandloom::dataset
