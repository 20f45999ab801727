// Cuts between shots: films whose cuts are known, and rows of differences by hand.
#include <gtest/gtest.h>

#include "core/base/base_errors.h"
#include "core/media/shot_detection.h"
#include "tests/unit/domain_support.h"

namespace brandloom::media {
namespace {

using Cuts = std::vector<std::size_t>;

TEST(Shots, CutsStandOutFromWhatIsAroundThem) {
    const ShotDetectionOptions options;
    EXPECT_EQ(cutsIn({1, 1, 1, 60, 1, 1, 1}, {1, 1, 60, 60, 1, 1}, options), (Cuts{3}));
    EXPECT_EQ(cutsIn({40, 40, 40, 60, 40, 40, 40}, {50, 50, 60, 60, 50, 50}, options), Cuts{}) << "fast movement";
    EXPECT_EQ(cutsIn({1, 1, 1, 11, 1, 1, 1}, {1, 1, 11, 11, 1, 1}, options), Cuts{}) << "a small change";
    EXPECT_EQ(cutsIn({1, 1, 80, 80, 1, 1}, {1, 80, 2, 80, 1}, options), Cuts{}) << "a flash of one picture";
    EXPECT_EQ(cutsIn({}, {}, options), Cuts{});
    EXPECT_EQ(cutsIn({50}, {}, options), (Cuts{0})) << "a film of two pictures";
}

TEST(Shots, TheSampleFilmHasThree) {
    const auto shots = detectShots(resourceDir() / "samples/sample_cuts.mp4");
    ASSERT_TRUE(shots) << shots.error().describe();
    ASSERT_EQ(shots->size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ((*shots)[i].firstFrame, static_cast<std::int64_t>(33 * i));
        EXPECT_EQ((*shots)[i].frameCount, 33);
        EXPECT_NEAR((*shots)[i].startSeconds, 33.0 * static_cast<double>(i) / 24, 1e-3);
        EXPECT_NEAR((*shots)[i].endSeconds, 33.0 * static_cast<double>(i + 1) / 24, 1e-3);
        EXPECT_EQ((*shots)[i].width, 384);
    }
}

TEST(Shots, FadesAndFlashesAreNoCuts) {
    const test::TempDir dir;
    const Path film = dir / "渐 变.mp4";
    // A fade to black and back, a white flash of one picture at 40, a cut to another scene at picture 100.
    test::ffmpeg(
        "-f lavfi -i \"testsrc=size=160x90:rate=25:duration=4,fade=out:50:20,fade=in:70:20,"
        "drawbox=t=fill:c=white:enable='eq(n,40)'\" -f lavfi -i mandelbrot=size=160x90:rate=25 "
        "-filter_complex \"[0][1]concat=n=2\" -frames:v 150 -c:v libx264 -pix_fmt yuv420p " +
        test::quoted(film));
    const auto shots = detectShots(film);
    ASSERT_TRUE(shots) << shots.error().describe();
    ASSERT_EQ(shots->size(), 2u);
    EXPECT_EQ((*shots)[1].firstFrame, 100);
    EXPECT_EQ((*shots)[1].frameCount, 50);
}

TEST(Shots, ARealFilmOfOneTakeIsOneShot) {
    const test::TempDir dir;
    const auto film = test::realFilm(dir, "book.mkv");
    const auto shots = detectShots(film);
    ASSERT_TRUE(shots) << shots.error().describe();
    ASSERT_EQ(shots->size(), 1u);
    EXPECT_EQ(std::to_string(shots->front().frameCount),
              test::ffprobe(film, "stream=nb_read_frames", "-count_frames"));
}

TEST(Shots, StopsAndSaysWhatIsNoFilm) {
    const test::TempDir dir;
    test::writeBytes(dir / "x.mp4", "no film");
    EXPECT_FALSE(detectShots(dir / "x.mp4"));
    EXPECT_TRUE(detectShots(dir / "没有.mp4").error().is(base_errors::kFileMissing));
    StopSource stop;
    stop.request_stop();
    const auto stopped = detectShots(resourceDir() / "samples/sample_cuts.mp4", {}, stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled());
}

}  // namespace
}  // namespace brandloom::media
