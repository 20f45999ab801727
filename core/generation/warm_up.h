#pragma once
// Uses each kind of computation of a generation once, on next to nothing, so that the pages of the libraries' code
// and their own buffers are in memory before memory is counted: how many those are differs by processor and kernel
// (110 MB between two machines) and cannot be foretold.

namespace brandloom::generation {

/// Once per process and number type, some 30 ms; later calls do nothing. Thread-safe.
void warmUpLibraries(bool bf16);

}  // namespace brandloom::generation
