#pragma once
// A file system for SQLite on which the power can fail: what was written and not synced is lost then, wholly or in
// part, and every call fails. It lies over the system's own and is SQLite's default while the object lives. One
// object at a time; databases must be opened after it is made and closed before it ends.
#include <cstdint>
#include <memory>
#include <random>

namespace brandloom::test {

class PowerLoss {
  public:
    PowerLoss();
    ~PowerLoss();
    PowerLoss(const PowerLoss&) = delete;
    PowerLoss& operator=(const PowerLoss&) = delete;

    /// The power fails in the call of that number (from 1) that writes, cuts or syncs a file. A write that it
    /// interrupts is torn.
    void failPowerAt(std::int64_t call);
    /// That call alone fails, and nothing is lost.
    void failOnceAt(std::int64_t call);
    [[nodiscard]] std::int64_t calls() const;  ///< so far
    [[nodiscard]] bool failed() const;

    /// After all is closed, and the power failed: the files as a machine that starts again finds them. Of what was
    /// not synced nothing is there, or with `random` any part of it.
    void restart(std::mt19937* random);

    struct State;

  private:
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::test
