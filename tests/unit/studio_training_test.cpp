// Training a Style with the fake engine: what is told, what lies in the project afterwards (asked with sqlite3).
#include "core/studio/training/train_style.h"

#include <gtest/gtest.h>

#include <thread>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/door/engine_errors.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/training/film_clips.h"
#include "core/studio/training/run_recorder.h"
#include "core/styles/run_repository.h"
#include "core/styles/styles_errors.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

using test::Ears;
using test::sqlite;

TEST(TrainStyle, everythingIsRecorded) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "项 目");
    Ears ears;
    const auto listener = ears.listener();
    const auto trained = trainStyle(*project, test::fakeEngine(), test::sampleTraining(6), listener, {});
    ASSERT_TRUE(trained) << trained.error().describe();
    EXPECT_EQ(trained->name, "Fable 寓言");
    EXPECT_EQ(trained->versionNumber, 1);
    EXPECT_EQ(trained->clips, 1);
    EXPECT_EQ(trained->result.stepsDone, 12);

    const Path db = dir / "项 目/project.db";
    EXPECT_EQ(sqlite(db, "SELECT state, model_content_id, failure IS NULL FROM training_run"), "finished|fake|1");
    EXPECT_EQ(sqlite(db, "SELECT count(*), min(step), max(step) FROM loss"), "12|1|12");
    EXPECT_EQ(sqlite(db, "SELECT expert FROM loss WHERE step = 1"), "high");
    EXPECT_EQ(sqlite(db, "SELECT expert FROM loss WHERE step = 6"), "low");
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM checkpoint WHERE step = 12"), "2");
    EXPECT_EQ(
        sqlite(db, "SELECT s.name, v.number, v.run_id FROM style s JOIN style_version v ON v.style_id = s.id"),
        "Fable 寓言|1|1");
    EXPECT_EQ(sqlite(db, "SELECT first_frame, frame_count, width, height FROM clip"), "0|49|64|64");
    EXPECT_EQ(sqlite(db, "SELECT json_extract(options, '$.training.steps') FROM training_run"), "6");

    // Bytes of the adapters lie in the blob store under their own hash.
    auto blobs = test::run("find " + test::quoted(dir / "项 目/blobs") +
                           " -type f -exec sha256sum {} + | awk '{print "
                           "$1 == substr($NF, length($NF) - 63)}'");
    EXPECT_EQ(blobs, "1\n1\n");
    const auto report = project->check();
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->findings.empty());
    EXPECT_GE(report->filesChecked, 4);
}

TEST(TrainStyle, eventsAreNumberedAndInOrder) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    Ears ears;
    const auto listener = ears.listener();
    auto options = test::sampleTraining(4);
    options.training.previewEvery = 4;
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), options, listener, {}));
    test::expectNumberedFromOne(ears.events());
    std::vector<std::string> phases;
    for (const auto& body : ears.bodies<door::Progressed>())
        if (phases.empty() || phases.back() != body.progress.phase) phases.push_back(body.progress.phase);
    EXPECT_EQ(phases, (std::vector<std::string>{"loading", "reading", "caching", "saving"}));
    EXPECT_EQ(ears.bodies<door::LossReported>().size(), 8u);
    EXPECT_EQ(ears.bodies<door::PreviewReady>().size(), 2u);
    // Run first, Style last, every loss acknowledged in between.
    const auto recorded = ears.recorded();
    ASSERT_GE(recorded.size(), 4u);
    EXPECT_EQ(recorded.front().what, Recorded::What::Run);
    EXPECT_EQ(recorded.back().what, Recorded::What::Style);
    int lossesUpTo = 0;
    for (const auto& r : recorded)
        if (r.what == Recorded::What::Losses) lossesUpTo = r.step;
    EXPECT_EQ(lossesUpTo, 8);
}

TEST(TrainStyle, bothLanguagesBesideTheFilm_shareOneClip) {
    const CutOptions cut{64, 64, 8, 17, 4, ""};
    auto clips = FilmClips::cut({sampleFilmPath()}, cut);
    ASSERT_TRUE(clips) << clips.error().describe();
    ASSERT_EQ((*clips)->clips().size(), 1u);
    const auto train = (*clips)->trainClips();
    ASSERT_EQ(train.size(), 2u);
    EXPECT_EQ(train[0].key, train[1].key);
    EXPECT_NE(train[0].caption.find("blue perfume"), std::string::npos);
    EXPECT_NE(train[1].caption.find("蓝色的香水"), std::string::npos);
    EXPECT_EQ((*clips)->frames(0)->size(), 17u);
    EXPECT_EQ((*clips)->frames(1)->front(), (*clips)->frames(0)->front());
}

TEST(TrainStyle, longFilm_isCutIntoSpreadClipsWithoutOverlap) {
    const test::TempDir dir;
    const Path film = dir / "长 片.mp4";
    test::ffmpeg("-f lavfi -i testsrc2=size=320x180:rate=25:duration=9 -c:v libx264 -pix_fmt yuv420p " +
                 test::quoted(film));
    auto clips = FilmClips::cut({film}, {64, 64, 8, 17, 3, "a test"});
    ASSERT_TRUE(clips) << clips.error().describe();
    ASSERT_EQ((*clips)->clips().size(), 3u);
    EXPECT_EQ((*clips)->frameCount(), 17);
    double end = 0;
    std::set<std::string> keys;
    for (const auto& clip : (*clips)->clips()) {
        EXPECT_GE(clip.startSeconds, end - 1e-6);
        end = clip.startSeconds + 16.0 / 8;
        keys.insert(clip.key);
        EXPECT_EQ(clip.captions, std::vector<std::string>{"a test"});
    }
    EXPECT_NEAR(end, 8.875, 0.05) << "the last clip ends with the film";
    EXPECT_EQ(keys.size(), 3u);
}

TEST(TrainStyle, shortFilm_shortensAllClips) {
    const test::TempDir dir;
    const Path film = dir / "short.mp4";
    test::ffmpeg("-f lavfi -i testsrc2=size=320x180:rate=24:duration=1.7 -c:v libx264 -pix_fmt yuv420p " +
                 test::quoted(film));
    auto clips = FilmClips::cut({sampleFilmPath(), film}, {64, 64, 8, 17, 4, "x"});
    ASSERT_TRUE(clips) << clips.error().describe();
    EXPECT_EQ((*clips)->frameCount(), 13);
    EXPECT_EQ((*clips)->frames(0)->size(), 13u);
    EXPECT_EQ((*clips)->frames(1)->size(), 13u);
}

TEST(TrainStyle, stopped_keepsWhatItLearned) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    Ears ears;
    const auto listener = ears.listener();
    StopSource stop;
    Result<TrainedStyle> trained = fail(cancelledError());
    std::thread work([&] {
        trained = trainStyle(*project, test::fakeEngine({.secondsPerStep = 0.02}), test::sampleTraining(5000),
                             listener, stop.get_token());
    });
    EXPECT_TRUE(ears.waitForLosses(3));
    stop.request_stop();
    work.join();
    ASSERT_TRUE(trained) << trained.error().describe();
    EXPECT_TRUE(trained->result.stopped);
    EXPECT_GE(trained->result.stepsDone, 3);
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT state FROM training_run"), "stopped");
    EXPECT_EQ(sqlite(db, "SELECT count(*) = max(step) FROM loss"), "1");
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM style_version"), "1");
}

TEST(TrainStyle, stoppedAtOnce_isCancelledAndMakesNothing) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    StopSource stop;
    stop.request_stop();
    const auto trained = trainStyle(*project, test::fakeEngine(), test::sampleTraining(5), {}, stop.get_token());
    ASSERT_FALSE(trained);
    EXPECT_TRUE(trained.error().isCancelled());
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT count(*) FROM style"), "0");
}

TEST(TrainStyle, failure_isKeptWithTheRunAndItsLosses) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    const auto trained = trainStyle(*project, test::fakeEngine({.failAtStep = 4}), test::sampleTraining(6), {}, {});
    ASSERT_FALSE(trained);
    EXPECT_TRUE(trained.error().is(engine_errors::kLossNotFinite));
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT state, json_extract(failure, '$.code') FROM training_run"),
              "failed|loss_not_finite");
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM loss"), "3");
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM style"), "0");
}

TEST(TrainStyle, wrongInput_isRefusedBeforeARunExists) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    const auto codeOf = [&](const TrainStyleOptions& options) {
        const auto trained = trainStyle(*project, test::fakeEngine(), options, {}, {});
        return trained ? std::string("none") : trained.error().code;
    };
    auto options = test::sampleTraining(1);
    options.films = {};
    EXPECT_EQ(codeOf(options), "no_clips");
    options.films = {dir / "没有.mp4"};
    EXPECT_EQ(codeOf(options), "file_missing");
    ASSERT_TRUE(writeFileAtomically(dir / "text.mp4", "not a film"));
    options.films = {dir / "text.mp4"};
    EXPECT_EQ(codeOf(options), "not_a_film");
    for (const std::string& name :
         {std::string(), std::string(121, 'x'), std::string("a\nb"), std::string("\xff")}) {
        options = test::sampleTraining(1);
        options.styleName = name;
        EXPECT_EQ(codeOf(options), "invalid_argument") << name;
    }
    options = test::sampleTraining(1);
    options.clipsPerFilm = 0;
    EXPECT_EQ(codeOf(options), "invalid_argument");
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT count(*) FROM training_run"), "0");
}

TEST(TrainStyle, secondTraining_makesTheNextVersionAndNoSecondClip) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), test::sampleTraining(1), {}, {}));
    const auto second = trainStyle(*project, test::fakeEngine(), test::sampleTraining(2), {}, {});
    ASSERT_TRUE(second) << second.error().describe();
    EXPECT_EQ(second->versionNumber, 2);
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM clip"), "1");
    EXPECT_EQ(sqlite(db, "SELECT number, parent_id FROM style_version ORDER BY number"), "1|\n2|1");
}

TEST(RunRecorder, manyLosses_areWrittenAtMostOnceASecond) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    const auto run = styles::RunRepository(project->store()).add({"x"});
    ASSERT_TRUE(run);
    int batches = 0;
    RunRecorder recorder(*project, *run, [&](const Recorded&) { ++batches; }, {});
    const auto start = std::chrono::steady_clock::now();
    for (int step = 1; step <= 20000; ++step)
        recorder.take(door::LossReported{step, 20000, door::Expert::High, 0.5, 0, 0});
    const auto taking = std::chrono::steady_clock::now() - start;
    ASSERT_TRUE(recorder.finish());
    const double seconds = std::chrono::duration<double>(taking).count();
    EXPECT_LE(batches, 2 + static_cast<int>(seconds)) << "in " << seconds << " s";
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT count(*) FROM loss"), "20000");
}

TEST(TrainStyle, everyCheckpointStaysAsItWas) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    auto options = test::sampleTraining(6);
    options.training.checkpointEvery = 5;
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), options, {}, {}));
    // The engine writes each over the one before; the project keeps 5, 10 and 12, two files each.
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT group_concat(step, ' ') FROM checkpoint ORDER BY step"),
              "5 5 10 10 12 12");
    const auto first = sqlite(dir / "p/project.db", "SELECT relative_path FROM checkpoint LIMIT 1");
    EXPECT_NE(test::fileBytes(dir / "p" / first).find("after step 5"), std::string::npos) << first;
    const auto report = project->check();
    ASSERT_TRUE(report);
    for (const auto& finding : report->findings) ADD_FAILURE() << finding.describe();
}

TEST(RunRecorder, failedWrite_isToldOnceAndReturned) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    int told = 0;
    RunRecorder recorder(*project, RunId{99}, {}, [&] { ++told; });
    recorder.take(door::LossReported{1, 2, door::Expert::High, 0.5, 0, 0});
    recorder.take(door::CheckpointSaved{1, "/nowhere/high", "/nowhere/low"});
    const auto done = recorder.finish();
    ASSERT_FALSE(done);
    EXPECT_TRUE(done.error().is(styles_errors::kRunMissing));
    EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace brandloom::studio
