// Films and folders on their way into a dataset: told at once, looked at, added together, measured; interrupted and
// gone on with. What lies in the project is asked with sqlite3.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/base/hashing.h"
#include "core/door/engine_loader.h"
#include "core/media/measures_document.h"
#include "core/studio/import/film_cache.h"
#include "core/studio/import/film_list.h"
#include "core/studio/import/import_films.h"
#include "core/studio/projects/undo.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

using test::sqlite;
using Outcome = AddedFilm::Outcome;
using What = ImportTold::What;

const Path kCuts = resourceDir() / "samples/sample_cuts.mp4";

Path filmOf(const Path& file, const std::string& colour, double seconds = 1) {
    test::ffmpeg("-f lavfi -i color=" + colour + ":size=96x64:rate=24:duration=" + std::to_string(seconds) +
                 " -c:v libx264 -preset ultrafast -pix_fmt yuv420p " + test::quoted(file));
    return file;
}

/// What an import tells, in its order.
struct Told {
    std::vector<ImportTold> all;
    [[nodiscard]] ImportSink sink() {
        return [this](const ImportTold& told) { all.push_back(told); };
    }
    [[nodiscard]] int count(What what) const {
        return static_cast<int>(std::ranges::count(all, what, &ImportTold::what));
    }
};

TEST(FilmList, FoldersStandForTheFilmsInThem) {
    const test::TempDir dir;
    std::filesystem::create_directories(dir / "素材/b/.hidden");
    std::filesystem::create_directories(dir / "素材/a");
    std::filesystem::create_directories(dir / "素材/项目/cache");
    for (const char* name : {"素材/2.mp4", "素材/1.MOV", "素材/1.zh.txt", "素材/.hidden.mp4",
                             "素材/b/.hidden/x.mp4", "素材/b/clip.webm", "素材/a/still.PNG", "other.bin",
                             "素材/项目/project.db", "素材/项目/x.mp4", "素材/项目/cache/y.png"})
        test::writeBytes(dir / name, name);
    ASSERT_EQ(::mkfifo((dir / "素材/a/pipe.mp4").c_str(), 0600), 0);
    std::filesystem::create_directory_symlink("..", dir / "素材/a/round");
    std::filesystem::create_directory_symlink(dir / "素材/b", dir / "素材/c");
    std::filesystem::create_symlink(dir / "nowhere", dir / "素材/broken.mp4");
    const auto list = filmsIn({dir / "other.bin", dir / "素材", dir / "nowhere.mp4"}, {});
    ASSERT_TRUE(list);
    std::vector<Path> names;
    for (const auto& film : list->films) names.push_back(film.lexically_relative(dir.path()));
    EXPECT_EQ(names, (std::vector<Path>{"other.bin", "素材/1.MOV", "素材/2.mp4", "素材/a/still.PNG",
                                        "素材/b/clip.webm", "nowhere.mp4"}))
        << "a named file whatever it is, the folder's films once each";
    EXPECT_TRUE(list->unreadable.empty());
    EXPECT_EQ(filmsIn({dir / "素材/项目"}, {})->films.size(), 1u) << "without the pictures of its cache";
    StopSource stop;
    stop.request_stop();
    EXPECT_TRUE(filmsIn({dir / "素材"}, stop.get_token()).error().isCancelled());
}

TEST(ImportFilms, FromAFolderToMeasures) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "项 目");
    std::filesystem::create_directories(dir / "films/deeper");
    const auto red = filmOf(dir / "films/红.mp4", "red");
    test::writeBytes(dir / "films/红.zh.txt", "红色\n");
    std::filesystem::copy_file(red, dir / "films/deeper/again.mp4");
    std::filesystem::copy_file(kCuts, dir / "films/deeper/cuts.mp4");
    test::writeBytes(dir / "films/text.mp4", "no film");
    ImportOptions options;
    options.films = {dir / "films"};
    options.split = "shots";
    Told told;
    const auto done = importFilms(*project, options, {}, {}, told.sink());
    ASSERT_TRUE(done) << done.error().describe();
    EXPECT_EQ(done->added, 2);
    EXPECT_EQ(done->refused, 1);
    EXPECT_EQ(done->dataset.clips, 4);
    EXPECT_EQ(done->measured, 4);
    ASSERT_EQ(told.all.front().what, What::Found);
    EXPECT_EQ(told.all.front().films.size(), 4u);
    EXPECT_EQ(told.count(What::Looked), 3);
    EXPECT_EQ(told.count(What::Refused), 1);
    EXPECT_EQ(told.count(What::Measured), 4);

    const Path db = dir / "项 目/project.db";
    EXPECT_EQ(sqlite(db, "SELECT state, count(*) FROM import_file GROUP BY state ORDER BY state"),
              "added|2\nknown|1\nrefused|1");
    EXPECT_NE(sqlite(db, "SELECT problem FROM import_file WHERE state = 'refused'").find("not_a_film"),
              std::string::npos);
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM import_job WHERE ended IS NULL"), "0");
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM undo_record"), "1") << "all of it is one change";
    EXPECT_EQ(sqlite(db, "SELECT width, height, frames, codec FROM source WHERE path LIKE '%again.mp4'"),
              "96|64|24|h264");
    EXPECT_EQ(sqlite(db, "SELECT count(*), min(version) FROM clip_measures WHERE problem IS NULL"),
              "4|" + std::to_string(media::kMeasuresVersion));
    const auto document =
        sqlite(db,
               "SELECT document FROM clip_measures m JOIN source s ON s.sha256 = m.source_sha256 WHERE s.path "
               "LIKE '%again.mp4'");
    const auto measures = media::measuresFromDocument(document);
    ASSERT_TRUE(measures) << document;
    EXPECT_EQ(measures->frames, 24);
    EXPECT_EQ(measures->repeatedFrames, 23);
    ASSERT_EQ(measures->palette.size(), 1u);
    EXPECT_GT(measures->palette[0].a, 60) << "red in CIELAB";
    const FilmCache cache(*project);
    const auto sha256 = *sha256OfFile(red);
    EXPECT_EQ(test::ffprobe(cache.pictureOf(sha256), "stream=width,height"), "96\n64") << "never enlarged";
    ASSERT_TRUE(cache.shotsOf(*sha256OfFile(kCuts)));
    EXPECT_EQ(cache.shotsOf(*sha256OfFile(kCuts))->shots.size(), 3u);

    // The same again: nothing is new, nothing is looked at again.
    std::filesystem::remove(cache.pictureOf(sha256));
    const auto again = importFilms(*project, options, {}, {}, {});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->added, 0);
    EXPECT_EQ(again->measured, 0);
    EXPECT_EQ(again->dataset.version, done->dataset.version);
}

TEST(ImportFilms, WhatWasKilledOnItsWayGoesOn) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    const auto red = filmOf(dir / "red.mp4", "red"), blue = filmOf(dir / "blue.mp4", "blue");
    ImportOptions options;
    options.films = {red};
    options.measure = false;
    ASSERT_TRUE(importFilms(*project, options, {}, {}, {}));
    const Path db = dir / "p/project.db";
    // As a dead program leaves it: a job with a film that nobody looked at.
    sqlite(db, "INSERT INTO import_job (dataset, options, created) SELECT dataset, options, 0 FROM import_job");
    sqlite(db, "INSERT INTO import_file (job_id, number, path, state) VALUES (2, 0, '" + blue.string() +
                   "', 'waiting'), (2, 1, '" + red.string() + "', 'waiting')");
    Told told;
    const auto done = continueImports(*project, {}, {}, told.sink());
    ASSERT_TRUE(done) << done.error().describe();
    ASSERT_EQ(done->imports.size(), 1u);
    EXPECT_EQ(done->imports[0].added, 1);
    EXPECT_EQ(done->imports[0].dataset.clips, 2);
    EXPECT_EQ(done->measured, 2) << "that of the first import too";
    EXPECT_EQ(sqlite(db, "SELECT group_concat(state) FROM import_file WHERE job_id = 2"), "added,known");
    EXPECT_EQ(sqlite(db, "SELECT count(*) FROM clip_measures WHERE document IS NOT NULL"), "2");
    // Lost pictures come back with the measures that are missing.
    sqlite(db, "DELETE FROM clip_measures");
    std::filesystem::remove_all(dir / "p/cache/films");
    EXPECT_EQ(continueImports(*project, {}, {}, {})->measured, 2);
    EXPECT_TRUE(FilmCache(*project).hasPicture(*sha256OfFile(blue)));
    const auto nothing = continueImports(*project, {}, {}, {});
    ASSERT_TRUE(nothing);
    EXPECT_EQ(nothing->measured + static_cast<int>(nothing->imports.size()), 0);
}

TEST(ImportFilms, AStopKeepsWhatWasReadAndAddsNothing) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    ImportOptions options;
    for (const char* colour : {"red", "green", "blue"})
        options.films.push_back(filmOf(dir / (std::string(colour) + ".mp4"), colour));
    StopSource stop;
    Told told;
    const auto sink = [&](const ImportTold& step) {
        told.sink()(step);
        if (told.count(What::Looked) == 2) stop.request_stop();
    };
    const auto stopped = importFilms(*project, options, {}, stop.get_token(), sink);
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled());
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db,
                     "SELECT (SELECT count(*) FROM clip), (SELECT count(*) FROM source), (SELECT count(*) FROM "
                     "import_job WHERE ended IS NULL)"),
              "0|2|0");
    // What is known is not looked at again: even when it cannot be any more.
    const auto picture = FilmCache(*project).pictureOf(*sha256OfFile(options.films[0]));
    const auto written = std::filesystem::last_write_time(picture);
    ASSERT_TRUE(importFilms(*project, options, {}, {}, {}));
    EXPECT_EQ(std::filesystem::last_write_time(picture), written);
    EXPECT_EQ(sqlite(db, "SELECT (SELECT count(*) FROM clip), (SELECT count(*) FROM clip_measures)"), "3|3");
}

TEST(ImportFilms, AFilmThatIsAnotherNowIsNotMeasuredAsTheOld) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    const auto film = filmOf(dir / "a.mp4", "red"), gone = filmOf(dir / "b.mp4", "blue");
    ImportOptions options;
    options.films = {film, gone};
    options.measure = false;
    ASSERT_TRUE(importFilms(*project, options, {}, {}, {}));
    filmOf(film, "yellow", 2);
    std::filesystem::rename(gone, dir / "elsewhere.mp4");
    Told told;
    const auto done = continueImports(*project, {}, {}, told.sink());
    ASSERT_TRUE(done);
    EXPECT_EQ(done->measured, 0);
    EXPECT_EQ(done->notMeasured, 2);
    std::vector<std::string> codes;
    for (const auto& step : told.all) codes.push_back(step.error ? step.error->code : "");
    EXPECT_EQ(codes, (std::vector<std::string>{"source_changed", "source_gone"}));
    // Put back, it is measured.
    std::filesystem::rename(dir / "elsewhere.mp4", gone);
    EXPECT_EQ(continueImports(*project, {}, {}, {})->measured, 1);
}

TEST(ImportFilms, StillsAndPieces) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    test::ffmpeg("-f lavfi -i testsrc2=size=640x400 -frames:v 1 " + test::quoted(dir / "静.png"));
    const auto film = filmOf(dir / "long.mp4", "red", 5);
    ImportOptions options;
    options.films = {dir / "静.png", film};
    options.split = "fixed";
    options.pieceSeconds = 2;
    const auto done = importFilms(*project, options, {}, {}, {});
    ASSERT_TRUE(done) << done.error().describe();
    const Path db = dir / "p/project.db";
    EXPECT_EQ(sqlite(db, "SELECT first_frame, frame_count FROM clip ORDER BY id"), "0|1\n0|48\n48|48\n96|24");
    EXPECT_EQ(sqlite(db, "SELECT still FROM source ORDER BY id"), "1\n0");
    EXPECT_EQ(done->measured, 4) << done->notMeasured;
    options.split = "by hand";
    EXPECT_EQ(importFilms(*project, options, {}, {}, {}).error().code, "invalid_argument");
}

}  // namespace
}  // namespace brandloom::studio
