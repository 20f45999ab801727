#pragma once
// The operating system, in one place. Linux x86-64 first; nothing here is Linux in its signature.
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "core/base/export.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::platform {

// --- files: return 0 or the errno value -------------------------------------------------------------------------
/// Creates a new file for writing (fails when it exists); descriptor or -1 with errno set.
BRANDLOOM_BASE_EXPORT int createFile(const Path& path);
BRANDLOOM_BASE_EXPORT int writeAll(int fd, std::span<const std::uint8_t> bytes);
BRANDLOOM_BASE_EXPORT void closeFile(int fd) noexcept;
BRANDLOOM_BASE_EXPORT void removeFile(const Path& path) noexcept;
/// fsync of a file or folder by name.
BRANDLOOM_BASE_EXPORT int syncFile(const Path& path);
BRANDLOOM_BASE_EXPORT int renameFile(const Path& from, const Path& to);
/// Short, unique within this machine and process (process id, counter, time).
BRANDLOOM_BASE_EXPORT std::string uniqueSuffix();

/// Read-only handle of a regular file; reads are positional and thread-safe. Refuses pipes, devices and folders.
class BRANDLOOM_BASE_EXPORT ReadOnlyFile {
  public:
    static Result<ReadOnlyFile> open(const Path& path);
    ReadOnlyFile(ReadOnlyFile&& other) noexcept;
    ReadOnlyFile& operator=(ReadOnlyFile&& other) noexcept;
    ReadOnlyFile(const ReadOnlyFile&) = delete;
    ReadOnlyFile& operator=(const ReadOnlyFile&) = delete;
    ~ReadOnlyFile();
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    [[nodiscard]] const Path& path() const { return m_path; }
    /// Reads exactly out.size() bytes at offset, or fails.
    [[nodiscard]] Status readAt(std::uint64_t offset, std::span<std::uint8_t> out) const;

  private:
    ReadOnlyFile(Path path, int fd, std::uint64_t size) : m_path(std::move(path)), m_fd(fd), m_size(size) {}
    Path m_path;
    int m_fd = -1;
    std::uint64_t m_size = 0;
};

/// An advisory lock on a file that the system releases when the process ends, however it ends.
class BRANDLOOM_BASE_EXPORT FileLock {
  public:
    /// Empty optional when another process (or another FileLock) holds it. Writes `owner` into the file.
    static Result<std::optional<FileLock>> tryLock(const Path& path, const std::string& owner);
    /// The `owner` text of who holds the lock now, none when it is free. Asks without taking the lock.
    static std::optional<std::string> holder(const Path& path);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&& other) noexcept;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock();

  private:
    explicit FileLock(int fd) : m_fd(fd) {}
    int m_fd = -1;
};

// --- machine
// ------------------------------------------------------------------------------------------------------
BRANDLOOM_BASE_EXPORT int processId();
BRANDLOOM_BASE_EXPORT int coreCount();  ///< cores this process may use (affinity and cgroup quota), at least 1
/// Ticks of all cores since start of the machine; only differences mean something. Zero where unknown.
struct CpuTimes {
    std::uint64_t busy = 0;
    std::uint64_t total = 0;
};
BRANDLOOM_BASE_EXPORT CpuTimes cpuTimes();
BRANDLOOM_BASE_EXPORT std::uint64_t memoryTotalBytes();
BRANDLOOM_BASE_EXPORT std::uint64_t memoryAvailableBytes();
BRANDLOOM_BASE_EXPORT std::uint64_t residentBytes();  ///< of this process
/// The most that residentBytes() was since the start or the last restart of the count.
BRANDLOOM_BASE_EXPORT std::uint64_t peakResidentBytes();
BRANDLOOM_BASE_EXPORT bool restartPeakResident();  ///< false where the system does not allow it
/// Gives the allocator's free pages back to the system.
BRANDLOOM_BASE_EXPORT void returnFreeMemory();
BRANDLOOM_BASE_EXPORT std::optional<std::uint64_t> diskFreeBytes(const Path& folder);
/// Network and FUSE file systems, on which SQLite's WAL is unsafe.
BRANDLOOM_BASE_EXPORT bool isRemoteFileSystem(const Path& folder);
/// Driver text such as "580.95", when an NVIDIA kernel driver is loaded.
BRANDLOOM_BASE_EXPORT std::optional<std::string> nvidiaDriverVersion();
BRANDLOOM_BASE_EXPORT std::string hostName();
BRANDLOOM_BASE_EXPORT std::string cpuName();

// --- threads
// ------------------------------------------------------------------------------------------------------
/// Name of the calling thread (15 bytes at most) as seen by top and gdb.
BRANDLOOM_BASE_EXPORT void nameThisThread(const char* name);
/// Lowers the scheduling priority of the calling thread (nice +10).
BRANDLOOM_BASE_EXPORT void lowerThisThreadPriority();

// --- libraries
// ----------------------------------------------------------------------------------------------------
/// Opens a shared library for good (never unloaded), symbols local, its own first. The handle, or why not.
BRANDLOOM_BASE_EXPORT Result<void*> openLibrary(const Path& path);
BRANDLOOM_BASE_EXPORT void* librarySymbol(void* handle, const char* name);
/// Installs handlers of SIGINT and SIGTERM that request stop on the one StopSource given.
BRANDLOOM_BASE_EXPORT void stopOnSignals(std::stop_source source);
/// True when standard error is a terminal on which a line may be redrawn.
BRANDLOOM_BASE_EXPORT bool errorIsTerminal();
/// SIGPIPE and SIGXFSZ ignored: a closed pipe or a limit of file sizes is an error of write, not a death.
BRANDLOOM_BASE_EXPORT void ignoreBrokenPipes();

}  // namespace brandloom::platform
