// Films of strangers in a process of their own: the same answers, and whatever that process does (crashes, hangs,
// lies) stays there.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <random>
#include <thread>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/media/media_errors.h"
#include "core/media/reader/film_reader.h"
#include "core/media/reader/reader_messages.h"
#include "tests/unit/domain_support.h"

namespace brandloom::media {
namespace {

using test::ffmpeg;
using test::quoted;
using test::TempDir;

/// The line of a text file of /proc that begins so, without the beginning.
std::string procLine(int id, const std::string& file, const std::string& beginning) {
    std::ifstream in("/proc/" + std::to_string(id) + "/" + file);
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(beginning)) return line.substr(beginning.size());
    return {};
}

/// No process of that number runs any more (who has not been waited for does not run).
bool isGone(int id) {
    const auto state = procLine(id, "status", "State:");
    return state.empty() || state.find('Z') != std::string::npos;
}

bool goesWithin(int id, double seconds) {
    for (const double end = steadySeconds() + seconds; steadySeconds() < end;) {
        if (isGone(id)) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return isGone(id);
}

std::string bytesOf(const Message& message) {
    const auto head = headOf(message);
    return std::string(head.begin(), head.end()) + message.text +
           std::string(message.bytes.begin(), message.bytes.end());
}

/// A program that says it is ready, and then does what the lines of shell say; $1.. are files of `dir`.
Path impostor(const TempDir& dir, const std::string& lines) {
    test::writeBytes(dir / "ready", bytesOf(messageOf(ReaderReply(ReaderReady{true, true}))));
    const Path program = dir / "impostor";
    test::writeBytes(program, "#!/bin/sh\ncat " + quoted(dir / "ready") + "\n" + lines + "\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    return program;
}

Path cutFilm(const TempDir& dir) {
    const Path film = dir / "两段 a b.mp4";
    ffmpeg(
        "-f lavfi -i testsrc2=size=320x180:rate=24:duration=2 -f lavfi -i mandelbrot=size=320x180:rate=24 "
        "-filter_complex '[1:v]trim=duration=2[b];[0:v][b]concat=n=2:v=1' -pix_fmt yuv420p " +
        quoted(film));
    return film;
}

TEST(FilmReader, GivesWhatThisProcessWouldFind) {
    const TempDir dir;
    const Path film = cutFilm(dir);
    FilmReader reader;
    EXPECT_EQ(reader.processId(), 0) << "nothing starts before it is needed";
    const auto info = reader.probe(film);
    ASSERT_TRUE(info) << info.error().describe();
    const int process = reader.processId();
    EXPECT_EQ(std::to_string(info->width) + "\n" + std::to_string(info->height),
              test::ffprobe(film, "stream=width,height"));
    EXPECT_EQ(info->frameCount, 96);

    const auto look = reader.look(film, {100, 0.5});
    const auto here = lookAtFilm(film, {100, 0.5});
    ASSERT_TRUE(look && here);
    EXPECT_EQ(look->picture->width(), 100);
    EXPECT_EQ(look->picture->height(), 56);
    EXPECT_TRUE(std::ranges::equal(look->picture->bytes(), here->picture->bytes()));

    std::vector<Progress> told;
    const auto shots = reader.shots(film, {}, [&](const Progress& p) { told.push_back(p); });
    ASSERT_TRUE(shots) << shots.error().describe();
    ASSERT_EQ(shots->shots.size(), 2u);
    EXPECT_EQ(shots->shots[1].firstFrame, 48);
    ASSERT_EQ(shots->transitions.size(), 1u);
    EXPECT_EQ(shots->transitions[0].kind, TransitionKind::Cut);

    const MeasureRange range{2, 4};
    const auto measures = reader.measure(film, range, {}, [&](const Progress& p) { told.push_back(p); });
    const auto ours = measureFilm(film, range);
    ASSERT_TRUE(measures && ours);
    EXPECT_EQ(measures->frames, 48);
    EXPECT_EQ(measures->sharpness, ours->sharpness);
    EXPECT_EQ(measures->palette, ours->palette);
    EXPECT_EQ(measures->hashes, ours->hashes);
    EXPECT_EQ(measures->camera.zoom, ours->camera.zoom);
    EXPECT_EQ(measures->transitions, ours->transitions);
    EXPECT_EQ(measures->exposure.contrast, ours->exposure.contrast);
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.front().phase, "shots");
    EXPECT_EQ(reader.processId(), process) << "one process for all";
}

TEST(FilmReader, GivesPicturesFromAnyMomentOnAsASequentialReaderSeesThem) {
    const TempDir dir;
    const Path film = cutFilm(dir);
    std::vector<DecodedFrame> all;
    {
        auto decoder = Decoder::open(film);
        ASSERT_TRUE(decoder);
        for (auto next = decoder->next(); next && *next; next = decoder->next()) all.push_back(std::move(**next));
    }
    ASSERT_EQ(all.size(), 96u);
    FilmReader reader;
    std::vector<FilmPicture> seen;
    const auto read = [&](const PicturesWanted& wanted) {
        seen.clear();
        return reader.pictures(film, wanted, [&](FilmPicture p) { seen.push_back(std::move(p)); });
    };
    const auto isFrame = [&](std::size_t i, std::size_t frame) {
        return seen.at(i).seconds == all[frame].seconds &&
               std::ranges::equal(seen[i].picture->bytes(), all[frame].picture->bytes());
    };
    const auto some = read({1.0 + 0.5 / 24, false, 3, 320});
    ASSERT_TRUE(some) << some.error().describe();
    ASSERT_EQ(seen.size(), 3u);
    EXPECT_FALSE(some->atEnd);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(isFrame(i, 24 + i)) << i;
    EXPECT_NEAR(seen[0].durationSeconds, 1.0 / 24, 1e-6);

    ASSERT_TRUE(read({0, true, 2, 320}));
    EXPECT_TRUE(isFrame(0, 27) && isFrame(1, 28)) << "it goes on where it was";

    ASSERT_TRUE(reader.probe(film));
    ASSERT_TRUE(read({3.9, false, 64, 320}));
    EXPECT_EQ(seen.size(), 3u) << "93 to 95";
    EXPECT_TRUE(isFrame(2, 95));
    const auto past = read({0, true, 4, 320});
    ASSERT_TRUE(past);
    EXPECT_TRUE(past->atEnd && seen.empty());

    ASSERT_TRUE(read({0, false, 1, 100}));
    EXPECT_EQ(seen[0].picture->width(), 100);
    EXPECT_EQ(seen[0].picture->height(), 56);
    ASSERT_TRUE(read({0, false, 1, 64}));
    EXPECT_EQ(seen[0].picture->width(), 64);
    for (const auto& wanted : {PicturesWanted{0, false, 0, 320}, PicturesWanted{0, false, 1, 8}}) {
        const auto refused = read(wanted);
        ASSERT_FALSE(refused);
    }
}

TEST(FilmReader, MorePicturesThanAskedForAreNotTaken) {
    const TempDir dir;
    const auto picture = [](int side) {
        return bytesOf(messageOf(ReaderReply(FilmPicture{std::make_shared<FrameBuffer>(side, side), 0, 0.04})));
    };
    const std::string end = bytesOf(messageOf(ReaderReply(PicturesEnd{})));
    const auto pictures = [&](const std::string& bytes, int count) {
        test::writeBytes(dir / "answer", bytes);
        FilmReaderOptions options;
        options.program = impostor(dir, "cat " + quoted(dir / "answer") + "\nsleep 20");
        FilmReader reader(options);
        int got = 0;
        const auto done = reader.pictures(dir / "film.mp4", {0, false, count, 64}, [&](FilmPicture) { ++got; });
        EXPECT_LE(got, count);
        return done.has_value();
    };
    EXPECT_TRUE(pictures(picture(64) + end, 1));
    EXPECT_FALSE(pictures(picture(64) + picture(64) + end, 1));
    EXPECT_FALSE(pictures(picture(65) + end, 1));
}

TEST(FilmReader, BadFilesAreRefusedInTheSameWords) {
    const TempDir dir;
    test::writeBytes(dir / "空.mp4", "");
    test::writeBytes(dir / "文字.mp4", "These are only words.\n");
    std::filesystem::create_directory(dir / "folder.mp4");
    ffmpeg("-f lavfi -i sine=duration=1 " + quoted(dir / "sound.m4a"));
    const Path odd = dir / "\xff\xfe odd.mp4";
    test::writeBytes(odd, "not UTF-8, not a film");
    FilmReader reader;
    for (const auto& file :
         {dir / "空.mp4", dir / "文字.mp4", dir / "folder.mp4", dir / "sound.m4a", dir / "nowhere.mp4", odd}) {
        SCOPED_TRACE(file);
        const auto there = reader.look(file);
        const auto here = lookAtFilm(file);
        ASSERT_FALSE(there);
        ASSERT_FALSE(here);
        EXPECT_EQ(there.error().describe(), here.error().describe());
        EXPECT_EQ(reader.measure(file).error().code, here.error().code);
        EXPECT_EQ(reader.shots(file).error().code, here.error().code);
    }
    const int process = reader.processId();
    EXPECT_TRUE(reader.probe(cutFilm(dir)));
    EXPECT_EQ(reader.processId(), process);
}

TEST(FilmReader, ItsProcessWearsItsRopes) {
    const TempDir dir;
    FilmReaderOptions options;
    options.memoryBytes = 3ull << 30;
    FilmReader reader(options);
    ASSERT_TRUE(reader.probe(cutFilm(dir)));
    const int id = reader.processId();
    EXPECT_EQ(procLine(id, "status", "Seccomp:"), "\t2");
    EXPECT_EQ(procLine(id, "status", "NoNewPrivs:"), "\t1");
    const auto limit = [&](const std::string& name) {
        std::istringstream words(procLine(id, "limits", name));
        std::string soft;
        words >> soft;
        return soft;
    };
    EXPECT_EQ(limit("Max core file size"), "0");
    EXPECT_EQ(limit("Max file size"), "0");
    EXPECT_EQ(limit("Max open files"), "64");
    EXPECT_EQ(limit("Max address space"), std::to_string(options.memoryBytes));
    EXPECT_NE(limit("Max cpu time"), "unlimited");
}

TEST(FilmReader, TooLittleMemoryIsTheFilmsMisfortuneOnly) {
    const TempDir dir;
    ffmpeg("-f lavfi -i color=size=6000x6000:rate=1:duration=1 -c:v mjpeg " + quoted(dir / "large.avi"));
    FilmReaderOptions options;
    options.memoryBytes = 600ull << 20;
    FilmReader reader(options);
    const auto small = cutFilm(dir);
    ASSERT_TRUE(reader.probe(small)) << reader.probe(small).error().describe();
    const auto large = reader.measure(dir / "large.avi");
    ASSERT_FALSE(large);
    EXPECT_NE(large.error().sentence().find("large.avi"), std::string::npos) << large.error().describe();
    EXPECT_TRUE(reader.probe(small));
}

TEST(FilmReader, ACrashIsSaidAndTheNextFilmIsRead) {
    const TempDir dir;
    const Path film = cutFilm(dir);
    FilmReader reader;
    int killed = 0;
    const auto broken = reader.measure(film, {}, {}, [&](const Progress&) {
        killed = reader.processId();
        ::kill(killed, SIGSEGV);
    });
    ASSERT_FALSE(broken);
    EXPECT_TRUE(broken.error().is(media_errors::kReaderStopped)) << broken.error().describe();
    EXPECT_EQ(broken.error().arg("how"), "it crashed");
    EXPECT_NE(broken.error().sentence().find(utf8FromPath(film.filename())), std::string::npos);
    EXPECT_EQ(reader.processId(), 0);
    EXPECT_TRUE(isGone(killed));
    ASSERT_TRUE(reader.probe(film));
    // One that an earlier film has broken is exchanged, and this film is not blamed.
    const int second = reader.processId();
    ::kill(second, SIGKILL);
    EXPECT_TRUE(reader.probe(film));
    EXPECT_NE(reader.processId(), second);
}

TEST(FilmReader, LiesHangsAndFloodsStayThere) {
    const TempDir dir;
    const auto say = [&](const std::string& name, const std::string& bytes) {
        test::writeBytes(dir / name, bytes);
        return "cat " + quoted(dir / name) + "; exec sleep 100";
    };
    const auto message = [](const std::string& text, std::size_t bytes = 0) {
        return bytesOf({text, std::vector<std::uint8_t>(bytes)});
    };
    const std::string info =
        R"("info":{"container":"mp4","codec":"h264","pixelFormat":"p","width":64,"height":48,"codedWidth":64,)"
        R"("codedHeight":48,"rotation":0,"seconds":1,"fps":24,"frames":24,"exact":true,"variable":false,)"
        R"("audio":false,"hdr":false,"bits":8})";
    const std::map<std::string, std::string> cases{
        {"crash", "kill -SEGV $$"},
        {"leave", "exit 0"},
        {"flood", "exec yes"},
        {"too long", say("long", std::string("\xff\xff\xff\x7f\0\0\0\0", 8))},
        {"no text", say("none", std::string(8, '\0'))},
        {"no JSON", say("words", message("These are only words."))},
        {"another kind", say("shots", message(R"({"kind":"shots","shots":[],"transitions":[]})"))},
        {"no such error", say("error", message(R"({"kind":"error","module":"media","code":"nice","args":[]})"))},
        {"absurd size",
         say("size", message(R"({"kind":"look",)" + info + R"(,"pictureWidth":1000,"pictureHeight":1000})", 9))},
        {"no picture", say("missing", message(R"({"kind":"look",)" + info + "}"))},
        {"larger than asked",
         say("larger", message(R"({"kind":"look",)" + info + R"(,"pictureWidth":200,"pictureHeight":1})", 600))},
        {"bytes beside an error",
         say("beside", message(R"({"kind":"error","module":"media","code":"no_frames","args":[]})", 3))}};
    for (const auto& [name, lines] : cases) {
        SCOPED_TRACE(name);
        FilmReaderOptions options;
        options.program = impostor(dir, lines);
        FilmReader reader(options);
        const auto look = reader.look("/film.mp4", {100, 0});
        ASSERT_FALSE(look);
        EXPECT_TRUE(look.error().is(media_errors::kReaderStopped)) << look.error().describe();
        EXPECT_NE(look.error().sentence().find("/film.mp4"), std::string::npos);
        EXPECT_EQ(reader.processId(), 0);
    }
}

TEST(FilmReader, WhoIsSilentOrBusyForTooLongIsGivenUp) {
    const TempDir dir;
    FilmReaderOptions options;
    options.silenceSeconds = 0.2;
    options.program = impostor(dir, "exec sleep 100");
    FilmReader silent(options);
    const double start = steadySeconds();
    const auto look = silent.look("/film.mp4");
    ASSERT_FALSE(look);
    EXPECT_TRUE(look.error().is(media_errors::kTimedOut)) << look.error().describe();
    EXPECT_LT(steadySeconds() - start, 20);
    options.silenceSeconds = 60;
    options.program = impostor(dir, "ulimit -S -t 1; while :; do :; done");
    FilmReader busy(options);
    const auto used = busy.look("/film.mp4");
    ASSERT_FALSE(used);
    EXPECT_TRUE(used.error().is(media_errors::kTimedOut)) << used.error().describe();
}

TEST(FilmReader, AStopTakesEffectAtOnce) {
    const TempDir dir;
    FilmReaderOptions options;
    options.program = impostor(dir, "exec sleep 100");
    FilmReader reader(options);
    StopSource stop;
    std::jthread later([&] {
        while (reader.processId() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        stop.request_stop();
    });
    const double start = steadySeconds();
    const auto look = reader.look("/film.mp4", {}, stop.get_token());
    ASSERT_FALSE(look);
    EXPECT_TRUE(look.error().isCancelled()) << look.error().describe();
    EXPECT_LT(steadySeconds() - start, 20);
    EXPECT_TRUE(reader.look("/film.mp4", {}, stop.get_token()).error().isCancelled());
}

TEST(FilmReader, AMissingProgramIsNamed) {
    const TempDir dir;
    test::writeBytes(dir / "words", "no program");
    for (const auto& program : {dir / "nowhere", dir / "words"}) {
        FilmReaderOptions options;
        options.program = program;
        const auto info = FilmReader(options).probe("/film.mp4");
        ASSERT_FALSE(info);
        EXPECT_TRUE(info.error().is(media_errors::kReaderMissing)) << info.error().describe();
        EXPECT_NE(info.error().sentence().find(utf8FromPath(program)), std::string::npos);
    }
}

TEST(FilmReader, EndsWithWhoStartedItHoweverThatEnds) {
    const TempDir dir;
    const Path film = dir / "long.mp4";
    ffmpeg("-f lavfi -i testsrc2=size=320x180:rate=30:duration=60 -preset ultrafast " + quoted(film));
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    const pid_t starter = ::fork();
    if (starter == 0) {
        FilmReader reader;
        bool told = false;
        reader.measure(film, {}, {}, [&](const Progress&) {
            const int id = reader.processId();
            if (!told) told = ::write(ends[1], &id, sizeof id) == sizeof id;
            while (told) ::pause();  // its pipe fills, its work is in the middle
        });
        ::_exit(1);
    }
    ::close(ends[1]);
    int id = 0;
    ASSERT_EQ(::read(ends[0], &id, sizeof id), static_cast<ssize_t>(sizeof id));
    ::close(ends[0]);
    ASSERT_GT(id, 0);
    EXPECT_FALSE(isGone(id));
    ::kill(starter, SIGKILL);
    ::waitpid(starter, nullptr, 0);
    EXPECT_TRUE(goesWithin(id, 20));
}

TEST(ReaderMessages, BrokenOnesAreRefusedOrWithinTheirBounds) {
    auto picture = std::make_shared<FrameBuffer>(3, 2);
    MediaInfo info;
    info.width = info.codedWidth = 64;
    info.height = info.codedHeight = 48;
    ClipMeasures measures;
    measures.frames = 9;
    measures.palette = {{50, 1, 2, 1}};
    measures.hashes.resize(3);
    measures.transitions = {{TransitionKind::Fade, 1, 2}};
    ShotList list;
    list.shots = {{0, 9, 0, 1, 64, 48}, {9, 9, 1, 2, 64, 48}};
    list.transitions = {{TransitionKind::Cut, 9, 0}};
    std::mt19937 random(7);
    int refused = 0, taken = 0;
    for (const ReaderReply& reply :
         {ReaderReply(FilmLook{info, picture}), ReaderReply(measures), ReaderReply(list),
          ReaderReply(Error(media_errors::kNoFrames, {{"file", "a"}})), ReaderReply(Progress{"shots", 1, 2, {}})}) {
        const auto whole = messageOf(reply);
        ASSERT_TRUE(replyOf(whole));
        EXPECT_EQ(replyOf(whole)->index(), reply.index());
        for (int round = 0; round < 2000; ++round) {
            auto broken = whole;
            const auto at = random() % broken.text.size();
            if (round % 4 == 0)
                broken.text.resize(at);
            else
                broken.text[at] = "0123456789-e.,[]{}\"x"[random() % 20];
            const auto got = replyOf(broken);
            ++(got ? taken : refused);
            if (!got) continue;
            if (const auto* look = std::get_if<FilmLook>(&*got)) {
                EXPECT_GE(look->info.width, 1);
                EXPECT_LE(look->info.width, 16384);
                EXPECT_LE(look->info.fps, 1e9);
            }
            if (const auto* shots = std::get_if<ShotList>(&*got)) {
                for (const auto& shot : shots->shots) EXPECT_GE(shot.endSeconds, shot.startSeconds);
            }
        }
    }
    EXPECT_GT(refused, 5000);
    EXPECT_GT(taken, 100);
}

}  // namespace
}  // namespace brandloom::media
