#pragma once
// Blind votes as plain values: pairs of Shots of two sides, which of them stands left, ballots, the result. Pure,
// thread-safe.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/compare/statistics.h"

namespace brandloom::compare {

enum class Choice { First, Second, Tie };  ///< of the two sides, not of left and right
/// "first", "second", "tie".
std::string wordFor(Choice choice);
std::optional<Choice> choiceFrom(const std::string& word);

struct VotePair {
    int number = 0;  ///< from 1, in the order they are shown in
    std::int64_t firstShot = 0;
    std::int64_t secondShot = 0;
    bool firstIsLeft = true;
};

/// In random order and on random sides, each side left as often as right (or once more): the same for the same seed
/// everywhere. Both lists are as long.
std::vector<VotePair> drawPairs(const std::vector<std::int64_t>& first, const std::vector<std::int64_t>& second,
                                std::uint64_t seed);

/// "left" or "right" of that pair, or "tie".
std::optional<Choice> choiceAt(const VotePair& pair, const std::string& place);

enum class Verdict { NotEnough, First, Second };
/// "not_enough", "first", "second".
std::string wordFor(Verdict verdict);

struct VoteResult {
    int first = 0;
    int second = 0;
    int ties = 0;
    double share = 0.5;  ///< of the first among those who did not call it a tie; 0.5 without any
    Interval interval;   ///< of it, 95 %
    Verdict verdict =
        Verdict::NotEnough;  ///< a side only when the interval leaves 50 % out, and of 6 votes at least
    int voters = 0;
};
inline constexpr int kLeastVotes = 6;
VoteResult resultOf(int first, int second, int ties, int voters);

}  // namespace brandloom::compare
