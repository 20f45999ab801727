// Cuts between shots: films whose cuts are known, and rows of differences by hand.
#include <gtest/gtest.h>

#include "core/base/base_errors.h"
#include "core/media/shot_detection.h"
#include "tests/unit/domain_support.h"

namespace brandloom::media {
namespace {

using Cuts = std::vector<std::size_t>;

TEST(Shots, CutsStandOutFromWhatIsAroundThem) {
    const TransitionOptions options;
    EXPECT_EQ(cutsIn({1, 1, 1, 60, 1, 1, 1}, {1, 1, 60, 60, 1, 1}, options), (Cuts{3}));
    EXPECT_EQ(cutsIn({40, 40, 40, 60, 40, 40, 40}, {50, 50, 60, 60, 50, 50}, options), Cuts{}) << "fast movement";
    EXPECT_EQ(cutsIn({0, 0, 0, 3, 0, 0, 0}, {0, 0, 3, 3, 0, 0}, options), Cuts{}) << "a small change";
    EXPECT_EQ(cutsIn({1, 1, 80, 80, 1, 1}, {1, 80, 2, 80, 1}, options), Cuts{}) << "a flash of one picture";
    EXPECT_EQ(cutsIn({}, {}, options), Cuts{});
    EXPECT_EQ(cutsIn({50}, {}, options), (Cuts{0})) << "a film of two pictures";
}

TEST(Shots, TheSampleFilmHasThree) {
    const auto shots = detectShots(resourceDir() / "samples/sample_cuts.mp4");
    ASSERT_TRUE(shots) << shots.error().describe();
    ASSERT_EQ(shots->shots.size(), 3u);
    EXPECT_EQ(shots->transitions,
              (std::vector<Transition>{{TransitionKind::Cut, 33, 0}, {TransitionKind::Cut, 66, 0}}));
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(shots->shots[i].firstFrame, static_cast<std::int64_t>(33 * i));
        EXPECT_EQ(shots->shots[i].frameCount, 33);
        EXPECT_NEAR(shots->shots[i].startSeconds, 33.0 * static_cast<double>(i) / 24, 1e-3);
        EXPECT_NEAR(shots->shots[i].endSeconds, 33.0 * static_cast<double>(i + 1) / 24, 1e-3);
        EXPECT_EQ(shots->shots[i].width, 384);
    }
}

TEST(Shots, FadesAndFlashes) {
    const test::TempDir dir;
    const Path film = dir / "渐 变.mp4";
    // A white flash of one picture at 20, a fade through black from 50 to 90, a cut to another scene at 120.
    test::ffmpeg(
        "-f lavfi -i "
        "\"testsrc=size=160x90:rate=25:duration=2.8,fade=out:50:20,drawbox=t=fill:c=white:enable='eq(n,20)'\" "
        "-f lavfi -i testsrc2=size=160x90:rate=25:duration=2,fade=in:0:20 -f lavfi -i "
        "mandelbrot=size=160x90:rate=25 "
        "-filter_complex \"[0][1][2]concat=n=3\" -frames:v 170 -c:v libx264 -pix_fmt yuv420p " +
        test::quoted(film));
    const auto list = detectShots(film);
    ASSERT_TRUE(list) << list.error().describe();
    ASSERT_EQ(list->transitions.size(), 2u);
    EXPECT_EQ(list->transitions[0].kind, TransitionKind::Fade);
    EXPECT_NEAR(static_cast<double>(list->transitions[0].firstFrame), 50, 3);
    EXPECT_NEAR(static_cast<double>(list->transitions[0].firstFrame + list->transitions[0].frameCount), 90, 3);
    EXPECT_EQ(list->transitions[1], (Transition{TransitionKind::Cut, 120, 0}));
    ASSERT_EQ(list->shots.size(), 3u);
    EXPECT_EQ(list->shots[0].frameCount, list->transitions[0].firstFrame);
    EXPECT_EQ(list->shots[1].firstFrame, list->transitions[0].firstFrame + list->transitions[0].frameCount);
    EXPECT_EQ(list->shots[2].firstFrame, 120);
    EXPECT_EQ(list->shots[2].frameCount, 50);
}

/// From picture 60 on a film dissolves within `frames` pictures from one of ffmpeg's sources into another; returns
/// the share of the true pictures and the found ones that is in both.
double foundShare(const std::string& first, const std::string& second, int rate, int frames) {
    const test::TempDir dir;
    const Path film = dir / "d.mp4";
    const auto source = [&](const std::string& name) {
        return "-f lavfi -t 8 -i " + name + "=size=320x180:rate=" + std::to_string(rate) + " ";
    };
    test::ffmpeg(source(first) + source(second) + "-filter_complex \"[0][1]xfade=transition=fade:duration=" +
                 std::to_string(double(frames) / rate) + ":offset=" + std::to_string(60.0 / rate) +
                 "\" -frames:v 160 -c:v libx264 -pix_fmt yuv420p " + test::quoted(film));
    const auto list = detectShots(film);
    EXPECT_TRUE(list) << list.error().describe();
    if (!list || list->transitions.size() != 1) return 0;
    const auto& t = list->transitions[0];
    EXPECT_EQ(t.kind, TransitionKind::Dissolve);
    const auto from = static_cast<double>(t.firstFrame), to = from + static_cast<double>(t.frameCount);
    return (std::min(to, 60.0 + frames) - std::max(from, 60.0)) /
           (std::max(to, 60.0 + frames) - std::min(from, 60.0));
}

TEST(Shots, DissolvesOfAllLengths) {
    for (const int frames : {8, 15, 30}) {
        EXPECT_GE(foundShare("smptebars", "testsrc", 25, frames), 0.8) << frames << " pictures, still";
        EXPECT_GE(foundShare("testsrc2", "mandelbrot", 25, frames), 0.6) << frames << " pictures, moving";
    }
    EXPECT_GE(foundShare("smptebars", "testsrc", 60, 40), 0.8) << "at 60 a second";
}

TEST(Shots, NoMovementIsADissolve) {
    const test::TempDir dir;
    const Path film = dir / "m.mp4";
    test::ffmpeg("-f lavfi -i mandelbrot=size=320x180:rate=25 -t 8 -c:v libx264 -pix_fmt yuv420p " +
                 test::quoted(film));
    for (const auto& path :
         {film, test::realFilm(dir, "car-detection.mp4"), test::realFilm(dir, "bottle-detection.mp4")}) {
        const auto list = detectShots(path);
        ASSERT_TRUE(list) << list.error().describe();
        EXPECT_EQ(list->transitions.size(), 0u) << path;
    }
}

TEST(Shots, ARealFilmOfOneTakeIsOneShot) {
    const test::TempDir dir;
    const auto film = test::realFilm(dir, "book.mkv");
    const auto shots = detectShots(film);
    ASSERT_TRUE(shots) << shots.error().describe();
    ASSERT_EQ(shots->shots.size(), 1u);
    EXPECT_EQ(std::to_string(shots->shots.front().frameCount),
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
