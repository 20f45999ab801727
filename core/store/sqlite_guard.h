#pragma once
// Where SQLite's exceptions end. For .cpp files that hold SQL only (core/store and *_repository.cpp).
#include <SQLiteCpp/SQLiteCpp.h>

#include <exception>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::store {

/// The room's error for an exception of SQLiteCpp while using `file`.
Error errorFromSqlite(const Path& file, const SQLite::Exception& e);
Error errorFromUnknown(const Path& file, const std::exception& e);

/// Runs f (which returns a Result) and turns exceptions into errors.
template <class F>
auto guarded(const Path& file, F&& f) -> decltype(f()) {
    try {
        return f();
    } catch (const SQLite::Exception& e) {
        return fail(errorFromSqlite(file, e));
    } catch (const std::exception& e) {
        return fail(errorFromUnknown(file, e));
    }
}

}  // namespace brandloom::store
