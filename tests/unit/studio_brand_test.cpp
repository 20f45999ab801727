// The brand of a project through its use cases: pictures and texts in, logos in the store, colours of clips.
#include <fstream>

#include "core/brand/brand_errors.h"
#include "core/brand/colour.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/source_repository.h"
#include "core/door/engine_loader.h"
#include "core/media/measures_document.h"
#include "core/media/png.h"
#include "core/studio/brand/brand.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/projects/undo.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

using test::Ears;

/// The left part of `share` in one colour, the rest in another.
Path picture(const Path& file, const brand::Rgb& left, const brand::Rgb& right, double share = 0.75) {
    FrameBuffer frame(160, 90);
    for (int y = 0; y < 90; ++y)
        for (int x = 0; x < 160; ++x) {
            const auto& c = x < 160 * share ? left : right;
            auto* pixel = frame.row(y) + 3 * x;
            pixel[0] = c.red, pixel[1] = c.green, pixel[2] = c.blue;
        }
    EXPECT_TRUE(media::writePng(file, frame));
    return file;
}

void write(const Path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

class StudioBrand : public testing::Test {
  protected:
    void SetUp() override { project = test::newProject(folder / "项目"); }
    Result<BrandChanged> import(const std::vector<Path>& files, bool fromDataset = false) {
        ImportBrandOptions options;
        options.files = files;
        options.fromDataset = fromDataset;
        return importBrand(*project, options, ears.listener());
    }
    test::TempDir folder;
    std::unique_ptr<project::Project> project;
    Ears ears;
};

TEST_F(StudioBrand, ColoursComeFromAPicture) {
    const auto done = import({picture(folder / "色.png", {214, 86, 63}, {42, 39, 64})});
    ASSERT_TRUE(done) << done.error().describe();
    const auto& colours = done->shown.brand.colours;
    ASSERT_EQ(colours.size(), 2U);
    EXPECT_LT(brand::labDistance(*brand::rgbFrom(colours[0].hex), {214, 86, 63}), 3);
    EXPECT_NEAR(colours[0].share, 0.75, 0.02);
    EXPECT_EQ(ears.recorded().size(), 1U);
    EXPECT_EQ(ears.recorded()[0].what, Recorded::What::Brand);
    EXPECT_EQ(undoLast(*project, {})->command, "brand.import");
    EXPECT_TRUE(showBrand(*project)->brand.isEmpty());
}

TEST_F(StudioBrand, ALogoLiesInTheStoreAndIsCounted) {
    SetBrandOptions options;
    options.logos = {{brand::LogoGround::Dark, picture(folder / "logo.png", {255, 255, 255}, {0, 0, 0}), 0.5}};
    const auto done = setBrand(*project, options, ears.listener());
    ASSERT_TRUE(done) << done.error().describe();
    ASSERT_EQ(done->shown.logos.size(), 1U);
    EXPECT_EQ(done->shown.logos[0].logo.width, 160);
    EXPECT_TRUE(std::filesystem::exists(done->shown.logos[0].file));
    EXPECT_TRUE(project->blobs().verifiedPath(done->shown.logos[0].logo.blob));
    EXPECT_EQ(project->check()->findings.size(), 0U);
    EXPECT_EQ(project->check()->unused.count, 0);
    std::filesystem::remove(done->shown.logos[0].file);
    EXPECT_EQ(project->check()->findings.size(), 1U) << "a logo that is gone is missed";
}

TEST_F(StudioBrand, WhatIsNoLogoIsRefusedInASentence) {
    write(folder / "mark.svg", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    write(folder / "mark.png", "no picture");
    const auto refused = [&](const Path& file) {
        SetBrandOptions options;
        options.edit.name = "stays away";
        options.logos = {{brand::LogoGround::Light, file, {}}};
        const auto done = setBrand(*project, options, {});
        return done ? std::string("taken") : done.error().code;
    };
    EXPECT_EQ(refused(folder / "mark.svg"), "bad_logo");
    EXPECT_EQ(refused(folder / "mark.png"), "bad_logo");
    EXPECT_EQ(refused(folder / "none.png"), "file_missing");
    EXPECT_TRUE(showBrand(*project)->brand.isEmpty()) << "all of it or nothing";
}

TEST_F(StudioBrand, AFileOfTextsIsTakenAndItsSvgLeftOut) {
    write(folder / "mark.svg", "<svg/>");
    write(folder / "brand.json", R"({"name": "Fable", "mark": "mark.svg", "avoid": ["cheap"]})");
    const auto done = import({folder / "brand.json"});
    ASSERT_TRUE(done) << done.error().describe();
    EXPECT_EQ(done->shown.brand.name, "Fable");
    ASSERT_EQ(done->leftOut.size(), 1U);
    EXPECT_TRUE(done->leftOut[0].is(brand_errors::kBadLogo));
    picture(folder / "mark.png", {255, 255, 255}, {0, 0, 0});
    write(folder / "brand.txt", "logoLight: mark.png\nlegalZh: 虚构。");
    const auto more = import({folder / "brand.txt"});
    ASSERT_TRUE(more) << more.error().describe();
    EXPECT_EQ(more->shown.logos.size(), 1U);
    EXPECT_EQ(more->shown.brand.bannedWords, std::vector<std::string>{"cheap"}) << "the rest stays";
}

TEST_F(StudioBrand, ColoursOfTheDatasetAreThoseOfThePickedClips) {
    EXPECT_FALSE(import({}, true)) << "no dataset yet";
    dataset::Addition addition;
    addition.dataset = "d";
    std::vector<dataset::Measures> measures;
    for (int i = 0; i < 3; ++i) {
        dataset::Clip clip;
        clip.sourcePath = "/films/a.mp4";
        clip.sourceSha256 = std::string(64, static_cast<char>('a' + i));
        clip.frameCount = 24;
        clip.width = clip.height = 64;
        clip.pick = i == 2 ? 0 : 1;
        addition.marked.push_back(clip);
        media::ClipMeasures m;
        m.palette = {{i == 2 ? 30.0 : 60.0, i == 2 ? 0.0 : 40.0, 10, 0.5}};
        measures.push_back({clip.sourceSha256, 0, 24, media::kMeasuresVersion, media::documentOf(m)});
        measures.back().camera = "static";
    }
    ASSERT_TRUE(dataset::DatasetRepository(project->store()).add(addition));
    EXPECT_TRUE(import({}, true).error().is(brand_errors::kNoColours)) << "nothing was measured";
    const auto kept = dataset::SourceRepository(project->store()).keepMeasures(measures);
    ASSERT_TRUE(kept) << kept.error().describe();
    const auto done = import({}, true);
    ASSERT_TRUE(done) << done.error().describe();
    ASSERT_EQ(done->shown.brand.colours.size(), 1U) << "the third clip is not picked";
    EXPECT_NEAR(done->shown.brand.colours[0].share, 0.5, 1e-9);
}

TEST_F(StudioBrand, NothingIsWrittenIntoAProjectThatIsOnlyRead) {
    project.reset();
    const auto reading = project::Project::open(folder / "项目", project::Mode::Read).value();
    EXPECT_TRUE(showBrand(*reading)->brand.isEmpty());
    SetBrandOptions options;
    options.edit.name = "x";
    EXPECT_TRUE(setBrand(*reading, options, {}).error().is(studio_errors::kProjectReadOnly));
}

}  // namespace
}  // namespace brandloom::studio
