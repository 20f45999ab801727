// The parts of a training that need no network: plan, rates, noise levels, optimiser, boards, state files, cache.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <atomic>
#include <cmath>
#include <fstream>

#include "core/door/door_json.h"
#include "core/door/engine_errors.h"
#include "core/training/adam.h"
#include "core/training/background_writer.h"
#include "core/training/clip_board.h"
#include "core/training/held_out.h"
#include "core/training/noise_levels.h"
#include "core/training/run_forecast.h"
#include "core/training/step_plan.h"
#include "core/training/tensor_cache.h"
#include "core/training/train_options.h"
#include "core/training/training_state.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

using namespace brandloom::training;

/// "HHLLHL": who takes which update.
std::string sequence(const StepPlan& plan, int high = 0, int low = 0) {
    std::string out;
    for (auto next = plan.next(high, low); next; next = plan.next(high, low)) {
        out += *next == ExpertId::High ? 'H' : 'L';
        ++(*next == ExpertId::High ? high : low);
    }
    return out;
}

TEST(StepPlan, AlternatesInBlocksOfWholeUpdates) {
    StepPlan plan{true, true, 5, 2};
    EXPECT_EQ(sequence(plan), "HHLLHHLLHL");
    EXPECT_EQ(plan.total(), 10);
    EXPECT_EQ(sequence(plan, 3, 2), "HLLHL");
    EXPECT_EQ(sequence({true, true, 2, 100}), "HHLL");
    EXPECT_EQ(sequence({true, false, 3, 2}), "HHH");
    EXPECT_EQ(sequence({false, true, 3, 2}), "LLL");
    // Five of each were done in blocks of two; three more of each in blocks of one.
    EXPECT_EQ(sequence({true, true, 8, 1}, 5, 5), "HLHLHL");
}

TEST(LearningRate, WarmsUpAndFallsAsACosine) {
    EXPECT_EQ(learningRateAt(1.0, 0, 20, 5), 0.0);
    EXPECT_DOUBLE_EQ(learningRateAt(1.0, 2, 20, 5), 0.4);
    EXPECT_DOUBLE_EQ(learningRateAt(1.0, 5, 20, 5), 1.0);
    EXPECT_NEAR(learningRateAt(1.0, 10, 20, 5), 0.75, 1e-12);  // cos(pi/3) = 1/2
    EXPECT_NEAR(learningRateAt(2.0, 0, 10, 0), 2.0, 1e-12);
}

TEST(NoiseLevels, TheWindowIsCutOutAfterTheShift) {
    const auto at = [](const std::vector<double>& q, const LevelOptions& o) {
        return levelsAt(torch::tensor(q, torch::kDouble), o);
    };
    // shift 3: 3s / (1 + 2s).
    const auto whole = at({0.0, 0.25, 0.5, 1.0}, {LevelKind::Uniform, 3.0, 0.0, 1.0});
    EXPECT_NEAR(whole[1].item<double>(), 0.5, 1e-12);
    EXPECT_NEAR(whole[2].item<double>(), 0.75, 1e-12);
    // Above 0.75 lie the quantiles from 1/2; half of them is 3/4, which is shifted to 0.9.
    const auto high = at({0.0, 0.5, 1.0}, {LevelKind::Uniform, 3.0, 0.75, 1.0});
    EXPECT_NEAR(high[0].item<double>(), 0.75, 1e-12);
    EXPECT_NEAR(high[1].item<double>(), 0.9, 1e-12);
    const auto normal = at({0.5, 0.841344746068543}, {LevelKind::LogitNormal, 1.0, 0.0, 1.0});
    EXPECT_NEAR(normal[0].item<double>(), 0.5, 1e-12);
    EXPECT_NEAR(normal[1].item<double>(), 1.0 / (1.0 + std::exp(-1.0)), 1e-9);  // one standard deviation
}

TEST(Adam, TwoStepsByHand) {
    auto w = torch::tensor({1.0F}).requires_grad_(true);
    Adam adam({{"w", w}}, {0.9, 0.999, 1e-8, 0.1});
    w.mutable_grad() = torch::tensor({2.0F});
    adam.step(0.5);  // 1 * (1 - 0.05) - 0.5 * 2 / (2 + 1e-8)
    EXPECT_NEAR(w.item<double>(), 0.45, 1e-6);
    w.mutable_grad() = torch::tensor({-1.0F});
    adam.step(0.5);
    const double m = (0.9 * 0.2 - 0.1) / (1 - 0.81), v = (0.999 * 0.004 + 0.001) / (1 - 0.998001);
    EXPECT_NEAR(w.item<double>(), 0.45 * 0.95 - 0.5 * m / std::sqrt(v), 1e-6);
    adam.clearGradients();
    const auto before = w.item<float>();
    adam.step(0.5);
    EXPECT_EQ(w.item<float>(), before) << "without a gradient nothing happens";
}

TEST(Adam, VectorsKeepTheirSizeWhereOnlyMatricesDecay) {
    auto matrix = torch::ones({1, 1}).requires_grad_(true), vector = torch::ones({1}).requires_grad_(true);
    Adam adam({{"m", matrix}, {"v", vector}}, {0.9, 0.999, 1e-8, 0.1, true});
    matrix.mutable_grad() = torch::full({1, 1}, 2.0F);
    vector.mutable_grad() = torch::full({1}, 2.0F);
    adam.step(0.5);
    EXPECT_NEAR(matrix.item<double>(), 1 * (1 - 0.05) - 0.5, 1e-6);
    EXPECT_NEAR(vector.item<double>(), 1 - 0.5, 1e-6);
}

TEST(Adam, ClippingKeepsTheDirection) {
    auto a = torch::zeros({1}).requires_grad_(true), b = torch::zeros({1}).requires_grad_(true);
    Adam first({{"a", a}}, {}), second({{"b", b}}, {});
    a.mutable_grad() = torch::tensor({3.0F});
    b.mutable_grad() = torch::tensor({4.0F});
    EXPECT_DOUBLE_EQ(clipTogether({&first, &second}, 1.0), 5.0);
    EXPECT_NEAR(a.grad().item<double>(), 0.6, 1e-6);
    EXPECT_NEAR(b.grad().item<double>(), 0.8, 1e-6);
    EXPECT_NEAR(clipTogether({&first, &second}, 10.0), 1.0, 1e-6) << "never scaled up";
    EXPECT_NEAR(a.grad().item<double>(), 0.6, 1e-6);
}

TEST(ClipBoard, ComparesWithOthersAtTheSameLevel) {
    ClipBoard board(3);
    const LevelOptions window{LevelKind::Uniform, 1.0, 0.0, 1.0};
    // Noise level 0.1 is easy (losses near 1), 0.9 hard (near 10); clip 1 is twice as hard as clip 0 at both.
    board.add(0, ExpertId::High, window, 0.1, 1.0);
    board.add(0, ExpertId::High, window, 0.9, 10.0);
    board.add(1, ExpertId::High, window, 0.1, 2.0);
    board.add(1, ExpertId::High, window, 0.9, 20.0);
    EXPECT_NEAR(board.row(0).relative, 11.0 / 16.5, 1e-12);
    EXPECT_NEAR(board.row(1).relative, 22.0 / 16.5, 1e-12);
    EXPECT_EQ(board.row(1).samples, 2);
    EXPECT_EQ(board.row(2).samples, 0);
    EXPECT_EQ(board.row(2).relative, 0.0);
    ClipBoard again(3);
    std::map<std::string, torch::Tensor> tensors;
    for (const auto& [name, tensor] : board.state()) tensors[name] = tensor.clone();
    EXPECT_TRUE(again.load(tensors));
    EXPECT_EQ(again.row(1).relative, board.row(1).relative);
    EXPECT_FALSE(ClipBoard(4).load(tensors));
}

std::map<ExpertId, std::vector<double>> measured(double high, double low) {
    return {{ExpertId::High, std::vector<double>(4, high)}, {ExpertId::Low, std::vector<double>(4, low)}};
}

TEST(HeldOutBoard, KeepsTheBestAndSaysWhatItMeans) {
    HeldOutBoard board;
    EXPECT_EQ(board.best(), 0.0);
    EXPECT_TRUE(board.add(0, measured(2.0, 4.0)));
    EXPECT_EQ(board.verdict(), "unclear");
    EXPECT_EQ(board.best(), 1.0);
    EXPECT_TRUE(board.add(10, measured(1.0, 4.0)));  // (0.5 + 1) / 2
    EXPECT_DOUBLE_EQ(board.best(), 0.75);
    EXPECT_EQ(board.verdict(), "learning");
    EXPECT_FALSE(board.add(20, measured(1.1, 4.0)));
    EXPECT_EQ(board.verdict(), "learning") << "one worse measurement says little";
    EXPECT_FALSE(board.add(30, measured(1.2, 4.0)));
    EXPECT_EQ(board.verdict(), "overfitting");
    EXPECT_EQ(board.bestStep(), 10);
    EXPECT_EQ(board.sinceBest(), 2);
    StateValues values;
    board.save(values);
    HeldOutBoard again;
    ASSERT_TRUE(again.load(values));
    EXPECT_EQ(again.bestStep(), 10);
    EXPECT_EQ(again.verdict(), "overfitting");
    EXPECT_DOUBLE_EQ(again.relative(ExpertId::High, std::vector<double>(4, 1.0)), 0.5);
    EXPECT_FALSE(HeldOutBoard().load({}));

    HeldOutBoard still;
    still.add(0, measured(1.0, 1.0));
    still.add(5, measured(0.995, 1.0));
    EXPECT_EQ(still.verdict(), "flat");
}

TEST(HeldOut, LevelsLieInsideTheWindow) {
    const auto levels = heldOutLevels({LevelKind::Uniform, 3.0, 0.875, 1.0});
    ASSERT_EQ(levels.size(), 4u);
    EXPECT_DOUBLE_EQ(levels[0], 0.875 + 0.125 / 8);
    EXPECT_DOUBLE_EQ(levels[3], 1.0 - 0.125 / 8);
}

TEST(StateValues, NumbersComeBackToTheBit) {
    const std::vector<double> numbers{0.1, -1.0 / 3.0, 5e-324, 1.7976931348623157e308, 7, 0};
    EXPECT_EQ(numbersFromText({{"a", textFromNumbers(numbers)}}, "a"), numbers);
    EXPECT_TRUE(numbersFromText({{"a", "1 x"}}, "a").empty());
    EXPECT_FALSE(numberFromText({{"a", "1 2"}}, "a"));
    EXPECT_FALSE(numberFromText({}, "a"));
}

TrainingState smallState() {
    TrainingState state;
    state.values = {{"options", R"({"steps": 3})"}, {"名", "值"}};
    state.tensors["a"] = torch::arange(12, torch::kFloat).view({3, 4});
    state.tensors["b"] = torch::tensor(2.5, torch::kDouble);
    return state;
}

TEST(TrainingState, ComesBackWhole) {
    const ScratchFolder folder;
    const auto file = folder / "s.safetensors";
    ASSERT_TRUE(writeTrainingState(file, smallState()));
    const auto back = readTrainingState(file);
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->values, smallState().values);
    EXPECT_TRUE(back->tensors.at("a").equal(smallState().tensors.at("a")));
    EXPECT_EQ(back->tensors.at("b").scalar_type(), torch::kDouble);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1)
        << "nothing temporary is left";
}

TEST(TrainingState, EveryDamagedByteIsFound) {
    const ScratchFolder folder;
    const auto file = folder / "s.safetensors", other = folder / "t.safetensors";
    ASSERT_TRUE(writeTrainingState(file, smallState()));
    std::ifstream in(file, std::ios::binary);
    const std::string whole{std::istreambuf_iterator<char>(in), {}};
    const auto refused = [&](const std::string& bytes) {
        std::ofstream(other, std::ios::binary | std::ios::trunc) << bytes;
        const auto read = readTrainingState(other);
        return !read && read.error().is(engine_errors::kStateDamaged);
    };
    EXPECT_FALSE(refused(whole));
    int accepted = 0;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto bytes = whole;
        bytes[i] = static_cast<char>(bytes[i] ^ 0x11);
        accepted += refused(bytes) ? 0 : 1;
    }
    // Padding between the table and the data belongs to nothing.
    EXPECT_LE(accepted, 64);
    for (const std::size_t length : {std::size_t{0}, std::size_t{7}, whole.size() / 2, whole.size() - 1})
        EXPECT_TRUE(refused(whole.substr(0, length))) << length;
    EXPECT_TRUE(readTrainingState(folder / "none").error().is(base_errors::kFileMissing));
}

TEST(TensorCache, DamagedEntriesAreMadeAgain) {
    const ScratchFolder folder;
    const auto open = [&] { return std::move(*TensorCache::open(folder.path())); };
    int made = 0;
    const auto make = [&]() -> Result<torch::Tensor> {
        ++made;
        return torch::arange(6, torch::kFloat).view({2, 3}) * 0.1F;
    };
    auto cache = open();
    const auto fresh = *cache.get("latent", "key", make);
    EXPECT_TRUE(open().get("latent", "key", make)->equal(fresh));
    EXPECT_EQ(made, 1);
    EXPECT_TRUE(open().get("latent", "other key", make)->equal(fresh));
    EXPECT_EQ(made, 2);
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(-3, std::ios::end);
        file.put('\x55');
    }
    auto again = open();
    EXPECT_TRUE(again.get("latent", "key", make)->equal(fresh));
    EXPECT_EQ(made, 3);
    EXPECT_EQ(again.damaged(), 1);
    EXPECT_TRUE(open().get("latent", "key", make)->equal(fresh));
    EXPECT_EQ(made, 3) << "the entry is whole again";
}

TEST(BackgroundWriter, OneJobAtATime_andTheirErrorsComeOnce) {
    BackgroundWriter writer;
    EXPECT_FALSE(writer.ended());
    std::atomic<int> running = 0, most = 0, done = 0;
    for (int i = 0; i < 5; ++i)
        writer.start([&]() -> Status {
            most = std::max(most.load(), ++running);
            std::this_thread::yield();
            --running;
            ++done;
            return {};
        });
    ASSERT_TRUE(writer.wait());
    EXPECT_EQ(most, 1);
    EXPECT_EQ(done, 5);
    EXPECT_FALSE(writer.wait()) << "it was told once";
    writer.start([]() -> Status { return fail(base_errors::kDiskFull, {{"file", "x"}}); });
    const auto failed = writer.wait();
    ASSERT_TRUE(failed);
    EXPECT_FALSE(*failed);
    writer.start([]() -> Status { throw std::runtime_error("thrown"); });
    EXPECT_TRUE(writer.wait()->error().is(engine_errors::kEngineFault));
}

TEST(RunForecast, DiskAndTime) {
    EXPECT_TRUE(checkDisk("/tmp", 1));
    const auto full = checkDisk("/tmp", std::uint64_t{1} << 60);
    ASSERT_FALSE(full);
    EXPECT_TRUE(full.error().is(engine_errors::kDiskTooSmall));
    EXPECT_EQ(sizeText(1'500'000'000), "1.5 GB");
    EXPECT_EQ(sizeText(12'300'000), "12 MB");
    const auto made = forecastFrom({{1.0, 2.0}, 4.0, 8.0, 1.0}, {10, 2, 1, 1}, 5, 6);
    EXPECT_DOUBLE_EQ(made.secondsLow, 0.5 * (10 + 8 + 8 + 1));
    EXPECT_DOUBLE_EQ(made.secondsHigh, 1.5 * (20 + 8 + 8 + 1) + 1);
}

TEST(TrainOptions, DifferencesThatCount) {
    door::TrainOptions a, b;
    const auto difference = [&](bool branch) { return *differenceOf(door::toJson(a), door::toJson(b), branch); };
    EXPECT_FALSE(difference(false));
    b.previewEvery = 7;
    EXPECT_FALSE(difference(false)) << "what only looks on changes nothing";
    b.learningRate = 0.125;
    ASSERT_TRUE(difference(false));
    EXPECT_EQ(difference(false)->name, "learningRate");
    EXPECT_EQ(difference(false)->ours, "0.125");
    EXPECT_FALSE(difference(true));
    b.rank = 99;
    ASSERT_TRUE(difference(true));
    EXPECT_EQ(difference(true)->name, "rank");
}

/// Each advice taken in turn ends at a training that cannot get smaller; what changes no result comes first.
TEST(TrainOptions, SmallerSettingsInTurn) {
    door::TrainOptions o;
    o.batch = 2;
    o.method = "full";
    std::string names;
    for (int i = 0; i < 6; ++i) {
        const auto smaller = smallerOption(o);
        names += smaller.name + " ";
        o.gradientCheckpointing = true;
        if (smaller.name == "batch") o.batch = 1;
        if (smaller.name == "base-dtype") o.baseDtype = "bf16";
        if (smaller.name == "method") o.method = "lora";
        if (smaller.name == "rank") o.rank = 1;
    }
    EXPECT_EQ(names, "gradient-checkpointing batch base-dtype method rank experts ");
}

}  // namespace
}  // namespace brandloom::testing
