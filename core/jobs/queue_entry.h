#pragma once
// One job of the persistent queue as plain values. Times are seconds since 1970 (UTC).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/progress.h"

namespace brandloom::jobs {

/// Waiting -> Running -> Finished, Failed, Stopped or Paused; Waiting <-> Paused; Paused, Failed, Stopped ->
/// Waiting.
enum class EntryState { Waiting, Running, Paused, Finished, Failed, Stopped };
/// "waiting", "running", ...: as stored and as printed by the command line.
std::string_view wordFor(EntryState state);
EntryState entryStateFromWord(std::string_view word);
[[nodiscard]] constexpr bool isOver(EntryState state) {
    return state >= EntryState::Finished;
}

struct NewEntry {
    std::string kind;            ///< what works it off: "train", "generate"
    std::string title;           ///< for people: the name of the Style, the prompt; at most 200 characters
    std::string request = "{}";  ///< JSON object, read by whoever works it off
};

/// What a job made or works on in the project: "run" and its number, or "shot".
struct EntryResult {
    std::string kind;
    std::int64_t id = 0;  ///< 0: nothing yet
    bool operator==(const EntryResult&) const = default;
};

struct Entry : NewEntry {
    std::int64_t id = 0;
    std::string contentKey;  ///< the same for the same kind and request
    double place = 0;        ///< order of those that are not over
    EntryState state = EntryState::Waiting;
    int attempts = 0;        ///< how often it was begun
    std::string leaseOwner;  ///< who works on it; empty: nobody
    double leaseAt = 0;      ///< when that was last heard of
    Progress progress;       ///< as told last; stays when it is paused
    std::optional<Error> failure;
    double createdAt = 0;
    std::optional<double> startedAt;  ///< first began
    std::optional<double> endedAt;
    EntryResult result;
    std::int64_t revision = 0;
};

}  // namespace brandloom::jobs
