#pragma once
// An engine without tensors: same door, same manners, small numbers. For tests of the studio and the window.
#include <memory>
#include <string>

#include "core/door/engine.h"

namespace brandloom::tests {

struct FakeEngineOptions {
    double secondsPerStep = 0.002;  ///< slept on a condition that a stop request wakes
    int failAtStep = 0;             ///< training fails there with kLossNotFinite; 0: never
    int skipAtStep = 0;             ///< that step tells of a loss that is no number; 0: none
    bool isDeaf = false;            ///< stop requests are not heard
    int width = 64;
    int height = 64;
    int frames = 17;
};

/// Thread-safe like the real one: calls queue on one mutex. Adapters it "trains" are small text files.
std::shared_ptr<door::Engine> makeFakeEngine(const FakeEngineOptions& options = {});

}  // namespace brandloom::tests
