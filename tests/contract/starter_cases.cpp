// The starter tools of the door, fake and real: a small training stopped, gone on with and refused; JSON.
#include <gtest/gtest.h>

#include "core/door/door_json.h"
#include "core/door/engine_errors.h"
#include "core/door/starter_tools.h"
#include "tests/contract/contract.h"

namespace brandloom::contract {
namespace {

door::StarterTrainRequest smallStarter(const std::filesystem::path& folder) {
    door::StarterTrainRequest request;
    request.stage = "transformer";
    request.outputDir = utf8FromPath(folder / "out");
    request.initDirs = {starterModel()};
    auto& o = request.options;
    o.frames = 5;
    o.fresh = true;
    o.dim = 128;
    o.layers = 1;
    o.ffnDim = 32;
    o.batch = 2;
    o.samples = 8;
    o.expertShare = 0;
    o.clips = o.firstClips = o.heldOut = 4;
    o.measureEvery = 2;
    o.sheetEvery = 0;
    return request;
}

TEST(ContractStarter, trains_stopsSaved_goesOn) {
    const TempDir folder;
    auto request = smallStarter(folder.path());
    auto& tools = engineUnderTest()->starter();
    request.resume = true;
    EXPECT_TRUE(tools.trainStarter(request, {}, {}).error().is(engine_errors::kStarterNoState));
    request.resume = false;
    StopSource stop;
    std::vector<int> steps;
    const auto first = tools.trainStarter(
        request,
        [&](const door::Event& event) {
            if (const auto* loss = std::get_if<door::LossReported>(&event.body)) {
                steps.push_back(loss->step);
                if (loss->step == 2) stop.request_stop();
            }
        },
        stop.get_token());
    ASSERT_TRUE(first) << first.error().describe();
    EXPECT_TRUE(first->stopped);
    EXPECT_EQ(first->steps, 2);
    EXPECT_EQ(first->samples, 4);
    EXPECT_TRUE(std::filesystem::exists(pathFromUtf8(first->statePath)));
    EXPECT_EQ(steps, (std::vector{1, 2}));
    EXPECT_TRUE(tools.trainStarter(request, {}, {}).error().is(engine_errors::kStarterTaken));
    request.resume = true;
    const auto second = tools.trainStarter(request, {}, {});
    ASSERT_TRUE(second) << second.error().describe();
    EXPECT_FALSE(second->stopped);
    EXPECT_TRUE(std::filesystem::is_directory(pathFromUtf8(second->modelDir)));
}

TEST(ContractStarter, valuesSurviveJson) {
    auto request = smallStarter("/nowhere");
    request.resume = true;
    request.changed = {"samples"};
    request.options.textDropout = 0.25;
    EXPECT_EQ(*door::fromJson<door::StarterTrainRequest>(door::toJson(request)), request);
    EXPECT_EQ(*door::fromJson<door::StarterOptions>(door::toJson(request.options)), request.options);
    const door::StarterTrainResult result{"transformer", "low", "m", "s", 12, 3, 0.5, true, 1.5};
    EXPECT_EQ(*door::fromJson<door::StarterTrainResult>(door::toJson(result)), result);
    const door::StarterEvaluateRequest judged{
        "m", "c", 3, 2, 40, 5, 4, 6, 2.5, 9, {{{"h", "l"}, 0.5, 0.7, "s"}}, "mirrowe", 7};
    EXPECT_EQ(*door::fromJson<door::StarterEvaluateRequest>(door::toJson(judged)), judged);
    const door::StarterEvaluateResult found{
        "id", 3, 2.5, 6, {{"films", "subject", 1, 3, 0.1}}, {{"films", "flicker", 2.0, 0.5}}, 7.0};
    EXPECT_EQ(*door::fromJson<door::StarterEvaluateResult>(door::toJson(found)), found);
    // Settings of checkpoints that lie around for months: fields that came later may be absent.
    EXPECT_EQ(door::fromJson<door::StarterOptions>(R"({"batch": 24})")->batch, 24);
}

}  // namespace
}  // namespace brandloom::contract
