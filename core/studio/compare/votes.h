#pragma once
// The use cases of blind votes. Each change is one committed transaction with an undo record and tells
// Recorded::What::Vote. Thread-safe.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/compare/vote_repository.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct StartVoteOptions {
    std::string name;
    std::vector<std::int64_t> first;   ///< Shots of one side
    std::vector<std::int64_t> second;  ///< as many of the other, each beside the one of its place
    std::string firstName = "A";
    std::string secondName = "B";
    std::uint64_t seed = 0;
    Path folder;  ///< copies named by pair and side alone ("pair-01-left.mp4") go there; empty: none are made
};

/// What somebody may see who is to vote: no names.
struct BlindPair {
    int number = 0;
    Path left;
    Path right;
};
struct StartedVote {
    std::string name;
    std::vector<BlindPair> pairs;  ///< files as copied, else empty
};

/// Errors: kProjectReadOnly, compare kBadVote, kVoteExists, those of sourceOfShot(), of writing files, kCancelled.
Result<StartedVote> startVote(project::Project& project, const StartVoteOptions& options, const Listener& listener,
                              const StopToken& stop = {});
/// `place`: "left", "right" or "tie". The last ballot of a voter on a pair counts. Errors: kProjectReadOnly,
/// compare kVoteMissing, kPairMissing, kBadChoice.
Status castVote(project::Project& project, const std::string& vote, int pair, const std::string& place,
                const std::string& voter, const Listener& listener);

struct VoteOutcome {
    compare::Vote vote;
    compare::VoteResult result;
};
/// Errors: compare kVoteMissing.
Result<VoteOutcome> voteOutcome(project::Project& project, const std::string& vote);

}  // namespace brandloom::studio
