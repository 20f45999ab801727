#include <dlfcn.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>
#include <utility>

#include "core/base/base_errors.h"
#include "core/base/environment.h"
#include "core/base/platform.h"
#include "core/base/process_policy.h"
#include "core/base/sanitizers.h"

namespace brandloom::platform {

int createFile(const Path& path) {
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
}

int writeAll(int fd, std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const auto n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return errno;
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return 0;
}

void closeFile(int fd) noexcept {
    ::close(fd);
}
void removeFile(const Path& path) noexcept {
    ::unlink(path.c_str());
}

int syncFile(const Path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno;
    const int error = ::fsync(fd) == 0 ? 0 : errno;
    ::close(fd);
    return error;
}

int renameFile(const Path& from, const Path& to) {
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

std::string uniqueSuffix() {
    static std::atomic<unsigned> counter{0};
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    return std::to_string(::getpid()) + "-" + std::to_string(counter++) + "-" + std::to_string(now % 1000000007);
}

Result<ReadOnlyFile> ReadOnlyFile::open(const Path& path) {
    // O_NONBLOCK: opening a pipe that nobody writes must not hang; regular files ignore it.
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        if (errno == ENOENT) return fail(base_errors::kFileMissing, {{"file", utf8FromPath(path)}});
        return fail(base_errors::kFileUnreadable, {{"file", utf8FromPath(path)}, {"reason", std::strerror(errno)}});
    }
    struct stat st {};
    if (::fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        ::close(fd);
        return fail(base_errors::kNotRegularFile, {{"file", utf8FromPath(path)}});
    }
    return ReadOnlyFile(path, fd, static_cast<std::uint64_t>(st.st_size));
}

ReadOnlyFile::ReadOnlyFile(ReadOnlyFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_fd(std::exchange(other.m_fd, -1)), m_size(other.m_size) {}
ReadOnlyFile& ReadOnlyFile::operator=(ReadOnlyFile&& other) noexcept {
    if (this != &other) {
        if (m_fd >= 0) ::close(m_fd);
        m_path = std::move(other.m_path);
        m_fd = std::exchange(other.m_fd, -1);
        m_size = other.m_size;
    }
    return *this;
}
ReadOnlyFile::~ReadOnlyFile() {
    if (m_fd >= 0) ::close(m_fd);
}

Status ReadOnlyFile::readAt(std::uint64_t offset, std::span<std::uint8_t> out) const {
    while (!out.empty()) {
        const auto n =
            ::pread(m_fd, out.data(), std::min<std::size_t>(out.size(), 1u << 30), static_cast<off_t>(offset));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0)
            return fail(
                base_errors::kFileUnreadable,
                {{"file", utf8FromPath(m_path)}, {"reason", n < 0 ? std::strerror(errno) : "it ends too early"}});
        out = out.subspan(static_cast<std::size_t>(n));
        offset += static_cast<std::uint64_t>(n);
    }
    return {};
}

namespace {

// Locks of the open file, not of the process: two handles in one process exclude each other as well, and (unlike
// flock) others can ask who holds one without taking it.
struct flock wholeFileLock() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

}  // namespace

std::optional<std::string> FileLock::holder(const Path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) return std::nullopt;
    auto whole = wholeFileLock();
    std::optional<std::string> owner;
    if (::fcntl(fd, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK) {
        std::array<char, 1024> text{};
        const auto n = ::read(fd, text.data(), text.size());
        owner.emplace(text.data(), n > 0 ? static_cast<std::size_t>(n) : 0);
    }
    ::close(fd);
    return owner;
}

Result<std::optional<FileLock>> FileLock::tryLock(const Path& path, const std::string& owner) {
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (fd < 0)
        return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(path)}, {"reason", std::strerror(errno)}});
    auto whole = wholeFileLock();
    if (::fcntl(fd, F_OFD_SETLK, &whole) != 0) {
        const int error = errno;
        ::close(fd);
        if (error == EAGAIN || error == EACCES) return std::optional<FileLock>();
        return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(path)}, {"reason", std::strerror(error)}});
    }
    if (::ftruncate(fd, 0) == 0)
        writeAll(fd, std::span(reinterpret_cast<const std::uint8_t*>(owner.data()), owner.size()));
    return std::optional<FileLock>(FileLock(fd));
}

FileLock::FileLock(FileLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
FileLock& FileLock::operator=(FileLock&& other) noexcept {
    if (this != &other) {
        if (m_fd >= 0) ::close(m_fd);
        m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
}
FileLock::~FileLock() {
    if (m_fd >= 0) ::close(m_fd);
}

int processId() {
    return ::getpid();
}

int coreCount() {
    cpu_set_t set;
    int cores = ::sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    std::ifstream quota("/sys/fs/cgroup/cpu.max");
    std::string limit;
    double period = 0;
    if (quota >> limit >> period && limit != "max" && period > 0)
        cores = std::min(cores, std::max(1, static_cast<int>(std::ceil(std::stod(limit) / period))));
    return std::max(1, cores);
}

namespace {

std::uint64_t memInfoBytes(const char* key) {
    std::ifstream in("/proc/meminfo");
    std::string name, unit;
    std::uint64_t kib = 0;
    while (in >> name >> kib >> unit)
        if (name == key) return kib * 1024;
    return 0;
}

}  // namespace

CpuTimes cpuTimes() {
    std::ifstream in("/proc/stat");
    std::string name;
    in >> name;
    CpuTimes times;
    std::uint64_t ticks = 0;
    for (int i = 0; i < 8 && in >> ticks; ++i) {
        times.total += ticks;
        if (i != 3 && i != 4) times.busy += ticks;  // 3: idle, 4: waiting for a disk
    }
    return times;
}

std::uint64_t memoryTotalBytes() {
    return memInfoBytes("MemTotal:");
}
std::uint64_t memoryAvailableBytes() {
    const auto ofMachine = memInfoBytes("MemAvailable:");
    std::uint64_t limit = 0, used = 0;
    std::ifstream most("/sys/fs/cgroup/memory.max"), now("/sys/fs/cgroup/memory.current");
    if (!(most >> limit) || !(now >> used)) return ofMachine;  // "max": no limit
    return std::min(ofMachine, limit > used ? limit - used : 0);
}

std::uint64_t residentBytes() {
    std::ifstream in("/proc/self/statm");
    std::uint64_t total = 0, resident = 0;
    in >> total >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t peakResidentBytes() {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.rfind("VmHWM:", 0) == 0) return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
    return 0;
}

bool restartPeakResident() {
    std::ofstream out("/proc/self/clear_refs");
    out << "5" << std::flush;
    return out.good();
}

void returnFreeMemory() {
    ::malloc_trim(0);
}

void returnLargeBlocks() {
    constexpr int kBytes = 8 << 20;
    ::mallopt(M_MMAP_THRESHOLD, kBytes);
}

void needEnvironment(const char* name, const char* value, char** argv) {
    if (std::getenv(name) != nullptr) return;
    ::setenv(name, value, 0);
    ::execv("/proc/self/exe", argv);
}

void defaultEnvironment(const char* name, const char* value) {
    ::setenv(name, value, 0);
}

std::optional<std::uint64_t> diskFreeBytes(const Path& folder) {
    struct statvfs st {};
    if (::statvfs(folder.c_str(), &st) != 0) return std::nullopt;
    return static_cast<std::uint64_t>(st.f_bavail) * st.f_frsize;
}

bool isRemoteFileSystem(const Path& folder) {
    struct statfs st {};
    if (::statfs(folder.c_str(), &st) != 0) return false;
    constexpr std::array<unsigned long, 8> kRemote{NFS_SUPER_MAGIC,  SMB_SUPER_MAGIC,  SMB2_SUPER_MAGIC,
                                                   CIFS_SUPER_MAGIC, FUSE_SUPER_MAGIC, V9FS_MAGIC,
                                                   AFS_FS_MAGIC,     CEPH_SUPER_MAGIC};
    return std::find(kRemote.begin(), kRemote.end(), static_cast<unsigned long>(st.f_type)) != kRemote.end();
}

std::optional<std::string> nvidiaDriverVersion() {
    std::ifstream in("/sys/module/nvidia/version");
    std::string version;
    if (in >> version) return version;
    return std::nullopt;
}

std::string hostName() {
    std::array<char, 256> name{};
    ::gethostname(name.data(), name.size() - 1);
    return name.data();
}

std::string cpuName() {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);)
        if (line.rfind("model name", 0) == 0 && line.find(": ") != std::string::npos)
            return line.substr(line.find(": ") + 2);
    return "unknown";
}

void nameThisThread(const char* name) {
    ::pthread_setname_np(::pthread_self(), std::string(name).substr(0, 15).c_str());
}

void lowestThisThreadPriority() {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), 19);
}

void lowerThisThreadPriority() {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), 10);
}

Result<void*> openLibrary(const Path& path) {
    int flags = RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE;
#ifndef BRANDLOOM_ADDRESS_SANITIZER  // which refuses it
    // Its own symbols first: OpenCV brings Debian's plain BLAS into the program, and LibTorch would take that in
    // the place of its own, twenty times slower.
    flags |= RTLD_DEEPBIND;
#endif
    void* handle = ::dlopen(path.c_str(), flags);
    if (handle == nullptr) {
        const char* reason = ::dlerror();
        return fail(base_errors::kLibraryMissing,
                    {{"file", utf8FromPath(path)}, {"reason", reason != nullptr ? reason : "unknown"}});
    }
    return handle;
}

void* librarySymbol(void* handle, const char* name) {
    return ::dlsym(handle, name);
}

void stopOnSignals(std::stop_source source) {
    // request_stop is not async-signal-safe: a thread of its own waits for the signals instead.
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::thread([set, source]() mutable {
        nameThisThread("signals");
        int signal = 0;
        while (::sigwait(&set, &signal) == 0) {
            if (!source.request_stop()) ::_exit(130);  // second Ctrl-C: the user insists
        }
    }).detach();
}

bool errorIsTerminal() {
    const char* term = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

void ignoreBrokenPipes() {
    ::signal(SIGPIPE, SIG_IGN);
    ::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace brandloom::platform
