#include "core/compare/vote_repository.h"

#include "core/base/clock.h"
#include "core/compare/compare_errors.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::compare {
namespace {

constexpr int kSchemaOfVotes = 14;

Error missing(const std::string& name) {
    return Error(compare_errors::kVoteMissing, {{"vote", name}});
}

std::vector<VotePair> pairsOf(SQLite::Database& db, std::int64_t vote) {
    std::vector<VotePair> out;
    SQLite::Statement row(
        db, "SELECT number, first_shot, second_shot, first_is_left FROM vote_pair WHERE vote = ? ORDER BY number");
    row.bind(1, vote);
    while (row.executeStep())
        out.push_back({row.getColumn(0).getInt(), row.getColumn(1).getInt64(), row.getColumn(2).getInt64(),
                       row.getColumn(3).getInt() != 0});
    return out;
}

std::vector<Vote> select(SQLite::Database& db, const std::string& which, const std::string& name) {
    std::vector<Vote> out;
    SQLite::Statement row(
        db, "SELECT id, name, first_name, second_name, seed, created FROM vote WHERE removed IS NULL " + which);
    if (!name.empty()) row.bind(1, name);
    while (row.executeStep()) {
        Vote vote;
        vote.id = row.getColumn(0).getInt64();
        vote.name = row.getColumn(1).getString();
        vote.firstName = row.getColumn(2).getString();
        vote.secondName = row.getColumn(3).getString();
        vote.seed = static_cast<std::uint64_t>(row.getColumn(4).getInt64());
        vote.createdAt = row.getColumn(5).getDouble();
        vote.pairs = pairsOf(db, vote.id);
        out.push_back(std::move(vote));
    }
    return out;
}

Result<Vote> findIn(SQLite::Database& db, const std::string& name) {
    auto found = name.empty() ? std::vector<Vote>() : select(db, "AND name = ?", name);
    if (found.empty()) return fail(missing(name));
    return std::move(found.front());
}

Status check(const NewVote& vote) {
    const auto bad = [](const char* reason) { return fail(compare_errors::kBadVote, {{"reason", reason}}); };
    if (vote.name.empty() || vote.name.size() > 200) return bad("it has no name, or a very long one");
    if (vote.pairs.empty()) return bad("it has no pairs");
    if (vote.firstName == vote.secondName) return bad("both sides have one name");
    return {};
}

}  // namespace

Result<std::int64_t> VoteRepository::add(const NewVote& vote) {
    BRANDLOOM_CHECK(check(vote));
    return m_store.writeValue<std::int64_t>([&](SQLite::Database& db) -> Result<std::int64_t> {
        if (findIn(db, vote.name)) return fail(compare_errors::kVoteExists, {{"vote", vote.name}});
        const double now = unixSeconds();
        SQLite::Statement insert(
            db, "INSERT INTO vote (name, first_name, second_name, seed, created) VALUES (?, ?, ?, ?, ?)");
        insert.bind(1, vote.name);
        insert.bind(2, vote.firstName);
        insert.bind(3, vote.secondName);
        insert.bind(4, static_cast<std::int64_t>(vote.seed));
        insert.bind(5, now);
        insert.exec();
        const auto id = db.getLastInsertRowid();
        for (const auto& pair : vote.pairs) {
            SQLite::Statement row(db,
                                  "INSERT INTO vote_pair (vote, number, first_shot, second_shot, first_is_left) "
                                  "VALUES (?, ?, ?, ?, ?)");
            row.bind(1, id);
            row.bind(2, pair.number);
            row.bind(3, pair.firstShot);
            row.bind(4, pair.secondShot);
            row.bind(5, pair.firstIsLeft ? 1 : 0);
            row.exec();
        }
        project::recordUndo(
            db, {"votes", "vote.start", 1, vote.name, {{"vote", id, "removed", now, project::FieldValue()}}});
        return id;
    });
}

Result<Vote> VoteRepository::find(const std::string& name) {
    if (m_store.schemaVersion() < kSchemaOfVotes) return fail(missing(name));
    return m_store.readValue<Vote>([&](SQLite::Database& db) -> Result<Vote> { return findIn(db, name); });
}

Result<std::vector<Vote>> VoteRepository::list() {
    using Votes = std::vector<Vote>;
    if (m_store.schemaVersion() < kSchemaOfVotes) return Votes();
    return m_store.readValue<Votes>(
        [&](SQLite::Database& db) -> Result<Votes> { return select(db, "ORDER BY id DESC", {}); });
}

Status VoteRepository::cast(const std::string& name, int number, const std::string& voter, Choice choice) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto vote, findIn(db, name));
        if (number < 1 || number > static_cast<int>(vote.pairs.size()))
            return fail(
                compare_errors::kPairMissing,
                {{"vote", name}, {"pair", std::to_string(number)}, {"pairs", std::to_string(vote.pairs.size())}});
        const double now = unixSeconds();
        std::vector<project::FieldChange> changes;
        SQLite::Statement before(
            db, "SELECT id FROM vote_ballot WHERE vote = ? AND pair = ? AND voter = ? AND removed IS NULL");
        before.bind(1, vote.id);
        before.bind(2, number);
        before.bind(3, voter);
        while (before.executeStep())
            changes.push_back(
                {"vote_ballot", before.getColumn(0).getInt64(), "removed", project::FieldValue(), now});
        before.reset();
        for (const auto& change : changes) {
            SQLite::Statement remove(db, "UPDATE vote_ballot SET removed = ?2 WHERE id = ?1");
            remove.bind(1, change.row);
            remove.bind(2, now);
            remove.exec();
        }
        SQLite::Statement insert(
            db, "INSERT INTO vote_ballot (vote, pair, voter, choice, created) VALUES (?, ?, ?, ?, ?)");
        insert.bind(1, vote.id);
        insert.bind(2, number);
        insert.bind(3, voter);
        insert.bind(4, wordFor(choice));
        insert.bind(5, now);
        insert.exec();
        changes.push_back({"vote_ballot", db.getLastInsertRowid(), "removed", now, project::FieldValue()});
        project::recordUndo(db, {"votes", "vote.cast", 1, name, std::move(changes)});
        return {};
    });
}

Result<VoteResult> VoteRepository::result(const std::string& name) {
    BRANDLOOM_TRY(const auto vote, find(name));
    return m_store.readValue<VoteResult>([&](SQLite::Database& db) -> Result<VoteResult> {
        SQLite::Statement row(
            db,
            "SELECT coalesce(sum(choice = 'first'), 0), coalesce(sum(choice = 'second'), 0), "
            "coalesce(sum(choice = 'tie'), 0), count(DISTINCT voter) FROM vote_ballot WHERE vote = ? AND "
            "removed IS NULL");
        row.bind(1, vote.id);
        row.executeStep();
        return resultOf(row.getColumn(0).getInt(), row.getColumn(1).getInt(), row.getColumn(2).getInt(),
                        row.getColumn(3).getInt());
    });
}

std::span<const project::UndoField> VoteRepository::undoFields() {
    static constexpr project::UndoField kFields[]{{"vote", "removed"}, {"vote_ballot", "removed"}};
    return kFields;
}

}  // namespace brandloom::compare
