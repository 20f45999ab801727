#pragma once
// Starts a program of tests/support that writes a project, and ends it with kill -9.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <vector>

#include "tests/unit/domain_support.h"

namespace brandloom::test {

/// Reads what it acknowledges for `life`, counted from its first line with `from` (empty: from its start), kills
/// it, and returns every whole line.
inline std::vector<std::string> runAndKill(const std::string& name, const Path& folder, const std::string& from,
                                           std::chrono::milliseconds life) {
    using Clock = std::chrono::steady_clock;
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    const auto program = (executablePath().parent_path() / name).native();
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDOUT_FILENO);
        ::execl(program.c_str(), program.c_str(), folder.c_str(), static_cast<char*>(nullptr));
        ::_exit(127);
    }
    ::close(ends[1]);
    std::string said;
    bool counting = from.empty();
    auto end = Clock::now() + (counting ? life : std::chrono::seconds(30));
    bool killed = false;
    std::array<char, 4096> buffer;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        if (!killed && left <= 0) killed = ::kill(child, SIGKILL) == 0;
        pollfd waiting{ends[0], POLLIN, 0};
        if (::poll(&waiting, 1, killed ? -1 : static_cast<int>(std::max<long>(left, 0))) <= 0) continue;
        const auto n = ::read(ends[0], buffer.data(), buffer.size());
        if (n <= 0) break;
        said.append(buffer.data(), static_cast<std::size_t>(n));
        if (!counting && said.find(from) != std::string::npos) {
            counting = true;
            end = Clock::now() + life;
        }
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "the writer ended by itself";
    said.resize(said.rfind('\n') == std::string::npos ? 0 : said.rfind('\n'));
    std::vector<std::string> lines;
    std::istringstream in(said);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace brandloom::test
