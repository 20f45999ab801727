#pragma once
// The starter tools of the fake engine: steps that fall, a file or two, the manners of the door.
#include <memory>

#include "core/door/starter_tools.h"

namespace brandloom::tests {

/// `pause` waits one step and is false once the call is stopped.
std::unique_ptr<door::StarterTools> makeFakeStarter(std::function<bool(const StopToken& stop)> pause);

}  // namespace brandloom::tests
