#pragma once
// A file that is either whole or absent: written under a temporary name beside the target, fsynced, renamed, and
// the folder fsynced. Destroyed before commit() it leaves nothing. One thread at a time.
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/export.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom {

class BRANDLOOM_BASE_EXPORT AtomicFile {
  public:
    /// Opens the temporary file in the folder of `target`, which must exist.
    static Result<AtomicFile> create(const Path& target);
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) noexcept;
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;
    ~AtomicFile();

    Status write(std::span<const std::uint8_t> bytes);
    Status write(std::string_view text);
    /// The temporary file, for libraries that write by name; they must have closed it before commit().
    [[nodiscard]] const Path& temporaryPath() const { return m_temporary; }
    Status commit();

  private:
    AtomicFile(Path target, Path temporary, int fd)
        : m_target(std::move(target)), m_temporary(std::move(temporary)), m_fd(fd) {}
    void discard() noexcept;

    Path m_target;
    Path m_temporary;
    int m_fd = -1;
};

/// create + write + commit.
BRANDLOOM_BASE_EXPORT Status writeFileAtomically(const Path& target, std::string_view bytes);

}  // namespace brandloom
