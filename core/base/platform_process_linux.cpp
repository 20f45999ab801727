#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <stop_token>
#include <thread>
#include <utility>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/base/platform_process.h"
#include "core/base/sanitizers.h"

namespace brandloom::platform {
namespace {

void closeAndForget(int& fd) noexcept {
    if (fd >= 0) ::close(fd);
    fd = -1;
}

/// What posix_spawn shall do between us and the program.
class Spawning {
  public:
    Spawning(int pipe, ChildProcess::Surroundings surroundings) : m_surroundings(surroundings) {
        ::posix_spawn_file_actions_init(&m_actions);
        ::posix_spawn_file_actions_adddup2(&m_actions, pipe, STDIN_FILENO);
        ::posix_spawn_file_actions_adddup2(&m_actions, pipe, STDOUT_FILENO);
        if (surroundings == ChildProcess::Surroundings::Bare)
            ::posix_spawn_file_actions_addopen(&m_actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        // Signals that we ignore or block would stay so in the child.
        sigset_t all, none;
        sigfillset(&all);
        sigemptyset(&none);
        ::posix_spawnattr_init(&m_attributes);
        ::posix_spawnattr_setsigdefault(&m_attributes, &all);
        ::posix_spawnattr_setsigmask(&m_attributes, &none);
        ::posix_spawnattr_setpgroup(&m_attributes, 0);
        ::posix_spawnattr_setflags(&m_attributes,
                                   POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
    }
    ~Spawning() {
        ::posix_spawn_file_actions_destroy(&m_actions);
        ::posix_spawnattr_destroy(&m_attributes);
    }
    Spawning(const Spawning&) = delete;
    Spawning& operator=(const Spawning&) = delete;

    int start(pid_t& id, const Path& program, const std::vector<std::string>& arguments) {
        std::vector<std::string> words{program.string()};
        words.insert(words.end(), arguments.begin(), arguments.end());
        const auto pointers = [](std::vector<std::string>& texts) {
            std::vector<char*> out;
            for (auto& text : texts) out.push_back(text.data());
            out.push_back(nullptr);
            return out;
        };
        if (m_surroundings == ChildProcess::Surroundings::Person)
            return ::posix_spawnp(&id, program.c_str(), &m_actions, &m_attributes, pointers(words).data(), environ);
        std::vector<std::string> environment{"LC_ALL=C.UTF-8"};
        if (const char* libraries = std::getenv("LD_LIBRARY_PATH"); libraries != nullptr)
            environment.push_back(std::string("LD_LIBRARY_PATH=") + libraries);
        return ::posix_spawn(&id, program.c_str(), &m_actions, &m_attributes, pointers(words).data(),
                             pointers(environment).data());
    }

  private:
    ChildProcess::Surroundings m_surroundings;
    posix_spawn_file_actions_t m_actions{};
    posix_spawnattr_t m_attributes{};
};

}  // namespace

Result<ChildProcess> ChildProcess::start(const Path& program, const std::vector<std::string>& arguments,
                                         Surroundings surroundings) {
    const auto failed = [&](int error) {
        return fail(base_errors::kLibraryMissing,
                    {{"file", utf8FromPath(program)}, {"reason", std::strerror(error)}});
    };
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return failed(errno);
    ChildProcess made(-1, ends[0], ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    pid_t id = -1;
    const int error = Spawning(ends[1], surroundings).start(id, program, arguments);
    ::close(ends[1]);
    if (error != 0) return failed(error);
    made.m_id = id;
    return made;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : m_id(std::exchange(other.m_id, -1)),
      m_pipe(std::exchange(other.m_pipe, -1)),
      m_wake(std::exchange(other.m_wake, -1)) {}

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    if (this != &other) {
        end();
        closeAndForget(m_wake);
        m_id = std::exchange(other.m_id, -1);
        m_pipe = std::exchange(other.m_pipe, -1);
        m_wake = std::exchange(other.m_wake, -1);
    }
    return *this;
}

ChildProcess::~ChildProcess() {
    end();
    closeAndForget(m_wake);
}

ChildProcess::Ending ChildProcess::end() noexcept {
    Ending ending = Ending::Killed;
    if (m_id > 0) {
        // The way that a process is already going stays its way.
        ::kill(-m_id, SIGKILL);  // its group: also what it has started
        int status = 0;
        while (::waitpid(m_id, &status, 0) < 0 && errno == EINTR) {
        }
        const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        ending = signal == 0         ? Ending::Left
                 : signal == SIGKILL ? Ending::Killed
                 : signal == SIGXCPU ? Ending::UsedUp
                                     : Ending::Crashed;
        m_id = -1;
    }
    closeAndForget(m_pipe);
    return ending;
}

ChildProcess::Transfer ChildProcess::waitFor(bool toRead, double deadline, const StopToken& stop) const {
    std::uint64_t drained = 0;
    while (::read(m_wake, &drained, sizeof drained) > 0) {
    }
    const std::stop_callback wake(stop, [this] {
        const std::uint64_t one = 1;
        static_cast<void>(::write(m_wake, &one, sizeof one) == sizeof one);
    });
    for (;;) {
        if (stop.stop_requested()) return Transfer::Cancelled;
        const double left = deadline - steadySeconds();
        if (left <= 0) return Transfer::TimedOut;
        std::array<pollfd, 2> both{
            {{m_pipe, static_cast<short>(toRead ? POLLIN : POLLOUT), 0}, {m_wake, POLLIN, 0}}};
        const int ready = ::poll(both.data(), both.size(), static_cast<int>(std::min(left * 1000 + 1, 3.6e6)));
        if (ready < 0 && errno != EINTR) return Transfer::Ended;
        if (ready > 0 && both[0].revents != 0) return Transfer::Done;
    }
}

ChildProcess::Transfer ChildProcess::write(std::span<const std::uint8_t> bytes, double deadline,
                                           const StopToken& stop) {
    while (!bytes.empty()) {
        if (const auto ready = waitFor(false, deadline, stop); ready != Transfer::Done) return ready;
        const auto n = ::send(m_pipe, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (n <= 0) return Transfer::Ended;
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return Transfer::Done;
}

ChildProcess::Transfer ChildProcess::read(std::span<std::uint8_t> out, double deadline, const StopToken& stop) {
    while (!out.empty()) {
        if (const auto ready = waitFor(true, deadline, stop); ready != Transfer::Done) return ready;
        const auto n = ::recv(m_pipe, out.data(), out.size(), MSG_DONTWAIT);
        if (n < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (n <= 0) return Transfer::Ended;
        out = out.subspan(static_cast<std::size_t>(n));
    }
    return Transfer::Done;
}

namespace {

void limit(int what, rlim_t value) {
    const rlimit both{value, value};
    ::setrlimit(static_cast<__rlimit_resource_t>(what), &both);
}

/// Forbidden by name: a list of what is allowed breaks with every new library, this one at worst allows too much.
constexpr const char* kForbidden[] = {"socket",
                                      "socketpair",
                                      "connect",
                                      "bind",
                                      "listen",
                                      "accept",
                                      "accept4",
                                      "execve",
                                      "execveat",
                                      "fork",
                                      "vfork",
                                      "ptrace",
                                      "process_vm_readv",
                                      "process_vm_writev",
                                      "kill",
                                      "tkill",
                                      "rt_sigqueueinfo",
                                      "rt_tgsigqueueinfo",
                                      "pidfd_open",
                                      "pidfd_send_signal",
                                      "creat",
                                      "unlink",
                                      "unlinkat",
                                      "rename",
                                      "renameat",
                                      "renameat2",
                                      "mkdir",
                                      "mkdirat",
                                      "rmdir",
                                      "link",
                                      "linkat",
                                      "symlink",
                                      "symlinkat",
                                      "mknod",
                                      "mknodat",
                                      "chmod",
                                      "fchmod",
                                      "fchmodat",
                                      "chown",
                                      "fchown",
                                      "lchown",
                                      "fchownat",
                                      "truncate",
                                      "ftruncate",
                                      "fallocate",
                                      "utimensat",
                                      "setxattr",
                                      "lsetxattr",
                                      "fsetxattr",
                                      "removexattr",
                                      "lremovexattr",
                                      "fremovexattr",
                                      "mount",
                                      "umount2",
                                      "pivot_root",
                                      "chroot",
                                      "unshare",
                                      "setns",
                                      "bpf",
                                      "perf_event_open",
                                      "userfaultfd",
                                      "io_uring_setup",
                                      "keyctl",
                                      "add_key",
                                      "request_key",
                                      "memfd_create",
                                      "mq_open",
                                      "shmget",
                                      "msgget",
                                      "semget",
                                      "inotify_init1",
                                      "fanotify_init",
                                      "open_by_handle_at",
                                      "ioperm",
                                      "iopl",
                                      "reboot",
                                      "swapon",
                                      "kexec_load",
                                      "init_module",
                                      "finit_module",
                                      "delete_module"};

/// Argument `index` of a call. The library's own macros are not C++.
scmp_arg_cmp argument(unsigned index, scmp_compare how, scmp_datum_t a, scmp_datum_t b = 0) {
    return {index, how, a, b};
}

bool forbidSystemCalls() {
    scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_ALLOW);
    if (filter == nullptr) return false;
    const auto no = SCMP_ACT_ERRNO(EPERM);
    bool good = true;
    for (const char* name : kForbidden) {
        const int number = ::seccomp_syscall_resolve_name(name);
        if (number != __NR_SCMP_ERROR) good = ::seccomp_rule_add(filter, no, number, 0) == 0 && good;
    }
    // Files may be opened to be read, and threads may be started; the C library falls back to the calls that say so
    // in plain arguments.
    for (const unsigned flag : {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC}) {
        good =
            ::seccomp_rule_add(filter, no, SCMP_SYS(open), 1, argument(1, SCMP_CMP_MASKED_EQ, flag, flag)) == 0 &&
            good;
        good =
            ::seccomp_rule_add(filter, no, SCMP_SYS(openat), 1, argument(2, SCMP_CMP_MASKED_EQ, flag, flag)) == 0 &&
            good;
    }
    // abort() signals itself.
    const auto self = static_cast<scmp_datum_t>(::getpid());
    good = ::seccomp_rule_add(filter, no, SCMP_SYS(tgkill), 1, argument(0, SCMP_CMP_NE, self)) == 0 && good;
    good = ::seccomp_rule_add(filter, no, SCMP_SYS(prlimit64), 1, argument(0, SCMP_CMP_NE, 0)) == 0 && good;
    for (const char* name : {"openat2", "clone3"}) {
        const int number = ::seccomp_syscall_resolve_name(name);
        if (number != __NR_SCMP_ERROR)
            good = ::seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), number, 0) == 0 && good;
    }
    constexpr unsigned kThread = 0x00010000;  // CLONE_THREAD
    good = ::seccomp_rule_add(filter, no, SCMP_SYS(clone), 1, argument(0, SCMP_CMP_MASKED_EQ, kThread, 0)) == 0 &&
           good;
    good = ::seccomp_load(filter) == 0 && good;
    ::seccomp_release(filter);
    return good;
}

}  // namespace

Confinement confineThisProcess(std::uint64_t memoryBytes) {
    Confinement out;
    ::close_range(STDERR_FILENO + 1, ~0U, 0);
    ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_NOFILE, 64);
    limit(RLIMIT_MEMLOCK, 0);
#ifndef BRANDLOOM_ADDRESS_SANITIZER  // which takes terabytes of it
    const rlimit memory{memoryBytes, memoryBytes};
    out.memory = ::setrlimit(RLIMIT_AS, &memory) == 0;
#else
    static_cast<void>(memoryBytes);
#endif
    out.systemCalls = forbidSystemCalls();
    return out;
}

void allowProcessorSeconds(int seconds) {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto used = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
    rlimit now{};
    ::getrlimit(RLIMIT_CPU, &now);
    now.rlim_cur = std::min<rlim_t>(now.rlim_max, static_cast<rlim_t>(used + std::max(1, seconds) + 1));
    ::setrlimit(RLIMIT_CPU, &now);
}

void endWithStandardInput() {
    std::thread([] {
        nameThisThread("input-watch");
        pollfd input{STDIN_FILENO, POLLRDHUP, 0};
        while (::poll(&input, 1, -1) < 0 && errno == EINTR) {
        }
        ::_exit(0);
    }).detach();
}

bool readStandardInput(std::span<std::uint8_t> out) {
    while (!out.empty()) {
        const auto n = ::read(STDIN_FILENO, out.data(), out.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        out = out.subspan(static_cast<std::size_t>(n));
    }
    return true;
}

bool writeStandardOutput(std::span<const std::uint8_t> bytes) {
    return writeAll(STDOUT_FILENO, bytes) == 0;
}

}  // namespace brandloom::platform
