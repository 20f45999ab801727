// Datasets in a real database, looked at with sqlite3; splits and versions by hand; undo.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/dataset/caption_files.h"
#include "core/dataset/clip_split.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/source_repository.h"
#include "core/project/project.h"
#include "core/project/project_errors.h"
#include "core/store/sqlite_guard.h"
#include "tests/unit/domain_support.h"

namespace brandloom::dataset {
namespace {

using test::sqlite;

NewClip clipOf(const std::string& film, std::int64_t first = 0, std::vector<Caption> captions = {}) {
    NewClip clip;
    clip.sourcePath = "/films/" + film;
    clip.sourceSha256 = sha256Hex(film);
    clip.firstFrame = first;
    clip.frameCount = 49;
    clip.startSeconds = static_cast<double>(first) / 24;
    clip.endSeconds = static_cast<double>(first + 49) / 24;
    clip.captions = std::move(captions);
    clip.width = 640;
    clip.height = 480;
    return clip;
}

std::vector<Clip> rowsOf(const std::vector<std::pair<std::string, int>>& films) {
    std::vector<Clip> out;
    for (const auto& [film, clips] : films)
        for (int i = 0; i < clips; ++i) {
            Clip row;
            static_cast<NewClip&>(row) = clipOf(film, 49 * i);
            out.push_back(row);
        }
    return out;
}

std::vector<Split> drawn(const std::vector<Clip>& clips, std::uint64_t seed, double share) {
    const auto split = splitOf(clips, seed, share);
    EXPECT_TRUE(split);
    return split.value_or(std::vector<Split>());
}

std::size_t heldIn(const std::vector<Split>& split) {
    return static_cast<std::size_t>(std::ranges::count(split, Split::HeldOut));
}

TEST(ClipSplit, WholeFilmsAreHeldOutAndOneStays) {
    const auto clips = rowsOf({{"a", 3}, {"b", 3}, {"c", 3}, {"d", 3}, {"e", 3}});
    const auto split = drawn(clips, 7, 0.2);
    EXPECT_EQ(heldIn(split), 3u) << "a fifth of 15 clips is one film";
    for (std::size_t i = 0; i < clips.size(); ++i) EXPECT_EQ(split[i], split[i / 3 * 3]) << "a film is on one side";
    EXPECT_EQ(drawn(clips, 7, 0.2), split) << "the same seed";
    std::set<std::vector<Split>> seen;
    for (std::uint64_t seed = 0; seed < 40; ++seed) seen.insert(drawn(clips, seed, 0.2));
    EXPECT_EQ(seen.size(), 5u) << "each film is drawn by some seed";
    EXPECT_EQ(heldIn(drawn(clips, 7, 0)), 0u);
    EXPECT_EQ(heldIn(drawn(rowsOf({{"a", 1}, {"b", 9}}), 3, 0.5)) % 9,
              drawn(rowsOf({{"a", 1}, {"b", 9}}), 3, 0.5)[0] == Split::HeldOut ? 1u : 0u);
    const auto two = drawn(rowsOf({{"a", 1}, {"b", 1}}), 1, 0.01);
    EXPECT_EQ(heldIn(two), 1u) << "at least one, and one stays";
}

TEST(ClipSplit, OfOneFilmItsClipsAreDrawn) {
    const auto split = drawn(rowsOf({{"a", 10}}), 1, 0.2);
    EXPECT_EQ(heldIn(split), 2u);
    EXPECT_EQ(heldIn(drawn(rowsOf({{"a", 1}}), 1, 0.5)), 0u) << "a single clip is learnt from";
    EXPECT_EQ(heldIn(drawn({}, 1, 0.5)), 0u);
}

TEST(ClipSplit, TheOrderOfFilmsDoesNotMatter) {
    auto clips = rowsOf({{"a", 2}, {"b", 1}, {"c", 4}});
    const auto split = drawn(clips, 5, 0.3);
    std::set<std::string> held;
    for (std::size_t i = 0; i < clips.size(); ++i)
        if (split[i] == Split::HeldOut) held.insert(clips[i].sourceSha256);
    std::ranges::reverse(clips);
    const auto again = drawn(clips, 5, 0.3);
    for (std::size_t i = 0; i < clips.size(); ++i)
        EXPECT_EQ(again[i] == Split::HeldOut, held.contains(clips[i].sourceSha256));
}

TEST(ClipSplit, AFilmAndASceneAreOnOneSide) {
    // Films a, b and c hang together by their scenes; d and e are on their own.
    auto clips = rowsOf({{"a", 2}, {"b", 2}, {"c", 1}, {"d", 2}, {"e", 2}});
    clips[1].scene = clips[2].scene = "stage";
    clips[3].scene = clips[4].scene = "舞台";
    EXPECT_EQ(splitGroups(clips), (std::vector<std::size_t>{0, 0, 0, 0, 0, 1, 1, 2, 2}));
    std::set<std::vector<Split>> seen;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const auto split = drawn(clips, seed, 0.2);
        for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(split[i], split[0]);
        EXPECT_EQ(split[5], split[6]);
        seen.insert(split);
    }
    EXPECT_EQ(seen.size(), 3u);
    // One film alone: scenes, and ranges that overlap (0-49 with 40-89; 98-147 stands alone).
    auto one = rowsOf({{"a", 5}});
    one[1].firstFrame = 40;
    one[3].scene = one[4].scene = "x";
    EXPECT_EQ(splitGroups(one), (std::vector<std::size_t>{0, 0, 1, 2, 2}));
}

TEST(ClipSplit, APersonsChoiceComesFirst) {
    auto clips = rowsOf({{"a", 2}, {"b", 2}, {"c", 2}, {"d", 2}});
    clips[2].splitChosen = Split::HeldOut;
    clips[5].splitChosen = Split::Train;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto split = drawn(clips, seed, 0.5);
        EXPECT_EQ(split[2], Split::HeldOut);
        EXPECT_EQ(split[3], Split::HeldOut) << "the rest of its film too";
        EXPECT_EQ(split[4], Split::Train);
        EXPECT_EQ(heldIn(split), 4u);
    }
    EXPECT_EQ(heldIn(drawn(clips, 1, 0)), 2u) << "nothing is drawn";
    clips[3].splitChosen = Split::Train;
    EXPECT_TRUE(splitOf(clips, 1, 0.5).error().is(dataset_errors::kSplitConflict));
    // Rejected clips follow, but are no share of anything.
    auto some = rowsOf({{"a", 1}, {"b", 8}, {"c", 1}});
    for (std::size_t i = 1; i < 9; ++i) some[i].pick = -1;
    const auto split = drawn(some, 1, 0.5);
    EXPECT_NE(split[0], split[9]);
    EXPECT_EQ(split[1], Split::Train);
}

TEST(ContentVersion, OfWhatATrainingSees) {
    auto clips = rowsOf({{"a", 1}, {"b", 1}});
    // Written down by hand, as it was before there were crops: earlier trainings name this version.
    EXPECT_EQ(contentVersion(clips),
              sha256Hex("dataset 1\n" + std::min(sha256Hex("a"), sha256Hex("b")) + " 0 49 train\n" +
                        std::max(sha256Hex("a"), sha256Hex("b")) + " 0 49 train\n"));
    auto cropped = clips;
    cropped[0].crop = Crop{8, 0, 320, 240};
    EXPECT_NE(contentVersion(cropped), contentVersion(clips));
    auto rejected = clips;
    rejected[1].pick = -1;
    EXPECT_EQ(contentVersion(rejected), contentVersion(std::span(clips).first(1)));
}

TEST(ContentVersion, FollowsContentNotPlaceOrOrder) {
    auto clips = rowsOf({{"a", 2}, {"b", 1}});
    clips[0].captions = {{"zh", "海"}, {"en", "sea"}};
    const auto version = contentVersion(clips);
    auto same = clips;
    std::ranges::reverse(same);
    same[0].sourcePath = "/moved/b";
    std::ranges::reverse(same.back().captions);
    EXPECT_EQ(contentVersion(same), version);
    const auto differs = [&](auto change) {
        auto other = clips;
        change(other);
        return contentVersion(other) != version;
    };
    EXPECT_TRUE(differs([](auto& c) { c[0].captions[0].text = "山"; }));
    EXPECT_TRUE(differs([](auto& c) { c[0].captions[0].language = "und"; }));
    EXPECT_TRUE(differs([](auto& c) { c[1].firstFrame += 1; }));
    EXPECT_TRUE(differs([](auto& c) { c[1].frameCount += 1; }));
    EXPECT_TRUE(differs([](auto& c) { c[2].split = Split::HeldOut; }));
    EXPECT_TRUE(differs([](auto& c) { c[2].sourceSha256 = sha256Hex("z"); }));
    EXPECT_TRUE(differs([](auto& c) { c.pop_back(); }));
}

TEST(CaptionFiles, OfEveryLanguageBesideTheFilm) {
    const test::TempDir dir;
    const Path film = dir / "海 边.v2.mp4";
    EXPECT_TRUE(captionFilesBeside(film)->empty());
    test::writeBytes(dir / "海 边.v2.zh.txt", "\xEF\xBB\xBF  一只杯子\r\n\n");
    test::writeBytes(dir / "海 边.v2.en.txt", "a mug\n a lamp \nred\tshoes");
    test::writeBytes(dir / "海 边.v2.txt", " \n\n");
    const auto files = captionFilesBeside(film);
    ASSERT_TRUE(files) << files.error().describe();
    ASSERT_EQ(files->size(), 2u) << "a blank file says nothing";
    EXPECT_EQ((*files)[0].language, "zh");
    EXPECT_EQ((*files)[0].lines, std::vector<std::string>{"一只杯子"});
    EXPECT_EQ(captionOf((*files)[1], 1, 3), "a lamp") << "three lines for three clips";
    EXPECT_EQ(captionOf((*files)[1], 1, 2), "a mug a lamp red shoes");
    EXPECT_EQ(captionOf((*files)[1], 0, 1), "a mug a lamp red shoes");
    test::writeBytes(dir / "海 边.v2.txt", "\xff\xfe");
    EXPECT_TRUE(captionFilesBeside(film).error().is(base_errors::kFileUnreadable));
    test::writeBytes(dir / "海 边.v2.txt", std::string(70 << 10, 'x'));
    EXPECT_FALSE(captionFilesBeside(film));
}

class DatasetTest : public testing::Test {
  protected:
    DatasetTest() : project(std::move(*project::Project::create(dir / "p", "x"))), database(dir / "p/project.db") {}
    test::TempDir dir;
    std::unique_ptr<project::Project> project;
    Path database;
    DatasetRepository datasets{project->store()};
    project::UndoRepository undo{project->store(), DatasetRepository::undoFields()};
};

TEST_F(DatasetTest, ClipsAndCaptionsRoundTrip) {
    const auto made =
        datasets.add({"素材", {}, {}, {clipOf("片", 12, {{"zh", "描述"}, {"en", "a \"mug\""}}), clipOf("b")}, {}});
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(sqlite(database, "SELECT name, seed, held_out FROM dataset"), "素材|1|0.2");
    EXPECT_EQ(sqlite(database,
                     "SELECT dataset_id, path, first_frame, frame_count, clip.width FROM clip JOIN source ON "
                     "sha256 = source_sha256 "
                     "WHERE clip.id = 1"),
              "1|/films/片|12|49|640");
    EXPECT_EQ(sqlite(database, "SELECT language, caption FROM clip_caption ORDER BY id"), "zh|描述\nen|a \"mug\"");
    EXPECT_EQ(sqlite(database, "SELECT count(*) FROM clip WHERE split = 'held_out'"), "1");
    const auto clips = *datasets.clips(made->id);
    ASSERT_EQ(clips.size(), 2u);
    EXPECT_EQ(clips[0].captions, (std::vector<Caption>{{"zh", "描述"}, {"en", "a \"mug\""}}));
    EXPECT_DOUBLE_EQ(*clips[0].startSeconds, 0.5);
    EXPECT_EQ(project->info()->counts.at("clip"), 2);
    EXPECT_EQ(project->info()->counts.at("dataset"), 1);
}

TEST_F(DatasetTest, WrongRowsAreRefusedAndLeaveNothing) {
    const auto refused = [&](const Addition& addition) {
        const auto made = datasets.add(addition);
        return !made && made.error().is(dataset_errors::kBadRecord);
    };
    for (const auto& name :
         {std::string(), std::string("a\nb"), std::string(121, 'x'), std::string("\xff"), std::string("  ")})
        EXPECT_TRUE(refused({name, {}, {}, {clipOf("a")}, {}})) << name;
    EXPECT_TRUE(refused({"d", {}, 0.6, {clipOf("a")}, {}}));
    auto clip = clipOf("a");
    clip.frameCount = 0;
    EXPECT_TRUE(refused({"d", {}, {}, {clipOf("b"), clip}, {}}));
    clip = clipOf("a", 0, {{"fr", "une tasse"}});
    EXPECT_TRUE(refused({"d", {}, {}, {clip}, {}}));
    clip = clipOf("a", 0, {{"zh", "一"}, {"zh", "二"}});
    EXPECT_TRUE(refused({"d", {}, {}, {clip}, {}}));
    clip = clipOf("a");
    clip.endSeconds = clip.startSeconds;
    EXPECT_TRUE(refused({"d", {}, {}, {clip}, {}}));
    EXPECT_EQ(sqlite(database, "SELECT (SELECT count(*) FROM dataset) + (SELECT count(*) FROM clip)"), "0");
    std::string longName;
    for (int i = 0; i < 120; ++i) longName += "长";
    EXPECT_TRUE(datasets.add({longName, {}, {}, {clipOf("a")}, {}})) << "characters count, not bytes";
}

TEST_F(DatasetTest, OneIsChosenByItselfSeveralAreNamed) {
    EXPECT_TRUE(datasets.choose("").error().is(dataset_errors::kNoDataset));
    ASSERT_TRUE(datasets.add({"海", {}, {}, {clipOf("a")}, {}}));
    EXPECT_EQ(datasets.choose("")->name, "海");
    EXPECT_EQ(datasets.choose("x").error().sentence(), "There is no dataset \"x\".");
    ASSERT_TRUE(datasets.add({"山", {}, {}, {clipOf("a")}, {}}));
    const auto unclear = datasets.choose("");
    EXPECT_TRUE(unclear.error().is(dataset_errors::kChooseDataset));
    EXPECT_EQ(unclear.error().arg("names"), "山, 海");
    EXPECT_EQ(datasets.choose("山")->name, "山");
}

TEST_F(DatasetTest, UndoTakesBackWhatWasAddedAndRedoBringsIt) {
    const auto first = *datasets.add({"d", {}, {}, {clipOf("a"), clipOf("b"), clipOf("c")}, {}});
    const auto before = contentVersion(*datasets.clips(first.id));
    std::vector<NewClip> more;
    for (const char* film : {"d", "e", "f", "g", "h", "i", "j", "k"})
        more.push_back(clipOf(film, 0, {{"en", film}}));
    ASSERT_TRUE(datasets.add({"d", 99, 0.4, more, {}}));
    const auto after = contentVersion(*datasets.clips(first.id));
    EXPECT_NE(after, before);
    const auto undone = undo.undo();
    ASSERT_TRUE(undone) << undone.error().describe();
    EXPECT_EQ(undone->command, "dataset.add");
    EXPECT_EQ(undone->subject, "d");
    EXPECT_EQ(contentVersion(*datasets.clips(first.id)), before) << "the split too";
    EXPECT_EQ(datasets.choose("d")->seed, 1u);
    EXPECT_EQ(sqlite(database, "SELECT count(*) FROM clip"), "11") << "nothing is deleted";
    ASSERT_TRUE(undo.redo());
    EXPECT_EQ(contentVersion(*datasets.clips(first.id)), after);
    EXPECT_EQ(datasets.choose("d")->seed, 99u);
    EXPECT_TRUE(undo.redo().error().is(project_errors::kNothingToRedo));
    ASSERT_TRUE(undo.undo());
    ASSERT_TRUE(undo.undo());
    EXPECT_TRUE(datasets.list()->empty());
    EXPECT_TRUE(undo.undo().error().is(project_errors::kNothingToUndo));
    // A new change forgets what was undone, and brings the dataset of that name back.
    ASSERT_TRUE(datasets.add({"d", {}, {}, {clipOf("z")}, {}}));
    EXPECT_TRUE(undo.redo().error().is(project_errors::kNothingToRedo));
    EXPECT_EQ(datasets.clips(datasets.choose("d")->id)->size(), 1u);
}

TEST_F(DatasetTest, UndoRefusesWhatWasChangedSinceAndWhatIsNotOurs) {
    const auto made = *datasets.add({"d", {}, {}, {clipOf("a"), clipOf("b")}, {}});
    ASSERT_TRUE(project->store().write([](SQLite::Database& db) -> Status {
        db.exec("UPDATE clip SET split = 'train'");
        return {};
    }));
    const auto refused = undo.undo();
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(project_errors::kChangedSince));
    EXPECT_EQ(datasets.clips(made.id)->size(), 2u) << "all or nothing";
    // It is past undoing; the one before it comes next.
    EXPECT_TRUE(undo.undo().error().is(project_errors::kNothingToUndo));
    ASSERT_TRUE(datasets.add({"d", {}, {}, {clipOf("c")}, {}}));
    // A journal that names other columns than those of the rooms changes nothing.
    ASSERT_TRUE(project->store().write([](SQLite::Database& db) -> Status {
        db.exec(
            R"(UPDATE undo_record SET "before" = '[["project",1,"name","evil"]]', "after" = '[["project",1,"name","x"]]')");
        return {};
    }));
    EXPECT_TRUE(undo.undo().error().is(project_errors::kChangedSince));
    EXPECT_EQ(project->info()->name, "x");
    ASSERT_TRUE(datasets.add({"d", {}, {}, {clipOf("d")}, {}}));
    ASSERT_TRUE(project->store().write([](SQLite::Database& db) -> Status {
        db.exec(R"(UPDATE undo_record SET "before" = '{', "after" = '[]')");
        return {};
    }));
    EXPECT_FALSE(undo.undo()) << "a damaged journal is an error, not a crash";
}

TEST_F(DatasetTest, OtherCaptionsKeepTheEarlierOnes) {
    const auto made = *datasets.add({"d", {}, {}, {clipOf("a", 0, {{"en", "old"}, {"zh", "旧"}})}, {}});
    const auto clip = datasets.clips(made.id)->front().id;
    ASSERT_TRUE(datasets.add({"d", {}, {}, {}, {{clip, {{"en", "new"}}}}}));
    EXPECT_EQ(datasets.clips(made.id)->front().captions, (std::vector<Caption>{{"en", "new"}}));
    EXPECT_EQ(sqlite(database, "SELECT count(*), sum(removed IS NULL) FROM clip_caption"), "3|1");
    ASSERT_TRUE(undo.undo());
    EXPECT_EQ(datasets.clips(made.id)->front().captions, (std::vector<Caption>{{"en", "old"}, {"zh", "旧"}}));
}

TEST_F(DatasetTest, AThousandClips) {
    std::vector<NewClip> clips;
    for (int i = 0; i < 1000; ++i)
        clips.push_back(clipOf("film " + std::to_string(i), 0, {{"zh", "第" + std::to_string(i)}}));
    const auto made = datasets.add({"d", {}, {}, clips, {}});
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(sqlite(database, "SELECT count(*), sum(split = 'held_out') FROM clip"), "1000|200");
    EXPECT_EQ(datasets.clips(made->id)->back().captions.front().text, "第999");
    ASSERT_TRUE(undo.undo());
    EXPECT_EQ(sqlite(database, "SELECT count(*) FROM clip WHERE removed IS NULL"), "0");
}

TEST_F(DatasetTest, ClipsOfATrainingAreKeptOnceAndBelongToNoDataset) {
    const std::vector<NewClip> clips{clipOf("a"), clipOf("a", 49), clipOf("a")};
    ASSERT_TRUE(datasets.keepTrainingClips(clips));
    ASSERT_TRUE(datasets.keepTrainingClips(clips));
    EXPECT_EQ(sqlite(database, "SELECT count(*), count(dataset_id) FROM clip"), "2|0");
    EXPECT_TRUE(undo.list()->empty());
}

TEST_F(DatasetTest, FilmsKeepWhatIsKnownOfThem) {
    NewSource film;
    film.path = utf8FromPath(dir / "p/films/海.mp4");
    film.sha256 = sha256Hex("海");
    film.bytes = 1234;
    film.width = 640;
    film.height = 480;
    film.fps = 23.976;
    film.isVariableRate = false;
    film.seconds = 2.5;
    film.codec = "h264";
    film.hasAudio = true;
    film.frames = 60;
    auto clip = clipOf("海");
    clip.sourcePath = film.path;
    clip.crop = Crop{0, 60, 640, 360};
    clip.scene = "海边";
    const auto made = datasets.add({"d", {}, {}, {clip, clipOf("b")}, {}, {film}});
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(sqlite(database, "SELECT path, bytes, fps, has_audio, variable_rate FROM source ORDER BY id LIMIT 1"),
              "films/海.mp4|1234|23.976|1|0")
        << "inside the project the path is relative";
    EXPECT_EQ(sqlite(database, "SELECT width IS NULL, codec IS NULL FROM source WHERE path = '/films/b'"), "1|1");
    SourceRepository sources(project->store());
    const auto all = *sources.list(made->id);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].path, film.path);
    EXPECT_EQ(all[0].hasAudio, std::optional<bool>(true));
    EXPECT_EQ(all[1].hasAudio, std::nullopt);
    const auto clips = *datasets.clips(made->id);
    EXPECT_EQ(clips[0].crop, (Crop{0, 60, 640, 360}));
    EXPECT_EQ(clips[0].scene, "海边");
    EXPECT_FALSE(clips[1].crop);
    // A problem goes when the film can be read again; the place where it was seen last stays.
    NewSource again;
    again.path = "/elsewhere";
    again.sha256 = film.sha256;
    again.problem = "{}";
    ASSERT_TRUE(sources.keep(std::vector{again}));
    EXPECT_EQ((*sources.find(film.sha256))->problem, "{}");
    EXPECT_EQ((*sources.find(film.sha256))->bytes, 1234);
    again.problem.clear();
    again.codec = "hevc";
    ASSERT_TRUE(sources.keep(std::vector{again}));
    const auto found = *sources.find(film.sha256);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->problem + found->codec + found->path, "hevc" + film.path);
    EXPECT_FALSE(*sources.find(sha256Hex("nothing")));
    again.sha256 = "short";
    EXPECT_TRUE(sources.keep(std::vector{again}).error().is(dataset_errors::kBadRecord));
    clip.crop = Crop{600, 0, 100, 100};
    EXPECT_TRUE(datasets.add({"d", {}, {}, {clip}, {}}).error().is(dataset_errors::kBadRecord));
}

TEST_F(DatasetTest, MeasuresBelongToTheContent) {
    const auto made = *datasets.add({"d", {}, {}, {clipOf("a"), clipOf("a", 49), clipOf("b")}, {}});
    SourceRepository sources(project->store());
    EXPECT_EQ(sources.clipsToMeasure(made.id, 1)->size(), 3u);
    Measures first;
    first.sourceSha256 = sha256Hex("a");
    first.firstFrame = 49;
    first.frameCount = 49;
    first.version = 2;
    first.document = R"({"a":1})";
    first.camera = "pan-left";
    first.motion = 0.5;
    first.sharpness = 0.25;
    first.hash = "0123456789abcdef";
    first.measuredAt = 7;
    Measures failed;
    failed.sourceSha256 = sha256Hex("b");
    failed.frameCount = 49;
    failed.problem = R"({"code":"no_frames"})";
    failed.measuredAt = 8;
    ASSERT_TRUE(sources.keepMeasures(std::vector{first, failed}));
    EXPECT_EQ(*sources.measures(made.id), (std::vector{first, failed}));
    EXPECT_EQ(sources.clipsToMeasure(made.id, 1)->size(), 1u) << "a failure is known too";
    EXPECT_EQ(sources.clipsToMeasure(made.id, 2)->size(), 2u);
    EXPECT_TRUE(undo.undo()) << "the clips go";
    EXPECT_TRUE(sources.measures(made.id)->empty());
    EXPECT_TRUE(undo.redo());
    EXPECT_EQ(sources.measures(made.id)->size(), 2u) << "they come back measured";
    first.sharpness = 0.5;
    ASSERT_TRUE(sources.keepMeasures(std::vector{first}));
    EXPECT_EQ(sources.measures(made.id)->front().sharpness, 0.5);
    first.problem = "{}";
    EXPECT_TRUE(sources.keepMeasures(std::vector{first}).error().is(dataset_errors::kBadRecord));
}

TEST_F(DatasetTest, FrozenVersionsStayAsTheyAre) {
    ASSERT_TRUE(datasets.add({"d", {}, {}, {clipOf("a")}, {}}));
    sqlite(database,
           "INSERT INTO dataset_version (dataset_id, number, name, content_hash, document, created) VALUES (1, 1, "
           "'', '" +
               sha256Hex("x") + "', '{}', 5.0)");
    for (const char* change : {"UPDATE dataset_version SET document = ''", "UPDATE dataset_version SET number = 2",
                               "DELETE FROM dataset_version"})
        EXPECT_FALSE(project->store().write([&](SQLite::Database& db) -> Status {
            db.exec(change);
            return {};
        })) << change;
    EXPECT_EQ(sqlite(database, "SELECT number, document FROM dataset_version"), "1|{}");
}

TEST(DatasetSchema, ClipsOfAnOlderProjectStay) {
    const test::TempDir dir;
    auto migrations = *store::loadMigrations();
    const auto all = migrations;
    migrations.resize(2);  // as schema 2 made it
    {
        const auto old = store::Store::open(dir / "a.db", {store::Access::Create}, migrations);
        ASSERT_TRUE(old) << old.error().describe();
        ASSERT_TRUE((*old)->write([](SQLite::Database& db) -> Status {
            db.exec(
                "INSERT INTO clip (source_path, source_sha256, first_frame, frame_count, caption, width, height, "
                "created) "
                "VALUES ('/片.mp4', '" +
                sha256Hex("x") +
                "', 3, 49, '一只杯子', 64, 64, 5.0), "
                "('/b.mp4', '" +
                sha256Hex("y") + "', 0, 9, '', 64, 64, 6.0)");
            return {};
        }));
    }
    const auto now = store::Store::open(dir / "a.db", {store::Access::Write}, all);
    ASSERT_TRUE(now) << now.error().describe();
    EXPECT_EQ((*now)->problems(all)->size(), 0u);
    const auto clips = *DatasetRepository(**now).clips({});
    ASSERT_EQ(clips.size(), 2u);
    EXPECT_EQ(clips[0].sourcePath, "/片.mp4");
    EXPECT_EQ(clips[0].captions, (std::vector<Caption>{{"und", "一只杯子"}}));
    EXPECT_FALSE(clips[0].startSeconds);
    EXPECT_TRUE(clips[1].captions.empty());
    const auto films = *SourceRepository(**now).list();
    ASSERT_EQ(films.size(), 2u);
    EXPECT_EQ(films[0].path + films[0].sha256, "/片.mp4" + sha256Hex("x"));
    EXPECT_EQ(films[0].width, 0) << "the size of what was cut is not that of the film";
}

TEST(DatasetSchema, FilmsOfAnOlderDatasetAreKnown) {
    const test::TempDir dir;
    auto migrations = *store::loadMigrations();
    const auto all = migrations;
    migrations.resize(6);
    {
        const auto old = store::Store::open(dir / "a.db", {store::Access::Create}, migrations);
        ASSERT_TRUE(old) << old.error().describe();
        ASSERT_TRUE((*old)->write([](SQLite::Database& db) -> Status {
            const auto insert = [&](const char* dataset, const char* path, const std::string& film, int width) {
                db.exec(std::string("INSERT INTO clip (dataset_id, source_path, source_sha256, first_frame, "
                                    "frame_count, split, "
                                    "width, height, created, removed) VALUES (") +
                        dataset + ", '" + path + "', '" + sha256Hex(film) + "', 0, 9, 'train', " +
                        std::to_string(width) + ", 48, 5.0, NULL)");
            };
            db.exec("INSERT INTO dataset (name, seed, held_out, created) VALUES ('d', 1, 0.2, 5.0)");
            insert("NULL", "/old/a.mp4", "a", 16);
            insert("1", "片/a.mp4", "a", 640);
            insert("1", "片/a.mp4", "a", 640);
            insert("1", "/b.mp4", "b", 320);
            db.exec("INSERT INTO clip_caption (clip_id, language, caption, created) VALUES (2, 'zh', '杯', 5.0)");
            return {};
        }));
    }
    const auto now = store::Store::open(dir / "a.db", {store::Access::Write}, all);
    ASSERT_TRUE(now) << now.error().describe();
    EXPECT_EQ((*now)->problems(all)->size(), 0u);
    EXPECT_EQ(sqlite(dir / "a.db", "SELECT path, width, codec IS NULL FROM source ORDER BY id"),
              "片/a.mp4|640|1\n/b.mp4|320|1");
    EXPECT_EQ(sqlite(dir / "a.db", "SELECT path FROM recorded_file ORDER BY path"), "/b.mp4\n片/a.mp4");
    const auto clips = *DatasetRepository(**now).clips(DatasetId{1});
    ASSERT_EQ(clips.size(), 3u);
    EXPECT_EQ(clips[0].sourcePath, utf8FromPath(dir / "片/a.mp4"));
    EXPECT_EQ(clips[0].captions, (std::vector<Caption>{{"zh", "杯"}}));
    EXPECT_EQ(clips[0].captions.front().author, CaptionAuthor::File);
}

}  // namespace
}  // namespace brandloom::dataset
