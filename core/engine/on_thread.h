#pragma once
// Work on the engine's thread with the manners of the door: the result or an error, never an exception.
#include <functional>
#include <optional>
#include <string>

#include "core/engine/engine_thread.h"
#include "core/engine/foreign_errors.h"

namespace brandloom::engine {

/// `what` is a gerund: "training".
template <class T>
Result<T> onThread(EngineThread& thread, const std::string& what, const std::function<Result<T>()>& work) noexcept {
    try {
        std::optional<Result<T>> result;
        thread.run([&] { result = guarded<T>(what, work); });
        return std::move(*result);
    } catch (...) {
        return fail(errorFromCurrentException(what));
    }
}

}  // namespace brandloom::engine
