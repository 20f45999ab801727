#pragma once
// Opens libbrandloom_engine.so on first need (0.4 s, 115 MB: never at start) and keeps it for the process's life.
#include <functional>
#include <memory>
#include <string>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/door/engine.h"

namespace brandloom::door {

/// What the host gives the engine; plain C so that the entry can be checked before any C++ object crosses.
struct HostServices {
    const char* buildId = nullptr;
    const char* libraryDir = nullptr;  ///< UTF-8
    int computeThreads = 1;
};

/// The engine's only exported function. On mismatch or failure it returns null and fills *error.
using EngineEntry = Engine* (*)(const HostServices* host, Error* error) noexcept;
inline constexpr const char* kEngineEntryName = "brandloom_engine_entry";

/// Hash of the door's headers: both sides must have been compiled with the same ones.
const char* doorBuildId();

/// Gives the engine, loading it on first call. May be called from several threads; blocks while loading.
using EngineFactory = std::function<Result<std::shared_ptr<Engine>>()>;

/// Loader of the real engine in `libraryDir` (default: beside the program).
EngineFactory engineLoader(const Path& libraryDir = brandloom::libraryDir());

}  // namespace brandloom::door
