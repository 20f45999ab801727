// Metrics as FFmpeg's own filters have them, alignment, votes and their intervals.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "core/compare/alignment.h"
#include "core/compare/compare_errors.h"
#include "core/compare/metrics.h"
#include "core/compare/vote_repository.h"
#include "core/media/png.h"
#include "core/project/project.h"
#include "tests/unit/domain_support.h"

namespace brandloom::compare {
namespace {

using test::TempDir;

std::shared_ptr<FrameBuffer> noise(int width, int height, unsigned seed, int strength,
                                   const FrameBuffer* base = nullptr) {
    std::mt19937 random(seed);
    auto out = std::make_shared<FrameBuffer>(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < 3 * width; ++x) {
            const int from =
                base != nullptr ? base->row(y)[x] : 128 + static_cast<int>(60 * std::sin(x / 17.0 + y / 9.0));
            const int value =
                from + static_cast<int>(random() % (2u * static_cast<unsigned>(strength) + 1)) - strength;
            out->row(y)[x] = static_cast<std::uint8_t>(std::clamp(value, 0, 255));
        }
    return out;
}

/// What FFmpeg's filter says after `before`.
double byFfmpeg(const TempDir& dir, const std::string& filter, const std::string& before) {
    const auto text = test::run(
        "ffmpeg -hide_banner -nostdin -i " + test::quoted(dir / "a.png") + " -i " + test::quoted(dir / "b.png") +
        " -lavfi '[0]format=gbrp[a];[1]format=gbrp[b];[a][b]" + filter + "' -f null - 2>&1");
    return std::stod(text.substr(text.rfind(before) + before.size()));
}

TEST(Metrics, AsFfmpegHasThem) {
    const TempDir dir;
    for (const auto& [width, height, strength] : {std::tuple{96, 64, 6}, {101, 67, 40}, {64, 64, 1}}) {
        const auto a = noise(width, height, 1, 3);
        const auto b = noise(width, height, 2, strength, a.get());
        ASSERT_TRUE(media::writePng(dir / "a.png", *a));
        ASSERT_TRUE(media::writePng(dir / "b.png", *b));
        EXPECT_NEAR(psnr(*a, *b), byFfmpeg(dir, "psnr", "average:"), 0.01) << width;
        EXPECT_NEAR(ssim(*a, *b), byFfmpeg(dir, "ssim", "All:"), 0.0005) << width;
    }
    const auto a = noise(32, 32, 1, 3);
    EXPECT_TRUE(std::isinf(psnr(*a, *a)));
    EXPECT_DOUBLE_EQ(ssim(*a, *a), 1);
    EXPECT_DOUBLE_EQ(ssim(*noise(4, 4, 1, 3), *noise(4, 4, 1, 3)), 1);
}

TEST(Metrics, ColoursWhereverTheyStandAndFlicker) {
    FrameBuffer left(40, 40), right(40, 40), other(40, 40);
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x) {
            left.row(y)[3 * x] = x < 20 ? 200 : 0;
            right.row(y)[3 * x] = x < 20 ? 0 : 200;
            other.row(y)[3 * x + 2] = 200;
        }
    EXPECT_NEAR(paletteDistance(left, right), 0, 1e-9) << "the same colours elsewhere";
    EXPECT_GT(paletteDistance(left, other), 30);
    const auto grey = [](int value) {
        auto out = std::make_shared<FrameBuffer>(16, 16);
        std::ranges::fill(out->bytes(), static_cast<std::uint8_t>(value));
        return Frame(out);
    };
    const auto steady = flicker({grey(10), grey(20), grey(30), grey(40)});
    EXPECT_NEAR(*std::ranges::max_element(steady), 0, 1e-9) << "a fade is no flicker";
    const auto wild = flicker({grey(100), grey(120), grey(100), grey(100)});
    EXPECT_NEAR(wild[1], 20, 1e-9);
    EXPECT_NEAR(wild[2], 10, 1e-9);
    EXPECT_EQ(flicker({grey(1), grey(2)}), (std::vector<double>{0, 0}));
}

TEST(Alignment, SaysWhatDiffers) {
    const auto same = align({{64, 64, 8, 2}, {64, 64, 8, 2}});
    EXPECT_EQ(same.frames, 16);
    EXPECT_FALSE(same.sizesDiffer || same.aspectsDiffer || same.ratesDiffer || same.lengthsDiffer);
    const auto other = align({{64, 64, 8, 2}, {160, 90, 24, 1.5}});
    EXPECT_EQ(other.frames, 12);
    EXPECT_TRUE(other.sizesDiffer && other.aspectsDiffer && other.ratesDiffer && other.lengthsDiffer);
    EXPECT_FALSE(align({{64, 64, 8, 2}, {128, 128, 8, 2}}).aspectsDiffer);
}

TEST(Votes, WilsonByTheBook) {
    // Published values, Wilson 95 % (e.g. 8 of 10: 0.4902 to 0.9433).
    EXPECT_NEAR(wilson(8, 10).low, 0.4902, 1e-4);
    EXPECT_NEAR(wilson(8, 10).high, 0.9433, 1e-4);
    EXPECT_NEAR(wilson(0, 10).high, 0.2775, 1e-4);
    EXPECT_DOUBLE_EQ(wilson(0, 0).high, 1);
    EXPECT_EQ(resultOf(5, 0, 0, 1).verdict, Verdict::NotEnough) << "too few, however clear";
    EXPECT_EQ(resultOf(8, 2, 3, 1).verdict, Verdict::NotEnough) << "50 % is still inside";
    EXPECT_EQ(resultOf(9, 1, 30, 1).verdict, Verdict::First);
    EXPECT_EQ(resultOf(1, 9, 0, 1).verdict, Verdict::Second);
}

TEST(Votes, SidesAreBalancedAndFollowFromTheSeed) {
    std::vector<std::int64_t> first, second;
    for (int i = 0; i < 10; ++i) first.push_back(100 + i), second.push_back(200 + i);
    std::set<std::string> orders;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const auto pairs = drawPairs(first, second, seed);
        const auto again = drawPairs(first, second, seed);
        int left = 0;
        std::string order;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            EXPECT_EQ(pairs[i].firstShot + 100, pairs[i].secondShot) << "pairs stay together";
            EXPECT_EQ(pairs[i].firstShot, again[i].firstShot);
            EXPECT_EQ(pairs[i].firstIsLeft, again[i].firstIsLeft);
            left += pairs[i].firstIsLeft ? 1 : 0;
            order += std::to_string(pairs[i].firstShot) + (pairs[i].firstIsLeft ? "l" : "r");
        }
        EXPECT_EQ(left, 5) << seed;
        orders.insert(order);
    }
    EXPECT_EQ(orders.size(), 40u);
    const auto one = drawPairs({1, 2, 3}, {4, 5, 6}, 7);
    const auto lefts = std::ranges::count(one, true, &VotePair::firstIsLeft);
    EXPECT_TRUE(lefts == 1 || lefts == 2);
    EXPECT_EQ(choiceAt(one[0], "left") == Choice::First, one[0].firstIsLeft);
    EXPECT_FALSE(choiceAt(one[0], "middle"));
}

TEST(Votes, TheLastBallotOfAVoterCounts) {
    const TempDir dir;
    const auto made = project::Project::create(dir / "p", "p");
    ASSERT_TRUE(made) << made.error().describe();
    VoteRepository votes((*made)->store());
    const NewVote vote{"look", "with", "without", 3, drawPairs({1, 2}, {3, 4}, 3)};
    ASSERT_TRUE(votes.add(vote));
    EXPECT_TRUE(votes.add(vote).error().is(compare_errors::kVoteExists));
    ASSERT_TRUE(votes.cast("look", 1, "me", Choice::First));
    ASSERT_TRUE(votes.cast("look", 1, "me", Choice::Second));
    ASSERT_TRUE(votes.cast("look", 2, "me", Choice::Tie));
    ASSERT_TRUE(votes.cast("look", 1, "you", Choice::First));
    EXPECT_TRUE(votes.cast("look", 3, "me", Choice::Tie).error().is(compare_errors::kPairMissing));
    EXPECT_TRUE(votes.cast("taste", 1, "me", Choice::Tie).error().is(compare_errors::kVoteMissing));
    const auto result = votes.result("look");
    ASSERT_TRUE(result);
    EXPECT_EQ(std::tuple(result->first, result->second, result->ties, result->voters), std::tuple(1, 1, 1, 2));
    EXPECT_EQ(votes.find("look")->pairs[1].firstIsLeft, vote.pairs[1].firstIsLeft);
    auto same = vote;
    same.name = "x";
    same.secondName = same.firstName;
    EXPECT_TRUE(votes.add(same).error().is(compare_errors::kBadVote));
}

}  // namespace
}  // namespace brandloom::compare
