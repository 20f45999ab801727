#include <gtest/gtest.h>

#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/project/project.h"
#include "core/project/project_errors.h"
#include "core/store/store_errors.h"
#include "core/styles/shot_repository.h"
#include "core/styles/style_repository.h"
#include "tests/unit/domain_support.h"

namespace brandloom::project {
namespace {

using test::sqlite;
using test::TempDir;

std::unique_ptr<Project> made(const Path& folder, const std::string& name = "Harbour") {
    auto project = Project::create(folder, name);
    EXPECT_TRUE(project) << project.error().describe();
    return project ? std::move(*project) : nullptr;
}

std::size_t entries(const Path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(Project, ANewOneIsThereForAnotherProgram) {
    const TempDir dir;
    const Path folder = dir / "海边 的 项目";
    {
        const auto project = made(folder, "海边咖啡");
        const auto info = project->info();
        ASSERT_TRUE(info);
        EXPECT_EQ(info->name, "海边咖啡");
        EXPECT_EQ(info->id.size(), 32u);
        EXPECT_EQ(info->schemaVersion, 14);
        EXPECT_FALSE(info->readOnly);
        EXPECT_EQ(info->counts.at("shot"), 0);
        EXPECT_EQ(info->counts.size(), 8u);
    }
    EXPECT_EQ(sqlite(folder / "project.db", "SELECT name FROM project"), "海边咖啡");
    EXPECT_EQ(sqlite(folder / "project.db", "PRAGMA journal_mode"), "wal");
    EXPECT_EQ(entries(dir.path()), 1u) << "nothing is left beside the project";
    auto again = Project::open(folder, Mode::Write);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ((*again)->info()->name, "海边咖啡");
    EXPECT_TRUE((*again)->rename("新名字"));
    EXPECT_EQ((*again)->info()->name, "新名字");
}

TEST(Project, TakesAnEmptyFolderAndRefusesOthers) {
    const TempDir dir;
    std::filesystem::create_directory(dir / "empty");
    EXPECT_TRUE(made(dir / "empty/"));

    EXPECT_TRUE(Project::create(dir / "empty", "x").error().is(project_errors::kProjectExists));
    std::filesystem::create_directory(dir / "full");
    test::writeBytes(dir / "full/photo.jpg", "x");
    EXPECT_TRUE(Project::create(dir / "full", "x").error().is(project_errors::kFolderNotEmpty));
    EXPECT_EQ(entries(dir / "full"), 1u);
    EXPECT_TRUE(Project::create(dir / "full/photo.jpg", "x").error().is(project_errors::kNotAFolder));
    EXPECT_TRUE(Project::create(dir / "no/where", "x").error().is(project_errors::kParentMissing));
    EXPECT_FALSE(std::filesystem::exists(dir / "no"));
    EXPECT_EQ(entries(dir.path()), 2u);
}

TEST(Project, NamesAreCheckedBeforeAnythingIsMade) {
    const TempDir dir;
    for (const std::string& bad :
         {std::string(), std::string("   "), std::string("a\nb"), std::string("\xff\xfe"), std::string(121, 'a')}) {
        const auto project = Project::create(dir / "p", bad);
        ASSERT_FALSE(project);
        EXPECT_TRUE(project.error().is(project_errors::kBadName));
        EXPECT_EQ(project.error().kind, ErrorKind::Usage);
    }
    std::string longName;
    for (int i = 0; i < 120; ++i) longName += "长";
    EXPECT_TRUE(made(dir / "p", longName));
}

TEST(Project, NothingIsLeftWhenCreatingFails) {
    const TempDir dir;
    ::setenv("BRANDLOOM_SHARE", (dir / "no-resources").c_str(), 1);
    const auto project = Project::create(dir / "p", "x");
    ::unsetenv("BRANDLOOM_SHARE");
    ASSERT_FALSE(project);
    EXPECT_TRUE(project.error().is(store_errors::kBadMigrations)) << project.error().describe();
    EXPECT_EQ(entries(dir.path()), 0u);
}

TEST(Project, OpeningWhatIsNoProjectSaysSo) {
    const TempDir dir;
    std::filesystem::create_directory(dir / "folder");
    for (const auto mode : {Mode::Read, Mode::Write}) {
        EXPECT_TRUE(Project::open(dir / "nowhere", mode).error().is(project_errors::kFolderMissing));
        EXPECT_TRUE(Project::open(dir / "folder", mode).error().is(project_errors::kNotAProject));
        EXPECT_EQ(entries(dir / "folder"), 0u);
    }
    test::writeBytes(dir / "folder/project.db", "");
    EXPECT_TRUE(Project::open(dir / "folder", Mode::Write).error().is(project_errors::kNotAProject));
    EXPECT_EQ(std::filesystem::file_size(dir / "folder/project.db"), 0u);
    test::writeBytes(dir / "folder/project.db", std::string(100'000, 'z'));
    const auto garbage = Project::open(dir / "folder", Mode::Write);
    ASSERT_FALSE(garbage);
    EXPECT_TRUE(garbage.error().is(store_errors::kDatabaseDamaged)) << garbage.error().describe();
    EXPECT_NE(garbage.error().sentence().find("project.db"), std::string::npos);
}

TEST(Project, ADamagedDatabaseIsNamedAndFoundByCheck) {
    const TempDir dir;
    {
        const auto project = made(dir / "p");
        for (int i = 0; i < 400; ++i)
            ASSERT_TRUE(project->setSetting("key" + std::to_string(i), std::string(500, 'v')));
        EXPECT_TRUE(project->check()->findings.empty());
    }
    {  // The middle of the file: the pages of settings.
        std::fstream file(dir / "p/project.db", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(static_cast<std::streamoff>(std::filesystem::file_size(dir / "p/project.db")) - 40'000);
        file << std::string(20'000, '\x5a');
    }
    auto project = Project::open(dir / "p", Mode::Read);
    ASSERT_TRUE(project) << project.error().describe();
    const auto report = (*project)->check();
    ASSERT_TRUE(report) << report.error().describe();
    ASSERT_FALSE(report->findings.empty());
    EXPECT_TRUE(report->findings[0].is(project_errors::kDatabaseProblem));
}

TEST(Project, OneWritesOthersReadAndAreToldWho) {
    const TempDir dir;
    auto writer = made(dir / "p");
    const auto second = Project::open(dir / "p", Mode::Write);
    ASSERT_FALSE(second);
    EXPECT_TRUE(second.error().is(project_errors::kLocked)) << second.error().describe();
    EXPECT_EQ(second.error().arg("pid"), std::to_string(::getpid()));
    EXPECT_EQ(second.error().arg("since").size(), 20u);

    auto reader = Project::open(dir / "p", Mode::Read);
    ASSERT_TRUE(reader) << reader.error().describe();
    ASSERT_TRUE(writer->setSetting("seen", "yes"));
    EXPECT_EQ((*reader)->setting("seen")->value(), "yes");
    EXPECT_FALSE((*reader)->setSetting("no", "no"));
    ASSERT_TRUE((*reader)->info()->writer.has_value());
    EXPECT_EQ((*reader)->info()->writer->pid, ::getpid());
    EXPECT_FALSE((*reader)->info()->writer->host.empty());

    writer.reset();
    EXPECT_FALSE((*reader)->info()->writer.has_value());
    EXPECT_FALSE(Project::currentWriter(dir / "p").has_value());
    EXPECT_TRUE(Project::open(dir / "p", Mode::Write));
}

TEST(Project, SettingsAreKeptAndReplaced) {
    const TempDir dir;
    const auto project = made(dir / "p");
    EXPECT_FALSE(project->setting("brand")->has_value());
    EXPECT_TRUE(project->setSetting("brand", "{\"颜色\": \"红\"}"));
    EXPECT_TRUE(project->setSetting("brand", "{}"));
    EXPECT_EQ(project->setting("brand")->value(), "{}");
    EXPECT_TRUE(project->setSetting("brand", std::nullopt));
    EXPECT_FALSE(project->setting("brand")->has_value());
    UndoRepository journal(project->store(), Project::undoFields());
    EXPECT_TRUE(journal.undo());
    EXPECT_EQ(project->setting("brand")->value(), "{}");
    EXPECT_TRUE(journal.undo());
    EXPECT_EQ(project->setting("brand")->value(), "{\"颜色\": \"红\"}");
    EXPECT_TRUE(journal.undo());
    EXPECT_FALSE(project->setting("brand")->has_value());
    EXPECT_TRUE(journal.redo());
    EXPECT_EQ(project->setting("brand")->value(), "{\"颜色\": \"红\"}");
    EXPECT_TRUE(project->setSetting("", "x").error().is(project_errors::kBadSetting));
    EXPECT_TRUE(project->setSetting("a\tb", "x").error().is(project_errors::kBadSetting));
}

TEST(Project, CheckFindsMissingAndChangedFiles) {
    const TempDir dir;
    const auto project = made(dir / "p");
    styles::ShotRepository shots(project->store());
    styles::StyleRepository styles(project->store());
    const auto addShot = [&](const std::string& name, const std::string& content) {
        test::writeBytes(project->shotsFolder() / pathFromUtf8(name), content);
        ASSERT_TRUE(shots.add({"shots/" + name, sha256Hex(content), "{}", {}, 1, "p", 64, 64, 17, 8.0}));
    };
    addShot("好.mp4", "one");
    addShot("changed.mp4", "two");
    addShot("gone.mp4", "three");
    const std::vector<std::uint8_t> high{1}, low{2};
    const auto style = styles.add("s");
    ASSERT_TRUE(styles.addVersion({*style,
                                   {},
                                   {},
                                   "m",
                                   {{styles::Expert::High, *project->blobs().put(high)},
                                    {styles::Expert::Low, *project->blobs().put(low)}}}));
    auto report = project->check();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->findings.empty());
    EXPECT_EQ(report->filesChecked, 5);

    test::writeBytes(project->shotsFolder() / "changed.mp4", "TWO");
    std::filesystem::remove(project->shotsFolder() / "gone.mp4");
    std::filesystem::remove(*project->blobs().path(sha256Hex("\x02")));
    report = project->check();
    ASSERT_TRUE(report);
    ASSERT_EQ(report->findings.size(), 3u);
    EXPECT_TRUE(report->findings[0].is(project_errors::kFileChanged));
    EXPECT_EQ(report->findings[0].arg("file"), "shots/changed.mp4");
    EXPECT_TRUE(report->findings[1].is(project_errors::kFileGone));
    EXPECT_EQ(report->findings[1].arg("file"), "shots/gone.mp4");
    EXPECT_EQ(report->findings[2].arg("kind"), "Style");

    StopSource stop;
    stop.request_stop();
    EXPECT_TRUE(project->check(stop.get_token()).error().isCancelled());
}

TEST(Project, AReadOnlyFolderCanBeReadButNotWritten) {
    const TempDir dir;
    std::filesystem::permissions(dir.path(), std::filesystem::perms::all);
    made(dir / "p");
    std::filesystem::create_directory(dir / "locked");
    for (const auto& path : {dir / "p", dir / "locked"})
        std::filesystem::permissions(path,
                                     std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec |
                                         std::filesystem::perms::group_read | std::filesystem::perms::group_exec |
                                         std::filesystem::perms::others_read | std::filesystem::perms::others_exec);
    const auto said = test::asPlainUser([&]() -> std::string {
        const auto created = Project::create(dir / "locked/new", "x");
        if (created || !created.error().is(project_errors::kFolderReadOnly)) return "create in a locked folder";
        const auto writer = Project::open(dir / "p", Mode::Write);
        if (writer || !writer.error().is(project_errors::kFolderReadOnly))
            return writer ? "opened for writing" : writer.error().describe();
        const auto reader = Project::open(dir / "p", Mode::Read);
        if (!reader) return reader.error().describe();
        if ((*reader)->info()->name != "Harbour") return "wrong name";
        return "";
    });
    EXPECT_EQ(said, "");
    EXPECT_EQ(entries(dir / "locked"), 0u);
}

TEST(Project, EveryErrorHasASentence) {
    for (const auto* spec : projectErrorSpecs()) EXPECT_FALSE(spec->sentence.empty());
    EXPECT_EQ(projectErrorSpecs().size(), 27u);
    EXPECT_EQ(store::storeErrorSpecs().size(), 13u);
}

}  // namespace
}  // namespace brandloom::project
