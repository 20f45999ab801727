// core/base: errors, UTF-8, atomic files, hashing, locks, platform.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <set>
#include <thread>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/cancel.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/base/progress.h"
#include "core/base/thread_budget.h"
#include "tests/unit/fixture_files.h"

namespace brandloom {
namespace {

TEST(Errors, SentenceRemedyAndCause) {
    const Error low(base_errors::kFileMissing, {{"file", "/tmp/a b.txt"}});
    EXPECT_EQ(low.sentence(), "/tmp/a b.txt does not exist.");
    const Error high = Error(base_errors::kBadJson, {{"what", "settings"}, {"reason", "cut"}}).withCause(low);
    EXPECT_TRUE(high.is(base_errors::kBadJson));
    EXPECT_EQ(high.arg("reason"), "cut");
    EXPECT_EQ(high.arg("absent"), "");
    EXPECT_NE(high.describe().find("a b.txt does not exist"), std::string::npos) << high.describe();
    EXPECT_TRUE(cancelledError().isCancelled());
    EXPECT_FALSE(high.isCancelled());
}

TEST(Errors, ArgumentsAreNotFilledTwice) {
    const std::vector<ErrorArg> args{{"a", "{b}"}, {"b", "B"}};
    EXPECT_EQ(fillArguments("{a} {b} {c} {", args), "{b} B {c} {");
}

TEST(Errors, CodesAreUnique) {
    std::set<std::string_view> codes;
    for (const auto* spec : baseErrorSpecs()) {
        EXPECT_EQ(spec->module, "base");
        EXPECT_TRUE(codes.insert(spec->code).second) << spec->code;
    }
    EXPECT_GE(codes.size(), 11u);
}

Status stepThatFails(bool failing) {
    if (failing) return fail(base_errors::kInternal, {{"where", "here"}, {"reason", "test"}});
    return {};
}
Result<int> chain(bool failing) {
    BRANDLOOM_CHECK(stepThatFails(failing));
    BRANDLOOM_TRY(const int n, Result<int>(20));
    BRANDLOOM_TRY(const int m, Result<int>(22));
    return n + m;
}
TEST(Results, MacrosReturnTheFirstError) {
    EXPECT_EQ(chain(false).value(), 42);
    EXPECT_TRUE(chain(true).error().is(base_errors::kInternal));
}

TEST(Cancel, StopTokenBecomesAnError) {
    StopSource source;
    EXPECT_TRUE(checkCancelled(source.get_token()));
    source.request_stop();
    EXPECT_TRUE(checkCancelled(source.get_token()).error().isCancelled());
    EXPECT_TRUE(checkCancelled({}));
}

TEST(Progress, EtaIsTheMeanOfTheStepsDone) {
    const EtaMeter meter(100);
    EXPECT_EQ(meter.secondsLeft(110, 0, 10), std::nullopt);
    EXPECT_EQ(meter.secondsLeft(110, 5, 10), 10.0);
    EXPECT_EQ(meter.secondsLeft(110, 5, 0), std::nullopt);
}

TEST(Utf8, WellFormedOnly) {
    for (const char* good : {"", "abc", "品牌", "é", "😀", "\xf4\x8f\xbf\xbf", "\xee\x80\x80", "\xed\x9f\xbf"})
        EXPECT_TRUE(isValidUtf8(good)) << good;
    EXPECT_TRUE(isValidUtf8(std::string_view("a\0b", 3)));
    for (const char* bad : {"\x80", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xe0\x9f\xbf", "\xed\xa0\x80",
                            "\xed\xbf\xbf", "\xf0\x80\x80\xaf", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
                            "\xf5\x80\x80\x80", "\xff", "\xe4\xb8", "\xf0\x9f\x98", "a\xe4\xb8z"})
        EXPECT_FALSE(isValidUtf8(bad)) << bad;
    EXPECT_EQ(utf8FromPath(pathFromUtf8("中文 文件.txt")), "中文 文件.txt");
}

TEST(Hashing, KnownSha256) {
    EXPECT_EQ(sha256Hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256Hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    Sha256 hash;
    hash.add("a").add(std::string_view("b")).add(std::span(reinterpret_cast<const std::uint8_t*>("c"), 1));
    EXPECT_EQ(hash.hex(), sha256Hex("abc"));
}

TEST(Hashing, FileInChunksAndCancelled) {
    test::TempDir dir;
    const std::string bytes(3'000'001, 'q');
    test::writeBytes(dir / "big", bytes);
    EXPECT_EQ(sha256OfFile(dir / "big").value(), sha256Hex(bytes));
    StopSource source;
    source.request_stop();
    EXPECT_TRUE(sha256OfFile(dir / "big", source.get_token()).error().isCancelled());
    EXPECT_TRUE(sha256OfFile(dir / "absent").error().is(base_errors::kFileMissing));
}

std::size_t entriesIn(const Path& folder) {
    std::size_t n = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) ++n;
    return n;
}

TEST(AtomicFiles, WholeOrAbsent) {
    test::TempDir dir;
    const auto target = dir / "file.txt";
    {
        auto file = AtomicFile::create(target);
        ASSERT_TRUE(file);
        ASSERT_TRUE(file->write("half"));
        EXPECT_FALSE(std::filesystem::exists(target));
    }
    EXPECT_EQ(entriesIn(dir.path()), 0u);  // dropped without commit: nothing is left
    ASSERT_TRUE(writeFileAtomically(target, "first"));
    auto file = AtomicFile::create(target);
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write("sec"));
    EXPECT_EQ(test::fileBytes(target), "first");
    ASSERT_TRUE(file->write("ond"));
    ASSERT_TRUE(file->commit());
    EXPECT_EQ(test::fileBytes(target), "second");
    EXPECT_EQ(entriesIn(dir.path()), 1u);
}

TEST(AtomicFiles, MovedObjectsDoNotDeleteTwice) {
    test::TempDir dir;
    auto a = AtomicFile::create(dir / "a");
    auto b = AtomicFile::create(dir / "b");
    ASSERT_TRUE(a && b);
    ASSERT_TRUE(a->write("A"));
    *b = std::move(*a);  // drops the temporary of b
    EXPECT_EQ(entriesIn(dir.path()), 1u);
    ASSERT_TRUE(b->commit());
    EXPECT_EQ(test::fileBytes(dir / "a"), "A");
}

TEST(AtomicFiles, UnwritableFolderIsASentence) {
    const auto status = writeFileAtomically("/nonexistent-folder/x", "text");
    ASSERT_FALSE(status);
    EXPECT_TRUE(status.error().is(base_errors::kFileUnwritable));
    EXPECT_NE(status.error().sentence().find("/nonexistent-folder/x"), std::string::npos);
}

TEST(AtomicFiles, LongNamesStayWithinTheLimit) {
    test::TempDir dir;
    const auto target = dir / (std::string(240, 'n') + ".mp4");
    EXPECT_TRUE(writeFileAtomically(target, "x"));
}

TEST(ReadingFiles, LimitsAndKinds) {
    test::TempDir dir;
    test::writeBytes(dir / "f", "12345");
    EXPECT_EQ(readFile(dir / "f").value(), "12345");
    EXPECT_FALSE(readFile(dir / "f", 4));
    EXPECT_TRUE(readFile(dir / "absent").error().is(base_errors::kFileMissing));
    EXPECT_TRUE(readFile(dir.path()).error().is(base_errors::kNotRegularFile));
    ASSERT_EQ(::mkfifo((dir / "pipe").c_str(), 0600), 0);
    EXPECT_TRUE(readFile(dir / "pipe").error().is(base_errors::kNotRegularFile));
    EXPECT_TRUE(readFile("/dev/zero").error().is(base_errors::kNotRegularFile));
}

TEST(ReadOnlyFiles, PositionalReads) {
    test::TempDir dir;
    test::writeBytes(dir / "f", "0123456789");
    auto file = platform::ReadOnlyFile::open(dir / "f");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->size(), 10u);
    std::array<std::uint8_t, 4> out{};
    ASSERT_TRUE(file->readAt(3, out));
    EXPECT_EQ(std::string(out.begin(), out.end()), "3456");
    EXPECT_TRUE(file->readAt(8, out).error().is(base_errors::kFileUnreadable));
    EXPECT_FALSE(file->readAt(1ull << 40, out));
}

TEST(FileLocks, OneHolderAtATime) {
    test::TempDir dir;
    const auto path = dir / "lock";
    auto first = platform::FileLock::tryLock(path, "me");
    ASSERT_TRUE(first && *first);
    EXPECT_EQ(test::fileBytes(path), "me");
    auto second = platform::FileLock::tryLock(path, "you");
    ASSERT_TRUE(second);
    EXPECT_FALSE(*second);
    EXPECT_EQ(test::fileBytes(path), "me");  // the loser leaves the owner's name alone
    first->reset();
    auto third = platform::FileLock::tryLock(path, "they");
    ASSERT_TRUE(third && *third);
    EXPECT_EQ(test::fileBytes(path), "they");
}

TEST(FileLocks, ReleasedWhenTheHolderIsKilled) {
    test::TempDir dir;
    const auto path = dir / "lock";
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const auto child = ::fork();
    if (child == 0) {
        auto held = platform::FileLock::tryLock(path, "child");
        const char ok = held && *held ? '1' : '0';
        if (::write(ready[1], &ok, 1) != 1) ::_exit(1);
        for (;;) ::pause();
    }
    char ok = 0;
    ASSERT_EQ(::read(ready[0], &ok, 1), 1);
    ASSERT_EQ(ok, '1');
    EXPECT_FALSE(*platform::FileLock::tryLock(path, "parent"));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(*platform::FileLock::tryLock(path, "parent"));
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST(ThreadBudgets, SumAndMinimum) {
    for (int cores : {1, 2, 16}) {
        const auto budget = threadBudgetForCores(cores);
        EXPECT_GE(budget.compute, 1);
        EXPECT_GE(budget.media, 1);
        EXPECT_LE(budget.compute, cores);
    }
    EXPECT_GE(platform::coreCount(), 1);
    EXPECT_GT(platform::memoryTotalBytes(), platform::residentBytes());
}

}  // namespace
}  // namespace brandloom
