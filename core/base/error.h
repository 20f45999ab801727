#pragma once
// Errors are values: which room, which code, the arguments of the sentence, and what caused it.
// Core never holds translated text; gui/bridge maps (module, code) to a sentence and a remedy.
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/export.h"

namespace brandloom {

/// What sort of failure, as far as a caller treats them differently.
enum class ErrorKind { Failure, Usage, Cancelled };

/// One row of a room's error table (see base_errors.h). `sentence` and `remedy` are English, with {named}
/// arguments.
struct ErrorSpec {
    std::string_view module;
    std::string_view code;
    std::string_view sentence;
    std::string_view remedy;
    ErrorKind kind = ErrorKind::Failure;
};

struct ErrorArg {
    std::string name;
    std::string value;
    bool operator==(const ErrorArg&) const = default;
};

/// A failure as a plain value; copies are cheap enough to store in events and databases.
class BRANDLOOM_BASE_EXPORT Error {
  public:
    Error() = default;
    Error(const ErrorSpec& spec, std::initializer_list<ErrorArg> args = {});
    Error(const ErrorSpec& spec, std::vector<ErrorArg> args);

    std::string module;
    std::string code;
    std::string sentenceTemplate;
    std::string remedyTemplate;
    std::vector<ErrorArg> args;
    ErrorKind kind = ErrorKind::Failure;
    std::shared_ptr<const Error> cause;

    [[nodiscard]] Error withCause(Error lower) const;
    [[nodiscard]] bool is(const ErrorSpec& spec) const { return module == spec.module && code == spec.code; }
    [[nodiscard]] bool isCancelled() const { return kind == ErrorKind::Cancelled; }
    /// The value of argument `name`, or empty.
    [[nodiscard]] std::string arg(std::string_view name) const;
    /// English, arguments filled in: what happened. One sentence.
    [[nodiscard]] std::string sentence() const;
    /// English: what to do about it; may be empty.
    [[nodiscard]] std::string remedy() const;
    /// sentence + remedy + causes, for logs and the command line.
    [[nodiscard]] std::string describe() const;
};

/// Replaces {name} by the argument of that name; unknown names stay.
BRANDLOOM_BASE_EXPORT std::string fillArguments(std::string_view text, std::span<const ErrorArg> args);

/// The table of core/base. Rooms have a function of the same shape; core/studio joins them.
BRANDLOOM_BASE_EXPORT std::span<const ErrorSpec* const> baseErrorSpecs();

}  // namespace brandloom
