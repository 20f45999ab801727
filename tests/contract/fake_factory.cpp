#include "tests/contract/contract.h"
#include "tests/support/fake_engine.h"

namespace brandloom::contract {

std::shared_ptr<door::Engine> engineUnderTest() {
    static const auto engine = tests::makeFakeEngine();
    return engine;
}

}  // namespace brandloom::contract
