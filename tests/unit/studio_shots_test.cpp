// Generating a Shot with the fake engine; ffprobe and sqlite3 look at what came out.
#include "core/studio/shots/generate_shot.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/media/png.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/shots/recipe.h"
#include "core/studio/shots/shot_files.h"
#include "core/studio/shots/start_frame.h"
#include "core/studio/training/train_style.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

using test::Ears;
using test::sqlite;

GenerateShotOptions boat(std::uint64_t seed = 3) {
    GenerateShotOptions options;
    options.request.prompt = "a boat 船, \"quoted\"";
    options.request.seed = seed;
    return options;
}

TEST(GenerateShot, shotIsAFileARecipeAndARow) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "项目");
    Ears ears;
    const auto listener = ears.listener();
    const auto shot = generateShot(project.get(), test::fakeEngine(), boat(), listener, {});
    ASSERT_TRUE(shot) << shot.error().describe();
    EXPECT_TRUE(shot->id.isValid());
    EXPECT_EQ(shot->frames.size(), 17u);
    EXPECT_EQ(test::ffprobe(shot->file, "stream=width,height,r_frame_rate"), "256\n256\n8/1");
    EXPECT_EQ(test::ffprobe(shot->file, "stream=nb_read_frames", "-count_frames"), "17");
    EXPECT_EQ(shot->sha256, sha256OfFile(shot->file).value());
    const auto row =
        sqlite(dir / "项目/project.db",
               "SELECT relative_path, sha256, seed, prompt, width, frames, fps, style_version_id IS NULL "
               "FROM shot");
    EXPECT_EQ(row, "shots/" + utf8FromPath(shot->file.filename()) + "|" + shot->sha256 +
                       "|3|a boat 船, \"quoted\"|64|17|8.0|1");
    // The recipe beside the film, inside it, and in the database is one text.
    const auto beside = readFile(shot->recipeFile).value();
    const auto inside = test::ffprobe(shot->file, "format_tags=comment");
    EXPECT_EQ(beside, inside + "\n");
    EXPECT_EQ(sqlite(dir / "项目/project.db", "SELECT recipe FROM shot"), inside);
    const auto recipe = recipeFromJson(beside);
    ASSERT_TRUE(recipe) << recipe.error().describe();
    EXPECT_EQ(recipe->request.prompt, boat().request.prompt);
    EXPECT_EQ(recipe->request.seed, 3u);
    EXPECT_EQ(recipe->modelContentId, "fake");
    EXPECT_EQ(beside.find(utf8FromPath(dir.path())), std::string::npos) << "no path of this machine";
    test::expectNumberedFromOne(ears.events());
    ASSERT_EQ(ears.recorded().size(), 1u);
    EXPECT_EQ(ears.recorded()[0].id, shot->id.value);
}

TEST(GenerateShot, sameRecipe_givesTheSameBytes) {
    const test::TempDir dir;
    auto options = boat();
    options.outFile = dir / "a.mp4";
    const auto first = generateShot(nullptr, test::fakeEngine(), options, {}, {});
    options.outFile = dir / "b.mp4";
    const auto second = generateShot(nullptr, test::fakeEngine({.secondsPerStep = 0.01}), options, {}, {});
    ASSERT_TRUE(first) << first.error().describe();
    ASSERT_TRUE(second);
    EXPECT_EQ(first->sha256, second->sha256);
    EXPECT_FALSE(first->id.isValid());
}

TEST(GenerateShot, withAStyle_usesTheActiveVersionAndNamesIt) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), test::sampleTraining(1), {}, {}));
    auto options = boat();
    options.styles = {{"Fable 寓言", 0, 0.5, 0.25}};
    const auto shot = generateShot(project.get(), test::fakeEngine(), options, {}, {});
    ASSERT_TRUE(shot) << shot.error().describe();
    const auto recipe = recipeFromJson(readFile(shot->recipeFile).value());
    ASSERT_TRUE(recipe);
    ASSERT_EQ(recipe->styles.size(), 1u);
    EXPECT_EQ(recipe->styles[0].version, 1);
    EXPECT_EQ(recipe->styles[0].strengthHigh, 0.5);
    EXPECT_EQ(recipe->styles[0].strengthLow, 0.25);
    EXPECT_EQ(recipe->styles[0].highSha256.size(), 64u);
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT style_version_id FROM shot"), "1");
}

TEST(GenerateShot, wrongInput_isRefusedAndLeavesNoFile) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    ASSERT_TRUE(writeFileAtomically(dir / "there.mp4", "mine"));
    ASSERT_TRUE(writeFileAtomically(dir / "recipe.json", "mine"));
    const auto codeOf = [&](project::Project* in, GenerateShotOptions options) {
        const auto shot = generateShot(in, test::fakeEngine(), options, {}, {});
        return shot ? std::string("none") : shot.error().code;
    };
    auto options = boat();
    EXPECT_EQ(codeOf(nullptr, options), "no_project");
    options.outFile = dir / "there.mp4";
    EXPECT_EQ(codeOf(nullptr, options), "file_exists");
    options.outFile = dir / "recipe.mp4";
    EXPECT_EQ(codeOf(nullptr, options), "file_exists") << "the recipe would overwrite";
    options.outFile = dir / "film.avi";
    EXPECT_EQ(codeOf(nullptr, options), "bad_film_name");
    options.outFile = dir / "new.mp4";
    options.styles = {{"None"}};
    EXPECT_EQ(codeOf(nullptr, options), "no_project");
    EXPECT_EQ(codeOf(project.get(), options), "style_missing");
    options.styles.clear();
    options.scale = 9;
    EXPECT_EQ(codeOf(nullptr, options), "invalid_argument");
    options.scale = 4;
    options.request.modelDir = utf8FromPath(dir / "no model");
    EXPECT_EQ(codeOf(nullptr, options), "file_missing");
    options = boat();
    options.outFile = dir / "missing folder" / "new.mp4";
    EXPECT_NE(codeOf(nullptr, options), "none");
    EXPECT_EQ(readFile(dir / "there.mp4").value(), "mine");
    EXPECT_EQ(readFile(dir / "recipe.json").value(), "mine");
    EXPECT_FALSE(std::filesystem::exists(dir / "new.mp4"));
    EXPECT_FALSE(std::filesystem::exists(dir / "new.json"));
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT count(*) FROM shot"), "0");
}

TEST(GenerateShot, styleOfAnotherModel_isRefused) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), test::sampleTraining(1), {}, {}));
    project.reset();
    sqlite(dir / "p/project.db", "UPDATE style_version SET model_content_id = 'another'");
    auto again = openProject(dir / "p");
    ASSERT_TRUE(again) << again.error().describe();
    auto options = boat();
    options.styles = {{"Fable 寓言"}};
    const auto shot = generateShot(again->get(), test::fakeEngine(), options, {}, {});
    ASSERT_FALSE(shot);
    EXPECT_TRUE(shot.error().is(studio_errors::kStyleOfOtherModel));
}

TEST(GenerateShot, cancelled_leavesNothing) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    StopSource stop;
    Ears ears;
    auto listener = ears.listener();
    const auto event = listener.event;
    listener.event = [&](const door::Event& e) {
        event(e);
        const auto* body = std::get_if<door::Progressed>(&e.body);
        if (body != nullptr && body->progress.phase == "sampling" && body->progress.done == 2) stop.request_stop();
    };
    const auto shot = generateShot(project.get(), test::fakeEngine(), boat(), listener, stop.get_token());
    ASSERT_FALSE(shot);
    EXPECT_TRUE(shot.error().isCancelled());
    EXPECT_TRUE(std::filesystem::is_empty(dir / "p/shots"));
}

TEST(StartFrame, sizesAreThoseOfTheReference) {
    // Worked by hand from the rule: 704 x 1280 pixels, multiples of 32.
    EXPECT_EQ(startFrameSize(1280, 704, 32, 704 * 1280), (PictureSize{1280, 704}));
    EXPECT_EQ(startFrameSize(704, 1280, 32, 704 * 1280), (PictureSize{704, 1280}));
    // Square: side 949.27, floored to 928; the other side 901120/928 = 971, floored to 960. Both candidates are
    // equally far off, and the second (height first) is taken.
    EXPECT_EQ(startFrameSize(500, 500, 32, 704 * 1280), (PictureSize{960, 928}));
    // 16:9: ideal 1265.7 x 711.9; width first 1248 x 704 (1.7727), height first 1280 x 704 (1.8182); 1.7778 is
    // wanted.
    EXPECT_EQ(startFrameSize(1920, 1080, 32, 704 * 1280), (PictureSize{1248, 704}));
    EXPECT_EQ(startFrameSize(10000, 1, 32, 704 * 1280).height, 32);
}

TEST(StartFrame, coversAndCutsTheMiddle) {
    const test::TempDir dir;
    FrameBuffer wide(200, 50);
    for (int y = 0; y < 50; ++y)
        for (int x = 0; x < 200; ++x) wide.row(y)[x * 3] = x >= 75 && x < 125 ? 250 : 0;
    ASSERT_TRUE(media::writePng(dir / "wide.png", wide));
    const auto frame = readStartFrame(dir / "wide.png", 100, 100, 32, 0, {});
    ASSERT_TRUE(frame) << frame.error().describe();
    EXPECT_EQ((*frame)->width(), 100);
    EXPECT_EQ((*frame)->height(), 100);
    EXPECT_NEAR((*frame)->row(50)[50 * 3], 250, 6);
    EXPECT_NEAR((*frame)->row(50)[10 * 3], 250, 12) << "the middle 50 columns fill it";
    EXPECT_FALSE(readStartFrame(dir / "none.png", 100, 100, 32, 0, {}));
}

TEST(ShotFiles, aFullDiskLeavesNothing_andSaysSo) {
    const test::TempDir dir;
    std::filesystem::create_directory(dir / "full");
    std::filesystem::permissions(dir.path(), std::filesystem::perms::all);
    const auto said = test::asPlainUser(
        [&]() -> std::string {
            std::vector<Frame> frames;
            for (int i = 0; i < 40; ++i) {
                auto frame = std::make_shared<FrameBuffer>(128, 128);
                std::uint32_t x = 12345u + static_cast<std::uint32_t>(i);
                for (auto& b : frame->bytes())
                    b = static_cast<std::uint8_t>((x = x * 1664525u + 1013904223u) >> 24);
                frames.push_back(std::move(frame));
            }
            for (const char* name : {"film.mp4", "pictures"}) {
                const auto files = ShotFiles::choose(dir / "full" / name);
                if (!files) return files.error().describe();
                const auto written = files->write(frames, "{}", {16, 1, "t"}, {}, {});
                if (written) return std::string(name) + " was written";
                if (!written.error().is(base_errors::kDiskFull)) return written.error().describe();
                if (!std::filesystem::is_empty(dir / "full")) return std::string(name) + " left something";
            }
            const auto files = ShotFiles::choose(dir / "full" / "small.mp4");
            frames.resize(1);
            const auto written = files->write(frames, "{}", {16, 1, "t"}, {}, {});
            return written ? std::string() : written.error().describe();
        },
        dir / "full", 192);
    EXPECT_EQ(said, "");
}

TEST(Recipe, firstOnesWithOneStrength_areReadable) {
    const auto recipe = recipeFromJson(
        R"({"format":"brandloom-recipe-1","model":{"kind":"k","name":"n","contentId":"c"},"styles":[{"name":"s",)"
        R"("version":2,"highSha256":"h","lowSha256":"l","strength":0.5}],"request":{"prompt":"p","seed":7},)"
        R"("result":{"frames":5}})");
    ASSERT_TRUE(recipe) << recipe.error().describe();
    EXPECT_EQ(recipe->styles[0].strengthHigh, 0.5);
    EXPECT_EQ(recipe->styles[0].kind, "style");
    EXPECT_EQ(recipe->scale, 4);
    EXPECT_EQ(recipe->request.seed, 7u);
}

TEST(Recipe, damagedTexts_areErrors) {
    for (const char* text : {"", "{}", "[]", "{\"format\":\"brandloom-recipe-2\"}", "{\"format\":7}", "nonsense"})
        EXPECT_FALSE(recipeFromJson(text)) << text;
}

}  // namespace
}  // namespace brandloom::studio
