// Styles on Shots of the starter model: every kind of file, several at once, per expert, and off again.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <chrono>

#include "core/adapters/soft_prompt.h"
#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/generation/generator.h"
#include "core/generation/styles.h"
#include "tests/unit/adapters_test_tools.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

using namespace brandloom::generation;
using door::AdapterUse;

struct Film : door::FrameSink {
    std::vector<std::uint8_t> bytes;
    Status frame(int, Frame frame) override {
        bytes.insert(bytes.end(), frame->bytes().begin(), frame->bytes().end());
        return {};
    }
};

struct StyledShots : ::testing::Test {
    static void SetUpTestSuite() {
        auto opened = LoadedModel::open(starterModel(), torch::kCPU);
        if (!opened) throw std::runtime_error(opened.error().describe());
        model = *opened;
        base = shot({});
    }
    static void TearDownTestSuite() { model.reset(); }

    /// Two steps, one on each expert.
    static Result<std::vector<std::uint8_t>> tryShot(const std::vector<AdapterUse>& styles) {
        door::GenerateRequest request;
        request.prompt = "a red mug";
        request.steps = 2;
        request.frames = 5;
        request.seed = 4;
        request.styles = styles;
        Film film;
        BRANDLOOM_TRY(const auto made, generateShot(*model, request, film, [](const door::EventBody&) {}, {}));
        if (made.experts != std::vector<std::string>{"high", "low"}) throw std::runtime_error("experts");
        return film.bytes;
    }
    static std::vector<std::uint8_t> shot(const std::vector<AdapterUse>& styles) {
        auto made = tryShot(styles);
        if (!made) throw std::runtime_error(made.error().describe());
        return *made;
    }

    /// LoRA on q of every self attention; `prefix` goes before the module names.
    static FileTensors lora(const std::string& seed, const std::string& prefix = "diffusion_model.") {
        const auto dim = model->transformerConfig(ExpertId::High)->dim;
        FileTensors t;
        for (int i = 0; i < 8; ++i) {
            const auto module = "blocks." + std::to_string(i) + ".self_attn.q";
            t[prefix + module + ".lora_A.weight"] = factorTensor(seed + "a" + module, 4, dim);
            t[prefix + module + ".lora_B.weight"] = factorTensor(seed + "b" + module, dim, 4) * 20;
        }
        return t;
    }
    std::string file(const std::string& name, const FileTensors& tensors) const {
        std::filesystem::create_directories((folder / name).parent_path());
        writeTensors(folder / name, tensors);
        return (folder / name).string();
    }
    std::string prompt(const std::string& name, std::uint64_t seed, adapters::Expert expert) const {
        adapters::SoftPromptOptions options;
        options.tokens = 5;
        options.spread = 2.0;
        options.seed = seed;
        const auto made = adapters::SoftPrompt::create(*model->transformerConfig(ExpertId::High), options);
        EXPECT_TRUE(made && made->save(folder / name, expert, false, {}));
        return (folder / name).string();
    }

    ScratchFolder folder;
    static std::shared_ptr<LoadedModel> model;
    static std::vector<std::uint8_t> base;
};
std::shared_ptr<LoadedModel> StyledShots::model;
std::vector<std::uint8_t> StyledShots::base;

TEST_F(StyledShots, EveryKindActs_StrengthZeroIsTheModelItself) {
    const auto dim = model->transformerConfig(ExpertId::High)->dim;
    const std::string q = "blocks.0.self_attn.q";
    FileTensors loha, mixed = lora("m");
    for (const auto& [name, rows, columns] : {std::tuple("hada_w1_a", dim, 2L), std::tuple("hada_w1_b", 2L, dim),
                                              std::tuple("hada_w2_a", dim, 2L), std::tuple("hada_w2_b", 2L, dim)})
        loha[q + "." + name] = factorTensor(name, rows, columns) * 20;
    mixed["diffusion_model.blocks.1.norm3.diff"] = torch::full({dim}, 0.5f);
    mixed["diffusion_model.blocks.2.self_attn.q.diff_b"] = torch::full({dim}, 0.5f);
    const std::vector<std::string> files{file("lora.safetensors", lora("x")), file("loha.safetensors", loha),
                                         file("mixed.safetensors", mixed),
                                         prompt("learned.safetensors", 3, adapters::Expert::Any)};
    for (const auto& f : files) {
        EXPECT_NE(shot({{{f, f}, 1.0, 1.0, {}}}), base) << f;
        EXPECT_EQ(shot({{{f, f}, 0.0, 0.0, {}}}), base) << f;
        EXPECT_EQ(shot({{{}, 0.0, 0.0, f}}), base) << f;
        EXPECT_EQ(shot({{{}, 0.7, 0.3, f}}), shot({{{f, f}, 0.7, 0.3, {}}})) << f;
    }
    EXPECT_EQ(shot({}), base) << "nothing stays on the model";
}

TEST_F(StyledShots, ThePairIsFoundFromEitherHalf_AndFromItsFolder_AndInOneFile) {
    const auto high = file("brand_high_noise.safetensors", lora("h"));
    const auto low = file("brand_low_noise.safetensors", lora("l"));
    const auto pair = shot({{{high, low}, 1.0, 0.5, {}}});
    EXPECT_NE(pair, base);
    EXPECT_NE(pair, shot({{{low, high}, 1.0, 0.5, {}}}));
    for (const auto& source : {high, low, folder.path().string()})
        EXPECT_EQ(shot({{{}, 1.0, 0.5, source}}), pair) << source;
    auto both = lora("h", "transformer.");
    both.merge(lora("l", "transformer_2."));
    const auto one = file("one/both.safetensors", both);
    EXPECT_EQ(shot({{{}, 1.0, 0.5, one}}), pair);
    EXPECT_EQ(shot({{{one, one}, 1.0, 0.5, {}}}), pair);
}

TEST_F(StyledShots, StrengthPerExpert) {
    const auto f = file("f.safetensors", lora("f"));
    const auto highOnly = shot({{{f, ""}, 1.0, 1.0, {}}});
    const auto lowOnly = shot({{{"", f}, 1.0, 1.0, {}}});
    EXPECT_EQ(shot({{{f, f}, 1.0, 0.0, {}}}), highOnly);
    EXPECT_EQ(shot({{{f, f}, 0.0, 1.0, {}}}), lowOnly);
    EXPECT_NE(highOnly, lowOnly);
    EXPECT_NE(highOnly, base);
    EXPECT_NE(lowOnly, base);
}

TEST_F(StyledShots, SeveralAtOnce) {
    const auto a = file("a.safetensors", lora("a")), b = file("b.safetensors", lora("b"));
    const AdapterUse useA{{}, 0.6, 0.6, a}, useB{{}, -0.4, -0.4, b}, noB{{}, 0.0, 0.0, b};
    const auto onlyA = shot({useA}), both = shot({useA, useB});
    EXPECT_NE(both, onlyA);
    EXPECT_NE(both, shot({useB}));
    EXPECT_EQ(shot({useA, noB}), onlyA);
    // Half of one file twice is that file once, up to rounding: nearly all bytes.
    const auto twice = shot({{{}, 0.3, 0.3, a}, {{}, 0.3, 0.3, a}});
    std::size_t differ = 0;
    for (std::size_t i = 0; i < twice.size(); ++i) differ += std::abs(twice[i] - onlyA[i]) > 1 ? 1 : 0;
    EXPECT_LT(differ, twice.size() / 100);
}

TEST_F(StyledShots, LearnedPromptsStandInFrontOfTheWords) {
    const auto config = *model->transformerConfig(ExpertId::Low);
    const auto high = prompt("p_high_noise.safetensors", 1, adapters::Expert::High);
    const auto low = prompt("p_low_noise.safetensors", 2, adapters::Expert::Low);
    const auto vectors = adapters::SoftPrompt::load(low, config);
    ASSERT_TRUE(vectors);
    auto set = StyleSet::load(*model, {{{}, 1.0, 0.5, high}}, {});
    ASSERT_TRUE(set) << set.error().describe();
    const auto words = filled("words", {config.textLen - 2, config.textDim}).to(torch::kFloat);
    const auto rows = set->promptFor(ExpertId::Low, words, config.textLen);
    ASSERT_EQ(rows.sizes(), torch::IntArrayRef({config.textLen, config.textDim}));
    EXPECT_TRUE(sameBytes(rows.narrow(0, 0, 5), vectors->prompt() * 0.5));
    EXPECT_TRUE(sameBytes(rows.narrow(0, 5, config.textLen - 5), words.narrow(0, 0, config.textLen - 5)));
    EXPECT_FALSE(sameBytes(set->promptFor(ExpertId::High, words, config.textLen), rows));
    const auto swapped = tryShot({{{low, high}, 1.0, 1.0, {}}});
    ASSERT_FALSE(swapped);
    EXPECT_TRUE(swapped.error().is(engine_errors::kAdapterSwapped));
    // More vectors than the model reads.
    const auto many = tryShot(std::vector<AdapterUse>(16, {{}, 1.0, 1.0, high}));
    ASSERT_FALSE(many);
    EXPECT_TRUE(many.error().is(engine_errors::kBadGenerateOption));
}

TEST_F(StyledShots, SwitchingOnALoadedModelIsQuick_AndAChangedFileIsReadAgain) {
    const auto a = file("a.safetensors", lora("a")), b = file("b.safetensors", lora("b"));
    const auto high = *model->expert(ExpertId::High, {}, {}), low = *model->expert(ExpertId::Low, {}, {});
    auto best = std::chrono::duration<double, std::milli>::max();
    for (int i = 0; i < 6; ++i) {
        const auto start = std::chrono::steady_clock::now();
        auto set = StyleSet::load(*model, {{{}, 1.0, 1.0, i % 2 == 0 ? a : b}}, {});
        ASSERT_TRUE(set);
        ASSERT_TRUE(set->activate(ExpertId::High, high, {}));
        ASSERT_TRUE(set->activate(ExpertId::Low, low, {}));
        if (i >= 2) best = std::min<decltype(best)>(best, std::chrono::steady_clock::now() - start);
    }
    RecordProperty("switch_ms", std::to_string(best.count()));
    EXPECT_LT(best.count(), 50.0);
    const auto before = shot({{{}, 1.0, 1.0, a}});
    const auto bytes = std::filesystem::file_size(a);
    file("a.safetensors", lora("changed"));
    ASSERT_EQ(std::filesystem::file_size(a), bytes);
    EXPECT_NE(shot({{{}, 1.0, 1.0, a}}), before);
}

TEST_F(StyledShots, MistakesAreOneErrorEach_AndTheModelStaysAsItWas) {
    const auto good = file("good.safetensors", lora("g"));
    const auto refused = [&](const AdapterUse& use) {
        const auto made = tryShot({{{}, 1.0, 1.0, good}, use});
        return made ? Error(base_errors::kCancelled) : made.error();
    };
    EXPECT_TRUE(refused({{}, 1.0, 1.0, (folder / "none.safetensors").string()}).is(base_errors::kFileMissing));
    EXPECT_TRUE(refused({{good, good}, NAN, 1.0, {}}).is(engine_errors::kBadGenerateOption));
    EXPECT_TRUE(refused({{good, good}, 1.0, 2000.0, {}}).is(engine_errors::kBadGenerateOption));
    EXPECT_TRUE(refused({{},
                         0.0,
                         0.0,
                         file("x.safetensors", {{"blocks.0.self_attn.q.lora_A.weight", factorTensor("x", 4, 64)},
                                                {"blocks.0.self_attn.q.lora_B.weight", factorTensor("y", 64, 4)}})})
                    .is(engine_errors::kAdapterWrongBase));
    EXPECT_EQ(shot({}), base);
}

}  // namespace
}  // namespace brandloom::testing
