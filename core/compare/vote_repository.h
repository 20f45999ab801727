#pragma once
// Blind votes of a project. Thread-safe.
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/compare/vote.h"
#include "core/project/undo_repository.h"
#include "core/store/store.h"

namespace brandloom::compare {

struct NewVote {
    std::string name;
    std::string firstName;  ///< what the sides are called at the end
    std::string secondName;
    std::uint64_t seed = 0;
    std::vector<VotePair> pairs;
};
struct Vote : NewVote {
    std::int64_t id = 0;
    double createdAt = 0;  ///< seconds since 1970
};

class VoteRepository {
  public:
    explicit VoteRepository(store::Store& store) : m_store(store) {}

    /// Undo command "vote.start". Errors: kVoteExists, kBadVote.
    Result<std::int64_t> add(const NewVote& vote);
    /// Errors: kVoteMissing.
    Result<Vote> find(const std::string& name);
    Result<std::vector<Vote>> list();
    /// Of a pair one ballot for each voter counts, the last one. Undo command "vote.cast". Errors: kVoteMissing,
    /// kPairMissing.
    Status cast(const std::string& name, int pair, const std::string& voter, Choice choice);
    /// Errors: kVoteMissing.
    Result<VoteResult> result(const std::string& name);

    /// What undo may set.
    static std::span<const project::UndoField> undoFields();

  private:
    store::Store& m_store;
};

}  // namespace brandloom::compare
