// Adding films to a dataset and training on it, with the fake engine; what lies in the project is asked with
// sqlite3.
#include "core/studio/datasets/datasets.h"

#include <gtest/gtest.h>

#include "core/base/hashing.h"
#include "core/dataset/dataset_errors.h"
#include "core/studio/datasets/layouts.h"
#include "core/studio/projects/undo.h"
#include "core/studio/training/train_style.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

using test::Ears;
using test::sqlite;
using Outcome = AddedFilm::Outcome;

const Path kCuts = resourceDir() / "samples/sample_cuts.mp4";

/// A film of its own colour, `seconds` long.
Path filmOf(const Path& file, const std::string& colour, double seconds = 3) {
    test::ffmpeg("-f lavfi -i color=" + colour + ":size=96x64:rate=24:duration=" + std::to_string(seconds) +
                 " -c:v libx264 -pix_fmt yuv420p " + test::quoted(file));
    return file;
}

TEST(AddFilms, aFilmWithItsTexts) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "项 目");
    Ears ears;
    const auto listener = ears.listener();
    const auto added = addFilms(*project, {{sampleFilmPath(), kCuts}, "", "shots"}, listener, {});
    ASSERT_TRUE(added) << added.error().describe();
    EXPECT_EQ(added->dataset.name, "Dataset");
    EXPECT_EQ(added->films[0].languages, (std::vector<std::string>{"zh", "en"}));
    EXPECT_EQ(added->films[1].clips, 3);
    EXPECT_EQ(added->dataset.clips, 4);
    const Path db = dir / "项 目/project.db";
    EXPECT_EQ(sqlite(db, "SELECT first_frame, frame_count FROM clip ORDER BY id"), "0|73\n0|33\n33|33\n66|33");
    EXPECT_EQ(sqlite(db, "SELECT source_sha256 FROM clip WHERE id = 2"), *sha256OfFile(kCuts));
    EXPECT_NE(
        sqlite(db, "SELECT caption FROM clip_caption WHERE clip_id = 3 AND language = 'en'").find("orange lamp"),
        std::string::npos)
        << "line 2 belongs to shot 2";
    EXPECT_EQ(sqlite(db, "SELECT command, version, undone IS NULL FROM undo_record"), "dataset.add|1|1");
    ASSERT_EQ(ears.recorded().size(), 1u);
    EXPECT_EQ(ears.recorded()[0].what, Recorded::What::Dataset);
    EXPECT_EQ(ears.recorded()[0].id, 1);
    EXPECT_EQ(ears.bodies<door::Progressed>().back().progress.done, 2);
}

TEST(AddFilms, wrongFilmsAreLeftOutOneByOne) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    test::writeBytes(dir / "text.mp4", "no film");
    const auto good = filmOf(dir / "好.mp4", "red");
    const auto odd = filmOf(dir / "odd.mp4", "blue");
    test::writeBytes(dir / "odd.zh.txt", "\xff\xff");
    const auto added =
        addFilms(*project, {{dir / "nowhere.mp4", dir / "text.mp4", good, dir.path(), odd, good}, "d"}, {}, {});
    ASSERT_TRUE(added) << added.error().describe();
    std::vector<std::string> codes;
    for (const auto& film : added->films) codes.push_back(film.error ? film.error->code : "");
    EXPECT_EQ(codes, (std::vector<std::string>{"file_missing", "not_a_film", "", "not_regular_file",
                                               "file_unreadable", ""}));
    EXPECT_EQ(added->films[5].outcome, Outcome::KnownAlready) << "named twice";
    EXPECT_EQ(added->refused, 4);
    EXPECT_EQ(added->added, 1);
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM clip"), "1");
    // Nothing to add: nothing is made. One film: its own error.
    const auto none = addFilms(*project, {{dir / "nowhere.mp4", dir / "text.mp4"}, "e"}, {}, {});
    ASSERT_TRUE(none);
    EXPECT_EQ(none->refused, 2);
    EXPECT_EQ(addFilms(*project, {{dir / "text.mp4"}, "e"}, {}, {}).error().code, "not_a_film");
    EXPECT_EQ(addFilms(*project, {{good}, "e", "scenes"}, {}, {}).error().code, "invalid_argument");
    EXPECT_EQ(addFilms(*project, {{}, "e"}, {}, {}).error().code, "invalid_argument");
    EXPECT_EQ(addFilms(*project, {{good}, "a\nb"}, {}, {}).error().code, "bad_record");
    EXPECT_EQ(addFilms(*project, {{good}, "e", "none", {}, 0.7}, {}, {}).error().code, "bad_record");
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM dataset"), "1");
}

TEST(AddFilms, theSameBytesAgainRenewTheirCaptionsOnly) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    const auto film = filmOf(dir / "a.mp4", "red");
    ASSERT_TRUE(addFilms(*project, {{film}, ""}, {}, {}));
    const Path copy = dir / "copy.mp4";
    std::filesystem::copy_file(film, copy);
    const auto known = addFilms(*project, {{copy}, ""}, {}, {});
    ASSERT_TRUE(known) << known.error().describe();
    EXPECT_EQ(known->films[0].outcome, Outcome::KnownAlready);
    EXPECT_EQ(known->films[0].knownAs, film);
    EXPECT_EQ(known->dataset.clips, 1);
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM undo_record"), "1") << "nothing changed, nothing to undo";
    test::writeBytes(dir / "a.zh.txt", "红色");
    const auto renewed = addFilms(*project, {{film}, ""}, {}, {});
    ASSERT_TRUE(renewed);
    EXPECT_EQ(renewed->films[0].outcome, Outcome::CaptionsRenewed);
    EXPECT_EQ(renewed->dataset.clipsWithoutText, 0);
    ASSERT_TRUE(undoLast(*project, {}));
    EXPECT_EQ(showDataset(*project, "")->summary.clipsWithoutText, 1);
}

TEST(AddFilms, stoppedItAddsNothing) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    StopSource stop;
    int films = 0;
    const Listener listener{
        [&](const door::Event& event) {
            const auto* progressed = std::get_if<door::Progressed>(&event.body);
            if (progressed != nullptr && progressed->progress.phase == "reading" && ++films == 2)
                stop.request_stop();
        },
        {}};
    const auto done = addFilms(*project, {{sampleFilmPath(), kCuts}, ""}, listener, stop.get_token());
    ASSERT_FALSE(done);
    EXPECT_TRUE(done.error().isCancelled());
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT (SELECT count(*) FROM clip) + (SELECT count(*) FROM dataset)"),
              "0");
}

TEST(AddFilms, readOnlyProjectsStayAsTheyAre) {
    const test::TempDir dir;
    auto writer = test::newProject(dir / "p");
    auto project = *project::Project::open(dir / "p", project::Mode::Read);
    EXPECT_EQ(addFilms(*project, {{kCuts}, ""}, {}, {}).error().code, "project_read_only");
    EXPECT_EQ(undoLast(*project, {}).error().code, "project_read_only");
}

TrainStyleOptions onDataset(int steps, const std::string& dataset = {}) {
    TrainStyleOptions options;
    options.dataset = dataset;
    options.styleName = "风格";
    options.training.steps = steps;
    return options;
}

TEST(TrainOnDataset, theOnlyOneAndItsVersionAreRecorded) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    EXPECT_EQ(trainStyle(*project, test::fakeEngine(), onDataset(1), {}, {}).error().code, "no_dataset");
    const auto added =
        addFilms(*project, {{kCuts, sampleFilmPath(), filmOf(dir / "plain.mp4", "red")}, "海", "shots"}, {}, {});
    ASSERT_TRUE(added) << added.error().describe();
    const auto trained = trainStyle(*project, test::fakeEngine(), onDataset(2), {}, {});
    ASSERT_TRUE(trained) << trained.error().describe();
    EXPECT_EQ(trained->dataset, "海");
    EXPECT_EQ(trained->datasetVersion, added->dataset.version);
    EXPECT_EQ(trained->clips, 5);
    EXPECT_EQ(trained->clipsWithoutText, 1);
    EXPECT_EQ(trained->heldOutClips, 0) << "nothing is measured";
    const Path db = dir / "p/project.db";
    EXPECT_EQ(
        sqlite(db, "SELECT d.name, r.dataset_version FROM training_run r JOIN dataset d ON d.id = r.dataset_id"),
        "海|" + added->dataset.version);
    EXPECT_EQ(sqlite(db, "SELECT dataset_version FROM style_version"), added->dataset.version);
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM clip WHERE dataset_id IS NULL"), "0");
    // With validation the dataset's own choice is held out.
    auto measured = onDataset(2);
    measured.training.validateEvery = 1;
    const auto second = trainStyle(*project, test::fakeEngine(), measured, {}, {});
    ASSERT_TRUE(second) << second.error().describe();
    EXPECT_EQ(second->heldOutClips, added->dataset.heldOutClips);
    // Films by name have a version too.
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), test::sampleTraining(1), {}, {}));
    EXPECT_EQ(sqlite(db, "SELECT length(dataset_version), dataset_id IS NULL FROM training_run WHERE id = 3"),
              "64|1");
    ASSERT_TRUE(addFilms(*project, {{kCuts}, "山"}, {}, {}));
    EXPECT_EQ(trainStyle(*project, test::fakeEngine(), onDataset(1), {}, {}).error().code, "choose_dataset");
    EXPECT_EQ(trainStyle(*project, test::fakeEngine(), onDataset(1, "河"), {}, {}).error().code, "dataset_missing");
    EXPECT_TRUE(trainStyle(*project, test::fakeEngine(), onDataset(1, "山"), {}, {}));
}

TEST(TrainOnDataset, clipsStayInTheirShotAndShortOnesAreLeftOut) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    ASSERT_TRUE(addFilms(*project, {{kCuts, filmOf(dir / "short.mp4", "red", 0.6)}, "d", "shots"}, {}, {}));
    const auto trained = trainStyle(*project, test::fakeEngine(), onDataset(1), {}, {});
    ASSERT_TRUE(trained) << trained.error().describe();
    EXPECT_EQ(trained->clips, 3);
    EXPECT_EQ(trained->clipsTooShort, 1);
    ASSERT_TRUE(addFilms(*project, {{filmOf(dir / "other.mp4", "blue", 0.6)}, "e"}, {}, {}));
    EXPECT_EQ(trainStyle(*project, test::fakeEngine(), onDataset(1, "e"), {}, {}).error().code, "film_too_short");
}

TEST(TrainOnDataset, filmsThatWentOrChangedAreNamed) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    const auto film = filmOf(dir / "片.mp4", "red");
    ASSERT_TRUE(addFilms(*project, {{film}, ""}, {}, {}));
    filmOf(film, "blue");
    const auto changed = trainStyle(*project, test::fakeEngine(), onDataset(1), {}, {});
    ASSERT_FALSE(changed);
    EXPECT_TRUE(changed.error().is(dataset_errors::kSourceChanged));
    EXPECT_EQ(changed.error().arg("file"), utf8FromPath(film));
    std::filesystem::remove(film);
    EXPECT_TRUE(
        trainStyle(*project, test::fakeEngine(), onDataset(1), {}, {}).error().is(dataset_errors::kSourceGone));
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT count(*) FROM training_run"), "0");
}

TEST(TrainOnDataset, aRunGoesOnWithTheClipsItBeganWith) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    ASSERT_TRUE(addFilms(*project, {{sampleFilmPath()}, ""}, {}, {}));
    auto options = onDataset(6);
    options.training.checkpointEvery = 2;
    const auto failed = trainStyle(*project, test::fakeEngine({.failAtStep = 5}), options, {}, {});
    ASSERT_FALSE(failed);
    ASSERT_TRUE(addFilms(*project, {{kCuts}, "", "shots"}, {}, {}));
    const auto done = resumeTraining(*project, test::fakeEngine(), {}, {}, {});
    ASSERT_TRUE(done) << done.error().describe();
    EXPECT_GT(done->resumedAfter, 0);
    EXPECT_EQ(done->clips, 1);
    EXPECT_EQ(sqlite(dir / "p/project.db",
                     "SELECT r.dataset_version = v.dataset_version FROM training_run r JOIN "
                     "style_version v ON v.run_id = r.id"),
              "1");
}

TEST(ExportDataset, stopsInTheMiddleOfACopy) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    const auto film = filmOf(dir / "a.mp4", "red");
    std::filesystem::resize_file(film, 64u << 20);
    ASSERT_TRUE(addFilms(*project, {{film}}, {}, {}));
    StopSource stop;
    int heard = 0;
    const Listener listener{[&](const door::Event&) {
                                // The first one comes before the copy begins.
                                if (++heard == 3) stop.request_stop();
                            },
                            {}};
    ExportDatasetOptions options;
    options.folder = dir / "out";
    const auto stopped = exportDataset(*project, options, listener, stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled());
    EXPECT_EQ(heard, 3) << "the copy went on";
    EXPECT_FALSE(std::filesystem::exists(options.folder));
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(dir.path()), {}), 2) << "a part was left";
    std::filesystem::create_directory(options.folder);  // an empty one is taken
    const auto done = exportDataset(*project, options, {}, {});
    ASSERT_TRUE(done) << done.error().describe();
    EXPECT_EQ(*sha256OfFile(options.folder / "a.mp4"), *sha256OfFile(film));
}

}  // namespace
}  // namespace brandloom::studio
