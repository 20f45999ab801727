#include <thread>

#include "core/base/base_errors.h"
#include "core/base/log.h"
#include "core/door/door_json.h"
#include "tests/contract/contract.h"

namespace brandloom::contract {

Status KeepFrames::frame(int index, Frame frame) {
    if (failAt && index == *failAt) return fail(base_errors::kDiskFull, {{"file", "a test"}});
    indexes.push_back(index);
    frames.push_back(std::move(frame));
    return {};
}

namespace {

TEST(Contract, info_isComplete_andBothSidesSeeOneLog) {
    const auto info = engineUnderTest()->info();
    EXPECT_FALSE(info.torchVersion.empty());
    EXPECT_FALSE(info.device.empty());
    EXPECT_GE(info.threads, 1);
    EXPECT_GE(logSinkCount(), 1);
    EXPECT_EQ(info.logSinks, logSinkCount());
}

TEST(Contract, describeModel_saysWhatTheStarterIs) {
    const auto model = engineUnderTest()->describeModel({starterModel()});
    ASSERT_TRUE(model) << model.error().describe();
    EXPECT_EQ(model->kind, "wan2.2-t2v-a14b");
    EXPECT_EQ(model->experts, 2);
    EXPECT_EQ(model->textTokens, 64);
    EXPECT_EQ(model->latentChannels, 16);
    EXPECT_EQ(model->spatialStride, 8);
    EXPECT_EQ(model->temporalStride, 4);
    EXPECT_GT(model->parameterCount, 0);
    EXPECT_FALSE(model->contentId.empty());
    EXPECT_TRUE(model->missing.empty());
    const auto& d = model->defaults;
    EXPECT_EQ(std::vector({d.width, d.height, d.frames, d.fps}), std::vector({64, 64, 17, 8}));
    EXPECT_EQ(d.boundary, 0.875);
    EXPECT_EQ(d.solver, "unipc");
    const auto again = engineUnderTest()->describeModel({starterModel()});
    ASSERT_TRUE(again);
    EXPECT_EQ(*again, *model);
}

TEST(Contract, describeModel_ofNoModel_isAFailure) {
    const TempDir folder;
    for (const auto& dir : {utf8FromPath(folder.path() / "没有"), std::string()}) {
        const auto model = engineUnderTest()->describeModel({dir});
        ASSERT_FALSE(model) << dir;
        EXPECT_EQ(model.error().kind, ErrorKind::Failure);
        EXPECT_FALSE(model.error().sentence().empty());
        EXPECT_EQ(model.error().sentence().find('{'), std::string::npos) << model.error().sentence();
    }
}

TEST(Contract, describeModel_answersWhileATrainingRuns) {
    const TempDir folder;
    auto request = smallTraining(folder.path());
    request.options.steps = 100000;
    StopSource stop;
    Ears ears;
    std::mutex mutex;
    std::condition_variable changed;
    bool trains = false;
    ears.onEvent = [&](const door::Event& event) {
        if (!std::holds_alternative<door::LossReported>(event.body)) return;
        const std::lock_guard lock(mutex);
        trains = true;
        changed.notify_all();
    };
    Stripes clips;
    std::jthread training(
        [&] { static_cast<void>(engineUnderTest()->train(request, clips, ears.sink(), stop.get_token())); });
    std::unique_lock lock(mutex);
    ASSERT_TRUE(changed.wait_for(lock, std::chrono::seconds(60), [&] { return trains; }));
    lock.unlock();
    EXPECT_TRUE(engineUnderTest()->describeModel({starterModel()}));
    EXPECT_EQ(engineUnderTest()->info().logSinks, logSinkCount());
    stop.request_stop();
}

TEST(Contract, callsFromSeveralThreads_queue) {
    std::vector<std::jthread> threads;
    std::array<bool, 3> done{};
    for (std::size_t i = 0; i < done.size(); ++i)
        threads.emplace_back([&done, i] {
            auto request = smallShot(i);
            request.steps = 1;
            KeepFrames sink;
            done[i] = engineUnderTest()->generate(request, sink, {}, {}).has_value() && sink.frames.size() == 17;
        });
    threads.clear();
    EXPECT_EQ(done, (std::array{true, true, true}));
}

TEST(Contract, eventsAndResults_surviveJson) {
    const TempDir folder;
    auto request = smallTraining(folder.path());
    request.options.steps = 1;
    Ears ears;
    Stripes clips;
    const auto trained = engineUnderTest()->train(request, clips, ears.sink(), {});
    ASSERT_TRUE(trained) << trained.error().describe();
    for (const auto& event : ears.events()) {
        const auto back = door::fromJson<door::Event>(door::toJson(event));
        ASSERT_TRUE(back) << back.error().describe();
        EXPECT_EQ(door::toJson(*back), door::toJson(event));
    }
    EXPECT_EQ(*door::fromJson<door::TrainResult>(door::toJson(*trained)), *trained);
    KeepFrames sink;
    const auto shot = engineUnderTest()->generate(smallShot(), sink, {}, {});
    ASSERT_TRUE(shot);
    EXPECT_EQ(*door::fromJson<door::GenerateResult>(door::toJson(*shot)), *shot);
}

}  // namespace
}  // namespace brandloom::contract
