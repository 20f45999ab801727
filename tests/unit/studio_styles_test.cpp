// Styles of a project: versions, Trash, files; with the fake engine, asked with sqlite3.
#include "core/studio/styles/styles.h"

#include <gtest/gtest.h>

#include "core/base/hashing.h"
#include "core/studio/projects/undo.h"
#include "core/studio/shots/generate_shot.h"
#include "core/studio/styles/style_files.h"
#include "core/studio/training/train_style.h"
#include "core/styles/style_repository.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

using test::Ears;
using test::sqlite;

class Styles : public testing::Test {
  protected:
    Styles() : project(test::newProject(dir / "项目")), database(dir / "项目/project.db") {}
    void train(int steps = 1, const std::string& name = "风格") {
        auto options = test::sampleTraining(steps);
        options.styleName = name;
        options.training.previewEvery = 1;
        const auto trained = trainStyle(*project, test::fakeEngine(), options, {}, {});
        ASSERT_TRUE(trained) << trained.error().describe();
    }
    std::string generateCode(const std::string& name, int version = 0) {
        GenerateShotOptions options;
        options.styles.push_back({name, version});
        options.request.prompt = "x";
        const auto made = generateShot(project.get(), test::fakeEngine(), options, {}, {});
        return made ? "none" : made.error().code;
    }
    test::TempDir dir;
    std::unique_ptr<project::Project> project;
    Path database;
};

TEST_F(Styles, aVersionRemembersHowItWasMade) {
    train(3);
    const auto content = showStyle(*project, "风格");
    ASSERT_TRUE(content) << content.error().describe();
    ASSERT_EQ(content->versions.size(), 1u);
    const auto& version = content->versions[0];
    EXPECT_EQ(version.adapters.size(), 2u);
    ASSERT_EQ(version.previews.size(), 1u);
    EXPECT_EQ(version.previews[0].step, 6) << "the last one";
    EXPECT_EQ(version.datasetVersion.size(), 64u);
    EXPECT_EQ(sqlite(database,
                     "SELECT json_extract(configuration, '$.training.steps'), json_extract(metrics, '$.steps') "
                     "FROM style_version"),
              "3|6");
    const auto picture = test::ffprobe(*project->blobs().path(version.previews[0].blobId), "stream=codec_name");
    EXPECT_EQ(picture, "png");
    EXPECT_TRUE(project->check()->findings.empty());
}

TEST_F(Styles, activateRollBackAndUndo) {
    train();
    train();
    train();
    Ears ears;
    const auto listener = ears.listener();
    EXPECT_EQ(rollBackStyle(*project, "风格", listener)->style.activeVersionNumber, 2);
    EXPECT_EQ(activateStyle(*project, "风格", 1, listener)->style.activeVersionNumber, 1);
    EXPECT_EQ(ears.recorded().size(), 2u);
    EXPECT_EQ(ears.recorded()[0].what, Recorded::What::Style);
    EXPECT_EQ(rollBackStyle(*project, "风格", {}).error().code, "no_parent");
    EXPECT_EQ(activateStyle(*project, "风格", 9, {}).error().code, "style_no_version");
    EXPECT_EQ(activateStyle(*project, "没有", 1, {}).error().code, "style_missing");
    EXPECT_EQ(undoLast(*project, {})->command, "style.activate");
    EXPECT_EQ(showStyle(*project, "风格")->style.activeVersionNumber, 2);
    EXPECT_EQ(undoLast(*project, {})->command, "style.rollback");
    EXPECT_EQ(showStyle(*project, "风格")->style.activeVersionNumber, 3);
    ASSERT_TRUE(redoLast(*project, {}));
    EXPECT_EQ(sqlite(database, "SELECT number FROM style_version WHERE active = 1"), "2");
    // What a training activated meanwhile is not overwritten by undo.
    train();
    EXPECT_EQ(undoLast(*project, {}).error().code, "changed_since");
    EXPECT_EQ(showStyle(*project, "风格")->style.activeVersionNumber, 4);
    EXPECT_EQ(undoLast(*project, {}).error().code, "nothing_to_undo") << "and does not stand in the way";
}

TEST_F(Styles, aDeletedStyleKeepsItsNameAndFiles) {
    train();
    EXPECT_EQ(generateCode("风格"), "none");
    EXPECT_TRUE(deleteStyle(*project, "风格", 0, {})->style.inTrash);
    EXPECT_EQ(generateCode("风格"), "style_in_trash");
    EXPECT_EQ(generateCode("没有"), "style_missing");
    EXPECT_EQ(deleteStyle(*project, "风格", 0, {}).error().code, "style_in_trash");
    EXPECT_EQ(rollBackStyle(*project, "风格", {}).error().code, "style_in_trash");
    EXPECT_TRUE(listStyles(*project, false)->empty());
    EXPECT_EQ(listStyles(*project, true)->size(), 1u);
    EXPECT_EQ(project->info()->counts.at("style"), 0);
    const auto refused = trainStyle(*project, test::fakeEngine(),
                                    [] {
                                        auto options = test::sampleTraining(1);
                                        options.styleName = "风格";
                                        return options;
                                    }(),
                                    {}, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "style_in_trash");
    EXPECT_EQ(sqlite(database, "SELECT count(*) FROM training_run"), "1") << "before anything is trained";
    EXPECT_TRUE(project->check()->findings.empty());
    ASSERT_TRUE(restoreStyle(*project, "风格", 0, {}));
    EXPECT_EQ(generateCode("风格"), "none");
    EXPECT_EQ(restoreStyle(*project, "风格", 0, {}).error().code, "not_in_trash");
    ASSERT_TRUE(undoLast(*project, {}));
    EXPECT_EQ(generateCode("风格"), "style_in_trash");
    ASSERT_TRUE(undoLast(*project, {}));
    EXPECT_EQ(generateCode("风格"), "none");
}

TEST_F(Styles, aDeletedVersionHandsOnToItsParent) {
    train();
    train();
    train();
    const auto left = deleteStyle(*project, "风格", 2, {});
    ASSERT_TRUE(left) << left.error().describe();
    EXPECT_EQ(left->style.activeVersionNumber, 3) << "another one was active";
    EXPECT_EQ(generateCode("风格", 2), "version_in_trash");
    EXPECT_EQ(activateStyle(*project, "风格", 2, {}).error().code, "version_in_trash");
    EXPECT_EQ(deleteStyle(*project, "风格", 3, {})->style.activeVersionNumber, 1)
        << "its parent is in the Trash too";
    EXPECT_EQ(deleteStyle(*project, "风格", 1, {})->style.activeVersionNumber, 0);
    EXPECT_EQ(generateCode("风格"), "style_empty");
    EXPECT_EQ(listStyles(*project, true)->size(), 1u);
    ASSERT_TRUE(undoLast(*project, {}));
    EXPECT_EQ(showStyle(*project, "风格")->style.activeVersionNumber, 1) << "active again";
    ASSERT_TRUE(undoLast(*project, {}));
    EXPECT_EQ(showStyle(*project, "风格")->style.activeVersionNumber, 3);
    ASSERT_TRUE(restoreStyle(*project, "风格", 2, {}));
    EXPECT_EQ(showStyle(*project, "风格")->style.activeVersionNumber, 3) << "restoring activates nothing";
    EXPECT_EQ(generateCode("风格", 2), "none");
    train();
    EXPECT_EQ(sqlite(database, "SELECT max(number) FROM style_version"), "4") << "numbers are not used twice";
}

TEST_F(Styles, ofAnotherModelIsSaid) {
    train();
    sqlite(database, "UPDATE style_version SET model_content_id = 'other'");
    EXPECT_EQ(generateCode("风格"), "style_of_other_model");
}

TEST_F(Styles, exportsAndImports) {
    train();
    ExportStyleOptions options;
    options.name = "风格";
    options.target = dir / "出 口/style.safetensors";
    options.dialect = "own";
    EXPECT_FALSE(exportStyle(*project, test::fakeEngine(), options, {})) << "no such folder";
    std::filesystem::create_directory(dir / "出 口");
    const auto own = exportStyle(*project, test::fakeEngine(), options, {});
    ASSERT_TRUE(own) << own.error().describe();
    ASSERT_EQ(own->size(), 2u);
    EXPECT_EQ(sqlite(database, "SELECT blob FROM style_adapter WHERE expert = 'high'"),
              *sha256OfFile(dir / "出 口/style_high_noise.safetensors"));
    EXPECT_EQ(exportStyle(*project, test::fakeEngine(), options, {}).error().code, "file_exists");
    options.overwrite = true;
    EXPECT_TRUE(exportStyle(*project, test::fakeEngine(), options, {}));
    options.overwrite = false;
    options.dialect = "kohya";
    options.target = dir / "出 口/k.safetensors";
    EXPECT_EQ(exportStyle(*project, test::fakeEngine(), options, {})->size(), 2u);
    EXPECT_FALSE(exportStyle(*project, test::fakeEngine(), options, {}));
    options.version = 7;
    EXPECT_EQ(exportStyle(*project, test::fakeEngine(), options, {}).error().code, "style_no_version");
    EXPECT_TRUE(std::filesystem::is_empty(dir / "项目/cache") ||
                !std::filesystem::exists(dir / "项目/cache/style-"))
        << "nothing stays behind";

    const ImportStyleOptions from{
        resourceDir() / "models/starter/high_noise_model/diffusion_pytorch_model.safetensors", "来自别处"};
    Path adapter = from.source;
    if (!std::filesystem::exists(adapter))
        for (const auto& entry : std::filesystem::recursive_directory_iterator(starterModelPath()))
            if (entry.path().extension() == ".safetensors") adapter = entry.path();
    const auto made = importStyle(*project, test::fakeEngine(), {adapter, "来自别处"}, {}, {});
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(made->number, 1);
    EXPECT_TRUE(made->active);
    EXPECT_FALSE(made->run.isValid());
    EXPECT_EQ(undoLast(*project, {})->command, "style.import");
    EXPECT_TRUE(showStyle(*project, "来自别处")->style.inTrash);
    EXPECT_EQ(importStyle(*project, test::fakeEngine(), {adapter, "来自别处"}, {}, {}).error().code,
              "style_in_trash");
    ASSERT_TRUE(redoLast(*project, {}));
    EXPECT_EQ(showStyle(*project, "来自别处")->style.activeVersionNumber, 1);
    test::writeBytes(dir / "x.safetensors", "no adapter");
    EXPECT_FALSE(importStyle(*project, test::fakeEngine(), {dir / "x.safetensors", "y"}, {}, {}));
    EXPECT_EQ(importStyle(*project, test::fakeEngine(), {adapter, "a\nb"}, {}, {}).error().code, "bad_record");
    EXPECT_EQ(sqlite(database, "SELECT count(*) FROM style"), "2");
}

TEST_F(Styles, readOnlyProjectsStayAsTheyAre) {
    train();
    project.reset();
    auto writer = *project::Project::open(dir / "项目", project::Mode::Write);
    auto reader = *project::Project::open(dir / "项目", project::Mode::Read);
    EXPECT_EQ(deleteStyle(*reader, "风格", 0, {}).error().code, "project_read_only");
    EXPECT_EQ(activateStyle(*reader, "风格", 1, {}).error().code, "project_read_only");
    EXPECT_EQ(listStyles(*reader, false)->size(), 1u);
}

}  // namespace
}  // namespace brandloom::studio
