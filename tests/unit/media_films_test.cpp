// Reading: probe and decode against ffprobe and ffmpeg.
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "core/base/thread_budget.h"
#include "core/media/decoder.h"
#include "core/media/probe.h"
#include "tests/unit/domain_support.h"

namespace brandloom::media {
namespace {

using test::ffmpeg;
using test::ffprobe;
using test::quoted;
using test::TempDir;

constexpr const char* kSameScaler = "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp";

std::vector<DecodedFrame> decodeAll(const Path& film) {
    std::vector<DecodedFrame> out;
    auto decoder = Decoder::open(film);
    EXPECT_TRUE(decoder) << decoder.error().describe();
    while (decoder) {
        auto frame = decoder->next();
        EXPECT_TRUE(frame) << frame.error().describe();
        if (!frame || !*frame) break;
        out.push_back(std::move(**frame));
    }
    return out;
}

/// All frames by the ffmpeg program as packed RGB, through `filter`.
std::string ffmpegFrames(const Path& film, const std::string& filter) {
    return test::run("ffmpeg -v error -nostdin -i " + quoted(film) + " -vsync passthrough -vf '" + filter +
                     "' -pix_fmt rgb24 -f rawvideo -");
}

/// Largest and mean difference between the two.
void expectSameFrames(const std::vector<DecodedFrame>& ours, const std::string& theirs, int maxDifference) {
    ASSERT_FALSE(ours.empty());
    const auto size = ours[0].picture->bytes().size();
    ASSERT_EQ(theirs.size(), size * ours.size())
        << ours.size() << " frames of " << ours[0].picture->width() << "x" << ours[0].picture->height();
    int worst = 0;
    for (std::size_t f = 0; f < ours.size(); ++f) {
        const auto bytes = ours[f].picture->bytes();
        for (std::size_t i = 0; i < size; ++i)
            worst = std::max(worst, std::abs(bytes[i] - static_cast<std::uint8_t>(theirs[f * size + i])));
    }
    EXPECT_LE(worst, maxDifference);
}

std::vector<double> numbers(const std::string& text) {
    std::vector<double> out;
    std::istringstream in(text);
    for (double x = 0; in >> x;) out.push_back(x);
    return out;
}

TEST(Probe, AgreesWithFfprobeOnRealFilms) {
    const TempDir dir;
    for (const std::string name : {"again.mkv", "bottle-detection.mp4", "car-detection.mp4"}) {
        SCOPED_TRACE(name);
        const auto film = test::realFilm(dir, name);
        const auto info = probe(film);
        ASSERT_TRUE(info) << info.error().describe();
        EXPECT_EQ(std::to_string(info->width), ffprobe(film, "stream=width"));
        EXPECT_EQ(std::to_string(info->height), ffprobe(film, "stream=height"));
        EXPECT_EQ(info->codec, ffprobe(film, "stream=codec_name"));
        EXPECT_EQ(info->pixelFormat, ffprobe(film, "stream=pix_fmt"));
        EXPECT_EQ(std::to_string(info->frameCount), ffprobe(film, "stream=nb_read_packets", "-count_packets"));
        EXPECT_TRUE(info->frameCountIsExact);
        EXPECT_NEAR(info->durationSeconds, std::stod(ffprobe(film, "format=duration")), 0.12);
        const auto rate = ffprobe(film, "stream=avg_frame_rate");
        const double fps = std::stod(rate) / std::stod(rate.substr(rate.find('/') + 1));
        EXPECT_NEAR(info->fps, fps, fps * 0.01);
        EXPECT_EQ(info->hasAudio, !test::run("ffprobe -v error -select_streams a -show_entries stream=index -of "
                                             "csv=p=0 " +
                                             quoted(film))
                                       .empty());
        const auto stamps = numbers(ffprobe(film, "packet=pts_time"));
        double shortest = 1e9, longest = 0;
        auto sorted = stamps;
        std::sort(sorted.begin(), sorted.end());
        for (std::size_t i = 1; i < sorted.size(); ++i) {
            shortest = std::min(shortest, sorted[i] - sorted[i - 1]);
            longest = std::max(longest, sorted[i] - sorted[i - 1]);
        }
        EXPECT_EQ(info->isVariableRate, longest - shortest > 0.02) << shortest << " to " << longest;
    }
}

TEST(Decoder, GivesTheFramesOfTheFfmpegProgram) {
    const TempDir dir;
    const auto film = test::realFilm(dir, "again.mkv");
    const auto ours = decodeAll(film);
    expectSameFrames(ours, ffmpegFrames(film, std::string("scale=") + kSameScaler + ":in_color_matrix=bt601"), 0);
    const auto stamps = numbers(ffprobe(film, "frame=best_effort_timestamp_time"));
    ASSERT_EQ(stamps.size(), ours.size());
    for (std::size_t i = 0; i < stamps.size(); ++i) EXPECT_NEAR(ours[i].seconds, stamps[i] - stamps[0], 1e-6) << i;
}

TEST(Decoder, HonoursRotationAspectDepthAndOddSizes) {
    const TempDir dir;
    const auto source = quoted(dir / "flat.mp4");
    ffmpeg("-f lavfi -i testsrc2=size=160x120:rate=10:duration=1 -c:v libx264 -pix_fmt yuv420p " + source);
    for (const int degrees : {90, 180, 270}) {
        SCOPED_TRACE(degrees);
        const Path film = dir / ("turned" + std::to_string(degrees) + ".mp4");
        ffmpeg("-i " + source + " -c copy -metadata:s:v:0 rotate=" + std::to_string(degrees) + " " + quoted(film));
        const auto info = probe(film);
        ASSERT_TRUE(info);
        // ffprobe counts against the clock.
        const int theirs = std::stoi(ffprobe(film, "stream_side_data=rotation"));
        EXPECT_EQ(info->rotationDegrees, (360 - theirs) % 360);
        EXPECT_EQ(info->width, degrees == 180 ? 160 : 120);
        // The program turns before converting, we after: chroma is rounded a little differently.
        expectSameFrames(decodeAll(film), ffmpegFrames(film, std::string("format=yuv444p,scale=") + kSameScaler),
                         80);
    }
    struct Case {
        const char* name;
        const char* options;
        const char* filter;
        int width, height, depth;
    };
    for (const Case& c :
         {Case{"sar.mp4", "-vf scale=144:96,setsar=16/15 -c:v libx264 -pix_fmt yuv420p", "scale=154:96:", 154, 96,
               8},
          Case{"deep.mkv", "-c:v libx264 -pix_fmt yuv420p10le", "scale=", 160, 120, 10},
          Case{"odd.mkv", "-vf scale=101:57,setsar=1 -c:v ffv1 -pix_fmt yuv420p", "scale=", 101, 57, 8},
          Case{"grey.mkv", "-vf scale=33:17,setsar=1 -c:v ffv1 -pix_fmt gray", "scale=", 33, 17, 8},
          Case{"bt709.mp4", "-c:v libx264 -pix_fmt yuv420p -colorspace bt709", "scale=in_color_matrix=bt709:", 160,
               120, 8},
          Case{"full.mp4", "-c:v libx264 -pix_fmt yuv444p -color_range pc", "scale=in_range=pc:", 160, 120, 8}}) {
        SCOPED_TRACE(c.name);
        ffmpeg("-f lavfi -i testsrc2=size=160x120:rate=10:duration=1 " + std::string(c.options) + " " +
               quoted(dir / c.name));
        const auto info = probe(dir / c.name);
        ASSERT_TRUE(info) << info.error().describe();
        EXPECT_EQ(info->width, c.width);
        EXPECT_EQ(info->height, c.height);
        EXPECT_EQ(info->bitDepth, c.depth);
        expectSameFrames(decodeAll(dir / c.name), ffmpegFrames(dir / c.name, std::string(c.filter) + kSameScaler),
                         2);
    }
}

TEST(Decoder, ReadsVariableRatesAndShiftedClocks) {
    const TempDir dir;
    const Path vfr = dir / "vfr.mkv";
    ffmpeg(
        "-f lavfi -i testsrc2=size=64x64:rate=30:duration=3 -vf \"select='not(mod(n,3))+not(mod(n,7))'\" -vsync "
        "vfr "
        "-c:v libx264 -bf 2 " +
        quoted(vfr));
    EXPECT_TRUE(probe(vfr)->isVariableRate);
    const auto stamps = numbers(ffprobe(vfr, "frame=best_effort_timestamp_time"));
    const auto ours = decodeAll(vfr);
    ASSERT_EQ(ours.size(), stamps.size());
    for (std::size_t i = 0; i < stamps.size(); ++i) EXPECT_NEAR(ours[i].seconds, stamps[i] - stamps[0], 1e-6);

    const Path shifted = dir / "shifted.ts";
    ffmpeg("-f lavfi -i testsrc2=size=64x64:rate=25:duration=1 -c:v libx264 -output_ts_offset 7000 " +
           quoted(shifted));
    const auto late = decodeAll(shifted);
    ASSERT_EQ(late.size(), 25u);
    EXPECT_EQ(late[0].seconds, 0);
    EXPECT_NEAR(late[24].seconds, 0.96, 1e-3);
    EXPECT_FALSE(probe(shifted)->isVariableRate);

    const Path raw = dir / "raw.h264";  // no container, no time stamps
    ffmpeg("-f lavfi -i testsrc2=size=64x64:rate=25:duration=1 -c:v libx264 -f h264 " + quoted(raw));
    const auto bare = decodeAll(raw);
    ASSERT_EQ(bare.size(), 25u);
    for (std::size_t i = 1; i < bare.size(); ++i) EXPECT_GT(bare[i].seconds, bare[i - 1].seconds);
}

TEST(Decoder, SurvivesAChangeOfSizeInTheMiddle) {
    const TempDir dir;
    ffmpeg("-f lavfi -i testsrc2=size=64x64:rate=25:duration=1 -c:v libx264 -f mpegts " + quoted(dir / "a.ts"));
    ffmpeg("-f lavfi -i testsrc2=size=128x96:rate=25:duration=1 -c:v libx264 -f mpegts " + quoted(dir / "b.ts"));
    test::run("cat " + quoted(dir / "a.ts") + " " + quoted(dir / "b.ts") + " > " + quoted(dir / "both.ts"));
    const auto frames = decodeAll(dir / "both.ts");
    EXPECT_GE(frames.size(), 48u);
    for (const auto& frame : frames) {
        EXPECT_EQ(frame.picture->width(), 64);
        EXPECT_EQ(frame.picture->height(), 64);
    }
}

TEST(Decoder, SeeksToAKeyFrameAndGoesOnExactly) {
    const TempDir dir;
    const auto film = test::realFilm(dir, "bottle-detection.mp4");
    const auto all = decodeAll(film);
    auto decoder = Decoder::open(film);
    ASSERT_TRUE(decoder);
    for (const double target : {1.7, 0.0, 2.4}) {
        ASSERT_TRUE(decoder->seekBefore(target));
        bool reached = false;
        while (!reached) {
            const auto frame = decoder->next();
            ASSERT_TRUE(frame && *frame);
            EXPECT_TRUE((*frame)->seconds <= target + 0.05 || reached);
            reached = (*frame)->seconds >= target;
            if (!reached) continue;
            const auto same = std::find_if(all.begin(), all.end(), [&](const auto& f) {
                return std::abs(f.seconds - (*frame)->seconds) < 1e-6;
            });
            ASSERT_NE(same, all.end());
            EXPECT_TRUE(std::equal(same->picture->bytes().begin(), same->picture->bytes().end(),
                                   (*frame)->picture->bytes().begin()));
        }
    }
}

/// Every picture of a film, asked for by its time in an order that jumps, is the one that reading from the start
/// gives.
void expectExactSeeks(const Path& film, std::size_t step) {
    const auto all = decodeAll(film);
    auto decoder = Decoder::open(film);
    ASSERT_TRUE(decoder) << film;
    for (std::size_t k = 0, n = 0; k < all.size(); k += step, n = (n + 7919) % all.size()) {
        ASSERT_TRUE(decoder->seekTo(all[n].seconds)) << film << " " << n;
        EXPECT_NEAR(decoder->seconds(), all[n].seconds, 1e-6) << film << " " << n;
        const auto picture = decoder->picture();
        ASSERT_TRUE(picture);
        ASSERT_TRUE(std::ranges::equal((*picture)->bytes(), all[n].picture->bytes())) << film << " " << n;
    }
}

TEST(Decoder, MakesTheSamePicturesWithAnyNumberOfThreads) {
    const TempDir dir;
    const auto film = dir / "odd.mkv";
    test::ffmpeg(
        "-f lavfi -i testsrc2=size=1281x719:rate=25:duration=0.2 -vf setsar=1 -c:v ffv1 -pix_fmt yuv420p " +
        quoted(film));
    const auto before = threadBudget();
    setThreadBudget({1, 1});
    const auto one = decodeAll(film);
    ASSERT_EQ(one.size(), 5u);
    for (const int threads : {2, 3, 8}) {
        setThreadBudget({threads, threads});
        const auto several = decodeAll(film);
        ASSERT_EQ(several.size(), one.size());
        for (std::size_t i = 0; i < one.size(); ++i)
            EXPECT_TRUE(std::ranges::equal(one[i].picture->bytes(), several[i].picture->bytes())) << threads;
    }
    setThreadBudget(before);
}

TEST(Decoder, SeeksToTheVeryPicture) {
    const TempDir dir;
    expectExactSeeks(test::realFilm(dir, "no.mkv"), 3);
    expectExactSeeks(test::realFilm(dir, "eat.mkv"), 3);
    expectExactSeeks(test::realFilm(dir, "car-detection.mp4"), 40);
    // Open groups of pictures, pictures that others are made from before and after, and a rate that changes.
    test::ffmpeg(
        "-f lavfi -i testsrc2=size=160x90:rate=25:duration=4 -vf \"setpts='if(lt(N,50),N,50+2*(N-50))/25/TB'\" "
        "-fps_mode vfr -c:v libx264 -x264-params keyint=24:bframes=4:b-pyramid=normal:open-gop=1 -pix_fmt "
        "yuv420p " +
        quoted(dir / "open.mp4"));
    expectExactSeeks(dir / "open.mp4", 1);
    // One long group whose pictures are mostly passed over on the way; fields; a stream that knows no key frames.
    const std::string pattern =
        "-f lavfi -i testsrc2=size=160x90:rate=25:duration=3 -c:v libx264 -pix_fmt yuv420p ";
    test::ffmpeg(pattern + "-g 250 -bf 8 " + quoted(dir / "long.mkv"));
    test::ffmpeg(pattern + "-s 160x96 -bf 3 -x264-params tff=1 -flags +ildct+ilme " + quoted(dir / "fields.mp4"));
    test::ffmpeg("-i " + quoted(dir / "long.mkv") + " -c copy " + quoted(dir / "long.ts"));
    test::ffmpeg("-ss 1 -i " + quoted(dir / "long.mkv") + " -c copy " + quoted(dir / "edited.mp4"));
    for (const char* name : {"long.mkv", "fields.mp4", "long.ts", "edited.mp4"}) expectExactSeeks(dir / name, 2);
    auto decoder = Decoder::open(dir / "open.mp4");
    ASSERT_TRUE(decoder);
    ASSERT_TRUE(decoder->seekTo(1.05)) << "between two pictures: the earlier one is shown";
    EXPECT_NEAR(decoder->seconds(), 1.04, 1e-6);
    const auto next = decoder->next();
    ASSERT_TRUE(next && *next);
    EXPECT_NEAR((*next)->seconds, 1.08, 1e-6);
    ASSERT_TRUE(decoder->seekTo(1e6)) << "after the end: the last one";
    EXPECT_NEAR(decoder->seconds(), 5.92, 0.05);
    ASSERT_TRUE(decoder->seekTo(-3)) << "before the start: the first one";
    EXPECT_EQ(decoder->seconds(), 0);
}

}  // namespace
}  // namespace brandloom::media
