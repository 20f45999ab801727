// The golden cases through the code of brandloom_parity: all of them with $BRANDLOOM_FIXTURES, else the small ones.
#include <gtest/gtest.h>
#include <torch/types.h>

#include "tests/parity/parity.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

class GoldenArea : public ::testing::TestWithParam<const char*> {};

TEST_P(GoldenArea, EveryStoredTensorIsMet) {
    const std::string area = GetParam();
    const auto checks = parity::runArea(goldenRoot(), area);
    EXPECT_GE(checks.size(), 5u);
    for (const auto& c : checks)
        EXPECT_TRUE(c.passed) << c.area << "/" << c.name << " " << c.tensor << ": " << c.error << " > "
                              << c.tolerance << " " << c.note;
}

INSTANTIATE_TEST_SUITE_P(All, GoldenArea,
                         ::testing::Values("transformer", "vae21", "vae22", "umt5", "sampling", "checkpoint",
                                           "tokenizer", "malformed", "lora", "training"),
                         [](const auto& info) { return std::string(info.param); });

TEST(Parity, RefusesAnUnknownArea) {
    const auto checks = parity::runArea(goldenRoot(), "no_such_area");
    ASSERT_EQ(checks.size(), 1u);
    EXPECT_FALSE(checks[0].passed);
}

TEST(Parity, SeesAWrongNumber) {
    parity::Case c;
    c.json = nlohmann::json::parse(R"({"tolerance": {"x": {"advised_max_rel": 1e-6}}})");
    c.outputs["x"] = torch::ones({4});
    c.outputs["forgotten"] = torch::ones({4});
    parity::Report report("unit", "wrong");
    report.compare(c, "x", torch::ones({4}) * 1.00001);
    report.compare(c, "x", torch::full({4}, NAN));
    report.compare(c, "x", torch::ones({3}));
    report.compare(c, "x", torch::ones({4}));
    report.requireAllOutputs(c);
    const auto& checks = report.checks();
    ASSERT_EQ(checks.size(), 5u);
    EXPECT_FALSE(checks[0].passed);
    EXPECT_FALSE(checks[1].passed);
    EXPECT_FALSE(checks[2].passed);
    EXPECT_TRUE(checks[3].passed);
    EXPECT_FALSE(checks[4].passed);
}

}  // namespace
}  // namespace brandloom::testing
