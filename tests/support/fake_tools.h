#pragma once
// The tools of the fake engine: no tensors, but real files and the manners of the door.
#include <functional>
#include <memory>

#include "core/door/engine.h"

namespace brandloom::tests {

/// `pause` waits one step and is false once the call is stopped. `frames`: pictures that the fake paints.
struct FakeToolsParts {
    std::function<bool(const StopToken& stop)> pause;
    std::function<Result<door::ModelDescription>(const std::string& folder)> describe;
    std::function<std::vector<Frame>(int shade, int count)> pictures;
};

std::unique_ptr<door::ModelTools> makeFakeTools(FakeToolsParts parts);

}  // namespace brandloom::tests
