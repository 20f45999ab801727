// The dataset desk as the window uses it: films come in on a thread, clips are marked, captioned and undone. What
// lies in the project is asked with sqlite3.
#include "core/studio/workbench/dataset_desk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "core/dataset/dataset_errors.h"
#include "core/project/project.h"
#include "core/studio/common/studio_errors.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

using test::sqlite;
using What = ImportUpdate::What;

Path filmOf(const Path& file, const std::string& colour) {
    test::ffmpeg("-f lavfi -i color=" + colour + ":size=96x64:rate=24:duration=2 -c:v libx264 -preset ultrafast " +
                 "-pix_fmt yuv420p " + test::quoted(file));
    return file;
}

/// What an import told; waits for its last word.
class Told {
  public:
    ImportListener listener() {
        return [this](const ImportUpdate& update) {
            const std::lock_guard lock(m_mutex);
            m_all.push_back(update);
            m_changed.notify_all();
        };
    }
    bool waitForEnd() {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(60),
                                  [&] { return !m_all.empty() && m_all.back().what == What::Ended; });
    }
    std::vector<ImportUpdate> all() {
        const std::lock_guard lock(m_mutex);
        return m_all;
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<ImportUpdate> m_all;
};

struct Desk {
    Desk()
        : workbench({[]() -> Result<std::shared_ptr<door::Engine>> {
                         ADD_FAILURE() << "the engine is not needed for a dataset";
                         return fail(Error(studio_errors::kBusy));
                     },
                     dir / "state"}),
          desk(workbench) {}
    /// Whether the import came to its end.
    bool import(const std::vector<Path>& films) {
        Told told;
        return desk.startImport(films, "none", told.listener()) && told.waitForEnd();
    }
    test::TempDir dir;
    Workbench workbench;
    DatasetDesk desk;
};

TEST(DatasetDesk, WithoutAProjectEverythingSaysSo) {
    Desk d;
    EXPECT_TRUE(d.desk.view("").error().is(studio_errors::kNoProject));
    EXPECT_TRUE(d.desk.findings().error().is(studio_errors::kNoProject));
    EXPECT_TRUE(d.desk.startImport({d.dir / "a.mp4"}, "none", {}).error().is(studio_errors::kNoProject));
    EXPECT_TRUE(d.desk.undo().error().is(studio_errors::kNoProject));
}

TEST(DatasetDesk, AClipIsCutCroppedTaggedAndSplit) {
    Desk d;
    ASSERT_TRUE(d.workbench.createProject(d.dir / "项 目", "名"));
    filmOf(d.dir / "红.mp4", "red");
    ASSERT_TRUE(d.import({d.dir / "红.mp4"}));
    const auto id = d.desk.view("")->cards.at(0).id;
    const auto whole = d.desk.clip(id);
    ASSERT_TRUE(whole) << whole.error().describe();
    EXPECT_EQ(std::to_string(whole->filmWidth) + "\n" + std::to_string(whole->filmHeight),
              test::ffprobe(d.dir / "红.mp4", "stream=width,height"));
    EXPECT_TRUE(whole->isThere && whole->look && !whole->crop);
    EXPECT_EQ(whole->look->camera, "static");
    EXPECT_NEAR(whole->filmSeconds, 2, 1e-6);
    EXPECT_EQ((std::pair(whole->modelFps, whole->modelFrames)), (std::pair(8.0, 13))) << "16 frames, 4n+1 of them";

    EXPECT_EQ(d.desk.setRange(id, 0.5, 1.25)->changes, 1);
    EXPECT_EQ(d.desk.setCrop(id, CropBox{8, 4, 32, 32})->changes, 1);
    EXPECT_EQ(d.desk.setTags({id}, {"舞台", "red"}, {})->changes, 1);
    auto cut = d.desk.clip(id);
    ASSERT_TRUE(cut);
    EXPECT_EQ((std::pair(cut->card.startSeconds, cut->card.seconds)), (std::pair(0.5, 0.75)));
    EXPECT_EQ(*cut->crop, (CropBox{8, 4, 32, 32}));
    EXPECT_EQ(cut->card.tags.size(), 2u);
    EXPECT_FALSE(cut->look) << "this range was not measured";
    EXPECT_EQ(cut->modelFrames, 5);
    const Path db = d.dir / "项 目/project.db";
    EXPECT_EQ(sqlite(db, "SELECT crop_x || ' ' || crop_width FROM clip"), "8 32");

    const auto facets = d.desk.facets();
    ASSERT_TRUE(facets) << facets.error().describe();
    const auto countOf = [&](const std::string& query) {
        const auto found = std::ranges::find(facets->facets, query, &DatasetFacet::query);
        return found == facets->facets.end() ? 0 : found->clips;
    };
    EXPECT_EQ(countOf("missing:caption"), 1);
    EXPECT_EQ(countOf("is:cropped"), 1);
    EXPECT_EQ(countOf("tag:\"舞台\""), 1);
    EXPECT_EQ(d.desk.view("tag:\"舞台\"")->cards.size(), 1u) << "what a facet says is what it finds";
    EXPECT_EQ(countOf("pick:yes"), 0);
    EXPECT_EQ(d.desk.freeze("first")->changes, 1);
    EXPECT_EQ(d.desk.freeze("again")->changes, 0) << "the same content";
    const auto kept = d.desk.facets();
    ASSERT_EQ(kept->versions.size(), 1u);
    EXPECT_TRUE(kept->versions[0].isNow);
    EXPECT_EQ(*d.desk.undo(), "dataset.version");
    EXPECT_TRUE(d.desk.drawSplit());
    EXPECT_EQ(d.desk.setTags({id}, {}, {"red"})->changes, 1);
    EXPECT_EQ(d.desk.split(id, 1.0)->changes, 1);
    auto both = d.desk.view("");
    ASSERT_EQ(both->cards.size(), 2u);
    EXPECT_EQ((std::pair(both->cards[0].seconds, both->cards[1].startSeconds)), (std::pair(0.5, 1.0)));
    EXPECT_EQ(d.desk.clip(both->cards[1].id)->crop, cut->crop);
    EXPECT_EQ(*d.desk.undo(), "clip.split");
    EXPECT_EQ(d.desk.view("")->cards.size(), 1u);
    EXPECT_EQ(d.desk.setCrop(id, {})->changes, 1);
    EXPECT_FALSE(d.desk.clip(id)->crop);

    EXPECT_TRUE(d.desk.split(id, 0.5).error().is(dataset_errors::kRangeOutside));
    EXPECT_TRUE(d.desk.setRange(id, 1, 9).error().is(dataset_errors::kRangeOutside));
    EXPECT_TRUE(d.desk.setCrop(id, CropBox{0, 0, 1000, 4}).error().is(dataset_errors::kBadRecord));
    EXPECT_TRUE(d.desk.clip(99).error().is(dataset_errors::kClipMissing));
    std::filesystem::remove(d.dir / "红.mp4");
    EXPECT_FALSE(d.desk.clip(id)->isThere);
}

TEST(DatasetDesk, FilmsComeInAndAreMarkedAndCaptioned) {
    Desk d;
    ASSERT_TRUE(d.workbench.createProject(d.dir / "项 目", "名"));
    EXPECT_EQ(d.desk.view("")->dataset, "");
    EXPECT_TRUE(d.desk.findings()->hints.empty());
    filmOf(d.dir / "红.mp4", "red");
    filmOf(d.dir / "blue.mp4", "blue");
    test::writeBytes(d.dir / "broken.mp4", "no film");
    Told told;
    ASSERT_TRUE(
        d.desk.startImport({d.dir / "红.mp4", d.dir / "broken.mp4", d.dir / "blue.mp4"}, "none", told.listener()));
    ASSERT_TRUE(told.waitForEnd());
    const auto all = told.all();
    EXPECT_EQ(all.front().what, What::Found);
    EXPECT_EQ(all.front().films.size(), 3u);
    EXPECT_EQ(std::ranges::count(all, What::Looked, &ImportUpdate::what), 2);
    const auto refused = std::ranges::find(all, What::Refused, &ImportUpdate::what);
    ASSERT_NE(refused, all.end());
    EXPECT_EQ(refused->number, 1);
    EXPECT_EQ((std::tuple(all.back().added, all.back().refused, all.back().wasStopped)), (std::tuple(2, 1, false)));
    auto view = d.desk.view("");
    ASSERT_TRUE(view);
    ASSERT_EQ(view->cards.size(), 2u);
    EXPECT_EQ(view->cards[0].film.filename(), "红.mp4");
    EXPECT_TRUE(std::filesystem::exists(view->cards[0].picture));
    EXPECT_NEAR(view->cards[0].seconds, 2, 1e-6);
    const auto first = view->cards[0].id, second = view->cards[1].id;
    const Path db = d.dir / "项 目/project.db";

    EXPECT_EQ(d.desk.mark({first, second}, -1)->changes, 2);
    EXPECT_EQ(sqlite(db, "SELECT sum(pick) FROM clip"), "-2");
    EXPECT_EQ(*d.desk.undo(), "clip.set");
    EXPECT_EQ(sqlite(db, "SELECT sum(pick) FROM clip"), "0");
    EXPECT_EQ(*d.desk.redo(), "clip.set");
    EXPECT_EQ(d.desk.mark({first, second}, 0)->changes, 2);
    EXPECT_EQ(d.desk.rate({second}, 5)->changes, 1);
    EXPECT_EQ(d.desk.view("rating>=4")->cards.size(), 1u);
    const auto wrong = d.desk.view("rating>=");
    ASSERT_TRUE(wrong);
    EXPECT_TRUE(wrong->queryError && wrong->queryError->is(dataset_errors::kBadQuery));
    EXPECT_EQ(wrong->cards.size(), 2u);

    ASSERT_TRUE(d.desk.writeCaption(first, "zh", "一面红色的墙"));
    EXPECT_EQ(d.desk.writeCaption(first, "en", "")->changes, 0) << "there was none to take away";
    EXPECT_EQ(d.desk.suggest({first, second}, "zh")->changes, 1) << "what a person wrote stays";
    view = d.desk.view("");
    EXPECT_EQ(view->cards[0].captions.at("zh"), "一面红色的墙");
    EXPECT_TRUE(view->cards[1].drafts.contains("zh"));
    ASSERT_TRUE(d.desk.writeCaption(second, "zh", view->cards[1].captions.at("zh")));
    EXPECT_TRUE(d.desk.view("")->cards[1].drafts.empty()) << "kept as it is";
    EXPECT_EQ(d.desk.remove({first})->changes, 1);
    EXPECT_EQ(d.desk.view("")->all, 1);
    EXPECT_EQ(*d.desk.undo(), "clip.remove");
    EXPECT_TRUE(d.desk.mark({99}, 1).error().is(dataset_errors::kClipMissing));
}

TEST(DatasetDesk, HintsStandOncePerRuleAndAreFixed) {
    Desk d;
    ASSERT_TRUE(d.workbench.createProject(d.dir / "p", "p"));
    for (const char* colour : {"red", "green", "blue"}) filmOf(d.dir / (std::string(colour) + ".mp4"), colour);
    ASSERT_TRUE(d.import({d.dir / "red.mp4", d.dir / "green.mp4", d.dir / "blue.mp4"}));
    const auto found = d.desk.findings();
    ASSERT_TRUE(found) << found.error().describe();
    EXPECT_GT(found->score, 0);
    ASSERT_FALSE(found->hints.empty());
    EXPECT_EQ(found->hints.front().rule, "caption_empty");
    EXPECT_EQ(found->hints.front().severity, "blocks");
    EXPECT_EQ(found->hints.front().clips.size(), 3u);
    EXPECT_EQ(found->unmeasured, 0);
    ASSERT_TRUE(d.desk.fix("caption_empty"));
    const auto after = d.desk.findings();
    ASSERT_TRUE(after);
    for (const auto& hint : after->hints) EXPECT_NE(hint.rule, "caption_empty");
    EXPECT_EQ(*d.desk.undo(), "dataset.fix");
    EXPECT_EQ(d.desk.findings()->hints.front().rule, "caption_empty");
}

TEST(DatasetDesk, OneImportAtATimeAndAStopKeepsTheProjectWhole) {
    Desk d;
    ASSERT_TRUE(d.workbench.createProject(d.dir / "p", "p"));
    std::vector<Path> films;
    for (int i = 0; i < 6; ++i)
        films.push_back(filmOf(d.dir / (std::to_string(i) + ".mp4"), "0x" + std::to_string(100000 + 99999 * i)));
    Told told;
    ASSERT_TRUE(d.desk.startImport(films, "none", told.listener()));
    const auto second = d.desk.startImport(films, "none", {});
    if (d.desk.isImporting()) {
        EXPECT_TRUE(second.error().is(studio_errors::kBusy));
    }
    d.desk.stopImport();
    ASSERT_TRUE(told.waitForEnd());
    const auto end = told.all().back();
    const auto view = d.desk.view("");
    ASSERT_TRUE(view);
    EXPECT_TRUE(end.wasStopped ? view->all == 0 || view->all == 6 : view->all == 6);
    EXPECT_EQ(sqlite(d.dir / "p/project.db", "PRAGMA integrity_check"), "ok");
    Told more;
    ASSERT_TRUE(d.desk.continueImport(more.listener()));
    ASSERT_TRUE(more.waitForEnd());
    EXPECT_FALSE(more.all().back().error);
    d.desk.shutdown();
    EXPECT_TRUE(d.desk.startImport(films, "none", {}).error().is(studio_errors::kBusy));
}

}  // namespace
}  // namespace brandloom::studio
