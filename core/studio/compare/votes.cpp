#include "core/studio/compare/votes.h"

#include <map>

#include "core/base/base_errors.h"
#include "core/compare/compare_errors.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/studio/shots/shot_source.h"

namespace brandloom::studio {
namespace {

namespace fs = std::filesystem;

Status checkWritable(project::Project& project) {
    if (project.mode() == project::Mode::Write) return {};
    return fail(studio_errors::kProjectReadOnly, {{"project", utf8FromPath(project.folder())}});
}

std::string copyName(int pair, const char* side) {
    const auto number = std::to_string(pair);
    return "pair-" + (number.size() < 2 ? "0" + number : number) + "-" + side + ".mp4";
}

Result<Path> copied(const Path& from, const Path& folder, const std::string& name) {
    const Path to = folder / name;
    std::error_code ec;
    fs::copy_file(from, to, fs::copy_options::none, ec);
    if (ec) return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(to)}, {"reason", ec.message()}});
    return to;
}

}  // namespace

Result<StartedVote> startVote(project::Project& project, const StartVoteOptions& options, const Listener& listener,
                              const StopToken& stop) {
    BRANDLOOM_CHECK(checkWritable(project));
    if (options.first.size() != options.second.size() || options.first.empty())
        return fail(compare_errors::kBadVote,
                    {{"reason", "one side has " + std::to_string(options.first.size()) + " Shots, the other " +
                                    std::to_string(options.second.size())}});
    std::map<std::int64_t, Path> files;
    for (const auto* side : {&options.first, &options.second})
        for (const auto shot : *side) {
            BRANDLOOM_TRY(const auto source, sourceOfShot(project, shot, stop));
            files[shot] = source.file;
        }
    compare::NewVote vote{options.name, options.firstName, options.secondName, options.seed,
                          compare::drawPairs(options.first, options.second, options.seed)};
    StartedVote out{options.name, {}};
    std::error_code ec;
    const Path folder = options.folder.empty() ? Path() : fs::absolute(options.folder, ec);
    if (!folder.empty()) fs::create_directories(folder, ec);
    for (const auto& pair : vote.pairs) {
        BlindPair shown{pair.number, {}, {}};
        if (!folder.empty()) {
            const auto left = pair.firstIsLeft ? pair.firstShot : pair.secondShot;
            const auto right = pair.firstIsLeft ? pair.secondShot : pair.firstShot;
            BRANDLOOM_TRY(shown.left, copied(files[left], folder, copyName(pair.number, "left")));
            BRANDLOOM_TRY(shown.right, copied(files[right], folder, copyName(pair.number, "right")));
        }
        out.pairs.push_back(std::move(shown));
    }
    BRANDLOOM_TRY(const auto id, compare::VoteRepository(project.store()).add(vote));
    Teller(listener).recorded({Recorded::What::Vote, id, 0});
    return out;
}

Status castVote(project::Project& project, const std::string& name, int number, const std::string& place,
                const std::string& voter, const Listener& listener) {
    BRANDLOOM_CHECK(checkWritable(project));
    compare::VoteRepository votes(project.store());
    BRANDLOOM_TRY(const auto vote, votes.find(name));
    compare::VotePair pair;
    for (const auto& one : vote.pairs)
        if (one.number == number) pair = one;
    const auto choice = compare::choiceAt(pair, place);
    if (!choice) return fail(compare_errors::kBadChoice, {{"choice", place}});
    BRANDLOOM_CHECK(votes.cast(name, number, voter, *choice));
    Teller(listener).recorded({Recorded::What::Vote, vote.id, 0});
    return {};
}

Result<VoteOutcome> voteOutcome(project::Project& project, const std::string& name) {
    compare::VoteRepository votes(project.store());
    VoteOutcome out;
    BRANDLOOM_TRY(out.vote, votes.find(name));
    BRANDLOOM_TRY(out.result, votes.result(name));
    return out;
}

}  // namespace brandloom::studio
