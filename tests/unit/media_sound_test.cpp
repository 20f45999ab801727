// Films that are written with the sound of another film, judged by ffprobe and by ffmpeg's own decoding of both.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "core/media/encoder.h"
#include "core/media/media_errors.h"
#include "tests/unit/domain_support.h"

namespace brandloom::media {
namespace {

using test::ffmpeg;
using test::ffprobe;
using test::quoted;
using test::TempDir;

constexpr int kRate = 48000;

std::vector<Frame> pictures(int count) {
    std::vector<Frame> out;
    for (int f = 0; f < count; ++f) {
        auto frame = std::make_shared<FrameBuffer>(64, 48);
        for (auto& byte : frame->bytes()) byte = static_cast<std::uint8_t>(3 * f);
        out.push_back(std::move(frame));
    }
    return out;
}

/// Samples of one channel as ffmpeg hears the file.
std::vector<float> heard(const Path& film, int channel, const std::string& before = "") {
    const auto raw =
        test::run("ffmpeg -v error -nostdin -i " + quoted(film) + " -map 0:a:0 -af " + before +
                  "aresample=48000,pan=mono\\|c0=c" + std::to_string(channel) + " -f f32le -c:a pcm_f32le -");
    std::vector<float> out(raw.size() / sizeof(float));
    std::memcpy(out.data(), raw.data(), out.size() * sizeof(float));
    return out;
}

double likeness(const std::vector<float>& a, const std::vector<float>& b, int shift) {
    double ab = 0, aa = 1e-9, bb = 1e-9;
    for (std::size_t i = 2000; i + 2000 < std::min(a.size(), b.size()); ++i) {
        const auto x = static_cast<double>(a[i]);
        const auto y = static_cast<double>(b[static_cast<std::size_t>(static_cast<int>(i) + shift)]);
        ab += x * y, aa += x * x, bb += y * y;
    }
    return ab / std::sqrt(aa * bb);
}

/// Samples by which `a` comes later than `b`, and how like they are then (1: the same).
std::pair<int, double> lag(const std::vector<float>& a, const std::vector<float>& b) {
    std::pair<int, double> best{0, -1};
    for (int shift = -1000; shift <= 1000; shift += 4)
        if (const double like = likeness(a, b, shift); like > best.second) best = {-shift, like};
    return best;
}

double loudness(const std::vector<float>& samples, double from, double to) {
    double sum = 0;
    const auto first = static_cast<std::size_t>(from * kRate), end = static_cast<std::size_t>(to * kRate);
    EXPECT_LE(end, samples.size());
    for (std::size_t i = first; i < end; ++i) sum += std::pow(static_cast<double>(samples[i]), 2);
    return std::sqrt(sum / static_cast<double>(end - first));
}

/// Pictures and noise, another one on each side.
Path noisyFilm(const TempDir& dir, const std::string& name, const std::string& sound, const std::string& more = "",
               int seconds = 4) {
    const Path film = dir / name;
    const auto length = std::to_string(seconds);
    ffmpeg("-f lavfi -i testsrc2=size=64x48:rate=25:duration=" + length +
           " -f lavfi -i anoisesrc=c=brown:r=44100:s=1:d=" + length +
           " -f lavfi -i anoisesrc=c=brown:r=44100:s=2:d=" + length +
           " -filter_complex '[1:a][2:a]join=channel_layout=stereo,volume=0.5" + sound +
           "[s]' -map 0:v -map '[s]' -c:v libx264 -preset ultrafast -pix_fmt yuv420p " + more + " " + quoted(film));
    return film;
}

Mp4Options withSound(const Path& film, double start) {
    Mp4Options options;
    options.fps = 25;
    options.sound = FilmSound{film, start};
    return options;
}

TEST(Mp4Sound, isTheFilmsOwnAtTheRightMoment) {
    const TempDir dir;
    const auto film = noisyFilm(dir, "声.mkv", "", "-c:a pcm_s16le");
    for (const double start : {0.0, 1.52}) {
        ASSERT_TRUE(writeMp4(dir / "cut.mp4", pictures(50), withSound(film, start)));
        EXPECT_EQ(ffprobe(dir / "cut.mp4", "stream=codec_name,sample_rate,channels", "-select_streams a"),
                  "aac\n48000\n2");
        EXPECT_NEAR(std::stod(ffprobe(dir / "cut.mp4", "stream=duration", "-select_streams a")), 2.0, 0.001);
        EXPECT_EQ(ffprobe(dir / "cut.mp4", "stream=nb_frames,start_time"), "0.000000\n50");
        const auto bytes = test::fileBytes(dir / "cut.mp4");
        EXPECT_LT(bytes.find("moov"), bytes.find("mdat")) << "the index is in front";
        for (const int side : {0, 1}) {
            const auto ours = heard(dir / "cut.mp4", side);
            EXPECT_NEAR(static_cast<double>(ours.size()), 2.0 * kRate, 1100);
            const auto cut = "atrim=start=" + std::to_string(start) + ",asetpts=PTS-STARTPTS,";
            const auto [late, like] = lag(ours, heard(film, side, cut));
            EXPECT_LE(std::abs(late), 8) << start << " " << side;
            EXPECT_GT(like, 0.98) << start << " " << side;
        }
        const auto first = heard(dir / "cut.mp4", 0);
        EXPECT_LT(lag(first, heard(film, 1, "atrim=start=" + std::to_string(start) + ",")).second, 0.5);
    }
    const auto bytes = test::fileBytes(dir / "cut.mp4");
    ASSERT_TRUE(writeMp4(dir / "again.mp4", pictures(50), withSound(film, 1.52)));
    EXPECT_EQ(test::fileBytes(dir / "again.mp4"), bytes) << "same frames and sound, same bytes";
}

TEST(Mp4Sound, isSilentWhereTheFilmIs) {
    const TempDir dir;
    const auto film =
        noisyFilm(dir, "a.mkv", ",asetpts=PTS+0.6/TB,aselect=not(between(t\\,1.5\\,2))", "-c:a pcm_s16le -copyts");
    ASSERT_TRUE(writeMp4(dir / "cut.mp4", pictures(150), withSound(film, 0)));
    const auto sound = heard(dir / "cut.mp4", 0);
    EXPECT_NEAR(static_cast<double>(sound.size()), 6.0 * kRate, 1100);
    EXPECT_LT(loudness(sound, 0, 0.55), 0.002) << "it begins later than the pictures";
    EXPECT_GT(loudness(sound, 0.65, 1.45), 0.02);
    EXPECT_LT(loudness(sound, 1.55, 1.95), 0.002) << "a gap";
    EXPECT_GT(loudness(sound, 2.05, 4.55), 0.02);
    EXPECT_LT(loudness(sound, 4.65, 6), 0.002) << "longer than the film";
}

TEST(Mp4Sound, takesWhatFilmsHave) {
    const TempDir dir;
    ffmpeg(
        "-f lavfi -i testsrc2=size=64x48:rate=25:duration=2 -f lavfi -i sine=d=2:r=48000 -filter_complex "
        "'[1:a]pan=5.1\\|FL=c0\\|FR=c0\\|FC=c0\\|LFE=c0\\|BL=c0\\|BR=c0[s]' -map 0:v -map '[s]' -c:v libx264 "
        "-pix_fmt yuv420p -c:a aac " +
        quoted(dir / "six.mp4"));
    ffmpeg(
        "-f lavfi -i testsrc2=size=64x48:rate=25:duration=2 -f lavfi -i sine=d=2:r=8000 -c:v mpeg4 -c:a pcm_u8 " +
        quoted(dir / "one.avi"));
    for (const auto& [name, channels] : {std::pair{"six.mp4", "2"}, std::pair{"one.avi", "1"}}) {
        ASSERT_TRUE(writeMp4(dir / "out.mp4", pictures(25), withSound(dir / name, 0.5))) << name;
        EXPECT_EQ(ffprobe(dir / "out.mp4", "stream=channels", "-select_streams a"), channels);
        EXPECT_GT(loudness(heard(dir / "out.mp4", 0), 0.1, 0.9), 0.05) << name;
    }
    ffmpeg("-f lavfi -i testsrc2=size=64x48:rate=25:duration=2 -c:v mpeg4 " + quoted(dir / "silent.avi"));
    ASSERT_TRUE(writeMp4(dir / "out.mp4", pictures(25), withSound(dir / "silent.avi", 0)));
    EXPECT_EQ(ffprobe(dir / "out.mp4", "stream=codec_type", "-select_streams a"), "");
    const auto gone = writeMp4(dir / "no.mp4", pictures(9), withSound(dir / "gone.mp4", 0));
    EXPECT_FALSE(gone);
    EXPECT_FALSE(std::filesystem::exists(dir / "no.mp4"));
}

TEST(Mp4Sound, whatDoesNotPlayBackIsNotKept) {
    const TempDir dir;
    std::filesystem::create_directory(dir / "out");
    const auto film = noisyFilm(dir, "a.mkv", "", "-c:a pcm_s16le", 20);
    auto options = withSound(film, 0);
    options.preset = "ultrafast";
    options.fps = 1;  // so that there is much sound between two pictures
    auto writer = Mp4Writer::create(dir / "out/a.mp4", 64, 48, options);
    ASSERT_TRUE(writer) << writer.error().describe();
    EXPECT_TRUE(writer->hasSound());
    for (const auto& frame : pictures(30)) ASSERT_TRUE(writer->add(*frame));
    // Something else overwrites the sound that was written already.
    const Path temporary = std::filesystem::directory_iterator(dir / "out")->path();
    ASSERT_GT(std::filesystem::file_size(temporary), 100'000u);
    const auto middle = std::to_string(std::filesystem::file_size(temporary) / 2);
    test::run("dd if=/dev/zero of=" + quoted(temporary) + " bs=1 seek=" + middle +
              " count=4000 conv=notrunc 2>/dev/null");
    const auto finished = writer->finish();
    ASSERT_FALSE(finished);
    EXPECT_TRUE(finished.error().is(media_errors::kVerifyFailed)) << finished.error().describe();
    EXPECT_NE(finished.error().arg("reason").find("sound"), std::string::npos) << finished.error().describe();
    EXPECT_FALSE(std::filesystem::exists(dir / "out/a.mp4"));
}

}  // namespace
}  // namespace brandloom::media
