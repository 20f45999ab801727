#include "core/base/log.h"
#include "tests/contract/contract.h"

int main(int argc, char** argv) {
    ::setenv("OMP_WAIT_POLICY", "passive", 0);  // before the engine's OpenMP is loaded
    brandloom::openLog({}, brandloom::LogLevel::Error);
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
