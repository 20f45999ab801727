#pragma once
// A program of ours as a child of this process, and the ropes that such a child puts on itself before it touches
// the files of strangers.
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/export.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::platform {

/// A running child: its standard input and output are one pipe to us, nothing else that we have open is open in it.
/// Ctrl-C in a terminal does not reach it. One thread at a time.
class BRANDLOOM_BASE_EXPORT ChildProcess {
  public:
    enum class Surroundings {
        Bare,   ///< a program of ours: no environment but where libraries lie, standard error goes nowhere
        Person  ///< a program of the person: found in PATH, with the environment and standard error that we have
    };
    /// Errors: kLibraryMissing naming the program.
    static Result<ChildProcess> start(const Path& program, const std::vector<std::string>& arguments,
                                      Surroundings surroundings = Surroundings::Bare);
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;
    ~ChildProcess();  ///< as end()

    enum class Transfer { Done, Ended, TimedOut, Cancelled };
    /// All of `bytes`, or why not. `deadline` on steadySeconds().
    Transfer write(std::span<const std::uint8_t> bytes, double deadline, const StopToken& stop);
    /// Exactly out.size() bytes, or why not.
    Transfer read(std::span<std::uint8_t> out, double deadline, const StopToken& stop);

    enum class Ending { Left, Crashed, UsedUp, Killed };  ///< UsedUp: all the processor time that it was allowed
    /// Ends it and what it has started at once if it still runs, and says how it went: the first call's answer is
    /// the true one.
    Ending end() noexcept;
    [[nodiscard]] int id() const { return m_id; }

  private:
    ChildProcess(int id, int pipe, int wake) : m_id(id), m_pipe(pipe), m_wake(wake) {}
    Transfer waitFor(bool toRead, double deadline, const StopToken& stop) const;

    int m_id = -1;
    int m_pipe = -1;
    int m_wake = -1;  ///< becomes readable when a stop is requested
};

// --- in the child -----------------------------------------------------------------------------------------------
/// What the system granted of the ropes below.
struct Confinement {
    bool systemCalls = false;  ///< files can only be read; no network, no other programs, no signals to others
    bool memory = false;       ///< at most so much address space
};
/// For good, before the first thread: no core dumps, no bytes written to files, no new rights, no descriptors
/// beside the standard ones and at most 64 in all, at most `memoryBytes` of address space, and no system call that
/// writes, connects or starts anything.
BRANDLOOM_BASE_EXPORT Confinement confineThisProcess(std::uint64_t memoryBytes);
/// From now on so many seconds of processor time (all threads together), then the system ends this process. Each
/// call counts afresh.
BRANDLOOM_BASE_EXPORT void allowProcessorSeconds(int seconds);
/// Starts a thread that ends this process as soon as nobody holds the other end of standard input any more,
/// whatever the other threads do.
BRANDLOOM_BASE_EXPORT void endWithStandardInput();
/// Whole pieces of the standard streams; false at their end.
BRANDLOOM_BASE_EXPORT bool readStandardInput(std::span<std::uint8_t> out);
BRANDLOOM_BASE_EXPORT bool writeStandardOutput(std::span<const std::uint8_t> bytes);

}  // namespace brandloom::platform
