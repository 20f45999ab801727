// The query line taken apart, the index behind it beside a plain look at every clip, edits and their undo, frozen
// versions.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/base/hashing.h"
#include "core/dataset/dataset_errors.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/edit_repository.h"
#include "core/dataset/query.h"
#include "core/dataset/search_repository.h"
#include "core/dataset/search_words.h"
#include "core/dataset/source_repository.h"
#include "core/dataset/version_repository.h"
#include "core/project/project.h"
#include "core/project/project_errors.h"
#include "tests/unit/domain_support.h"

namespace brandloom::dataset {
namespace {

using test::sqlite;

NewClip clipOf(const std::string& film, double seconds = 2, std::vector<Caption> captions = {}) {
    NewClip clip;
    clip.sourcePath = "/films/" + film;
    clip.sourceSha256 = sha256Hex(film);
    clip.frameCount = static_cast<std::int64_t>(seconds * 24);
    clip.startSeconds = 0;
    clip.endSeconds = seconds;
    clip.captions = std::move(captions);
    clip.width = 640;
    clip.height = 360;
    return clip;
}

TEST(SearchWords, RunsBecomePairs) {
    EXPECT_EQ(indexedText("红色马克杯 Red cup"), "红色 色马 马克 克杯 杯  Red cup");
    EXPECT_EQ(indexedText("杯"), "杯 ");
    EXPECT_EQ(indexedText("iPhone手机ＡＢ"), "iPhone 手机 机 AB");
    EXPECT_EQ(phraseFor("马克"), "\"马克 \"");
    EXPECT_EQ(phraseFor("马"), "\"马 \" *");
    EXPECT_EQ(phraseFor("马克杯"), "\"马克 克杯 \"");
    EXPECT_EQ(phraseFor("red sho"), "\"red sho\" *");
    EXPECT_EQ(phraseFor("a\"b"), "\"a b\" *") << "quotes cannot leave the phrase";
    for (const char* nothing : {"", "!?", "——", "。", "  "}) EXPECT_EQ(phraseFor(nothing), "") << nothing;
}

TEST(Query, IsTakenApart) {
    const auto terms = parseQuery(
        "马克杯 -caption:\"red shoe\" rating>=4 split:held_out Camera:Pan-Left ratio:16:9 "
        "duration<2s tag：舞台 rating＞2");
    ASSERT_TRUE(terms) << terms.error().describe();
    using Sign = NumberTerm::Sign;
    EXPECT_EQ(*terms, (std::vector<QueryTerm>{{false, WordTerm{WordTerm::Where::Anywhere, "马克杯"}},
                                              {true, WordTerm{WordTerm::Where::Caption, "red shoe"}},
                                              {false, NumberTerm{"rating", Sign::GreaterEqual, 4}},
                                              {false, ChoiceTerm{"split", "held_out"}},
                                              {false, ChoiceTerm{"camera", "pan_left"}},
                                              {false, NumberTerm{"ratio", Sign::Equal, 16.0 / 9}},
                                              {false, NumberTerm{"duration", Sign::Less, 2}},
                                              {false, ChoiceTerm{"tag", "舞台"}},
                                              {false, NumberTerm{"rating", Sign::Greater, 2}}}));
    EXPECT_TRUE(parseQuery("")->empty());
}

TEST(Query, SaysWhatItDoesNotUnderstand) {
    for (const char* query : {"rating>=many", "colour:red", "camera:left", "split>2", "\"open",
                              "tag:", "missing:all", "ratio:16:0", "!!", "\xff", "caption:!"}) {
        const auto terms = parseQuery(query);
        ASSERT_FALSE(terms) << query;
        EXPECT_TRUE(terms.error().is(dataset_errors::kBadQuery)) << query;
    }
    EXPECT_NE(parseQuery("colour:red").error().describe().find("camera"), std::string::npos) << "fields are named";
    EXPECT_FALSE(parseQuery(std::string(3000, 'x')));
}

class CurationTest : public testing::Test {
  protected:
    CurationTest()
        : project(std::move(*project::Project::create(dir / "p", "x"))), database(dir / "p/project.db") {}

    /// Ids of the clips that a query finds, one digit each.
    std::string found(const std::string& query, project::Project* in = nullptr) {
        SearchRepository search((in != nullptr ? in : project.get())->store());
        const auto ids = search.find(DatasetId{1}, query, 1000);
        if (!ids) return ids.error().describe();
        std::string out;
        for (const auto id : *ids) out += std::to_string(id.value);
        return out;
    }
    void edit(ClipEdit edit) {
        const auto done = edits.editClips({std::move(edit)});
        EXPECT_TRUE(done) << done.error().describe();
    }

    test::TempDir dir;
    std::unique_ptr<project::Project> project;
    Path database;
    DatasetRepository datasets{project->store()};
    EditRepository edits{project->store()};
    VersionRepository versions{project->store()};
    project::UndoRepository undo{project->store(), DatasetRepository::undoFields()};
};

class SearchTest : public CurationTest {
  protected:
    SearchTest() {
        auto cropped = clipOf("宽 屏.mp4", 5, {{"zh", "海边,一个红色的马克杯"}, {"en", "A red mug on the beach"}});
        cropped.crop = Crop{0, 0, 360, 360};
        auto draft = clipOf("b.mp4", 1.5, {{"en", "two lamps", CaptionAuthor::Suggestion, "", false, true}});
        draft.scene = "Kitchen";
        EXPECT_TRUE(datasets.add({"d", {}, 0, {cropped, draft, clipOf("c winter.mp4", 3)}, {}}));
        edit({ClipId{1}, {}, {}, 1, 4, {}, {}, {"舞台", "Brand"}, {}});
        edit({ClipId{3}, {}, {}, -1, {}, {}, Split::HeldOut, {"舞台灯"}, {}});
        Measures m;
        m.sourceSha256 = sha256Hex("b.mp4");
        m.frameCount = 36;
        m.document = "{}";
        m.camera = "pan-left";
        m.sharpness = 0.3;
        m.hasBars = true;
        EXPECT_TRUE(SourceRepository(project->store()).keepMeasures(std::vector{m}));
        EXPECT_TRUE(edits.editSources({{SourceId{1}, {}, "Fable", {}}, {SourceId{2}, {}, "Fable", 999.0}}, "x"));
    }
    const std::vector<std::pair<std::string, std::string>> kQueries{
        {"", "123"},
        {"马克", "1"},
        {"马", "1"},
        {"杯", "1"},
        {"红色的马克杯", "1"},
        {"克马", ""},
        {"lamp", "2"},
        {"LAMPS", "2"},
        {"amps", ""},
        {"\"red mug\"", "1"},
        {"\"mug red\"", ""},
        {"mug red", "1"},
        {"-mug", "23"},
        {"caption:宽", ""},
        {"film:宽", "1"},
        {"winter", "3"},
        {"屏 mug", "1"},
        {"舞台", "13"},
        {"tag:舞台", "1"},
        {"tag:brand", "1"},
        {"-tag:舞台", "23"},
        {"rating>=4", "1"},
        {"rating=0", "23"},
        {"pick:yes", "1"},
        {"pick:reject", "3"},
        {"-pick:reject", "12"},
        {"split:held_out", "3"},
        {"lang:zh", "1"},
        {"missing:caption", "3"},
        {"has:caption", "12"},
        {"duration<2", "2"},
        {"duration=1.5", "2"},
        {"width<600", "1"},
        {"ratio:1:1", "1"},
        {"ratio:16:9", "23"},
        {"camera:pan_left", "2"},
        {"camera:static", ""},
        {"-camera:static", "2"},
        {"sharpness<0.5", "2"},
        {"missing:measures", "13"},
        {"is:bars", "2"},
        {"is:draft", "2"},
        {"is:cropped", "1"},
        {"rights:missing", "3"},
        {"rights:expired", "2"},
        {"rights:ok", "1"},
        {"scene:kitchen", "2"},
        {"missing:scene rating<1", "3"},
        {"mug OR lamp", ""},
        {"mug* NEAR", ""},
    };
};

TEST_F(SearchTest, FindsWhatIsMeant) {
    for (const auto& [query, ids] : kQueries) EXPECT_EQ(found(query), ids) << query;
    EXPECT_EQ(sqlite(database, "SELECT count(*) FROM clip_to_index"), "0");
}

TEST_F(SearchTest, FollowsEveryChangeAndItsUndo) {
    EXPECT_EQ(found("马克"), "1");
    ASSERT_TRUE(edits.editCaptions({{ClipId{1}, "zh", Caption{"zh", "一盏灯"}}}, "caption.set"));
    EXPECT_EQ(found("马克") + "/" + found("灯"), "/13");
    ASSERT_TRUE(undo.undo());
    EXPECT_EQ(found("马克") + "/" + found("灯"), "1/3") << "undo is noted too";
    ASSERT_TRUE(edits.removeClips({ClipId{1}}));
    EXPECT_EQ(found("马克") + "/" + found(""), "/23");
    ASSERT_TRUE(undo.undo());
    EXPECT_EQ(found("马克") + "/" + found(""), "1/123");
    ASSERT_TRUE(edits.editSources({{SourceId{3}, "/elsewhere/spring.mp4", {}, {}}}, "x"));
    EXPECT_EQ(found("winter") + "/" + found("spring"), "/3");
}

TEST_F(SearchTest, AReaderFindsTheSameBesideTheWriter) {
    ASSERT_TRUE(undo.undo()) << "rights, which nobody has indexed since";
    ASSERT_TRUE(undo.redo());
    sqlite(database, "UPDATE clip_caption SET caption = caption");
    EXPECT_NE(sqlite(database, "SELECT count(*) FROM clip_to_index"), "0");
    const auto reader = *project::Project::open(dir / "p", project::Mode::Read);
    for (const auto& [query, ids] : kQueries) EXPECT_EQ(found(query, reader.get()), ids) << query;
    EXPECT_NE(sqlite(database, "SELECT count(*) FROM clip_to_index"), "0") << "it wrote nothing";
    for (const auto& [query, ids] : kQueries) EXPECT_EQ(found(query), ids) << query;
    EXPECT_EQ(found("nothing:here").substr(0, 9), parseQuery("nothing:here").error().describe().substr(0, 9));
}

TEST_F(SearchTest, ADatasetOnItsOwn) {
    ASSERT_TRUE(datasets.add({"e", {}, {}, {clipOf("e.mp4", 2, {{"zh", "另一个马克杯"}})}, {}}));
    EXPECT_EQ(found("马克"), "1");
    EXPECT_EQ(found("-lamp"), "13");
    SearchRepository search(project->store());
    EXPECT_EQ(*search.find(DatasetId{2}, "马克"), std::vector{ClipId{4}});
    EXPECT_EQ(search.find(DatasetId{2}, "")->size(), 1u);
    ASSERT_TRUE(edits.removeDataset(DatasetId{1}));
    EXPECT_EQ(*search.find(DatasetId{2}, "马克"), std::vector{ClipId{4}}) << "the only one now";
    EXPECT_EQ(found("马克"), "");
}

TEST_F(SearchTest, PagesOfClips) {
    SearchRepository search(project->store());
    const auto ids = *search.find(DatasetId{1}, "");
    const auto page = *search.clips(ids, 1, 1);
    ASSERT_EQ(page.size(), 1u);
    EXPECT_EQ(page[0].id.value, 2);
    EXPECT_TRUE(search.clips(ids, 7, 3)->empty());
}

TEST_F(CurationTest, MarksOfClipsAndTheirUndo) {
    ASSERT_TRUE(datasets.add({"d", {}, {}, {clipOf("a"), clipOf("b"), clipOf("c")}, {}}));
    const auto before = *datasets.clips(DatasetId{1});
    ClipEdit edit;
    edit.clip = ClipId{2};
    edit.range = ClipRange{0.5, 1.5, 12, 24};
    edit.crop = Crop{10, 20, 320, 240};
    edit.pick = -1;
    edit.rating = 5;
    edit.scene = "海边";
    edit.addTags = {"b", "a", "a"};
    EXPECT_EQ(*edits.editClips({edit}), 1);
    EXPECT_EQ(*edits.editClips({edit}), 0) << "it is so already";
    const auto clip = datasets.clips(DatasetId{1})->at(1);
    EXPECT_EQ(clip.firstFrame, 12);
    EXPECT_DOUBLE_EQ(*clip.endSeconds, 1.5);
    EXPECT_EQ(clip.crop, (Crop{10, 20, 320, 240}));
    EXPECT_EQ(clip.tags, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(clip.pick + clip.rating, 4);
    EXPECT_EQ(sqlite(database, "SELECT command, subject FROM undo_record ORDER BY id DESC LIMIT 1"),
              "clip.set|d 2");
    ASSERT_TRUE(undo.undo());
    const auto after = *datasets.clips(DatasetId{1});
    EXPECT_TRUE(differences({"", 1, 0, {}, before, {}}, {"", 1, 0, {}, after, {}}).empty());
    ASSERT_TRUE(undo.redo());
    EXPECT_EQ(datasets.clips(DatasetId{1})->at(1).tags.size(), 2u);
    ClipEdit back;
    back.clip = ClipId{2};
    back.crop = std::optional<Crop>();
    back.removeTags = {"a", "z"};
    EXPECT_EQ(*edits.editClips({back}), 1);
    EXPECT_FALSE(datasets.clips(DatasetId{1})->at(1).crop);
    EXPECT_EQ(datasets.clips(DatasetId{1})->at(1).tags, std::vector<std::string>{"b"});
}

TEST_F(CurationTest, WrongEditsChangeNothing) {
    ASSERT_TRUE(datasets.add({"d", {}, {}, {clipOf("a"), clipOf("b")}, {}}));
    const auto refused = [&](auto change) {
        ClipEdit good, wrong;
        good.clip = ClipId{1};
        good.rating = 3;
        wrong.clip = ClipId{2};
        change(wrong);
        const auto done = edits.editClips({good, wrong});
        return done ? std::string() : std::string(done.error().code);
    };
    EXPECT_EQ(refused([](ClipEdit& e) { e.rating = 6; }), "bad_record");
    EXPECT_EQ(refused([](ClipEdit& e) { e.pick = 2; }), "bad_record");
    EXPECT_EQ(refused([](ClipEdit& e) { e.addTags = {"a,b"}; }), "bad_record");
    EXPECT_EQ(refused([](ClipEdit& e) { e.crop = Crop{600, 0, 100, 100}; }), "bad_record");
    EXPECT_EQ(refused([](ClipEdit& e) { e.range = ClipRange{2, 1, 0, 1}; }), "bad_record");
    EXPECT_EQ(refused([](ClipEdit& e) { e.clip = ClipId{9}; }), "clip_missing");
    EXPECT_EQ(sqlite(database, "SELECT sum(rating) FROM clip"), "0");
    EXPECT_EQ(undo.list()->size(), 1u);
    // Both sides of one film.
    auto second = clipOf("a");
    second.firstFrame = 100;
    ASSERT_TRUE(datasets.add({"d", {}, {}, {second}, {}}));
    ClipEdit train, held;
    train.clip = ClipId{1};
    train.splitChosen = Split::Train;
    held.clip = ClipId{3};
    held.splitChosen = Split::HeldOut;
    EXPECT_TRUE(edits.editClips({train, held}).error().is(dataset_errors::kSplitConflict));
    EXPECT_EQ(*edits.editClips({held}), 1);
    EXPECT_EQ(datasets.clips(DatasetId{1})->at(0).split, Split::HeldOut) << "its film goes with it";
}

TEST_F(CurationTest, CaptionsKnowTheirAuthorAndKeepTheirHistory) {
    ASSERT_TRUE(datasets.add({"d", {}, {}, {clipOf("a", 2, {{"en", "old"}}), clipOf("b")}, {}}));
    const Caption text{"zh", "一只杯子", CaptionAuthor::User, "", true};
    EXPECT_EQ(*edits.editCaptions({{ClipId{1}, "zh", text}, {ClipId{2}, "zh", text}}, "caption.set"), 2);
    EXPECT_EQ(*edits.editCaptions({{ClipId{1}, "zh", text}}, "caption.set"), 0);
    EXPECT_EQ(sqlite(database, "SELECT command, subject FROM undo_record ORDER BY id DESC LIMIT 1"),
              "caption.set|d, 2 clips");
    EXPECT_EQ(*edits.editCaptions({{ClipId{1}, "en", {}}, {ClipId{2}, "en", {}}}, "caption.remove"), 1);
    EXPECT_EQ(datasets.clips(DatasetId{1})->at(0).captions, std::vector{text});
    EXPECT_EQ(sqlite(database, "SELECT caption, author, removed IS NULL FROM clip_caption ORDER BY id"),
              "old|file|0\n一只杯子|user|1\n一只杯子|user|1");
    ASSERT_TRUE(undo.undo());
    EXPECT_EQ(datasets.clips(DatasetId{1})->at(0).captions.size(), 2u);
    EXPECT_TRUE(
        edits.editCaptions({{ClipId{1}, "zh", Caption{"zh", ""}}}, "x").error().is(dataset_errors::kBadRecord));
    EXPECT_TRUE(
        edits.editCaptions({{ClipId{1}, "zh", Caption{"zh", "x", CaptionAuthor::User, "", true, true}}}, "x")
            .error()
            .is(dataset_errors::kBadRecord));
}

TEST_F(CurationTest, FilmsMoveAndHaveOwners) {
    ASSERT_TRUE(datasets.add({"d", {}, {}, {clipOf("a"), clipOf("b")}, {}}));
    EXPECT_EQ(*edits.editSources(
                  {{SourceId{1}, utf8FromPath(dir / "p/in/新.mp4"), "Fable", 5000.0}, {SourceId{2}, {}, {}, {}}},
                  "dataset.relink"),
              1);
    EXPECT_EQ(sqlite(database, "SELECT path, rights_holder, rights_until FROM source WHERE id = 1"),
              "in/新.mp4|Fable|5000.0");
    ASSERT_TRUE(undo.undo());
    EXPECT_EQ(sqlite(database, "SELECT path, rights_holder, rights_until IS NULL FROM source WHERE id = 1"),
              "/films/a||1");
    EXPECT_TRUE(edits.editSources({{SourceId{7}, "x", {}, {}}}, "x").error().is(dataset_errors::kSourceUnknown));
}

TEST_F(CurationTest, DatasetsAreChangedAndRemoved) {
    std::vector<NewClip> clips;
    for (int i = 0; i < 10; ++i) clips.push_back(clipOf(std::to_string(i)));
    ASSERT_TRUE(datasets.add({"d", {}, {}, clips, {}}));
    const auto changed =
        edits.editDataset({DatasetId{1}, 5, 0.4, std::vector<std::string>{"fblgds", "红 牌"}}, "x");
    ASSERT_TRUE(changed) << changed.error().describe();
    EXPECT_EQ(sqlite(database, "SELECT sum(split = 'held_out') FROM clip"), "4");
    EXPECT_EQ(datasets.list()->front().triggerWords, (std::vector<std::string>{"fblgds", "红 牌"}));
    ASSERT_TRUE(undo.undo());
    EXPECT_EQ(sqlite(database, "SELECT sum(split = 'held_out') FROM clip"), "2");
    EXPECT_TRUE(datasets.list()->front().triggerWords.empty());
    EXPECT_FALSE(edits.editDataset({DatasetId{1}, {}, {}, std::vector<std::string>{"a", "a"}}, "x"));
    ASSERT_TRUE(edits.removeDataset(DatasetId{1}));
    EXPECT_TRUE(datasets.list()->empty());
    EXPECT_TRUE(edits.removeDataset(DatasetId{1}).error().is(dataset_errors::kDatasetMissing));
    ASSERT_TRUE(undo.undo());
    EXPECT_EQ(datasets.clips(DatasetId{1})->size(), 10u);
}

TEST_F(CurationTest, AVersionKeepsWhatWas) {
    NewSource film;
    film.path = "/films/a";
    film.sha256 = sha256Hex("a");
    film.fps = 23.976023976023978;
    film.hasAudio = false;
    auto clip = clipOf("a", 1.0 / 3, {{"zh", "海", CaptionAuthor::Captioner, "qwen", true}, {"en", "\"sea\""}});
    clip.crop = Crop{0, 0, 320, 180};
    ASSERT_TRUE(datasets.add({"d", 18446744073709551615u, {}, {clip, clipOf("b")}, {}, {film}}));
    const auto first = *versions.freeze(DatasetId{1}, "一月");
    EXPECT_TRUE(first.isNew);
    EXPECT_EQ(first.number, 1);
    EXPECT_FALSE(versions.freeze(DatasetId{1}, "other")->isNew) << "nothing changed";
    const auto was = *versions.now(DatasetId{1});
    edit({ClipId{1}, {}, std::optional<Crop>(), {}, 5, {}, {}, {"x"}, {}});
    ASSERT_TRUE(edits.removeClips({ClipId{2}}));
    ASSERT_TRUE(datasets.add({"d", {}, {}, {clipOf("c")}, {}}));
    const auto kept = *versions.content(first.id);
    EXPECT_EQ(jsonFrom(kept), jsonFrom(was)) << "every number and text";
    EXPECT_EQ(kept.seed, 18446744073709551615u);
    EXPECT_EQ(kept.sources[0].fps, 23.976023976023978);
    EXPECT_EQ(kept.clips[0].captions, was.clips[0].captions);
    std::map<std::string, std::string> seen;
    for (const auto& difference : differences(kept, *versions.now(DatasetId{1}))) {
        std::string parts;
        for (const auto& part : difference.parts) parts += part + " ";
        using What = ClipDifference::What;
        seen[difference.what == What::Added     ? "added"
             : difference.what == What::Removed ? "removed"
                                                : "changed"] +=
            (difference.what == What::Removed ? difference.before : difference.after).sourcePath + " " + parts;
    }
    EXPECT_EQ(seen["added"], "/films/c ");
    EXPECT_EQ(seen["removed"], "/films/b ");
    EXPECT_EQ(seen["changed"].substr(0, 14), "/films/a crop ");
    EXPECT_NE(seen["changed"].find("tags rating"), std::string::npos);
    const auto dataset = datasets.list()->front();
    EXPECT_EQ(versions.choose(dataset, "一月")->number, 1);
    EXPECT_EQ(versions.choose(dataset, first.contentHash.substr(0, 8))->number, 1);
    EXPECT_EQ(versions.choose(dataset, "7").error().arg("names"), "1 (一月)");
    EXPECT_EQ(versions.freeze(DatasetId{1}, "")->number, 2);
    ASSERT_TRUE(undo.undo());
    EXPECT_EQ(versions.list(DatasetId{1})->size(), 1u);
    EXPECT_EQ(versions.freeze(DatasetId{1}, "")->number, 3) << "a number is used once";
    EXPECT_TRUE(frozenContentFrom("{").error().is(dataset_errors::kBadRecord));
    EXPECT_TRUE(frozenContentFrom(R"({"format":"x"})").error().is(dataset_errors::kBadRecord));
}

}  // namespace
}  // namespace brandloom::dataset
