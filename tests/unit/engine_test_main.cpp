#include <gtest/gtest.h>

#include <string>

namespace brandloom::testing {
void useTwoThreads();  // wan_networks_test.cpp
std::string sourceDir() {
    return BRANDLOOM_SOURCE_DIR;
}
}  // namespace brandloom::testing

int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    brandloom::testing::useTwoThreads();
    return RUN_ALL_TESTS();
}
