#include "core/styles/record_words.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/paths.h"
#include "core/store/sqlite_guard.h"
#include "core/styles/styles_errors.h"

namespace brandloom::styles {
namespace {

constexpr std::array<std::string_view, 3> kExpertWords{"none", "high", "low"};
constexpr std::array<std::string_view, 7> kStateWords{"preparing", "caching", "training", "saving",
                                                      "finished",  "failed",  "stopped"};

}  // namespace

std::string wordFor(Expert expert) {
    return std::string(kExpertWords.at(static_cast<std::size_t>(expert)));
}

std::string wordFor(RunState state) {
    return std::string(kStateWords.at(static_cast<std::size_t>(state)));
}

// Unknown words cannot come out of a database of ours (CHECK constraints); a foreign one reads as the first value.
Expert expertFromWord(std::string_view word) {
    const auto it = std::find(kExpertWords.begin(), kExpertWords.end(), word);
    return it == kExpertWords.end() ? Expert::None : static_cast<Expert>(it - kExpertWords.begin());
}

RunState runStateFromWord(std::string_view word) {
    const auto it = std::find(kStateWords.begin(), kStateWords.end(), word);
    return it == kStateWords.end() ? RunState::Failed : static_cast<RunState>(it - kStateWords.begin());
}

bool isOver(RunState state) {
    return state == RunState::Finished || state == RunState::Failed || state == RunState::Stopped;
}

std::string StyleVersion::blobOf(Expert expert) const {
    for (const auto& adapter : adapters)
        if (adapter.expert == expert) return adapter.blobId;
    return {};
}

Error badRecord(std::string what, std::string value, std::string allowed) {
    return Error(styles_errors::kBadRecord,
                 {{"what", std::move(what)}, {"value", std::move(value)}, {"allowed", std::move(allowed)}});
}

Status checkRelativePath(const std::string& path) {
    const Path p = pathFromUtf8(isValidUtf8(path) ? path : "");
    const bool climbs = std::find(p.begin(), p.end(), Path("..")) != p.end();
    if (p.empty() || p.is_absolute() || climbs)
        return fail(badRecord("The file", "\"" + path + "\"", "a path inside the project folder"));
    return {};
}

Status checkHash(const std::string& what, const std::string& sha256) {
    const bool good = sha256.size() == 64 && std::all_of(sha256.begin(), sha256.end(), [](char c) {
                          return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                      });
    if (!good) return fail(badRecord("The hash of " + what, "\"" + sha256 + "\"", "64 lower-case hex digits"));
    return {};
}

Status checkJson(const std::string& what, const std::string& json) {
    if (!nlohmann::json::accept(json)) return fail(badRecord(what, "text that is no JSON", "well-formed JSON"));
    return {};
}

void bindId(SQLite::Statement& statement, int index, std::int64_t id) {
    if (id > 0) {
        statement.bind(index, id);
    } else {
        statement.bind(index);
    }
}

bool rowExists(SQLite::Database& db, const char* selectById, std::int64_t id) {
    SQLite::Statement row(db, selectById);
    row.bind(1, id);
    return row.executeStep();
}

}  // namespace brandloom::styles
