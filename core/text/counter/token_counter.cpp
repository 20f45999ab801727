#include "core/text/counter/token_counter.h"

#include "core/base/base_errors.h"
#include "core/base/platform.h"

namespace brandloom::text {

Result<std::unique_ptr<TokenCounter>> tokenCounter(const Path& spieceModel, const Path& libraryDir) {
    const Path file = libraryDir / "libbrandloom_text_module.so";
    BRANDLOOM_TRY(void* const library, platform::openLibrary(file));  // stays open: opening again is free
    const auto entry =
        reinterpret_cast<TokenCounterEntry>(platform::librarySymbol(library, kTokenCounterEntryName));
    if (entry == nullptr)
        return fail(base_errors::kLibraryMissing, {{"file", utf8FromPath(file)}, {"reason", "it has no entry"}});
    Error error;
    std::unique_ptr<TokenCounter> counter(entry(kTokenCounterVersion, &spieceModel, &error));
    if (!counter) return fail(std::move(error));
    return counter;
}

}  // namespace brandloom::text
