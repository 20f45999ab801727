#pragma once
// For the tests of the domain rooms: other programs as witnesses (sqlite3, ffmpeg, ffprobe), films, a plain user.
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>

#include "core/base/paths.h"
#include "tests/unit/fixture_files.h"

namespace brandloom::test {

inline std::string quoted(const Path& path) {
    std::string out = "'";
    for (const char c : path.native()) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

/// Standard output of a shell command; the test fails when the command does.
inline std::string run(const std::string& command) {
    std::string out;
    FILE* pipe = ::popen(command.c_str(), "r");
    EXPECT_NE(pipe, nullptr);
    if (pipe == nullptr) return out;
    std::array<char, 1 << 16> buffer;
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        out.append(buffer.data(), n);
    EXPECT_EQ(::pclose(pipe), 0) << command;
    return out;
}

inline std::string sqlite(const Path& database, const std::string& sql) {
    auto out = run("sqlite3 " + quoted(database) + " \"" + sql + "\"");
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

/// ffmpeg -v error -y <arguments>
inline void ffmpeg(const std::string& arguments) {
    run("ffmpeg -v error -nostdin -y " + arguments);
}

/// ffprobe's value(s) of entries such as "stream=width", one per line.
inline std::string ffprobe(const Path& film, const std::string& entries, const std::string& more = "") {
    auto out = run("ffprobe -v error -select_streams v:0 -show_entries " + entries +
                   " -of default=noprint_wrappers=1:nokey=1 " + more + " " + quoted(film));
    while (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

/// A real film of $BRANDLOOM_CLIPS. Where that is not set: a film of the same size and kind made on the spot.
inline Path realFilm(const TempDir& folder, const std::string& name) {
    if (const char* clips = std::getenv("BRANDLOOM_CLIPS"); clips != nullptr && *clips != '\0') {
        EXPECT_TRUE(std::filesystem::exists(Path(clips) / name)) << name;
        return Path(clips) / name;
    }
    const Path made = folder / name;
    ffmpeg("-f lavfi -i testsrc2=size=640x480:rate=30:duration=3 -c:v libx264 -pix_fmt yuvj420p " + quoted(made));
    return made;
}

/// As root, gives up what makes root more than the owner of its files. Unlike another user this one may still enter
/// the folder that the checkout lies in, wherever that is.
inline bool dropCapabilities() {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> none{};
    return ::syscall(SYS_capset, &header, none.data()) == 0;
}

/// Mounts of this process are its own from now on. Who is not root needs a user namespace for that.
inline bool ownMounts() {
    if (::geteuid() == 0) return ::unshare(CLONE_NEWNS) == 0;
    const auto uid = std::to_string(::geteuid()), gid = std::to_string(::getegid());
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << uid << " " << uid << " 1";
    std::ofstream("/proc/self/gid_map") << gid << " " << gid << " 1";
    return true;
}

/// Runs `body` in a child process that has root's powers no longer (and sees a tmpfs of `tmpfsKiB` at `mountPoint`
/// when given); what it returns must be empty, it is shown otherwise. As root permissions and full disks prove
/// nothing.
inline std::string asPlainUser(const std::function<std::string()>& body, const Path& mountPoint = {},
                               int tmpfsKiB = 0) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return "pipe";
    const pid_t child = ::fork();
    if (child == 0) {
        std::string said;
        if (tmpfsKiB > 0) {
            const auto size = "mode=0777,size=" + std::to_string(tmpfsKiB) + "k";
            if (!ownMounts() || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
                ::mount("tmpfs", mountPoint.c_str(), "tmpfs", 0, size.c_str()) != 0)
                said = "no file system could be mounted: the system allows no mount namespaces";
        }
        if (said.empty() && !dropCapabilities()) said = "could not drop privileges";
        if (said.empty()) said = body();
        const auto written = ::write(ends[1], said.data(), said.size());
        ::_exit(written == static_cast<ssize_t>(said.size()) ? 0 : 1);
    }
    ::close(ends[1]);
    std::string out;
    std::array<char, 4096> buffer;
    for (ssize_t n = 0; (n = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
        out.append(buffer.data(), static_cast<std::size_t>(n));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) out += " (the child ended badly)";
    return out;
}

}  // namespace brandloom::test
