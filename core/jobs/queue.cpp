#include "core/jobs/queue.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/base/plain_text.h"
#include "core/base/platform.h"
#include "core/jobs/jobs_errors.h"
#include "core/jobs/queue_repository.h"

namespace brandloom::jobs {
namespace {

using project::FieldChange;

constexpr const char* kTable = "queue_entry";
constexpr std::size_t kTitleBytes = 200;

tl::unexpected<Error> about(const ErrorSpec& spec, std::int64_t id) {
    return fail(spec, {{"id", std::to_string(id)}});
}

tl::unexpected<Error> notAllowed(const char* what, const char* reason, const char* allowed) {
    return fail(base_errors::kInvalidArgument, {{"what", what}, {"reason", reason}, {"allowed", allowed}});
}

bool isObject(const std::string& json) {
    return nlohmann::json::parse(json, nullptr, false).is_object();
}

Status checkEntry(const NewEntry& entry) {
    const bool word = !entry.kind.empty() && entry.kind.size() <= 40 &&
                      std::ranges::all_of(entry.kind, [](char c) { return c >= 'a' && c <= 'z'; });
    if (!word) return notAllowed("The kind of a job", "it is no word", "small letters");
    if (!isPlainName(entry.title, kTitleBytes))
        return notAllowed("The title of a job", "it is empty, too long or not plain text",
                          "1 to 200 characters without line breaks");
    if (!isObject(entry.request))
        return notAllowed("The request of a job", "it is no JSON object", "a JSON object");
    return {};
}

std::string keyOf(const NewEntry& entry) {
    return sha256Hex(entry.kind + "\n" + entry.request);
}

Result<Entry> found(SQLite::Database& db, std::int64_t id) {
    auto entry = rows::find(db, id);
    if (!entry) return about(jobs_errors::kEntryMissing, id);
    return std::move(*entry);
}

bool isInLine(EntryState state) {
    return state == EntryState::Waiting || state == EntryState::Paused;
}

/// A place for `id` between its new neighbours. Where doubles leave no room the line is numbered anew.
double roomAt(SQLite::Database& db, const std::vector<Entry>& others, std::size_t at,
              std::vector<FieldChange>& changes) {
    if (others.empty()) return 1;
    if (at == 0) return others.front().place - 1;
    if (at == others.size()) return others.back().place + 1;
    const double low = others[at - 1].place, high = others[at].place;
    const double middle = low + (high - low) / 2;
    if (middle > low && middle < high) return middle;
    for (std::size_t i = 0; i < others.size(); ++i) {
        const double place = static_cast<double>(i) + 1;
        changes.push_back({kTable, others[i].id, "place", others[i].place, place});
        rows::setPlace(db, others[i].id, place);
    }
    return static_cast<double>(at) + 0.5;
}

Result<std::size_t> positionFor(const std::vector<Entry>& others, Place place, std::int64_t beside) {
    if (place == Place::Top) return 0;
    if (place == Place::Bottom) return others.size();
    const auto it = std::ranges::find(others, beside, &Entry::id);
    if (it == others.end()) return about(jobs_errors::kEntryOver, beside);
    return static_cast<std::size_t>(it - others.begin()) + (place == Place::After ? 1 : 0);
}

std::vector<FieldChange> removal(SQLite::Database& db, const Entry& entry) {
    const double now = rows::remove(db, entry);
    return {{kTable, entry.id, "removed", {}, now},
            {kTable, entry.id, "revision", entry.revision, entry.revision + 1}};
}

}  // namespace

std::string_view wordFor(EntryState state) {
    static constexpr std::array<std::string_view, 6> kWords{"waiting",  "running", "paused",
                                                            "finished", "failed",  "stopped"};
    return kWords.at(static_cast<std::size_t>(state));
}

EntryState entryStateFromWord(std::string_view word) {
    for (const auto state :
         {EntryState::Waiting, EntryState::Running, EntryState::Paused, EntryState::Finished, EntryState::Stopped})
        if (word == wordFor(state)) return state;
    return EntryState::Failed;
}

std::string thisProcessAsOwner() {
    static const std::string owner = platform::hostName() + ":" + platform::uniqueSuffix();
    return owner;
}

Result<std::int64_t> Queue::add(const NewEntry& entry) {
    BRANDLOOM_CHECK(checkEntry(entry));
    return m_store.writeValue<std::int64_t>(
        [&](SQLite::Database& db) -> Result<std::int64_t> { return rows::insert(db, entry, keyOf(entry)); });
}

Result<Entry> Queue::addTaken(const NewEntry& entry, const std::string& owner) {
    BRANDLOOM_CHECK(checkEntry(entry));
    return m_store.writeValue<Entry>([&](SQLite::Database& db) -> Result<Entry> {
        const auto id = rows::insert(db, entry, keyOf(entry));
        rows::lease(db, id, owner);
        return found(db, id);
    });
}

Result<std::vector<Entry>> Queue::list() {
    using Entries = std::vector<Entry>;
    return m_store.readValue<Entries>(
        [](SQLite::Database& db) -> Result<Entries> { return rows::isThere(db) ? rows::list(db) : Entries(); });
}

Result<Entry> Queue::find(std::int64_t id) {
    return m_store.readValue<Entry>([&](SQLite::Database& db) { return found(db, id); });
}

Status Queue::move(std::int64_t id, Place place, std::int64_t beside) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto entry, found(db, id));
        if (!isInLine(entry.state)) return about(jobs_errors::kEntryNotWaiting, id);
        if (place == Place::Before || place == Place::After) {
            if (beside == id) return about(jobs_errors::kBesideItself, id);
            BRANDLOOM_CHECK(found(db, beside));
        }
        auto others = rows::line(db);
        const auto was = std::ranges::find(others, id, &Entry::id) - others.begin();
        others.erase(others.begin() + was);
        BRANDLOOM_TRY(const auto at, positionFor(others, place, beside));
        if (static_cast<std::size_t>(was) == at) return {};
        std::vector<FieldChange> changes;
        const double to = roomAt(db, others, at, changes);
        rows::setPlace(db, id, to);
        changes.push_back({kTable, id, "place", entry.place, to});
        project::recordUndo(db, {"queue", "queue.move", 1, entry.title, changes});
        return {};
    });
}

Status Queue::edit(std::int64_t id, const std::string& title, const std::string& request) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto was, found(db, id));
        if (was.state != EntryState::Waiting) return about(jobs_errors::kEntryNotWaiting, id);
        Entry now = was;
        now.title = title;
        now.request = request;
        BRANDLOOM_CHECK(checkEntry(now));
        if (now.title == was.title && now.request == was.request) return {};
        now.contentKey = keyOf(now);
        rows::setContent(db, now);
        project::recordUndo(db, {"queue",
                                 "queue.edit",
                                 1,
                                 now.title,
                                 {{kTable, id, "title", was.title, now.title},
                                  {kTable, id, "request", was.request, now.request},
                                  {kTable, id, "content_key", was.contentKey, now.contentKey},
                                  {kTable, id, "revision", was.revision, was.revision + 1}}});
        return {};
    });
}

Status Queue::pause(std::int64_t id) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto entry, found(db, id));
        if (entry.state == EntryState::Running) return about(jobs_errors::kEntryRuns, id);
        if (entry.state == EntryState::Paused) return about(jobs_errors::kEntryPaused, id);
        if (isOver(entry.state)) return about(jobs_errors::kEntryOver, id);
        rows::setState(db, id, EntryState::Paused);
        return {};
    });
}

Status Queue::resume(std::int64_t id) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto entry, found(db, id));
        if (entry.state == EntryState::Running) return about(jobs_errors::kEntryRuns, id);
        if (entry.state == EntryState::Waiting || entry.state == EntryState::Finished)
            return about(jobs_errors::kEntryNotPaused, id);
        rows::setState(db, id, EntryState::Waiting);
        return {};
    });
}

Status Queue::cancel(std::int64_t id) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto entry, found(db, id));
        if (entry.state == EntryState::Running) return about(jobs_errors::kEntryRuns, id);
        if (isOver(entry.state)) return about(jobs_errors::kEntryOver, id);
        if (entry.state == EntryState::Paused) {
            rows::setState(db, id, EntryState::Stopped);
            return {};
        }
        project::recordUndo(db, {"queue", "queue.cancel", 1, entry.title, removal(db, entry)});
        return {};
    });
}

Result<int> Queue::clearOver() {
    return m_store.writeValue<int>([](SQLite::Database& db) -> Result<int> {
        std::vector<FieldChange> changes;
        std::string subject;
        int cleared = 0;
        for (const auto& entry : rows::list(db)) {
            if (!isOver(entry.state)) continue;
            for (auto& change : removal(db, entry)) changes.push_back(std::move(change));
            subject = entry.title;
            ++cleared;
        }
        if (cleared > 0) project::recordUndo(db, {"queue", "queue.clear", 1, subject, changes});
        return cleared;
    });
}

Result<std::optional<Entry>> Queue::takeNext(const std::string& owner) {
    using Taken = std::optional<Entry>;
    return m_store.writeValue<Taken>([&](SQLite::Database& db) -> Result<Taken> {
        const auto next = rows::firstWaiting(db);
        if (!next) return Taken();
        rows::lease(db, next->id, owner);
        return rows::find(db, next->id);
    });
}

Result<Entry> Queue::take(std::int64_t id, const std::string& owner) {
    return m_store.writeValue<Entry>([&](SQLite::Database& db) -> Result<Entry> {
        BRANDLOOM_TRY(const auto entry, found(db, id));
        if (entry.state != EntryState::Waiting) return about(jobs_errors::kEntryNotWaiting, id);
        rows::lease(db, id, owner);
        return found(db, id);
    });
}

void Queue::report(std::int64_t id, const std::string& owner, const Progress& progress) {
    m_store.submit([=](SQLite::Database& db) -> Status {
        rows::setProgress(db, id, owner, progress);
        return {};
    });
}

void Queue::setResult(std::int64_t id, const std::string& owner, const EntryResult& result) {
    m_store.submit([=](SQLite::Database& db) -> Status {
        const auto entry = rows::find(db, id);
        if (entry && entry->leaseOwner == owner) rows::setResult(db, id, result);
        return {};
    });
}

Status Queue::end(std::int64_t id, const std::string& owner, const Ending& ending) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto entry, found(db, id));
        if (entry.state != EntryState::Running || entry.leaseOwner != owner)
            return fail(jobs_errors::kLeaseLost, {{"id", std::to_string(id)}, {"owner", owner}});
        if (ending.result.id != 0) rows::setResult(db, id, ending.result);
        rows::setState(db, id, ending.state, ending.failure);
        return {};
    });
}

Result<std::vector<Entry>> Queue::pauseAbandoned(const std::string& owner) {
    using Entries = std::vector<Entry>;
    return m_store.writeValue<Entries>([&](SQLite::Database& db) -> Result<Entries> {
        Entries out;
        for (auto& entry : rows::line(db)) {
            if (entry.state != EntryState::Running || entry.leaseOwner == owner) continue;
            rows::setState(db, entry.id, EntryState::Paused);
            out.push_back(std::move(entry));
        }
        return out;
    });
}

Status Queue::finishPaused(std::int64_t id) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        BRANDLOOM_TRY(const auto entry, found(db, id));
        if (entry.state != EntryState::Paused) return about(jobs_errors::kEntryNotWaiting, id);
        rows::setState(db, id, EntryState::Finished);
        return {};
    });
}

std::span<const project::UndoField> Queue::undoFields() {
    static constexpr std::array<project::UndoField, 6> kFields{{{kTable, "place"},
                                                                {kTable, "title"},
                                                                {kTable, "request"},
                                                                {kTable, "content_key"},
                                                                {kTable, "revision"},
                                                                {kTable, "removed"}}};
    return kFields;
}

}  // namespace brandloom::jobs
