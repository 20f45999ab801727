// Training a Style with the fake engine: what is told, what lies in the project afterwards (asked with sqlite3).
#include "core/studio/training/train_style.h"

#include <gtest/gtest.h>

#include <csignal>
#include <map>
#include <set>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/base/hashing.h"
#include "core/door/engine_errors.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/training/ended_runs.h"
#include "core/studio/training/film_clips.h"
#include "core/studio/training/run_recorder.h"
#include "core/styles/run_event_repository.h"
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
    ASSERT_EQ(train.size(), 1u);
    EXPECT_NE(train[0].caption.find("blue perfume"), std::string::npos);
    ASSERT_EQ(train[0].otherCaptions.size(), 1u);
    EXPECT_NE(train[0].otherCaptions[0].find("蓝色的香水"), std::string::npos);
    EXPECT_EQ((*clips)->frames(0)->size(), 17u);
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
    EXPECT_EQ(codeOf(options), "no_dataset");
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
    // The project keeps 5, 10 and 12, two files each.
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT group_concat(step, ' ') FROM checkpoint ORDER BY step"),
              "5 5 10 10 12 12");
    const auto first = sqlite(dir / "p/project.db", "SELECT relative_path FROM checkpoint LIMIT 1");
    EXPECT_NE(test::fileBytes(dir / "p" / first).find("after step 5"), std::string::npos) << first;
    const auto report = project->check();
    ASSERT_TRUE(report);
    for (const auto& finding : report->findings) ADD_FAILURE() << finding.describe();
}

TEST(TrainStyle, heldOutClipsAreWholeFilms) {
    const test::TempDir dir;
    std::vector<Path> films;
    for (int i = 0; i < 4; ++i) {
        films.push_back(dir / ("film " + std::to_string(i) + ".mp4"));
        test::ffmpeg("-f lavfi -i testsrc2=size=96x64:rate=10:duration=" + std::to_string(5 + i) +
                     " -c:v libx264 " + test::quoted(films.back()));
    }
    const auto heldOut = [&](std::uint64_t seed, std::vector<Path> of) {
        CutOptions cut{64, 64, 8, 17, 2, "x"};
        cut.heldOut = 0.25;
        cut.seed = seed;
        auto clips = FilmClips::cut(of, cut);
        EXPECT_TRUE(clips) << clips.error().describe();
        std::map<std::string, std::set<bool>> byFilm;
        std::set<std::string> out;
        for (const auto& clip : (*clips)->clips()) {
            byFilm[clip.filmSha256].insert(clip.heldOut);
            if (clip.heldOut) out.insert(clip.filmSha256);
        }
        for (const auto& [film, kinds] : byFilm) {
            EXPECT_TRUE(of.size() == 1 || kinds.size() == 1) << "never on both sides";
        }
        return out;
    };
    EXPECT_EQ(heldOut(1, films).size(), 1u);
    EXPECT_EQ(heldOut(1, films), heldOut(1, films));
    std::set<std::string> drawn;
    for (std::uint64_t seed = 0; seed < 12; ++seed) drawn.merge(heldOut(seed, films));
    EXPECT_GT(drawn.size(), 1u) << "another seed, another film";
    EXPECT_EQ(heldOut(1, {films[0]}).size(), 1u) << "of a single film its last clips";
}

TEST(TrainStyle, whatATrainingTells_isRecorded) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    auto options = test::sampleTraining(4);
    options.films.push_back(dir / "other.mp4");
    test::ffmpeg("-f lavfi -i testsrc2=size=96x64:rate=10:duration=3 -c:v libx264 " +
                 test::quoted(options.films[1]));
    options.training.validateEvery = 4;
    options.training.emaDecay = 0.9;
    door::TrainingControls controls;
    controls.saveNow();  // nothing is there to save yet
    controls.setLearningRate(0.5);
    const auto trained = trainStyle(*project, test::fakeEngine({.skipAtStep = 3}), options, {}, {}, &controls);
    ASSERT_TRUE(trained) << trained.error().describe();
    EXPECT_EQ(trained->heldOutClips, 1);
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT step, expert, best, verdict FROM held_out ORDER BY step, expert"),
              "0|high|1|unclear\n0|low|1|unclear\n4|high|1|learning\n4|low|1|learning\n8|high|1|learning\n8|low|1|"
              "learning");
    EXPECT_EQ(sqlite(db, "SELECT step, expert, noise_level, value FROM skipped_step"), "3|high|0.5|nan");
    EXPECT_EQ(sqlite(db, "SELECT step, command, value FROM run_command ORDER BY id"),
              "0|save|0.0\n0|learning-rate|0.5");
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM loss"), "7");
    EXPECT_EQ(sqlite(db, "SELECT step, pinned, substr(relative_path, -18) FROM training_state"),
              "8|1|.state.safetensors");
    // The version is made of the averages.
    const auto blob = sqlite(db, "SELECT 'blobs/' || substr(blob, 1, 2) || '/' || blob FROM style_adapter LIMIT 1");
    EXPECT_TRUE(test::fileBytes(dir / "p" / blob).starts_with("average of"));
    const auto events = styles::RunEventRepository(project->store()).list(trained->run);
    ASSERT_TRUE(events);
    EXPECT_EQ(events->heldOut.size(), 6u);
    EXPECT_EQ(events->skipped.front().clip.size(), 64u);
    EXPECT_EQ(events->commands.back(), (styles::RunCommand{0, "learning-rate", 0.5}));
}

TEST(TrainStyle, checkpointsAreKeptByNumber_andTheBestOne) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    auto options = test::sampleTraining(10);
    options.training.checkpointEvery = 3;
    options.keepCheckpoints = 2;
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), options, {}, {}));
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT group_concat(step, ' ') FROM training_state"), "18 20");
    EXPECT_EQ(sqlite(db, "SELECT group_concat(step, ' ') FROM checkpoint"), "18 18 20 20");
    int folders = 0;
    for (const auto& entry : std::filesystem::directory_iterator(dir / "p/runs/1")) folders += entry.is_directory();
    EXPECT_EQ(folders, 2);
    EXPECT_TRUE(project->check()->findings.empty());

    styles::RunRepository runs(project->store());
    RunRecorder recorder(*project, RunId{1}, {}, {}, 1);
    for (const int step : {21, 22, 23, 24}) {
        const Path folder = dir / "p/runs/1" / ("step-0000" + std::to_string(step));
        std::filesystem::create_directory(folder);
        const Path file = folder / "state";
        ASSERT_TRUE(writeFileAtomically(file, std::to_string(step)));
        ASSERT_TRUE(writeFileAtomically(folder / "average", "goes with it"));
        door::CheckpointSaved saved{step};
        saved.statePath = utf8FromPath(file);
        saved.best = step == 22;
        recorder.take(saved);
    }
    ASSERT_TRUE(recorder.finish());
    std::vector<int> steps;
    const auto states = runs.states(RunId{1});
    ASSERT_TRUE(states);
    for (const auto& state : *states) steps.push_back(state.step);
    EXPECT_EQ(steps, (std::vector{22, 24}));
    EXPECT_EQ(test::fileBytes(dir / "p/runs/1/step-000022/state"), "22");
    EXPECT_FALSE(std::filesystem::exists(dir / "p/runs/1/step-000021"));
    EXPECT_FALSE(std::filesystem::exists(dir / "p/runs/1/step-000023"));
}

TEST(ResumeTraining, theSameRunGoesOn) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    auto options = test::sampleTraining(6);
    options.training.checkpointEvery = 2;
    ASSERT_FALSE(trainStyle(*project, test::fakeEngine({.failAtStep = 8}), options, {}, {}));
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT max(step) FROM loss"), "7");
    // A checkpoint that was being written, and something that is none of ours.
    const Path folder = dir / "p/runs/1";
    std::filesystem::create_directories(folder / "step-000099");
    std::filesystem::create_directories(folder / "notes");
    ASSERT_TRUE(writeFileAtomically(folder / "step-000099/half", "x"));
    Ears ears;
    const auto listener = ears.listener();
    const auto done = resumeTraining(*project, test::fakeEngine(), {}, listener, {});
    EXPECT_FALSE(std::filesystem::exists(folder / "step-000099"));
    EXPECT_TRUE(std::filesystem::exists(folder / "notes"));
    ASSERT_TRUE(done) << done.error().describe();
    EXPECT_EQ(done->run.value, 1);
    EXPECT_EQ(done->resumedAfter, 6);
    EXPECT_EQ(ears.bodies<door::LossReported>().front().step, 7);
    EXPECT_EQ(sqlite(db, "SELECT count(*), max(step) FROM loss"), "12|12");
    EXPECT_EQ(sqlite(db, "SELECT state, failure IS NULL, parent_id IS NULL FROM training_run"), "finished|1|1");
    const auto nothing = resumeTraining(*project, test::fakeEngine(), {}, {}, {});
    ASSERT_FALSE(nothing);
    EXPECT_TRUE(nothing.error().is(studio_errors::kNothingToResume));
    const auto finished = resumeTraining(*project, test::fakeEngine(), {.run = RunId{1}}, {}, {});
    ASSERT_FALSE(finished);
    EXPECT_TRUE(finished.error().is(studio_errors::kRunFinished));
}

/// Trains in a process that is killed the moment its version of the Style is recorded.
void trainAndDieWithTheVersion(const Path& folder) {
    auto project = test::newProject(folder);
    const Listener listener{{}, [](const Recorded& recorded) {
                                if (recorded.what == Recorded::What::Style) ::raise(SIGKILL);
                            }};
    static_cast<void>(trainStyle(*project, test::fakeEngine(), test::sampleTraining(6), listener, {}));
}

TEST(ResumeTraining, killedWithItsVersion_makesNoSecondOne) {
    const test::TempDir dir;
    const Path db = dir / "p/project.db";
    EXPECT_EXIT(trainAndDieWithTheVersion(dir / "p"), testing::KilledBySignal(SIGKILL), "");
    const auto project = openProjectForWriting(dir / "p");
    ASSERT_TRUE(project) << project.error().describe();
    EXPECT_EQ(sqlite(db, "SELECT state FROM training_run"), "finished") << "version and end are one";
    EXPECT_TRUE(
        resumeTraining(**project, test::fakeEngine(), {}, {}, {}).error().is(studio_errors::kNothingToResume));
    // As earlier programs left it: the version is there, and the run has not ended.
    ASSERT_TRUE(styles::RunRepository((*project)->store()).setState(RunId{1}, styles::RunState::Saving));
    const auto again = resumeTraining(**project, test::fakeEngine(), {}, {}, {});
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->versionNumber, 1);
    EXPECT_EQ(sqlite(db, "SELECT number, run_id, run_step, active FROM style_version"), "1|1|12|1");
    EXPECT_EQ(sqlite(db, "SELECT state FROM training_run"), "finished");
    // Nor does keeping it.
    const auto kept = keepRun(**project, RunId{1}, {});
    ASSERT_TRUE(kept && *kept);
    EXPECT_EQ((*kept)->number, 1);
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM style_version"), "1");
}

TEST(ResumeTraining, otherSettingsBranchANewRun) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    auto options = test::sampleTraining(6);
    options.training.checkpointEvery = 2;
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), options, {}, {}));
    ResumeOptions resume;
    resume.run = RunId{1};
    resume.changed = {"steps", "rank"};
    resume.training = options.training;
    resume.training.steps = 8;
    const auto longer = resumeTraining(*project, test::fakeEngine(), resume, {}, {});
    ASSERT_TRUE(longer) << longer.error().describe();
    EXPECT_EQ(longer->run.value, 2);
    EXPECT_EQ(longer->result.stepsDone, 16);
    resume.changed = {};
    resume.step = 2;
    ASSERT_FALSE(resumeTraining(*project, test::fakeEngine(), resume, {}, {})) << "only the newest five are left";
    resume.step = 10;
    const auto back = resumeTraining(*project, test::fakeEngine(), resume, {}, {});
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(back->resumedAfter, 10);
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT id, parent_id, parent_step FROM training_run WHERE id > 1 ORDER BY id"),
              "2|1|12\n3|1|10");
    EXPECT_EQ(sqlite(db, "SELECT min(step), max(step) FROM loss WHERE run_id = 3"), "11|12");
    EXPECT_EQ(sqlite(db, "SELECT json_extract(options, '$.training.steps') FROM training_run WHERE id = 2"), "8");
    EXPECT_TRUE(project->check()->findings.empty());
}

TEST(ResumeTraining, aBranchThatNeverSaved_goesOnWhereItLeftItsParent) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), test::sampleTraining(4), {}, {}));
    ResumeOptions longer;
    longer.run = RunId{1};
    longer.changed = {"steps"};
    longer.training.steps = 6;
    ASSERT_FALSE(resumeTraining(*project, test::fakeEngine({.failAtStep = 9}), longer, {}, {}));
    const auto same = resumeTraining(*project, test::fakeEngine({.failAtStep = 9}), {}, {}, {});
    ASSERT_FALSE(same) << "run 2 again";
    ResumeOptions other;
    other.changed = {"batch"};
    other.training.batch = 1;
    const auto done = resumeTraining(*project, test::fakeEngine(), other, {}, {});
    ASSERT_TRUE(done) << done.error().describe();
    EXPECT_EQ(done->resumedAfter, 8);
    EXPECT_EQ(done->result.stepsDone, 12);
    EXPECT_EQ(sqlite(dir / "p/project.db", "SELECT id, parent_id, parent_step FROM training_run WHERE id > 1"),
              "2|1|8\n3|1|8");
    const auto again = resumeTraining(*project, test::fakeEngine(), {.run = RunId{2}}, {}, {});
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->run.value, 2);
    EXPECT_EQ(again->resumedAfter, 8);
}

TEST(ResumeTraining, withoutACheckpointItBeginsAgain_andADamagedOneIsPassedOver) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    auto options = test::sampleTraining(4);
    options.training.checkpointEvery = 3;
    ASSERT_FALSE(trainStyle(*project, test::fakeEngine({.failAtStep = 2}), options, {}, {}));
    ASSERT_FALSE(resumeTraining(*project, test::fakeEngine({.failAtStep = 7}), {}, {}, {}));
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT group_concat(step, ' ') FROM training_state"), "3 6");
    const auto newest = sqlite(db, "SELECT relative_path FROM training_state WHERE step = 6");
    ASSERT_TRUE(writeFileAtomically(dir / "p" / newest, "damaged"));
    const auto done = resumeTraining(*project, test::fakeEngine(), {}, {}, {});
    ASSERT_TRUE(done) << done.error().describe();
    EXPECT_EQ(done->resumedAfter, 3);
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM training_run"), "1");
}

TEST(RehearseTraining, tellsAndRecordsNothing) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    const auto made = rehearseTraining(*project, test::fakeEngine(), test::sampleTraining(3), {}, {});
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(made->diskBytes, 200u);
    EXPECT_EQ(
        sqlite(dir / "p/project.db", "SELECT (SELECT count(*) FROM training_run) + (SELECT count(*) FROM clip)"),
        "0");
}

/// While the recorder is busy with one checkpoint the engine makes the next ones.
TEST(RunRecorder, thatLags_recordsEachCheckpointAsItWas) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    auto options = test::sampleTraining(3);
    options.training.checkpointEvery = 1;
    options.keepCheckpoints = 0;
    std::mutex mutex;
    std::condition_variable changed;
    bool held = false, trained = false;
    const Listener slow{[&](const door::Event& event) {
                            const auto* progressed = std::get_if<door::Progressed>(&event.body);
                            const auto* saved = std::get_if<door::CheckpointSaved>(&event.body);
                            if (saved == nullptr || saved->step != 6 || progressed != nullptr) return;
                            const std::lock_guard lock(mutex);
                            trained = true;
                            changed.notify_all();
                        },
                        [&](const Recorded& recorded) {
                            if (recorded.what != Recorded::What::Checkpoint || held) return;
                            held = true;
                            std::unique_lock lock(mutex);
                            EXPECT_TRUE(changed.wait_for(lock, std::chrono::seconds(30), [&] { return trained; }));
                        }};
    ASSERT_TRUE(trainStyle(*project, test::fakeEngine(), options, slow, {}));
    for (int step = 1; step <= 6; ++step) {
        const auto path = sqlite(dir / "p/project.db",
                                 "SELECT relative_path FROM training_state WHERE step = " + std::to_string(step));
        EXPECT_TRUE(test::fileBytes(dir / "p" / path).starts_with("step " + std::to_string(step) + "\n")) << path;
    }
    EXPECT_TRUE(project->check()->findings.empty());
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
