#include "app/cli/queue_words.h"

#include <fmt/format.h>

#include <charconv>

#include "core/base/base_errors.h"
#include "core/base/clock.h"

namespace brandloom::cli {
namespace {

void addTime(JsonLine& line, const char* key, const std::optional<double>& time) {
    if (time) line.add(key, isoUtc(*time));
}

}  // namespace

JsonLine lineOf(const jobs::Entry& entry) {
    JsonLine line;
    line.add("id", entry.id).add("kind", entry.kind).add("title", entry.title);
    line.add("state", std::string(wordFor(entry.state))).add("attempts", entry.attempts);
    line.add("phase", entry.progress.phase).add("done", entry.progress.done).add("total", entry.progress.total);
    line.add("created", isoUtc(entry.createdAt));
    addTime(line, "started", entry.startedAt);
    addTime(line, "ended", entry.endedAt);
    if (!entry.result.kind.empty()) line.add(entry.result.kind.c_str(), entry.result.id);
    if (entry.failure) {
        JsonLine failure;
        failure.add("module", entry.failure->module).add("code", entry.failure->code);
        failure.add("message", entry.failure->sentence()).add("remedy", entry.failure->remedy());
        line.add("failure", failure);
    }
    line.add("contentKey", entry.contentKey).addJson("request", entry.request);
    return line;
}

std::string titleOf(const jobs::Entry& entry) {
    if (entry.kind == "train") return "training " + entry.title;
    return (entry.kind == "generate" ? "Shot: " : entry.kind + ": ") + entry.title;
}

std::string textOf(const jobs::Entry& entry) {
    std::string out = fmt::format("{:4}  {:8}  {}", entry.id, wordFor(entry.state), titleOf(entry));
    const auto& p = entry.progress;
    if (p.total > 0 && !isOver(entry.state)) out += fmt::format("  ({} of {})", p.done, p.total);
    if (entry.result.id != 0) out += fmt::format("  {} {}", entry.result.kind, entry.result.id);
    if (entry.failure) out += "\n                " + entry.failure->sentence();
    return out;
}

void tellQueued(Output& out, std::int64_t id) {
    JsonLine line("queued");
    line.add("job", id);
    out.result(line, fmt::format("Job {} waits; 'queue run' works the line off.", id));
}

Result<std::int64_t> jobNumber(const std::string& word) {
    std::int64_t id = 0;
    const char* const end = word.data() + word.size();
    const auto [at, error] = std::from_chars(word.data(), end, id);
    if (error == std::errc() && at == end) return id;
    return fail(base_errors::kInvalidArgument, {{"what", "The number of a job"},
                                                {"reason", "it is \"" + word + "\""},
                                                {"allowed", "a number as 'queue list' shows it"}});
}

}  // namespace brandloom::cli
