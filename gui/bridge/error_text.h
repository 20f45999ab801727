#pragma once
// (module, code) -> sentence and remedy in the language of the window. GUI thread (QCoreApplication::translate).
#include <QString>
#include <span>

#include "core/base/error.h"

namespace brandloom::bridge {

struct ErrorWords {
    const char* module;
    const char* code;
    const char* sentence;  ///< English, marked for translation
    const char* remedy;    ///< English; may be ""
};

/// Every code of core, one row each.
std::span<const ErrorWords> errorWords();
/// Null when the code has no row (the test of the catalogue keeps this from happening).
const ErrorWords* wordsOf(std::string_view module, std::string_view code);

struct ErrorText {
    QString sentence;
    QString remedy;
    /// Both, with a space between.
    [[nodiscard]] QString whole() const;
};
/// Translated, arguments filled in. An unknown code falls back to the error's own English.
ErrorText describe(const Error& error);

inline QString fromUtf8(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace brandloom::bridge
