#pragma once
// Where exceptions of LibTorch and of the standard library end.
#include <exception>
#include <functional>
#include <string>

#include "core/base/result.h"

namespace brandloom::engine {

/// The error for the exception now being handled; call it in a catch block. `what` is a gerund: "training".
Error errorFromCurrentException(const std::string& what);

/// Calls `work`; what it throws becomes kOutOfMemory or kEngineFault.
template <class T>
Result<T> guarded(const std::string& what, const std::function<Result<T>()>& work) {
    try {
        return work();
    } catch (...) {
        return fail(errorFromCurrentException(what));
    }
}

}  // namespace brandloom::engine
