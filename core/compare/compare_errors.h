#pragma once
// The error table of core/compare.
#include <span>

#include "core/base/error.h"

namespace brandloom::compare_errors {

inline constexpr ErrorSpec kVoteMissing{"compare", "vote_missing", "There is no vote \"{vote}\".",
                                        "Start it first (vote start).", ErrorKind::Usage};
inline constexpr ErrorSpec kVoteExists{"compare", "vote_exists", "There is already a vote \"{vote}\".",
                                       "Choose another name.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadVote{"compare", "bad_vote", "This vote cannot be started: {reason}.",
                                    "Name as many Shots on one side as on the other.", ErrorKind::Usage};
inline constexpr ErrorSpec kPairMissing{"compare", "pair_missing", "The vote \"{vote}\" has no pair {pair}.",
                                        "Choose a pair from 1 to {pairs}.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadChoice{"compare", "bad_choice", "\"{choice}\" is no choice.",
                                      "Say left, right or tie.", ErrorKind::Usage};

}  // namespace brandloom::compare_errors

namespace brandloom::compare {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> compareErrorSpecs();

}  // namespace brandloom::compare
