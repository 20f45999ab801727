// What clips are like: by hand, against ffmpeg's filters, and against the clip world's truth.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/base_errors.h"
#include "core/media/clip_measures.h"
#include "core/media/decoder.h"
#include "core/media/measures_document.h"
#include "core/world/renderer.h"
#include "tests/unit/domain_support.h"

namespace brandloom::media {
namespace {

struct Rgb {
    std::uint8_t r, g, b;
};

/// `second` from column `from` on.
Frame twoColours(Rgb first, Rgb second, int from) {
    auto out = std::make_shared<FrameBuffer>(80, 60);
    for (int y = 0; y < 60; ++y)
        for (int x = 0; x < 80; ++x) {
            const Rgb c = x < from ? first : second;
            std::uint8_t* p = out->row(y) + 3 * x;
            p[0] = c.r, p[1] = c.g, p[2] = c.b;
        }
    return out;
}

ClipMeasures measured(const Path& film) {
    const auto out = measureFilm(film);
    EXPECT_TRUE(out) << out.error().describe();
    return out.value_or(ClipMeasures{});
}

/// A film that ffmpeg makes from `source` (its input and filters).
Path made(const test::TempDir& dir, const std::string& name, const std::string& source,
          const std::string& coding = "-crf 18") {
    test::ffmpeg(source + " -c:v libx264 " + coding + " -pix_fmt yuv420p " + test::quoted(dir / name));
    return dir / name;
}

TEST(MediaMeasures, ExposureByHand) {
    const auto half = exposureOf(*twoColours({0, 0, 0}, {255, 255, 255}, 40));
    EXPECT_NEAR(half.mean, 0.5, 1e-6);
    EXPECT_NEAR(half.contrast, 0.5, 1e-6);
    EXPECT_NEAR(half.darkShare, 0.5, 1e-6);
    EXPECT_NEAR(half.brightShare, 0.5, 1e-6);
    const auto green = exposureOf(*twoColours({0, 200, 0}, {0, 200, 0}, 0));
    EXPECT_NEAR(green.mean, 0.587 * 200 / 255, 0.003);
    EXPECT_EQ(green.contrast, 0);
    EXPECT_EQ(exposureOf(FrameBuffer(8, 8)).mean, 0);
}

TEST(MediaMeasures, PaletteInLabWithShares) {
    // L*a*b* of the primaries: B. Lindbloom's tables for sRGB and D65.
    const std::vector<Frame> pictures{twoColours({255, 0, 0}, {0, 0, 255}, 20)};
    const auto palette = paletteOf(pictures);
    ASSERT_EQ(palette.size(), 2u);
    EXPECT_NEAR(palette[0].l, 32.30, 0.3);
    EXPECT_NEAR(palette[0].a, 79.19, 0.3);
    EXPECT_NEAR(palette[0].b, -107.86, 0.3);
    EXPECT_NEAR(palette[0].share, 0.75, 0.02);
    EXPECT_NEAR(palette[1].l, 53.24, 0.3);
    EXPECT_NEAR(palette[1].a, 80.09, 0.3);
    EXPECT_NEAR(palette[1].b, 67.20, 0.3);
    EXPECT_NEAR(palette[1].share, 0.25, 0.02);
    EXPECT_EQ(paletteOf(pictures), palette) << "always the same";
    EXPECT_TRUE(paletteOf({}).empty());
    EXPECT_EQ(paletteOf(pictures, 1).size(), 1u);
    // Nearly one colour is one colour.
    EXPECT_EQ(paletteOf(std::vector<Frame>{twoColours({100, 100, 100}, {108, 108, 108}, 40)}).size(), 1u);
}

TEST(MediaMeasures, ASofterPictureIsLessSharp) {
    const test::TempDir dir;
    const auto film = test::quoted(test::realFilm(dir, "book.mkv"));
    double last = 1;
    for (const char* filter : {"null", "gblur=sigma=1", "gblur=sigma=2", "gblur=sigma=6"}) {
        const auto m = measured(made(dir, std::string(filter).substr(0, 5) + std::to_string(last) + ".mp4",
                                     "-t 0.5 -i " + film + " -an -vf " + filter));
        EXPECT_LT(m.sharpness, last - 0.02) << filter;
        last = m.sharpness;
    }
    EXPECT_EQ(sharpnessOf(*twoColours({9, 9, 9}, {9, 9, 9}, 0)), 0);
}

TEST(MediaMeasures, BlackBars) {
    const test::TempDir dir;
    const std::string source = "-f lavfi -i testsrc2=size=320x180:rate=10:duration=2 -vf ";
    EXPECT_EQ(measured(made(dir, "plain.mp4", source + "null")).bars, BlackBars{});
    EXPECT_EQ(measured(made(dir, "letter.mp4", source + "pad=320:240:0:40")).bars, (BlackBars{0, 40, 0, 20}));
    EXPECT_EQ(measured(made(dir, "pillar.mp4", source + "pad=400:180:40:0")).bars, (BlackBars{40, 0, 40, 0}));
    EXPECT_EQ(measured(made(dir, "window.mp4", source + "pad=400:240:60:30")).bars, (BlackBars{60, 30, 20, 30}));
    EXPECT_EQ(measured(made(dir, "dark.mp4", "-f lavfi -i color=black:size=320x180:duration=1")).bars, BlackBars{});
}

TEST(MediaMeasures, StandingPictures) {
    const test::TempDir dir;
    const auto moving = measured(made(dir, "a.mp4", "-f lavfi -i testsrc2=size=320x180:rate=25:duration=2"));
    EXPECT_EQ(moving.frames, 50);
    EXPECT_EQ(moving.repeatedFrames, 0);
    EXPECT_EQ(moving.longestFreezeSeconds, 0);
    // Five pictures a second, each shown five times.
    const auto slow = measured(made(dir, "b.mp4", "-f lavfi -i testsrc2=size=320x180:rate=5:duration=2 -r 25"));
    EXPECT_EQ(slow.frames, 50);
    EXPECT_EQ(slow.repeatedFrames, 40);
    EXPECT_NEAR(slow.longestFreezeSeconds, 0.2, 0.001);
    const auto stops = measured(
        made(dir, "c.mp4",
             "-f lavfi -i testsrc2=size=320x180:rate=25:duration=2 -vf tpad=stop_mode=clone:stop_duration=1"));
    EXPECT_EQ(stops.repeatedFrames, 25);
    EXPECT_NEAR(stops.longestFreezeSeconds, 1.04, 0.001);
}

TEST(MediaMeasures, CopiesAreFoundWhateverWasDoneToThem) {
    const test::TempDir dir;
    const auto film = test::realFilm(dir, "bottle-detection.mp4");
    const std::string source = "-t 2 -i " + test::quoted(film) + " -an -vf ";
    const auto original = measured(made(dir, "original.mp4", source + "null"));
    const std::vector<std::pair<std::string, std::string>> copies{{"scale=200:-2", "-crf 23"},
                                                                  {"null", "-crf 40"},
                                                                  {"crop=iw*0.88:ih*0.88", "-crf 23"},
                                                                  {"crop=iw*0.72:ih*0.72", "-crf 28"},
                                                                  {"crop=iw*0.85:ih*0.85:0:0", "-crf 23"},
                                                                  {"eq=brightness=0.06:contrast=1.1", "-crf 23"}};
    for (std::size_t i = 0; i < copies.size(); ++i) {
        const auto copy =
            measured(made(dir, std::to_string(i) + ".mp4", source + copies[i].first, copies[i].second));
        EXPECT_LE(distance(original, copy), 6) << copies[i].first << " " << copies[i].second;
    }
    const auto other = measured(made(dir, "other.mp4", "-f lavfi -i mandelbrot=size=320x180:rate=10 -t 2"));
    EXPECT_GT(distance(original, other), 16);
    EXPECT_EQ(distance(original, ClipMeasures{}), 64);
}

/// A picture that is moved over, 32 frames at 24 a second: x, y, zoom as ffmpeg expressions of the frame number
/// `on`.
ClipMeasures moved(const test::TempDir& dir, const std::string& name, const std::string& zoompan) {
    const auto film = test::realFilm(dir, "bottle-detection.mp4");
    const auto still = dir / "still.png";
    test::ffmpeg("-i " + test::quoted(film) + " -frames:v 1 -vf scale=1280:-2 " + test::quoted(still));
    return measured(made(dir, name + ".mp4",
                         "-i " + test::quoted(still) + " -vf zoompan=" + zoompan + ":d=32:s=320x180:fps=24"));
}

TEST(MediaMeasures, TheCameraOverAPhotograph) {
    const test::TempDir dir;
    EXPECT_EQ(moved(dir, "still", "z=1.5:x=150:y=100").camera.kind, CameraKind::Static);
    // 6 of 1280 / 1.5 source pixels a frame: 0.17 widths a second; the window goes right, the content left.
    const auto right = moved(dir, "right", "z=1.5:x=6*on:y=100").camera;
    EXPECT_EQ(right.kind, CameraKind::PanRight);
    EXPECT_NEAR(right.right, -6 * 24 / (1280 / 1.5), 0.01);
    EXPECT_EQ(moved(dir, "left", "z=1.5:x=250-5*on:y=100").camera.kind, CameraKind::PanLeft);
    const auto in = moved(dir, "in", "z='exp(0.008*on)':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'").camera;
    EXPECT_EQ(in.kind, CameraKind::PushIn);
    EXPECT_NEAR(in.zoom, 0.008 * 24, 0.02);
    EXPECT_EQ(moved(dir, "out", "z='exp(0.4-0.008*on)':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'").camera.kind,
              CameraKind::PullOut);
    const auto hand =
        moved(dir, "hand", "z=1.5:x='200+12*sin(on*0.7)+7*sin(on*1.5)':y='110+11*sin(on*0.6+1)+7*sin(on*1.3)'");
    EXPECT_EQ(hand.camera.kind, CameraKind::Handheld);
    EXPECT_EQ(moved(dir, "down", "z=1.5:x=150:y=4*on").camera.kind, CameraKind::Other);
}

TEST(MediaMeasures, TheCameraOfTheWorld) {
    int right = 0, total = 0;
    for (const char* camera : {"static", "pan-left", "pan-right", "push-in", "pull-out", "orbit", "handheld"})
        for (const char* setting : {"wood", "kitchen"}) {
            const std::string wanted = camera;
            const bool byHand = wanted == "handheld";
            const auto spec = *world::parseSpec("subject=car motion=still seed=7 setting=" + std::string(setting) +
                                                " camera=" + (byHand ? "static" : wanted));
            world::RenderOptions options{160, 160, 25, 1, 2, byHand ? 0.012 : 0.0};
            const auto measures = measureFrames(*world::renderClip(spec, options), 24);
            ASSERT_TRUE(measures);
            const auto kind = std::string(word(measures->camera.kind));
            const bool same = kind == (wanted == "orbit" ? "other" : wanted);
            EXPECT_TRUE(same) << wanted << " in " << setting << " seen as " << kind;
            right += same ? 1 : 0;
            ++total;
        }
    EXPECT_EQ(right, total);
}

TEST(MediaMeasures, TellsPansAndPushesOfSmallClipsFromTheirOpposites) {
    int right = 0, total = 0;
    for (const char* camera : {"pan-left", "pan-right", "push-in", "pull-out"})
        for (const char* setting : {"studio", "wood", "beach", "night", "kitchen", "window"}) {
            const auto spec = *world::parseSpec(std::string("subject=car motion=still camera=") + camera +
                                                " setting=" + setting + " seed=" + std::to_string(total));
            CameraWatch watch;
            double seconds = 0;
            const auto frames = world::renderClip(spec, {});
            ASSERT_TRUE(frames);
            for (const auto& frame : *frames) watch.add(*frame, seconds++);
            const auto moved = watch.finish();
            const std::string word = camera;
            const bool isRight = word == "pan-left"    ? moved.right > 0
                                 : word == "pan-right" ? moved.right < 0
                                 : word == "push-in"   ? moved.zoom > 0
                                                       : moved.zoom < 0;
            right += isRight ? 1 : 0;
            ++total;
        }
    EXPECT_GE(right, 22) << "of " << total;
}

TEST(MediaMeasures, APartOfAFilmAndWhatIsNone) {
    const test::TempDir dir;
    const auto film = made(dir, "p.mp4", "-f lavfi -i testsrc2=size=160x90:rate=25:duration=6");
    const auto part = measureFilm(film, {3, 4});
    ASSERT_TRUE(part) << part.error().describe();
    EXPECT_EQ(part->frames, 25);
    EXPECT_NEAR(part->seconds, 1, 0.001);
    EXPECT_EQ(part->width, 160);
    EXPECT_EQ(measureFilm(film, {60, 70}).error().code, "no_frames");
    EXPECT_TRUE(measureFilm(dir / "没有.mp4").error().is(base_errors::kFileMissing));
    StopSource stop;
    stop.request_stop();
    EXPECT_TRUE(measureFilm(film, {}, stop.get_token()).error().isCancelled());
}

TEST(MediaMeasures, CutsInsideAreFoundInSecondsOfTheFilm) {
    const test::TempDir dir;
    const auto film = made(dir, "c.mp4",
                           "-f lavfi -i testsrc2=size=160x90:rate=25:duration=4 -f lavfi -i "
                           "mandelbrot=size=160x90:rate=25 -filter_complex [1]trim=duration=3[b],[0][b]concat=n=2");
    const auto part = measureFilm(film, {2, 6});
    ASSERT_TRUE(part) << part.error().describe();
    ASSERT_EQ(part->transitions.size(), 1u);
    EXPECT_EQ(part->transitions[0].kind, TransitionKind::Cut);
    EXPECT_NEAR(part->transitions[0].startSeconds, 4, 0.001);
    EXPECT_NEAR(part->transitions[0].endSeconds, 4, 0.001);
    EXPECT_TRUE(
        measured(made(dir, "o.mp4", "-f lavfi -i testsrc2=size=160x90:rate=25:duration=2")).transitions.empty());
}

TEST(MediaMeasures, DocumentKeepsEverything) {
    const test::TempDir dir;
    auto m = measured(made(dir, "d.mp4", "-f lavfi -i testsrc2=size=160x90:rate=25:duration=1"));
    m.transitions = {{TransitionKind::Dissolve, 0.25, 0.5}};
    const auto document = documentOf(m);
    const auto back = measuresFromDocument(document);
    ASSERT_TRUE(back);
    EXPECT_EQ(documentOf(*back), document);
    EXPECT_EQ(back->hashes, m.hashes);
    EXPECT_EQ(back->palette, m.palette);
    EXPECT_EQ(back->transitions, m.transitions);
    EXPECT_EQ(back->camera.kind, m.camera.kind);
    EXPECT_EQ(back->camera.motion, m.camera.motion);
    for (const char* bad : {"", "null", "[]", "{}", "{\"frames\":\"many\"}"})
        EXPECT_FALSE(measuresFromDocument(bad)) << bad;
    auto cut = document;
    cut.replace(cut.find("static") == std::string::npos ? cut.find("\"kind\":\"") + 8 : cut.find("static"), 2,
                "xx");
    EXPECT_FALSE(measuresFromDocument(cut)) << "a camera that is none";
}

}  // namespace
}  // namespace brandloom::media
