#pragma once
// Inside core/project: libarchive as we use it. Zip and tar only; regular files only; names are UTF-8, relative,
// with '/'. Its errors end here. One thread at a time.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::project {

/// Told after each piece of a file; bytes since the last call.
using OnBytes = std::function<void(std::uint64_t)>;

class ArchiveWriter {
  public:
    enum class Kind { Zip, Tar };
    /// By the ending of the name, in small or capital letters; none for another one.
    static std::optional<Kind> kindOf(const Path& archive);

    /// Writes over `file`, which exists (the temporary file of an AtomicFile); errors name `shownAs`.
    static Result<ArchiveWriter> open(const Path& file, Kind kind, const Path& shownAs);
    ArchiveWriter(ArchiveWriter&&) noexcept;
    ~ArchiveWriter();

    /// Copies `file` in as `name`; the SHA-256 of what was copied. Errors: those of reading and writing,
    /// kCancelled.
    Result<std::string> add(const std::string& name, const Path& file, bool compress, const StopToken& stop,
                            const OnBytes& onBytes);
    Status close();

  private:
    struct State;
    explicit ArchiveWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// What an archive may unpack to at most.
struct UnpackLimits {
    std::uint64_t bytes = 0;
    std::int64_t files = 500'000;
};

/// Unpacks into `folder`, an empty one that nobody else writes. Whatever is not a plain file or folder with a plain
/// relative name is refused, and so is what goes over the limits. `onBytes` is told bytes of the archive. Errors:
/// kArchiveUnreadable, kArchiveRefused, base kDiskFull, kFileUnwritable, kCancelled.
struct Unpacked {
    std::int64_t files = 0;
    std::uint64_t bytes = 0;
};
Result<Unpacked> unpackInto(const Path& archive, const Path& folder, const UnpackLimits& limits,
                            const StopToken& stop, const OnBytes& onBytes);

}  // namespace brandloom::project
