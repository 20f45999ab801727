#include "gui/bridge/error_text.h"

#include <QCoreApplication>

namespace brandloom::bridge {
namespace {

QString filled(QString text, const std::vector<ErrorArg>& args) {
    for (const ErrorArg& arg : args)
        text.replace(QLatin1Char('{') + fromUtf8(arg.name) + QLatin1Char('}'), fromUtf8(arg.value));
    return text;
}

QString translated(const char* english) {
    return *english ? QCoreApplication::translate("errors", english) : QString();
}

}  // namespace

const ErrorWords* wordsOf(std::string_view module, std::string_view code) {
    for (const ErrorWords& row : errorWords())
        if (module == row.module && code == row.code) return &row;
    return nullptr;
}

QString ErrorText::whole() const {
    return remedy.isEmpty() ? sentence : sentence + QLatin1Char(' ') + remedy;
}

ErrorText describe(const Error& error) {
    const ErrorWords* words = wordsOf(error.module, error.code);
    if (!words) return {fromUtf8(error.sentence()), fromUtf8(error.remedy())};
    return {filled(translated(words->sentence), error.args), filled(translated(words->remedy), error.args)};
}

}  // namespace brandloom::bridge
