// Conforming, MP4, PNG and contact sheets, judged by ffprobe, ffmpeg and arithmetic.
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "core/base/base_errors.h"
#include "core/media/conform.h"
#include "core/media/contact_sheet.h"
#include "core/media/decoder.h"
#include "core/media/encoder.h"
#include "core/media/media_errors.h"
#include "core/media/png.h"
#include "tests/unit/domain_support.h"

namespace brandloom::media {
namespace {

using test::ffmpeg;
using test::ffprobe;
using test::quoted;
using test::TempDir;

/// A film whose frame n is grey of level 2n + 10.
Path countingFilm(const TempDir& dir, const std::string& name, double fps, int frames,
                  const std::string& more = "") {
    const Path film = dir / name;
    ffmpeg("-f lavfi -i color=black:size=48x32:rate=" + std::to_string(fps) + " -vf format=gray,geq=lum='2*N+10'" +
           more + " -frames:v " + std::to_string(frames) + " -c:v ffv1 " + quoted(film));
    return film;
}

/// The source frames that a clip of such a film shows.
std::vector<int> shownNumbers(const ConformedClip& clip) {
    std::vector<int> out;
    for (const auto& frame : clip.frames) out.push_back((frame->row(0)[0] - 10) / 2);
    return out;
}

std::vector<Frame> gradients(int count, int width, int height) {
    std::vector<Frame> out;
    for (int f = 0; f < count; ++f) {
        auto frame = std::make_shared<FrameBuffer>(width, height);
        for (int y = 0; y < height; ++y)
            for (int x = 0; x < width; ++x) {
                std::uint8_t* p = frame->row(y) + x * 3;
                p[0] = static_cast<std::uint8_t>(255 * x / std::max(1, width - 1));
                p[1] = static_cast<std::uint8_t>(255 * y / std::max(1, height - 1));
                p[2] = static_cast<std::uint8_t>(10 * f);
            }
        out.push_back(std::move(frame));
    }
    return out;
}

double psnr(const FrameBuffer& a, const FrameBuffer& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.bytes().size(); ++i) sum += std::pow(a.bytes()[i] - b.bytes()[i], 2);
    return 10 * std::log10(255.0 * 255.0 / std::max(1e-9, sum / static_cast<double>(a.bytes().size())));
}

TEST(Conform, PicksTheNearestPictureOfEachMoment) {
    const TempDir dir;
    const auto whole = conformClip(countingFilm(dir, "24.mkv", 24, 100), {24, 16, 8, 17});
    ASSERT_TRUE(whole) << whole.error().describe();
    std::vector<int> expected;
    for (int k = 0; k < 17; ++k) expected.push_back(3 * k);
    EXPECT_EQ(shownNumbers(*whole), expected);
    EXPECT_FALSE(whole->isShortened);
    EXPECT_EQ(whole->frames[0]->width(), 24);
    EXPECT_EQ(whole->frames[0]->height(), 16);
    EXPECT_NEAR(whole->sourceFps, 24, 0.01);

    // 1 ms time stamps of Matroska at the film's own rate: every picture once.
    const auto same = conformClip(countingFilm(dir, "30.mkv", 30, 40), {48, 32, 30, 37});
    ASSERT_TRUE(same);
    for (int k = 0; k < 37; ++k) EXPECT_EQ(shownNumbers(*same)[static_cast<std::size_t>(k)], k);
    EXPECT_EQ(same->repeatedFrames, 0);

    const auto slow = conformClip(countingFilm(dir, "4.mkv", 4, 20), {48, 32, 16, 17});
    ASSERT_TRUE(slow);
    EXPECT_EQ(shownNumbers(*slow), (std::vector<int>{0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4}));
    EXPECT_EQ(slow->repeatedFrames, 12);

    const auto later = conformClip(dir / "24.mkv", {48, 32, 8, 9, 2.5});
    ASSERT_TRUE(later) << later.error().describe();
    EXPECT_EQ(shownNumbers(*later), (std::vector<int>{60, 63, 66, 69, 72, 75, 78, 81, 84}));
    EXPECT_NEAR(later->sourceSeconds[0], 2.5, 0.001);
}

TEST(Conform, FollowsIrregularTimeStamps) {
    const TempDir dir;
    const auto film = test::realFilm(dir, "car-detection.mp4");
    const auto clip = conformClip(film, {96, 56, 8, 81});
    ASSERT_TRUE(clip) << clip.error().describe();
    ASSERT_GE(clip->frames.size(), 17u);
    std::vector<double> stamps;
    std::istringstream in(ffprobe(film, "frame=best_effort_timestamp_time"));
    for (double x = 0; in >> x;) stamps.push_back(x);
    for (std::size_t k = 0; k < clip->frames.size(); ++k) {
        double nearest = 1e9;
        for (const double s : stamps)
            nearest = std::min(nearest, std::abs(s - stamps[0] - static_cast<double>(k) / 8));
        EXPECT_NEAR(std::abs(clip->sourceSeconds[k] - static_cast<double>(k) / 8), nearest, 1e-4) << k;
    }
}

TEST(Conform, CropsTheMiddleAndTakesWhatThereIs) {
    const TempDir dir;
    ffmpeg(
        "-f lavfi -i color=red:size=128x64:rate=8:duration=3 -vf "
        "format=yuv444p,drawbox=x=32:y=0:w=64:h=64:color=lime:t=fill "
        "-c:v libx264 -qp 0 -pix_fmt yuv444p " +
        quoted(dir / "wide.mkv"));
    const auto clip = conformClip(dir / "wide.mkv", {32, 32, 8, 9});
    ASSERT_TRUE(clip);
    EXPECT_EQ(clip->crop, (CropRect{32, 0, 64, 64}));
    for (const int x : {0, 16, 31}) {
        const auto* p = clip->frames[0]->row(16) + x * 3;
        EXPECT_LT(p[0], 20) << x;
        EXPECT_GT(p[1], 235) << x;
    }
    // A part of the picture: its middle in the aspect that is wanted.
    ConformOptions left{32, 32, 8, 9};
    left.crop = CropRect{0, 0, 32, 64};
    const auto part = conformClip(dir / "wide.mkv", left);
    ASSERT_TRUE(part) << part.error().describe();
    EXPECT_EQ(part->crop, (CropRect{0, 16, 32, 32}));
    EXPECT_GT(part->frames[0]->row(16)[3 * 16], 235) << "red, where the middle is green";
    left.crop = CropRect{100, 0, 64, 64};
    EXPECT_TRUE(conformClip(dir / "wide.mkv", left).error().is(media_errors::kBadOption));
    // 30 pictures at 24 a second last 1.25 s: 10 frames at 8 a second, so 9.
    EXPECT_EQ(framesThatFit(1.25, 24, 8), 10);
    EXPECT_EQ(framesThatFit(1.0, 24, 8), 8) << "the ninth would be the first picture of what follows";
    EXPECT_EQ(framesThatFit(0, 24, 8), 1);
    const auto shorter = conformClip(countingFilm(dir, "s.mkv", 24, 30), {48, 32, 8, 17});
    ASSERT_TRUE(shorter);
    EXPECT_EQ(shorter->frames.size(), 9u);
    EXPECT_TRUE(shorter->isShortened);
    EXPECT_EQ(shorter->requestedFrames, 17);
    const auto tooShort = conformClip(countingFilm(dir, "t.mkv", 24, 20), {48, 32, 8, 17});
    ASSERT_FALSE(tooShort);
    EXPECT_TRUE(tooShort.error().is(media_errors::kFilmTooShort));
    EXPECT_EQ(tooShort.error().arg("have"), "7");
    for (const auto& bad : {ConformOptions{64, 64, 8, 16}, ConformOptions{0, 64, 8, 17},
                            ConformOptions{64, 64, 0, 17}, ConformOptions{64, 64, 8, 17, -1}})
        EXPECT_TRUE(conformClip(dir / "s.mkv", bad).error().is(media_errors::kBadOption));
    EXPECT_EQ(longestClipLength(16), 13);
    EXPECT_EQ(longestClipLength(17), 17);
    EXPECT_EQ(longestClipLength(0), 0);
}

TEST(Resize, AveragesWhenShrinking) {
    FrameBuffer board(64, 64);  // one-pixel chessboard: the mean is mid grey everywhere
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 64; ++x)
            for (int c = 0; c < 3; ++c) board.row(y)[x * 3 + c] = (x + y) % 2 == 0 ? 255 : 0;
    const auto small = cropAndScale(board, {0, 0, 64, 64}, 16, 16);
    ASSERT_TRUE(small);
    for (const auto value : (*small)->bytes()) EXPECT_NEAR(value, 127.5, 2);
    EXPECT_EQ(centredCrop(640, 480, 64, 64), (CropRect{80, 0, 480, 480}));
    EXPECT_EQ(centredCrop(480, 640, 832, 480), (CropRect{0, 181, 480, 277}));
    EXPECT_FALSE(cropAndScale(board, {1, 0, 64, 64}, 16, 16));
}

TEST(Mp4, IsWhatOthersExpect) {
    const TempDir dir;
    const Path film = dir / "片 1.mp4";
    Mp4Options options;
    options.fps = 8;
    options.scale = 4;
    options.metadata = {{"comment", R"({"prompt":"海边","seed":7})"}, {"title", "Harbour"}};
    ASSERT_TRUE(writeMp4(film, gradients(17, 64, 48), options));
    EXPECT_EQ(ffprobe(film,
                      "stream=codec_name,width,height,pix_fmt,color_range,color_space,color_transfer,"
                      "color_primaries,r_frame_rate,nb_frames"),
              "h264\n256\n192\nyuv420p\ntv\nbt709\nbt709\nbt709\n8/1\n17");
    EXPECT_EQ(ffprobe(film, "stream=nb_read_frames", "-count_frames"), "17");
    EXPECT_EQ(std::stod(ffprobe(film, "format=duration")), 17.0 / 8);
    EXPECT_EQ(ffprobe(film, "format_tags=comment"), R"({"prompt":"海边","seed":7})");
    EXPECT_EQ(ffprobe(film, "format_tags=title"), "Harbour");
    EXPECT_EQ(ffprobe(film, "format_tags=creation_time:stream_tags=creation_time"), "");
    const auto bytes = test::fileBytes(film);
    EXPECT_LT(bytes.find("moov"), bytes.find("mdat")) << "the index is in front";
    ASSERT_TRUE(writeMp4(dir / "again.mp4", gradients(17, 64, 48), options));
    EXPECT_EQ(test::fileBytes(dir / "again.mp4"), bytes) << "same frames, same bytes";

    options.metadata["AIGC"] = R"({"Label":"1"})";
    ASSERT_TRUE(writeMp4(dir / "own.mp4", gradients(9, 64, 48), options));
    EXPECT_EQ(ffprobe(dir / "own.mp4", "format_tags=AIGC"), R"({"Label":"1"})");
    EXPECT_EQ(ffprobe(dir / "own.mp4", "format_tags=comment"), R"({"prompt":"海边","seed":7})");
}

TEST(Mp4, KeepsThePictures) {
    const TempDir dir;
    const auto frames = gradients(9, 64, 48);
    Mp4Options options;
    options.crf = 10;
    ASSERT_TRUE(writeMp4(dir / "a.mp4", frames, options));
    auto decoder = Decoder::open(dir / "a.mp4");
    ASSERT_TRUE(decoder);
    for (const auto& frame : frames) {
        const auto shown = decoder->next();
        ASSERT_TRUE(shown && *shown);
        EXPECT_GT(psnr(*frame, *(*shown)->picture), 34);
    }
    // Odd sizes are filled up by their edge.
    ASSERT_TRUE(writeMp4(dir / "odd.mp4", gradients(5, 63, 35), {}));
    EXPECT_EQ(ffprobe(dir / "odd.mp4", "stream=width,height"), "64\n36");
}

TEST(Mp4, IsWholeOrAbsent) {
    const TempDir dir;
    test::writeBytes(dir / "a.mp4", "the earlier file");
    {
        auto writer = Mp4Writer::create(dir / "a.mp4", 64, 48, {});
        ASSERT_TRUE(writer);
        ASSERT_TRUE(writer->add(*gradients(1, 64, 48)[0]));
        EXPECT_TRUE(writer->add(*gradients(1, 32, 48)[0]).error().is(media_errors::kBadOption));
    }
    StopSource stop;
    stop.request_stop();
    EXPECT_TRUE(writeMp4(dir / "a.mp4", gradients(9, 64, 48), {}, stop.get_token()).error().isCancelled());
    EXPECT_TRUE(writeMp4(dir / "a.mp4", {}, {}).error().is(media_errors::kEncodeFailed));
    EXPECT_EQ(test::fileBytes(dir / "a.mp4"), "the earlier file");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1) << "no temporary files";
    EXPECT_TRUE(writeMp4(dir / "no/where.mp4", gradients(1, 8, 8), {}).error().is(base_errors::kFileUnwritable));
    Mp4Options bad;
    bad.scale = 0;
    EXPECT_TRUE(writeMp4(dir / "b.mp4", gradients(1, 8, 8), bad).error().is(media_errors::kBadOption));
    bad = {};
    bad.preset = "no-such-preset";
    EXPECT_FALSE(writeMp4(dir / "b.mp4", gradients(1, 8, 8), bad));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 1);
}

std::vector<Frame> noise(int count) {
    std::vector<Frame> out;
    std::uint32_t state = 1;
    for (int f = 0; f < count; ++f) {
        auto frame = std::make_shared<FrameBuffer>(320, 240);
        for (auto& byte : frame->bytes())
            byte = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24);
        out.push_back(std::move(frame));
    }
    return out;
}

TEST(Mp4, WhatDoesNotPlayBackIsNotKept) {
    const TempDir dir;
    Mp4Options options;
    options.preset = "ultrafast";
    auto writer = Mp4Writer::create(dir / "a.mp4", 320, 240, options);
    ASSERT_TRUE(writer);
    for (const auto& frame : noise(30)) ASSERT_TRUE(writer->add(*frame));
    // Something else cuts the file that is being written.
    const Path temporary = std::filesystem::directory_iterator(dir.path())->path();
    ASSERT_GT(std::filesystem::file_size(temporary), 100'000u);
    std::filesystem::resize_file(temporary, 0);
    const auto finished = writer->finish();
    ASSERT_FALSE(finished);
    EXPECT_TRUE(finished.error().is(media_errors::kVerifyFailed)) << finished.error().describe();
    EXPECT_FALSE(std::filesystem::exists(dir / "a.mp4"));
}

TEST(Mp4, AFullDiskIsASentence) {
    const TempDir dir;
    std::filesystem::create_directory(dir / "small");
    std::filesystem::permissions(dir.path(), std::filesystem::perms::all);
    const auto said = test::asPlainUser(
        [&]() -> std::string {
            const auto written = writeMp4(dir / "small/a.mp4", noise(9), {});
            if (written) return "it was written";
            if (!written.error().is(base_errors::kDiskFull)) return written.error().describe();
            return std::filesystem::is_empty(dir / "small") ? "" : "a part was left";
        },
        dir / "small", 64);
    EXPECT_EQ(said, "");
}

TEST(Png, RoundTripsAndReadsOtherKinds) {
    const TempDir dir;
    const auto picture = gradients(3, 67, 41)[2];
    ASSERT_TRUE(writePng(dir / "图.png", *picture));
    const auto back = readPng(dir / "图.png");
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_TRUE(std::equal(picture->bytes().begin(), picture->bytes().end(), (*back)->bytes().begin()));
    const auto theirs = test::run("ffmpeg -v error -i " + quoted(dir / "图.png") + " -pix_fmt rgb24 -f rawvideo -");
    EXPECT_EQ(theirs, std::string(picture->bytes().begin(), picture->bytes().end()));
    for (const std::string format : {"gray", "rgb48be", "pal8", "rgba"}) {
        SCOPED_TRACE(format);
        const Path file = dir / (format + ".png");
        ffmpeg("-i " + quoted(dir / "图.png") + " -pix_fmt " + format + " " + quoted(file));
        const auto other = readPng(file);
        ASSERT_TRUE(other) << other.error().describe();
        EXPECT_EQ((*other)->width(), 67);
        if (format == "rgba" || format == "rgb48be") {
            EXPECT_GT(psnr(*picture, **other), 48);
        }
    }
}

TEST(ContactSheet, LaysOutRowsAndColumns) {
    const TempDir dir;
    const auto plain = [](std::uint8_t level) {
        auto frame = std::make_shared<FrameBuffer>(40, 20);
        for (auto& byte : frame->bytes()) byte = level;
        return frame;
    };
    std::vector<std::vector<Frame>> clips(2);
    for (int i = 0; i < 9; ++i) clips[0].push_back(plain(static_cast<std::uint8_t>(20 * i)));
    clips[1] = {plain(250)};
    const auto sheet = contactSheet(clips, {3, 40, 4, {1, 2, 3}});
    ASSERT_TRUE(sheet);
    EXPECT_EQ((*sheet)->width(), 3 * 44 + 4);
    EXPECT_EQ((*sheet)->height(), 2 * 24 + 4);
    EXPECT_EQ((*sheet)->row(0)[2], 3);                        // gutter
    EXPECT_EQ((*sheet)->row(10)[(4 + 10) * 3], 0);            // first frame
    EXPECT_EQ((*sheet)->row(10)[(4 + 44 + 10) * 3], 80);      // the middle one
    EXPECT_EQ((*sheet)->row(10)[(4 + 88 + 10) * 3], 160);     // the last one
    EXPECT_EQ((*sheet)->row(24 + 10)[(4 + 10) * 3], 250);     // second clip
    EXPECT_EQ((*sheet)->row(24 + 10)[(4 + 44 + 10) * 3], 1);  // nothing more in it
    ASSERT_TRUE(writeContactSheet(dir / "sheet.png", clips));
    EXPECT_TRUE(contactSheet({}).error().is(media_errors::kBadOption));
    EXPECT_TRUE(contactSheet({{}}).error().is(media_errors::kBadOption));
    EXPECT_EQ(mediaErrorSpecs().size(), 17u);
}

}  // namespace
}  // namespace brandloom::media
