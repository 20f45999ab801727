// What learns on one expert: gradients, averages, masters, files, and going on from a state.
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <thread>

#include "core/adapters/adapter.h"
#include "core/door/engine_errors.h"
#include "core/training/learner.h"
#include "core/training/state_copy.h"
#include "tests/unit/adapters_test_tools.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

using namespace brandloom::training;

Sample sampleOf(const std::string& name, double level = 0.6) {
    const auto make = [&](const std::string& part, const std::vector<std::int64_t>& shape) {
        return filled(name + part, shape).to(torch::kFloat);
    };
    const auto config = smallConfig();
    return {make("latent", {config.inDim, 2, 4, 4}), make("text", {3, config.textDim}),
            make("noise", {config.inDim, 2, 4, 4}), level};
}

LearnerOptions optionsFor(Method method) {
    LearnerOptions options;
    options.method = method;
    options.lora.targets = {"all"};
    options.lora.rank = 4;
    options.lora.rsLora = method == Method::RsLora;
    options.prompt.tokens = 2;
    options.prompt.hidden = 8;
    options.emaDecay = 0.9;
    return options;
}

std::unique_ptr<Learner> made(const LearnerOptions& options,
                              std::shared_ptr<wan::WanTransformer> model = smallModel()) {
    auto learner = Learner::create(ExpertId::Low, std::move(model), options);
    if (!learner) throw std::runtime_error(learner.error().describe());
    return std::move(*learner);
}

double step(Learner& learner, const std::vector<Sample>& samples, double rate = 0.01, std::uint64_t seed = 1) {
    const auto losses = learner.losses(samples, seed);
    learner.accumulate(losses, 1);
    learner.clip();
    learner.apply(rate);
    return losses.mean().item<double>();
}

FileTensors copied(const NamedTensors& tensors) {
    FileTensors out;
    for (const auto& [name, tensor] : tensors) out[name] = tensor.detach().clone();
    return out;
}

FileTensors gradientsOf(const Learner& learner) {
    FileTensors out;
    for (const auto& [name, tensor] : learner.parameters()) {
        EXPECT_TRUE(tensor.grad().defined()) << name;
        out[name] = tensor.grad().clone();
    }
    return out;
}

void expectSame(const FileTensors& a, const FileTensors& b) {
    ASSERT_EQ(a.size(), b.size());
    for (const auto& [name, tensor] : a) EXPECT_TRUE(sameBytes(tensor, b.at(name))) << name;
}

const Method kMethods[] = {Method::Lora, Method::RsLora, Method::PromptTuning, Method::Full};

TEST(Learner, RecomputingGivesTheSameGradients_withDropoutOn) {
    for (const auto method : kMethods) {
        const bool isLora = method == Method::Lora || method == Method::RsLora;
        auto options = optionsFor(method);
        if (isLora) options.lora.dropout = 0.3;
        std::vector<FileTensors> gradients;
        std::vector<torch::Tensor> losses;
        for (const bool recomputed : {false, true}) {
            options.gradientCheckpointing = recomputed;
            const auto learner = made(options);
            if (isLora) step(*learner, {sampleOf("first")}, 0.05);  // B is not zero any more
            losses.push_back(learner->losses({sampleOf("a"), sampleOf("b", 0.2)}, 77).detach());
            learner->discardGradients();
            learner->accumulate(learner->losses({sampleOf("a"), sampleOf("b", 0.2)}, 77), 1);
            gradients.push_back(gradientsOf(*learner));
        }
        EXPECT_TRUE(sameBytes(losses[0], losses[1])) << static_cast<int>(method);
        if (isLora) {
            expectSame(gradients[0], gradients[1]);
            continue;
        }
        // The gradient of the text is summed over the blocks in another order.
        for (const auto& [name, gradient] : gradients[0])
            EXPECT_LT(worstError(gradients[1].at(name), gradient), 2e-6) << name;
    }
}

TEST(Learner, DropoutActsOnlyWhileLearning) {
    auto options = optionsFor(Method::Lora);
    options.lora.dropout = 0.5;
    const auto learner = made(options);
    step(*learner, {sampleOf("a")}, 0.05);
    const auto value = [&](std::uint64_t seed) { return learner->losses({sampleOf("a")}, seed).item<float>(); };
    EXPECT_EQ(value(1), value(1));
    EXPECT_NE(value(1), value(2));
    learner->discardGradients();
    const auto plain = learner->measure({sampleOf("a")}).item<float>();
    EXPECT_EQ(learner->measure({sampleOf("a")}).item<float>(), plain);
    EXPECT_NE(value(1), plain);
}

/// Two threads for as long as it lives, on whatever machine.
struct TwoThreads {
    TwoThreads() { at::set_num_threads(2); }
    ~TwoThreads() { at::set_num_threads(before); }
    int before = at::get_num_threads();
};

TEST(Learner, SharesOfABatchGiveTheGradientsOfTheWhole) {
    const TwoThreads two;
    const std::vector<Sample> batch{sampleOf("a"), sampleOf("b", 0.2), sampleOf("c", 0.9)};
    for (const auto method : kMethods) {
        const auto whole = made(optionsFor(method)), shared = made(optionsFor(method));
        for (const auto* learner : {&whole, &shared}) step(**learner, {sampleOf("first")}, 0.05);
        torch::Tensor losses;
        for (int pass = 0; pass < 2; ++pass) {
            losses = whole->losses(batch, 1);
            whole->accumulate(losses, 2);
        }
        torch::Tensor values;
        for (int pass = 0; pass < 2; ++pass) values = shared->learn(batch, 1, 2);
        EXPECT_FALSE(values.requires_grad());
        EXPECT_LT(worstError(values, losses.detach()), 1e-6) << static_cast<int>(method);
        const auto expected = gradientsOf(*whole), given = gradientsOf(*shared);
        ASSERT_EQ(given.size(), expected.size());
        for (const auto& [name, gradient] : expected)
            if (gradient.abs().max().item<double>() > 0) {
                EXPECT_LT(worstError(given.at(name), gradient), 1e-4) << static_cast<int>(method) << name;
            }
        shared->discardGradients();
        shared->learn(batch, 1, 1);
        const auto once = gradientsOf(*shared);
        shared->discardGradients();
        shared->learn(batch, 1, 1);
        expectSame(gradientsOf(*shared), once);
    }
}

TEST(Learner, PassesAddUpToTheMeanOfABatch) {
    const auto options = optionsFor(Method::Lora);
    const auto one = made(options), two = made(options);
    one->accumulate(one->losses({sampleOf("a"), sampleOf("b", 0.3)}, 1), 1);
    two->accumulate(two->losses({sampleOf("a")}, 1), 2);
    two->accumulate(two->losses({sampleOf("b", 0.3)}, 1), 2);
    const auto batch = gradientsOf(*one), passes = gradientsOf(*two);
    for (const auto& [name, gradient] : batch)
        if (gradient.abs().max().item<double>() > 0) {
            EXPECT_LT(worstError(passes.at(name), gradient), 1e-4) << name;
        }
}

TEST(Learner, AveragesByHand) {
    auto options = optionsFor(Method::PromptTuning);
    options.prompt.hidden = 0;
    options.emaDecay = 0.15;
    const auto learner = made(options);
    auto expected = learner->parameters()[0].second.detach().to(torch::kDouble).clone();
    for (int n = 1; n <= 4; ++n) {
        step(*learner, {sampleOf("a")}, 0.1);
        const double keep = std::min(0.15, n / (n + 9.0));
        expected = expected * keep + learner->parameters()[0].second.detach().to(torch::kDouble) * (1.0 - keep);
    }
    EXPECT_EQ(learner->updates(), 4);
    const auto state = copied(learner->state());
    EXPECT_LT(worstError(state.at("prompt_embeddings.average"), expected), 1e-6);
    EXPECT_FALSE(sameBytes(state.at("prompt_embeddings.average"), state.at("prompt_embeddings.master")));
}

TEST(Learner, RateZeroChangesNothing) {
    for (const auto method : kMethods) {
        const auto learner = made(optionsFor(method));
        const auto before = copied(learner->parameters());
        for (int n = 0; n < 3; ++n) step(*learner, {sampleOf("a")}, 0.0);
        expectSame(copied(learner->parameters()), before);
    }
}

TEST(Learner, TheLossFallsOnOneSample) {
    for (const auto method : kMethods) {
        const auto learner = made(optionsFor(method));
        const double rate = method == Method::Full ? 2e-4 : 0.01;
        const double first = step(*learner, {sampleOf("a")}, rate);
        double last = 0;
        for (int n = 0; n < 15; ++n) last = step(*learner, {sampleOf("a")}, rate);
        EXPECT_LT(last, first) << static_cast<int>(method);
    }
}

TEST(Learner, MastersOfARoundedModelAreFloat32) {
    const auto model = smallModel();
    model->setPrecision(wan::Compute::BFloat16);
    const auto learner = made(optionsFor(Method::Full), model);
    for (int n = 0; n < 3; ++n) step(*learner, {sampleOf("a")}, 1e-4);
    int rounded = 0, finer = 0;
    const auto parameters = parametersOf(*model);
    for (const auto& [name, master] : learner->parameters()) {
        EXPECT_EQ(master.scalar_type(), torch::kFloat) << name;
        const auto& weight = parameters.at(name);
        EXPECT_TRUE(sameBytes(weight, master.detach().to(weight.scalar_type()))) << name;
        if (weight.scalar_type() != torch::kBFloat16) continue;
        ++rounded;
        finer += weight.to(torch::kFloat).equal(master.detach()) ? 0 : 1;
    }
    EXPECT_GT(rounded, 0);
    EXPECT_EQ(finer, rounded) << "steps smaller than a rounding are kept";
    // A LoRA over the same model learns in float32 too.
    const auto base = smallModel();
    base->setPrecision(wan::Compute::BFloat16);
    const auto lora = made(optionsFor(Method::Lora), base);
    const double first = step(*lora, {sampleOf("a")});
    for (int n = 0; n < 10; ++n) step(*lora, {sampleOf("a")});
    EXPECT_LT(lora->measure({sampleOf("a")}).item<double>(), first);
}

TEST(Learner, GoesOnFromAStateToTheBit) {
    for (const auto method : kMethods) {
        const auto options = optionsFor(method);
        const auto whole = made(options);
        for (int n = 0; n < 3; ++n) step(*whole, {sampleOf("a" + std::to_string(n))});
        FileTensors saved;
        for (const auto& [name, tensor] : whole->state()) saved["low." + name] = tensor.detach().clone();
        const auto later = made(options);
        ASSERT_TRUE(later->load(saved, "low.", "test"));
        for (int n = 3; n < 5; ++n) {
            step(*whole, {sampleOf("a" + std::to_string(n))});
            step(*later, {sampleOf("a" + std::to_string(n))});
        }
        expectSame(copied(later->state()), copied(whole->state()));
        saved.erase(saved.begin());
        EXPECT_TRUE(made(options)->load(saved, "low.", "test").error().is(engine_errors::kStateDamaged));
    }
}

TEST(Learner, TheModelIsAsItWasAfterwards) {
    const auto model = smallModel();
    const auto before = parametersOf(*model);
    const auto velocity = smallVelocity(*model);
    for (const auto method : {Method::Lora, Method::PromptTuning}) {
        step(*made(optionsFor(method), model), {sampleOf("a")}, 0.1);
        EXPECT_TRUE(sameParameters(*model, before));
        EXPECT_TRUE(sameBytes(smallVelocity(*model), velocity));
    }
}

TensorsByName learned(const Learner& learner, const char* which) {
    TensorsByName out;
    const auto state = learner.state();
    for (const auto& [name, master] : learner.parameters())
        for (const auto& [key, tensor] : state)
            if (key == name + which) out[name] = tensor;
    return out;
}

/// What the file that a learner writes gives on a fresh model, beside the learner itself.
TEST(Learner, ItsFilesGiveWhatItLearned) {
    const ScratchFolder folder;
    const auto sample = sampleOf("a");
    for (const auto method : {Method::Lora, Method::RsLora, Method::Full}) {
        const auto learner = made(optionsFor(method));
        for (int n = 0; n < 4; ++n) step(*learner, {sample}, 0.02);
        const auto file = folder / "file.safetensors";
        ASSERT_TRUE(learner->write(learned(*learner, ".master"), file, {}));
        const auto model = smallModel();
        const double untouched = made(optionsFor(Method::PromptTuning), model)->measure({sample}).item<double>();
        const auto adapter = adapters::Adapter::load(file, model->config());
        ASSERT_TRUE(adapter) << adapter.error().describe();
        adapters::AdapterStack stack(model);
        ASSERT_TRUE(stack.set({{*adapter, 1.0}}));
        const torch::NoGradGuard noGrad;
        const double applied = sampleLosses(*model, {sample}).item<double>();
        const double ours = learner->measure({sample}).item<double>();
        EXPECT_NEAR(applied, ours, 2e-5 * ours) << static_cast<int>(method);
        EXPECT_GT(std::abs(ours - untouched), 1e-3 * ours);
        ASSERT_TRUE(learner->write(learned(*learner, ".average"), folder / "average.safetensors", {}));
        EXPECT_TRUE(adapters::Adapter::load(folder / "average.safetensors", model->config()));
    }
    const auto learner = made(optionsFor(Method::PromptTuning));
    for (int n = 0; n < 4; ++n) step(*learner, {sample}, 0.02);
    const auto file = folder / "prompt.safetensors";
    ASSERT_TRUE(learner->write(learned(*learner, ".master"), file, {{"brandloom.expert", "low"}}));
    const auto model = smallModel();
    const auto prompt = adapters::SoftPrompt::load(file, model->config());
    ASSERT_TRUE(prompt) << prompt.error().describe();
    EXPECT_EQ(prompt->expert(), adapters::Expert::Low);
    EXPECT_FALSE(prompt->throughNetwork());
    auto led = sample;
    led.context = prompt->prepended(sample.context, model->config().textLen);
    const torch::NoGradGuard noGrad;
    EXPECT_EQ(sampleLosses(*model, {led}).item<double>(), learner->measure({sample}).item<double>());
}

TEST(Learner, ACopyOfItsStateStaysAsItWas) {
    const ScratchFolder folder;
    for (const auto method : kMethods) {
        const auto learner = made(optionsFor(method));
        StateCopy copy;
        step(*learner, {sampleOf("a")});
        const auto file = [&](const char* name) {
            TensorsByName values;
            for (const auto& [key, master] : learner->parameters())
                values[key] = copy.tensors().at(key + ".master");
            EXPECT_TRUE(learner->write(values, folder / name, {}));
            return *readFile(folder / name);
        };
        copy.plan(learner->state());
        // The forward and backward pass may come before the copying.
        learner->accumulate(learner->losses({sampleOf("b")}, 1), 1);
        std::thread other([&] { copy.work(); });
        copy.work();
        const auto before = file("before");
        learner->apply(0.02);
        other.join();
        EXPECT_EQ(before, file("after"));
        copy.plan(learner->state());
        copy.work();
        EXPECT_NE(before, file("later"));
        for (const auto& [name, tensor] : learner->state())
            EXPECT_TRUE(sameBytes(tensor, copy.tensors().at(name))) << name;
    }
}

}  // namespace
}  // namespace brandloom::testing
