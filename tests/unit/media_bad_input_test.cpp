// Files that are no films, or only half of one: a sentence that names the file, no crash, no hang, no huge memory.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <random>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/media/conform.h"
#include "core/media/decoder.h"
#include "core/media/media_errors.h"
#include "core/media/png.h"
#include "core/media/probe.h"
#include "tests/unit/domain_support.h"

namespace brandloom::media {
namespace {

using test::ffmpeg;
using test::quoted;
using test::TempDir;

long peakKiB() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// Decodes as far as it goes; returns the error, if any.
std::optional<Error> readAll(const Path& film, const Limits& limits = {}) {
    auto decoder = Decoder::open(film, {}, limits);
    if (!decoder) return decoder.error();
    for (;;) {
        const auto frame = decoder->next();
        if (!frame) return frame.error();
        if (!*frame) return std::nullopt;
    }
}

TEST(BadFilm, IsNamedInOneSentence) {
    const TempDir dir;
    test::writeBytes(dir / "empty.mp4", "");
    test::writeBytes(dir / "text.mp4", "These are only words, and not a film at all.\n");
    test::writeBytes(dir / "list.mp4", "ffconcat version 1.0\nfile /etc/passwd\n");
    test::writeBytes(dir / "play.mp4",
                     "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n");
    test::writeBytes(dir / "noise.mkv", std::string("\x1a\x45\xdf\xa3") + std::string(4000, '\x7f'));
    std::filesystem::create_directory(dir / "folder.mp4");
    ASSERT_EQ(::mkfifo((dir / "pipe.mp4").c_str(), 0600), 0);
    ffmpeg("-f lavfi -i sine=duration=1 " + quoted(dir / "sound.m4a"));
    const std::map<std::string, const ErrorSpec*> cases{
        {"empty.mp4", &media_errors::kEmptyFile},    {"text.mp4", &media_errors::kNotAFilm},
        {"list.mp4", &media_errors::kNotAFilm},      {"play.mp4", &media_errors::kNotAFilm},
        {"noise.mkv", &media_errors::kNotAFilm},     {"folder.mp4", &base_errors::kNotRegularFile},
        {"pipe.mp4", &base_errors::kNotRegularFile}, {"nowhere.mp4", &base_errors::kFileMissing},
        {"sound.m4a", &media_errors::kNoPicture}};
    for (const auto& [name, spec] : cases) {
        SCOPED_TRACE(name);
        const double start = steadySeconds();
        const auto info = probe(dir / name);
        ASSERT_FALSE(info);
        EXPECT_TRUE(info.error().is(*spec)) << info.error().describe();
        EXPECT_NE(info.error().sentence().find(name), std::string::npos);
        EXPECT_FALSE(info.error().remedy().empty());
        EXPECT_LT(steadySeconds() - start, 5);
    }
}

TEST(BadFilm, HugeHeadersAreRefusedBeforeMemoryIsTaken) {
    const TempDir dir;
    // GIF and PNG headers of enormous pictures with next to nothing behind them.
    test::writeBytes(dir / "huge.gif",
                     std::string("GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff"
                                 "\xff\xff\0\x02\x02\x44\x01\0;",
                                 35));
    std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\x02\0\0\0\xa3\x69\xd5\x93", 33);
    png += std::string("\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82", 24);
    test::writeBytes(dir / "huge.png", png);
    const long before = peakKiB();
    EXPECT_FALSE(probe(dir / "huge.gif"));
    const auto picture = readPng(dir / "huge.png");
    ASSERT_FALSE(picture);
    EXPECT_TRUE(picture.error().is(media_errors::kTooLarge)) << picture.error().describe();
    EXPECT_FALSE(probe(dir / "huge.png"));
    EXPECT_LT(peakKiB() - before, 100 * 1024);

    ffmpeg("-f lavfi -i color=size=1024x768:rate=5:duration=1 -c:v libx264 " + quoted(dir / "ok.mp4"));
    Limits narrow;
    narrow.maxPixels = 1024 * 700;
    const auto tooLarge = probe(dir / "ok.mp4", {}, narrow);
    ASSERT_FALSE(tooLarge);
    EXPECT_TRUE(tooLarge.error().is(media_errors::kTooLarge)) << tooLarge.error().describe();
    EXPECT_NE(tooLarge.error().sentence().find("1024 x 768"), std::string::npos);
}

TEST(BadFilm, CutAnywhereItEndsOrIsRefused) {
    const TempDir dir;
    ffmpeg("-f lavfi -i testsrc2=size=96x64:rate=25:duration=2 -c:v libx264 -movflags faststart " +
           quoted(dir / "a.mp4"));
    ffmpeg("-f lavfi -i testsrc2=size=96x64:rate=25:duration=2 -c:v libx264 " + quoted(dir / "a.mkv"));
    for (const std::string name : {"a.mp4", "a.mkv"}) {
        const auto whole = test::fileBytes(dir / name);
        int readable = 0;
        for (std::size_t size = 1; size < whole.size(); size += 1024) {
            test::writeBytes(dir / ("cut-" + name), std::string_view(whole).substr(0, size));
            const auto error = readAll(dir / ("cut-" + name));
            readable += error ? 0 : 1;
            if (error) {
                EXPECT_NE(error->sentence().find("cut-" + name), std::string::npos);
            }
            probe(dir / ("cut-" + name));
        }
        EXPECT_GT(readable, 0) << "a film cut short plays up to there";
    }
}

TEST(BadFilm, FlippedBytesNeverBreakUs) {
    const TempDir dir;
    ffmpeg("-f lavfi -i testsrc2=size=96x64:rate=25:duration=1 -c:v libx264 -movflags faststart " +
           quoted(dir / "a.mp4"));
    ffmpeg("-f lavfi -i testsrc2=size=96x64:rate=25:duration=1 -c:v mpeg4 " + quoted(dir / "a.avi"));
    std::mt19937 random(20240611);
    const long before = peakKiB();
    for (const std::string name : {"a.mp4", "a.avi"}) {
        const auto whole = test::fileBytes(dir / name);
        for (int round = 0; round < 60; ++round) {
            auto bytes = whole;
            // The header more often than the pictures.
            for (int i = 0; i < 4; ++i) {
                const auto range = i < 3 ? std::min<std::size_t>(1500, bytes.size()) : bytes.size();
                bytes[random() % range] ^= static_cast<char>(1u << (random() % 8));
            }
            test::writeBytes(dir / ("x-" + name), bytes);
            Limits limits;
            limits.maxOpenSeconds = 5;
            limits.maxFrameSeconds = 5;
            readAll(dir / ("x-" + name), limits);
            probe(dir / ("x-" + name), {}, limits);
        }
    }
    EXPECT_LT(peakKiB() - before, 600 * 1024);
}

TEST(BadFilm, OneFrameIsNoClip) {
    const TempDir dir;
    ffmpeg("-f lavfi -i testsrc2=size=64x64:rate=8 -frames:v 1 -c:v libx264 " + quoted(dir / "one.mp4"));
    const auto info = probe(dir / "one.mp4");
    ASSERT_TRUE(info) << info.error().describe();
    EXPECT_EQ(info->frameCount, 1);
    const auto clip = conformClip(dir / "one.mp4", {64, 64, 8, 17});
    ASSERT_FALSE(clip);
    EXPECT_TRUE(clip.error().is(media_errors::kFilmTooShort)) << clip.error().describe();
    EXPECT_EQ(clip.error().arg("have"), "1");
    EXPECT_EQ(clip.error().arg("need"), "9");
}

TEST(BadFilm, TimeAndStopRequestsEndTheWork) {
    const TempDir dir;
    ffmpeg("-f lavfi -i testsrc2=size=96x64:rate=25:duration=2 -c:v libx264 " + quoted(dir / "a.mkv"));
    StopSource stop;
    stop.request_stop();
    EXPECT_TRUE(probe(dir / "a.mkv", stop.get_token()).error().isCancelled());
    EXPECT_TRUE(conformClip(dir / "a.mkv", {64, 64, 8, 9}, stop.get_token()).error().isCancelled());
    Limits none;
    none.maxOpenSeconds = 0;
    EXPECT_TRUE(probe(dir / "a.mkv", {}, none).error().is(media_errors::kTimedOut));
    std::string tracks = "-f lavfi -i color=size=16x16:rate=1:duration=1 ";
    for (int i = 0; i < 70; ++i) tracks += "-map 0 ";
    ffmpeg(tracks + "-c:v ffv1 " + quoted(dir / "many.mkv"));
    EXPECT_TRUE(probe(dir / "many.mkv").error().is(media_errors::kTooManyStreams));
}

TEST(BadPicture, IsNamedToo) {
    const TempDir dir;
    test::writeBytes(dir / "empty.png", "");
    test::writeBytes(dir / "text.png", std::string(200, 't'));
    FrameBuffer picture(40, 30);
    ASSERT_TRUE(writePng(dir / "good.png", picture));
    const auto whole = test::fileBytes(dir / "good.png");
    test::writeBytes(dir / "cut.png", whole.substr(0, whole.size() - 20));
    EXPECT_TRUE(readPng(dir / "empty.png").error().is(media_errors::kEmptyFile));
    EXPECT_TRUE(readPng(dir / "text.png").error().is(media_errors::kBadPicture));
    EXPECT_TRUE(readPng(dir / "cut.png").error().is(media_errors::kBadPicture));
    EXPECT_TRUE(readPng(dir / "none.png").error().is(base_errors::kFileMissing));
    EXPECT_TRUE(readPng(dir.path()).error().is(base_errors::kNotRegularFile));
}

}  // namespace
}  // namespace brandloom::media
