// What the shipped starter model is worth, on a small fixed part of the evaluation: floors below what was measured,
// so that a file that was mixed up or a step of the code that went wrong is seen.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "core/starter/batch_sampler.h"
#include "core/starter/clip_measures.h"
#include "core/starter/clip_stock.h"
#include "core/training/objective.h"
#include "core/training/random_streams.h"
#include "core/world/captions.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

using namespace starter;

constexpr double kPsnrFloor = 26;  // dB
constexpr double kHighCeiling = 0.36, kLowCeiling = 0.28;
constexpr int kColourFloor = 7, kSettingFloor = 7;  // of 8; a guess gives 0.8 and 1.3

world::ClipSpec specAt(std::int64_t i) {
    return clipSpec(ClipKind::HeldOut, 2024, i);
}

torch::Tensor videoOf(const world::ClipSpec& spec) {
    return generation::videoFromFrames(*renderFrames(spec, 64, 17, {}));
}

/// The picture of a clip without its movement: mean over time, [3,h,w].
torch::Tensor meanPicture(const torch::Tensor& video) {
    return video.mean(1);
}

/// Which of `others`, rendered, a film is nearest to.
std::size_t nearest(const torch::Tensor& film, const std::vector<world::ClipSpec>& others) {
    std::vector<double> distances;
    for (const auto& other : others)
        distances.push_back((meanPicture(film) - meanPicture(videoOf(other))).square().mean().item<double>());
    return static_cast<std::size_t>(std::ranges::min_element(distances) - distances.begin());
}

std::shared_ptr<generation::LoadedModel> shipped() {
    return *generation::LoadedModel::open(starterModel(), torch::kCPU);
}

TEST(ShippedStarter, ItsVaeKeepsClipsAndItsExpertsKnowTheirLevels) {
    const torch::NoGradGuard noGrad;
    const auto model = shipped();
    const auto vae = *model->vae({}, {});
    Mean psnr, high, low;
    for (std::int64_t i = 0; i < 8; ++i) {
        const auto video = videoOf(specAt(i));
        const auto latent = vae->encode(video);
        psnr.add(psnrOf(video, vae->decode(latent)));
        const auto text = *model->text(
            world::canonicalCaption(specAt(i), i % 2 == 0 ? world::Language::En : world::Language::Zh), {}, {});
        for (const auto id : {generation::ExpertId::High, generation::ExpertId::Low}) {
            const auto expert = *model->expert(id, {}, {});
            const auto noise =
                torch::randn(latent.sizes(), training::generatorFor(7, training::Stream::HeldOut, std::uint64_t(i)),
                             torch::kFloat);
            const bool isHigh = id == generation::ExpertId::High;
            const auto loss = training::sampleLosses(*expert, {{latent, text.rows, noise, isHigh ? 0.95 : 0.5}});
            (isHigh ? high : low).add(loss.item<double>());
        }
    }
    EXPECT_GT(psnr.value(), kPsnrFloor);
    EXPECT_LT(high.value(), kHighCeiling);
    EXPECT_LT(low.value(), kLowCeiling);
    RecordProperty("psnr", std::to_string(psnr.value()));
    RecordProperty("high", std::to_string(high.value()));
    RecordProperty("low", std::to_string(low.value()));
}

TEST(ShippedStarter, ItsFilmsHaveTheColourAndTheSettingOfThePrompt) {
    const torch::NoGradGuard noGrad;
    const auto model = shipped();
    const auto vae = *model->vae({}, {});
    generation::StyleSet none;
    std::vector<SampleRequest> requests;
    for (std::int64_t i = 0; i < 8; ++i)
        requests.push_back(
            {world::canonicalCaption(specAt(i), i % 2 == 0 ? world::Language::En : world::Language::Zh),
             static_cast<std::uint64_t>(i)});
    const auto latents = sampleBatch(*model, none, requests, {}, {});
    ASSERT_TRUE(latents) << latents.error().describe();
    int colours = 0, settings = 0;
    for (std::int64_t i = 0; i < 8; ++i) {
        const auto film = vae->decode((*latents)[i]);
        std::vector<world::ClipSpec> coloured, placed;
        for (int c = 0; c < world::kColourCount; ++c) {
            coloured.push_back(specAt(i));
            coloured.back().colour = static_cast<world::Colour>(c);
        }
        for (int s = 0; s < world::kSettingCount; ++s) {
            placed.push_back(specAt(i));
            placed.back().setting = static_cast<world::Setting>(s);
        }
        colours += coloured[nearest(film, coloured)].colour == specAt(i).colour ? 1 : 0;
        settings += placed[nearest(film, placed)].setting == specAt(i).setting ? 1 : 0;
    }
    EXPECT_GE(colours, kColourFloor);
    EXPECT_GE(settings, kSettingFloor);
    RecordProperty("colours", colours);
    RecordProperty("settings", settings);
}

}  // namespace
}  // namespace brandloom::testing
