// Pieces through their use cases: the preview shows the frames of the file, sounds of strangers, brands.
#include <cmath>
#include <cstring>

#include "core/brand/colour.h"
#include "core/finishing/finishing_errors.h"
#include "core/media/decoder.h"
#include "core/media/encoder.h"
#include "core/media/png.h"
#include "core/media/reader/film_reader.h"
#include "core/studio/brand/brand.h"
#include "core/studio/finishing/export_pieces.h"
#include "core/studio/finishing/piece_stage.h"
#include "core/studio/finishing/pieces.h"
#include "core/studio/projects/undo.h"
#include "core/studio/shots/generate_shot.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

using test::Ears;

double psnr(const FrameBuffer& a, const FrameBuffer& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.bytes().size(); ++i) sum += std::pow(double(a.bytes()[i]) - b.bytes()[i], 2);
    return 10 * std::log10(255 * 255 / std::max(1e-9, sum / static_cast<double>(a.bytes().size())));
}

class StudioFinishing : public testing::Test {
  protected:
    void SetUp() override {
        project = test::newProject(folder / "项目");
        GenerateShotOptions shot;
        shot.request.prompt = "晨光 morning";
        shot.request.steps = 2;
        const auto made = generateShot(project.get(), test::fakeEngine(), shot, {}, {});
        ASSERT_TRUE(made) << made.error().describe();
        options.shots = {{made->id.value, {}, 0, 0, 0}};
        options.targets = {"1:1"};
        options.speed = "ultrafast";
    }
    test::TempDir folder;
    std::unique_ptr<project::Project> project;
    ExportOptions options;
    Ears ears;
};

TEST_F(StudioFinishing, ThePreviewShowsTheFramesOfTheFile) {
    options.captions = {{"每天清晨，一杯好咖啡。", 0, 0}};
    options.look.fadeIn = 0.3;
    options.quality = 4;
    const auto done = exportPieces(project.get(), options, ears.listener(), {});
    ASSERT_TRUE(done) << done.error().describe();
    ASSERT_FALSE(done->pieces[0].error) << done->pieces[0].error->describe();
    const auto stage = PieceStage::open(project.get(), options);
    ASSERT_TRUE(stage) << stage.error().describe();
    const auto piece = stage->forTarget(done->pieces[0].platform);
    ASSERT_TRUE(piece);
    auto decoder = media::Decoder::open(done->pieces[0].file);
    ASSERT_TRUE(decoder);
    std::int64_t n = 0;
    for (auto frame = decoder->next(); *frame; frame = decoder->next(), ++n) {
        const auto preview = (*piece)->frame(n);
        ASSERT_TRUE(preview);
        EXPECT_GT(psnr(**preview, *(**frame).picture), 34) << n;
    }
    EXPECT_EQ(n, (*piece)->plan.timeline.frames);
    // Asked for in another order: the same.
    const auto early = (*piece)->frame(2), late = (*piece)->frame(n - 1), again = (*piece)->frame(2);
    EXPECT_TRUE(std::ranges::equal((*early)->bytes(), (*again)->bytes()));
    EXPECT_LT(psnr(**early, **late), 60);
}

TEST_F(StudioFinishing, TheLogoThatIsToldBestIsTaken) {
    for (const auto& [name, grey] : {std::pair{"black.png", 0}, {"white.png", 255}}) {
        FrameBuffer picture(120, 40);
        std::ranges::fill(picture.bytes(), static_cast<std::uint8_t>(grey));
        ASSERT_TRUE(media::writePng(folder / name, picture));
    }
    SetBrandOptions brand;
    brand.logos = {{brand::LogoGround::Light, folder / "black.png", {}},
                   {brand::LogoGround::Dark, folder / "white.png", {}}};
    ASSERT_TRUE(setBrand(*project, brand, {}));
    for (const int grey : {10, 245}) {
        auto frame = std::make_shared<FrameBuffer>(64, 64);
        std::ranges::fill(frame->bytes(), static_cast<std::uint8_t>(grey));
        const Path film = folder / (std::to_string(grey) + ".mp4");
        ASSERT_TRUE(media::writeMp4(film, std::vector<Frame>(8, frame), {.fps = 8}));
        options.shots = {{0, film, 0, 0, 0}};
        const auto stage = PieceStage::open(project.get(), options);
        ASSERT_TRUE(stage) << stage.error().describe();
        const auto platforms = finishing::loadPlatforms();
        const auto piece = stage->forTarget(*finishing::choosePlatform(*platforms, "1x1"));
        ASSERT_TRUE(piece);
        for (const auto& art : (*piece)->plan.art)
            if (art.kind == finishing::ArtKind::Logo) {
                EXPECT_EQ(art.picture.row(20)[4 * 20], grey < 128 ? 255 : 0);
            }
        for (const auto& finding : (*piece)->findings) EXPECT_NE(finding.what.code, "logo_contrast");
    }
}

TEST_F(StudioFinishing, OneTargetThatFailsLeavesTheOthersAlone) {
    // In the safe zone of the one, outside that of the other.
    options.targets = {"reels", "1:1"};
    options.captions = {{"x", 0, 0}};
    options.look.captionBottom = 0.8;
    options.isStrict = true;
    const auto done = exportPieces(project.get(), options, ears.listener(), {});
    ASSERT_TRUE(done);
    ASSERT_TRUE(done->pieces[0].error);
    EXPECT_TRUE(done->pieces[0].error->is(finishing_errors::kHasProblems));
    ASSERT_FALSE(done->pieces[1].error) << done->pieces[1].error->describe();
    EXPECT_EQ(listPieces(*project, false)->size(), 1u);
    ASSERT_TRUE(deletePiece(*project, done->pieces[1].id, ears.listener()));
    EXPECT_EQ(listPieces(*project, true)->size(), 1u);
    ASSERT_TRUE(undoLast(*project, ears.listener()));
    EXPECT_EQ(listPieces(*project, true)->size(), 0u);
    EXPECT_EQ(ears.recorded().back().what, Recorded::What::Piece);
}

TEST(SoundReader, HearsInAnotherProcessWhatFfmpegHears) {
    const test::TempDir dir;
    const Path sound = dir / "s.flac";
    test::ffmpeg("-f lavfi -i anoisesrc=c=brown:r=44100:d=3:s=4 -ac 1 " + test::quoted(sound));
    media::FilmReader reader;
    const auto heard = reader.sound(sound);
    ASSERT_TRUE(heard) << heard.error().describe();
    EXPECT_FALSE(heard->end.isLonger);
    EXPECT_EQ(heard->samples.left, heard->samples.right);
    EXPECT_NEAR(heard->samples.seconds(), 3, 0.01);
    const auto raw = test::run("ffmpeg -v error -nostdin -i " + test::quoted(sound) + " -ar 48000 -f f32le -");
    std::vector<float> theirs(raw.size() / sizeof(float));
    std::memcpy(theirs.data(), raw.data(), theirs.size() * sizeof(float));
    double difference = 0, strength = 0;
    for (std::size_t i = 0; i < std::min(theirs.size(), heard->samples.size()); ++i) {
        difference += std::pow(double(theirs[i]) - double(heard->samples.left[i]), 2);
        strength += std::pow(double(theirs[i]), 2);
    }
    EXPECT_LT(difference, 1e-4 * strength);
    const auto part = reader.sound(sound, {1});
    ASSERT_TRUE(part);
    EXPECT_TRUE(part->end.isLonger);
    EXPECT_EQ(part->samples.size(), 48000u);
    EXPECT_FALSE(reader.sound(sound, {0}));
}

}  // namespace
}  // namespace brandloom::studio
