// What the preview of a clip shows is what a training's cache is made from: films from phones, anamorphic ones,
// parts and crops, to the byte; and it is what ffmpeg shows at those moments.
#include "core/studio/training/clip_preview.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/media/png.h"
#include "core/studio/datasets/curation.h"
#include "core/studio/datasets/datasets.h"
#include "core/studio/training/train_style.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

/// The fake engine; keeps the pictures that a training asks for.
class WatchingEngine : public door::Engine {
  public:
    explicit WatchingEngine(std::shared_ptr<door::Engine> inner) : m_inner(std::move(inner)) {}
    door::EngineInfo info() noexcept override { return m_inner->info(); }
    Result<door::ModelDescription> describeModel(const door::DescribeModelRequest& request) noexcept override {
        return m_inner->describeModel(request);
    }
    Result<door::TrainResult> train(const door::TrainRequest& request, door::ClipSource& clips,
                                    const door::EventSink& events, StopToken stop,
                                    door::TrainingControls* controls) noexcept override {
        for (std::size_t i = 0; i < request.clips.size(); ++i) {
            auto frames = clips.frames(i);
            EXPECT_TRUE(frames);
            if (frames) seen[request.clips[i].key] = std::move(*frames);
        }
        return m_inner->train(request, clips, events, std::move(stop), controls);
    }
    Result<door::GenerateResult> generate(const door::GenerateRequest& request, door::FrameSink& frames,
                                          const door::EventSink& events, StopToken stop) noexcept override {
        return m_inner->generate(request, frames, events, std::move(stop));
    }
    door::ModelTools& tools() noexcept override { return m_inner->tools(); }
    door::StarterTools& starter() noexcept override { return m_inner->starter(); }

    std::map<std::string, std::vector<Frame>> seen;  // by key of the clip

  private:
    std::shared_ptr<door::Engine> m_inner;
};

std::string pattern(int seconds, const std::string& size = "160x120", int rate = 25) {
    return "-f lavfi -i testsrc2=size=" + size + ":rate=" + std::to_string(rate) +
           ":duration=" + std::to_string(seconds) + " ";
}

/// Of uneven rate and turned, anamorphic, of uneven rate and odd size.
std::vector<Path> hardFilms(const test::TempDir& dir) {
    const std::string h264 = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p ";
    test::ffmpeg(pattern(5, "160x120", 60) + R"(-vf "select='not(mod(n\,3))+not(mod(n\,7))'" -vsync vfr)" + h264 +
                 test::quoted(dir / "flat.mp4"));
    const Path phone = dir / "竖屏.mp4", wide = dir / "wide.mp4", odd = dir / "odd.mkv";
    test::ffmpeg("-i " + test::quoted(dir / "flat.mp4") + " -c copy -metadata:s:v:0 rotate=90 " +
                 test::quoted(phone));
    test::ffmpeg(pattern(5, "180x144") + "-vf setsar=16/15" + h264 + test::quoted(wide));
    test::ffmpeg(pattern(5, "101x57", 50) + R"(-vf "select='not(mod(n\,5))+not(mod(n\,4))',setsar=1" -vsync vfr )" +
                 "-c:v ffv1 -pix_fmt yuv420p " + test::quoted(odd));
    return {phone, wide, odd};
}

/// All but the first say a range or a part.
std::unique_ptr<project::Project> hardProject(const test::TempDir& dir) {
    auto project = test::newProject(dir / "项 目");
    EXPECT_TRUE(addFilms(*project, {hardFilms(dir), "", "none"}, {}, {}));
    SetClipsOptions crop;
    crop.clips.ids = {2};
    crop.crop = "120x100+30+20";
    EXPECT_TRUE(setClips(*project, crop, {}, {}));
    SetClipsOptions part;
    part.clips.ids = {3};
    part.in = 1.3;
    part.out = 4.1;
    part.crop = "64x41+17+9";
    EXPECT_TRUE(setClips(*project, part, {}, {}));
    return project;
}

std::string bytesOf(const std::vector<Frame>& frames) {
    std::string out;
    for (const auto& frame : frames) out.append(frame->bytes().begin(), frame->bytes().end());
    return out;
}

TEST(ClipPreview, showsWhatTheCacheHolds) {
    const test::TempDir dir;
    const auto project = hardProject(dir);
    const auto engine = std::make_shared<WatchingEngine>(tests::makeFakeEngine());
    const door::EngineFactory factory = [&]() -> Result<std::shared_ptr<door::Engine>> { return engine; };
    TrainStyleOptions options;
    options.training.steps = 1;
    ASSERT_TRUE(trainStyle(*project, factory, options, {}, {}));
    std::size_t windows = 0;
    for (int clip = 1; clip <= 3; ++clip) {
        SCOPED_TRACE(clip);
        const Path folder = dir / ("seen " + std::to_string(clip));
        const auto shown = showClip(*project, factory, {clip, {}, folder}, {}, {});
        ASSERT_TRUE(shown) << shown.error().describe();
        for (std::size_t w = 0; w < shown->windows.size(); ++w) {
            const auto& window = shown->windows[w];
            ++windows;
            ASSERT_TRUE(engine->seen.contains(window.key)) << "another film, range or part";
            const auto& trained = engine->seen[window.key];
            ASSERT_EQ(window.pictures.size(), 17u);
            EXPECT_EQ(bytesOf(window.pictures), bytesOf(trained));
            // And so do the files, as another program reads them.
            const auto raw = test::run("ffmpeg -v error -nostdin -i " +
                                       test::quoted(folder / (std::to_string(w + 1) + "_%03d.png")) +
                                       " -f rawvideo -pix_fmt rgb24 -");
            EXPECT_EQ(raw, bytesOf(trained));
        }
    }
    EXPECT_EQ(windows, engine->seen.size()) << "no window of the training is missing";
    EXPECT_GE(windows, 5u);
}

/// Mean difference of two pictures, of 255.
double apart(const std::string& a, std::size_t at, const std::string& b, std::size_t where, std::size_t count) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i)
        sum += std::abs(static_cast<std::uint8_t>(a[at + i]) - static_cast<std::uint8_t>(b[where + i]));
    return sum / static_cast<double>(count);
}

TEST(ClipPreview, isWhatTheFilmShows) {
    const test::TempDir dir;
    const auto project = hardProject(dir);
    // What is left of each film, in the aspect of the model, as ffmpeg shows it.
    const std::array<std::string, 3> parts{"crop=120:120:0:20", "scale=192:144,crop=100:100:40:20",
                                           "crop=41:41:28:9:exact=1"};
    const std::array<const char*, 3> films{"竖屏.mp4", "wide.mp4", "odd.mkv"};
    for (std::size_t c = 0; c < 3; ++c) {
        SCOPED_TRACE(films[c]);
        const auto shown = showClip(*project, test::fakeEngine(), {static_cast<int>(c) + 1, {}, {}, 1}, {}, {});
        ASSERT_TRUE(shown) << shown.error().describe();
        const auto& window = shown->windows.front();
        const auto all = test::run("ffmpeg -v error -nostdin -i " + test::quoted(dir / films[c]) +
                                   " -vsync passthrough -vf format=gbrp," + parts[c] +
                                   ",scale=64:64:flags=area,format=rgb24 -f rawvideo -");
        std::vector<double> times;
        std::istringstream told(test::ffprobe(dir / films[c], "frame=best_effort_timestamp_time"));
        for (double t = 0; told >> t;) times.push_back(t);
        const std::size_t size = 64 * 64 * 3;
        ASSERT_EQ(all.size(), times.size() * size);
        for (std::size_t k = 0; k < window.pictures.size(); ++k) {
            const double wanted = window.startSeconds + static_cast<double>(k) / 8;
            std::size_t nearest = 0;
            for (std::size_t i = 0; i < times.size(); ++i)
                if (std::abs(times[i] - times[0] - wanted) < std::abs(times[nearest] - times[0] - wanted) - 1e-6)
                    nearest = i;
            const auto picture = bytesOf({window.pictures[k]});
            EXPECT_LT(apart(picture, 0, all, nearest * size, size), 3) << k;
            EXPECT_LT(apart(picture, 0, all, nearest * size, size),
                      apart(picture, 0, all, (nearest < 3 ? nearest + 3 : nearest - 3) * size, size))
                << k;
        }
    }
}

TEST(ClipPreview, stoppedOrRefusedItLeavesNothing) {
    const test::TempDir dir;
    const auto project = hardProject(dir);
    StopSource stop;
    stop.request_stop();
    const auto stopped = showClip(*project, test::fakeEngine(), {1, {}, dir / "new"}, {}, stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled());
    EXPECT_FALSE(std::filesystem::exists(dir / "new"));
    test::writeBytes(dir / "file", "");
    EXPECT_FALSE(showClip(*project, test::fakeEngine(), {1, {}, dir / "file/new"}, {}, {}));
}

}  // namespace
}  // namespace brandloom::studio
