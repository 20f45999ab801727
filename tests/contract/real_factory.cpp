#include "tests/contract/contract.h"

namespace brandloom::contract {

std::shared_ptr<door::Engine> engineUnderTest() {
    static const auto loaded = door::engineLoader()();
    if (!loaded) {
        ADD_FAILURE() << loaded.error().describe();
        std::abort();
    }
    return *loaded;
}

}  // namespace brandloom::contract
