#pragma once
// Result<T> at module edges: a value or an Error (tl::expected until std::expected is there).
#include <tl/expected.hpp>

#include "core/base/error.h"

namespace brandloom {

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

template <class... A>
[[nodiscard]] inline tl::unexpected<Error> fail(A&&... a) {
    return tl::unexpected<Error>(Error(std::forward<A>(a)...));
}
[[nodiscard]] inline tl::unexpected<Error> fail(Error e) {
    return tl::unexpected<Error>(std::move(e));
}
[[nodiscard]] inline tl::unexpected<Error> fail(const ErrorSpec& spec, std::initializer_list<ErrorArg> args) {
    return tl::unexpected<Error>(Error(spec, args));
}

}  // namespace brandloom

#define BRANDLOOM_CONCAT_(a, b) a##b
#define BRANDLOOM_CONCAT(a, b) BRANDLOOM_CONCAT_(a, b)
/// BRANDLOOM_TRY(auto x, f()); returns the error of f() or binds its value.
#define BRANDLOOM_TRY_(tmp, decl, expr)                                            \
    auto tmp = (expr);                                                             \
    if (!tmp) return ::tl::unexpected<::brandloom::Error>(std::move(tmp).error()); \
    decl = std::move(*tmp)
#define BRANDLOOM_TRY(decl, expr) BRANDLOOM_TRY_(BRANDLOOM_CONCAT(brandloomTry, __LINE__), decl, expr)
/// BRANDLOOM_CHECK(f()); for Status: returns the error of f() or goes on.
#define BRANDLOOM_CHECK(expr)                                                                \
    do {                                                                                     \
        if (auto brandloomStatus = (expr); !brandloomStatus)                                 \
            return ::tl::unexpected<::brandloom::Error>(std::move(brandloomStatus).error()); \
    } while (false)
