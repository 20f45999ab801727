// The networks against numbers that need no files: reference specification 9.2 to 9.5, and properties.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/wan/tensor_tools.h"
#include "core/wan/transformer.h"
#include "core/wan/umt5.h"
#include "core/wan/vae.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {

void useTwoThreads() {
    at::set_num_threads(2);
}

namespace {

wan::TransformerConfig goldenConfig() {
    wan::TransformerConfig c;
    c.dim = 256;
    c.ffnDim = 96;
    c.heads = 2;
    c.layers = 2;
    c.textDim = 24;
    c.textLen = 16;
    c.inDim = c.outDim = 4;
    return c;
}

std::shared_ptr<wan::WanTransformer> goldenModel() {
    auto model = std::make_shared<wan::WanTransformer>(goldenConfig());
    fillParameters(*model);
    for (auto& p : model->parameters()) p.set_requires_grad(false);
    return model;
}

const auto kLatent = [] { return filled("input.x", {4, 3, 8, 12}).to(torch::kFloat); };
const auto kContext = [] { return filled("input.ctx", {9, 24}).to(torch::kFloat); };

double worst(const torch::Tensor& a, const torch::Tensor& b) {
    return (a - b).abs().max().item<double>() / b.abs().max().item<double>();
}

TEST(Filler, MatchesThePublishedCheckValues) {
    const auto u = filled("test", {4});
    EXPECT_DOUBLE_EQ(u[0].item<double>(), 0.5034720543771982);
    EXPECT_DOUBLE_EQ(u[3].item<double>(), -0.2246475089341402);
}

TEST(WanTransformer, MatchesTheGoldenVelocities) {
    const auto model = goldenModel();
    const auto scalar = model->forward({kLatent()}, torch::tensor({937}), {kContext()})[0];
    EXPECT_EQ(differsFrom(scalar,
                          {-336.697190,
                           807.928330,
                           {{0, -1.342014},
                            {1, 1.167824},
                            {384, -0.173147},
                            {576, 0.871975},
                            {768, -0.512657},
                            {1151, -1.100148}}},
                          2e-5),
              "");
    auto perToken = torch::full({1, 72}, 937, torch::kLong);
    perToken.narrow(1, 0, 24).fill_(0);
    const auto mixed = model->forward({kLatent()}, perToken, {kContext()})[0];
    EXPECT_EQ(differsFrom(mixed,
                          {-275.346497,
                           860.517485,
                           {{0, -0.914264},
                            {1, 0.577789},
                            {384, -0.052105},
                            {576, 1.042354},
                            {768, -0.901603},
                            {1151, -1.019416}}},
                          2e-5),
              "");
}

TEST(WanTransformer, PaddingAndBatchingChangeNothing) {
    const auto model = goldenModel();
    const auto alone = model->forward({kLatent()}, torch::tensor({937}), {kContext()})[0];
    wan::ForwardOptions padded;
    padded.seqLen = 77;
    EXPECT_LT(worst(model->forward({kLatent()}, torch::tensor({937}), {kContext()}, padded)[0], alone), 5e-6);
    const auto other = filled("other.x", {4, 2, 6, 8}).to(torch::kFloat);
    const auto otherContext = filled("other.ctx", {3, 24}).to(torch::kFloat);
    const auto otherAlone = model->forward({other}, torch::tensor({123.5f}), {otherContext})[0];
    const auto ragged =
        model->forward({kLatent(), other}, torch::tensor({937.0f, 123.5f}), {kContext(), otherContext});
    EXPECT_LT(worst(ragged[0], alone), 5e-6);
    EXPECT_LT(worst(ragged[1], otherAlone), 5e-6);
    const auto equal = model->forward({kLatent(), kLatent()}, torch::tensor({937, 12}), {kContext(), otherContext});
    EXPECT_LT(worst(equal[0], alone), 5e-6);
}

TEST(WanTransformer, LargeAttentionKernelAgreesWithTheSmallOne) {
    const auto q = filled("q", {1, 1500, 2, 128}).to(torch::kFloat),
               k = filled("k", {1, 1500, 2, 128}).to(torch::kFloat);
    const auto v = filled("v", {1, 1500, 2, 128}).to(torch::kFloat);
    auto mask = torch::ones({1, 1500}, torch::kBool);
    mask.narrow(1, 1400, 100).fill_(false);
    for (const auto& m : {torch::Tensor(), mask}) {
        const auto large = wan::attend(q, k, v, m, 0.5);  // 4.5 million logits: the tiled kernel
        const auto head = wan::attend(q.narrow(1, 0, 100), k, v, m, 0.5);
        EXPECT_LT(worst(large.narrow(1, 0, 100), head), 1e-5);
    }
}

TEST(WanTransformer, KeepsTheOfficialNames) {
    const auto model = goldenModel();
    const auto shapes = wan::transformerShapes(model->config());
    std::size_t found = 0;
    for (const auto& p : model->named_parameters()) {
        const auto it = shapes.find(p.key());
        ASSERT_NE(it, shapes.end()) << p.key();
        EXPECT_EQ(it->second, p.value().sizes().vec()) << p.key();
        ++found;
    }
    EXPECT_EQ(found, shapes.size());
    EXPECT_EQ(found, 15u + 2u * 27u);
    EXPECT_EQ(model->linearNames().size(), 2u * 10u + 6u);
    ASSERT_NE(model->findLinear("blocks.1.cross_attn.q"), nullptr);
    EXPECT_EQ(model->findLinear("blocks.2.cross_attn.q"), nullptr);
    EXPECT_EQ(model->findLinear("blocks.0.ffn.0")->outFeatures(), 96);
}

TEST(WanTransformer, ABranchChangesOnlyItsLayer) {
    struct Constant : wan::LinearBranch {
        torch::Tensor apply(const torch::Tensor& input, const torch::Tensor& output) override {
            inputWidth = input.size(-1);
            return output + 0.5;
        }
        std::int64_t inputWidth = 0;
    };
    const auto model = goldenModel();
    auto* layer = model->findLinear("blocks.0.self_attn.v");
    const auto branch = std::make_shared<Constant>();
    const auto plain = model->forward({kLatent()}, torch::tensor({937}), {kContext()})[0];
    layer->branches.push_back(branch);
    const auto branched = model->forward({kLatent()}, torch::tensor({937}), {kContext()})[0];
    layer->branches.clear();
    layer->bias.set_data(layer->bias + 0.5);  // the same change by hand
    const auto byHand = model->forward({kLatent()}, torch::tensor({937}), {kContext()})[0];
    EXPECT_GT(worst(branched, plain), 1e-3);
    EXPECT_LT(worst(branched, byHand), 5e-6);
    EXPECT_EQ(branch->inputWidth, 256);
}

TEST(WanTransformer, StopsBetweenBlocksAndRefusesWrongShapes) {
    const auto model = goldenModel();
    wan::ForwardOptions options;
    int seen = 0;
    options.perBlock = [&](int, const torch::Tensor&) { return ++seen < 1; };
    EXPECT_THROW(model->forward({kLatent()}, torch::tensor({1}), {kContext()}, options), wan::ForwardStopped);
    EXPECT_EQ(seen, 1);
    EXPECT_THROW(model->forward({torch::zeros({4, 1, 3, 4})}, torch::tensor({1}), {kContext()}), c10::Error);
    EXPECT_THROW(model->forward({kLatent()}, torch::tensor({1}), {torch::zeros({17, 24})}), c10::Error);
    EXPECT_THROW(model->forward({kLatent()}, torch::tensor({1, 2}), {kContext()}), c10::Error);
}

TEST(WanTransformer, RecomputingGivesTheSameGradientsToABranch) {
    struct LowRank : wan::LinearBranch {
        torch::Tensor a = filled("a", {2, 256}).to(torch::kFloat).requires_grad_(true);
        torch::Tensor b = filled("b", {256, 2}).to(torch::kFloat).requires_grad_(true);
        torch::Tensor apply(const torch::Tensor& x, const torch::Tensor& y) override {
            return y + torch::linear(torch::linear(x, a), b) * 0.1;
        }
    };
    const auto model = goldenModel();  // frozen: only the branch has gradients
    const auto branch = std::make_shared<LowRank>();
    model->findLinear("blocks.0.self_attn.q")->branches.push_back(branch);
    std::vector<torch::Tensor> gradients;
    for (const bool recompute : {false, true}) {
        branch->a.mutable_grad() = torch::Tensor();
        wan::ForwardOptions options;
        options.gradientCheckpointing = recompute;
        model->forward({kLatent()}, torch::tensor({500}), {kContext()}, options)[0].square().mean().backward();
        ASSERT_TRUE(branch->a.grad().defined());
        gradients.push_back(branch->a.grad().clone());
    }
    EXPECT_GT(gradients[0].abs().max().item<double>(), 0.0);
    EXPECT_LT(worst(gradients[1], gradients[0]), 1e-6);
}

TEST(WanTransformer, StartsFromItsOwnInitialisation) {
    wan::WanTransformer model(goldenConfig());
    model.initialise(at::detail::createCPUGenerator(3));
    const auto velocity = model.forward({kLatent()}, torch::tensor({500}), {kContext()})[0];
    EXPECT_EQ(velocity.abs().max().item<double>(), 0.0);  // the head starts at zero
    EXPECT_EQ(model.findLinear("blocks.0.ffn.0")->bias.abs().max().item<double>(), 0.0);
}

TEST(TimeEmbedding, MatchesTheListedPoints) {
    const auto v = wan::timestepSinusoid(torch::tensor({999, 631}), 256);
    const auto at = [&](int row, int column) { return v[row][column].item<float>(); };
    EXPECT_NEAR(at(0, 0), 0.9996499, 1e-6);
    EXPECT_NEAR(at(0, 2), -0.3989918, 1e-6);
    EXPECT_NEAR(at(0, 127), 0.9942432, 1e-6);
    EXPECT_NEAR(at(0, 128), -0.0264608, 1e-6);
    EXPECT_NEAR(at(0, 255), 0.1071472, 1e-6);
    EXPECT_NEAR(at(1, 64), 0.9996405, 1e-6);
    EXPECT_NEAR(at(1, 128), 0.4440588, 1e-6);
}

TEST(Rope, MatchesTheListedPoints) {
    const auto table = wan::ropeRotations(3, 4, 6, 128);
    const auto row = table[(2 * 4 + 3) * 6 + 5];
    const auto expect = [&](int pair, double cosine, double sine) {
        const auto z = row[pair].item<c10::complex<float>>();
        EXPECT_NEAR(z.real(), cosine, 1e-6) << pair;
        EXPECT_NEAR(z.imag(), sine, 1e-6) << pair;
    };
    expect(0, -0.41614684, 0.90929743);
    expect(1, 0.25217755, 0.96768098);
    expect(21, 0.99999995, 0.00030398);
    expect(22, -0.98999250, 0.14112001);
    expect(23, -0.35605583, 0.93446468);
    expect(42, 0.99999989, 0.00046515);
    expect(43, 0.28366219, -0.95892427);
    expect(44, -0.99654580, -0.08304498);
    expect(63, 0.99999970, 0.00077526);
}

wan::VaeConfig goldenVae(wan::VaeFamily family) {
    wan::VaeConfig c;
    c.family = family;
    c.base = 8;
    c.decoderBase = family == wan::VaeFamily::Wan22 ? 16 : 8;
    c.z = 4;
    return c;
}

struct VaeGolden {
    wan::VaeFamily family;
    std::vector<std::int64_t> video;
    Golden encoded, decoded;
};

TEST(Vae, MatchesTheGoldenNumbersOfBothFamilies) {
    const VaeGolden cases[] = {
        {wan::VaeFamily::Wan21,
         {3, 9, 16, 24},
         {-0.897752,
          5.732485,
          {{0, 0.028609}, {1, 0.097651}, {24, -0.088429}, {36, -0.141424}, {48, 0.100896}, {71, -0.066142}}},
         {729.463847,
          3126.038754,
          {{0, -0.191204},
           {1, -0.063915},
           {3456, 0.303656},
           {5184, 0.162046},
           {6912, 0.191129},
           {10367, 0.131529}}}},
        {wan::VaeFamily::Wan22,
         {3, 9, 32, 48},
         {0.910484,
          4.469472,
          {{0, 0.057048}, {1, 0.047317}, {24, 0.036958}, {36, -0.004320}, {48, -0.108661}, {71, 0.036298}}},
         {3821.560862,
          21559.698361,
          {{0, 0.338487},
           {1, -0.134625},
           {13824, 0.100181},
           {20736, 0.191289},
           {27648, 0.023595},
           {41471, 0.314648}}}}};
    for (const auto& golden : cases) {
        wan::Vae vae(goldenVae(golden.family));
        fillParameters(vae);
        EXPECT_EQ(vae.named_parameters().size(), wan::vaeShapes(vae.config()).size());
        torch::NoGradGuard noGrad;
        const auto video = filled("input.video", golden.video).to(torch::kFloat);
        EXPECT_EQ(differsFrom(vae.encode(video), golden.encoded, 1e-5), "");
        const auto z = filled("input.z", {4, 3, 2, 3}).to(torch::kFloat);
        EXPECT_EQ(differsFrom(vae.decodeRaw(z), golden.decoded, 1e-5), "");
    }
}

TEST(Vae, ChunksAndWholeClipsAgree) {
    for (const auto family : {wan::VaeFamily::Wan21, wan::VaeFamily::Wan22}) {
        wan::Vae vae(goldenVae(family));
        fillParameters(vae);
        torch::NoGradGuard noGrad;
        const auto side = 2 * vae.config().spatialStride();
        const auto video = filled("clip", {3, 17, side, side}).to(torch::kFloat);
        const auto moments = vae.encodeMoments(video.unsqueeze(0))[0];
        EXPECT_LT(worst(vae.encodeAll(video).mu, moments.narrow(0, 0, 4)), 2e-6);
        const auto z = filled("latent", {4, 5, 2, 2}).to(torch::kFloat);
        const auto whole = vae.decodeMoments(vae.denormalise(z).unsqueeze(0))[0];
        EXPECT_LT(worst(vae.decodeRaw(z), whole), 2e-6);
        std::vector<std::int64_t> sizes;
        std::vector<torch::Tensor> frames;
        EXPECT_TRUE(vae.decodeStream(z, [&](const torch::Tensor& chunk) {
            sizes.push_back(chunk.size(1));
            frames.push_back(chunk);
            return true;
        }));
        EXPECT_EQ(sizes, (std::vector<std::int64_t>{1, 4, 4, 4, 4}));
        EXPECT_TRUE(torch::cat(frames, 1).equal(vae.decode(z)));
        int chunks = 0;
        EXPECT_FALSE(vae.decodeStream(z, [&](const torch::Tensor&) { return ++chunks < 2; }));
        EXPECT_EQ(chunks, 2);
    }
}

TEST(Vae, IsRecognisedFromItsShapes) {
    for (const auto family : {wan::VaeFamily::Wan21, wan::VaeFamily::Wan22})
        for (const int blocks : {1, 2}) {
            auto config = goldenVae(family);
            config.encoderBlocks = blocks;
            config.decoderBlocks = blocks + 1;
            const auto read = wan::vaeConfig(wan::vaeShapes(config), "test");
            ASSERT_TRUE(read) << read.error().describe();
            EXPECT_EQ(*read, config);
        }
    EXPECT_EQ(wan::vaeShapes(wan::VaeConfig()).size(), 194u);  // the released 2.1 VAE
    wan::VaeConfig big;
    big.family = wan::VaeFamily::Wan22;
    big.base = 160;
    big.decoderBase = 256;
    big.z = 48;
    EXPECT_EQ(wan::vaeShapes(big).size(), 196u);
    std::int64_t count = 0;
    for (const auto& [name, shape] : wan::vaeShapes(big)) {
        std::int64_t n = 1;
        for (const auto d : shape) n *= d;
        count += n;
    }
    EXPECT_EQ(count, 704688668);
}

TEST(Umt5, BucketsFollowTheTable) {
    const std::pair<int, int> rows[] = {{0, 0},   {7, 7},   {8, 8},   {11, 8},  {12, 9},  {15, 9},
                                        {16, 10}, {22, 10}, {23, 11}, {31, 11}, {32, 12}, {45, 12},
                                        {46, 13}, {63, 13}, {64, 14}, {90, 14}, {91, 15}, {500, 15}};
    for (const auto& [distance, bucket] : rows) {
        EXPECT_EQ(wan::relativeBucket(-distance), bucket) << distance;
        if (distance > 0) {
            EXPECT_EQ(wan::relativeBucket(distance), bucket + 16) << distance;
        }
    }
}

TEST(Umt5, MatchesTheGoldenRows) {
    wan::Umt5Config c;
    c.vocab = 64;
    c.dim = c.attentionDim = 32;
    c.ffnDim = 48;
    c.heads = 4;
    c.layers = 2;
    wan::Umt5Encoder encoder(c);
    fillParameters(encoder);
    EXPECT_EQ(encoder.named_parameters().size(), wan::umt5Shapes(c).size());
    torch::NoGradGuard noGrad;
    const std::vector<std::int64_t> ids{7,  14, 21, 28, 35, 42, 49, 56, 63, 10, 17, 24,
                                        31, 38, 45, 52, 59, 6,  13, 20, 1,  0,  0,  0};
    const auto row = torch::tensor(ids).unsqueeze(0);
    const auto padded = encoder.encodeBatch(row, row.gt(0).to(torch::kLong))[0].narrow(0, 0, 21);
    const Golden golden{
        -88.734675,
        546.031925,
        {{0, -0.164645}, {1, -0.384791}, {224, 0.352358}, {336, -1.318094}, {448, 0.296078}, {671, -0.231944}}};
    EXPECT_EQ(differsFrom(padded, golden, 2e-5), "");
    const auto alone = encoder.encode(std::vector<std::int64_t>(ids.begin(), ids.begin() + 21));
    EXPECT_EQ(differsFrom(alone, golden, 2e-5), "");
    EXPECT_THROW(encoder.encode({64}), c10::Error);
}

}  // namespace
}  // namespace brandloom::testing
