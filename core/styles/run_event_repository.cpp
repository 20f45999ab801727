#include "core/styles/run_event_repository.h"

#include <cmath>

#include "core/base/clock.h"
#include "core/store/sqlite_guard.h"
#include "core/styles/record_words.h"
#include "core/styles/styles_errors.h"

namespace brandloom::styles {
namespace {

void addHeldOut(SQLite::Database& db, RunId run, const HeldOutPoint& point) {
    SQLite::Statement insert(
        db,
        "INSERT OR REPLACE INTO held_out (run_id, step, expert, loss, relative, best, verdict) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, run.value);
    insert.bind(2, point.step);
    insert.bind(3, wordFor(point.expert));
    insert.bind(4, point.loss);
    insert.bind(5, point.relative);
    insert.bind(6, point.best ? 1 : 0);
    insert.bind(7, point.verdict);
    insert.exec();
}

void addSkipped(SQLite::Database& db, RunId run, const SkippedStep& skipped) {
    SQLite::Statement insert(db,
                             "INSERT OR REPLACE INTO skipped_step (run_id, step, expert, clip, noise_level, value) "
                             "VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, run.value);
    insert.bind(2, skipped.step);
    insert.bind(3, wordFor(skipped.expert));
    insert.bind(4, skipped.clip);
    insert.bind(5, skipped.noiseLevel);
    insert.bind(6, skipped.value);
    insert.exec();
}

void addCommand(SQLite::Database& db, RunId run, const RunCommand& command) {
    SQLite::Statement insert(db,
                             "INSERT INTO run_command (run_id, step, command, value, at) VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, run.value);
    insert.bind(2, command.step);
    insert.bind(3, command.command);
    insert.bind(4, command.value);
    insert.bind(5, unixSeconds());
    insert.exec();
}

}  // namespace

Status RunEventRepository::add(RunId run, const RunEvents& events) {
    if (events.empty()) return {};
    return m_store.write([&](SQLite::Database& db) -> Status {
        if (!rowExists(db, "SELECT 1 FROM training_run WHERE id = ?", run.value))
            return fail(styles_errors::kRunMissing, {{"id", std::to_string(run.value)}});
        for (const auto& point : events.heldOut) addHeldOut(db, run, point);
        for (const auto& skipped : events.skipped) addSkipped(db, run, skipped);
        for (const auto& command : events.commands) addCommand(db, run, command);
        return {};
    });
}

Result<RunEvents> RunEventRepository::list(RunId run) {
    return m_store.readValue<RunEvents>([&](SQLite::Database& db) -> Result<RunEvents> {
        RunEvents out;
        SQLite::Statement held(db,
                               "SELECT step, expert, loss, relative, best, verdict FROM held_out WHERE run_id = ? "
                               "ORDER BY step, expert");
        held.bind(1, run.value);
        while (held.executeStep())
            out.heldOut.push_back({held.getColumn(0).getInt(), expertFromWord(held.getColumn(1).getString()),
                                   held.getColumn(2).getDouble(), held.getColumn(3).getDouble(),
                                   held.getColumn(4).getInt() != 0, held.getColumn(5).getString()});
        SQLite::Statement skipped(
            db, "SELECT step, expert, clip, noise_level, value FROM skipped_step WHERE run_id = ? ORDER BY step");
        skipped.bind(1, run.value);
        while (skipped.executeStep())
            out.skipped.push_back({skipped.getColumn(0).getInt(), expertFromWord(skipped.getColumn(1).getString()),
                                   skipped.getColumn(2).getString(), skipped.getColumn(3).getDouble(),
                                   skipped.getColumn(4).getString()});
        SQLite::Statement command(db, "SELECT step, command, value FROM run_command WHERE run_id = ? ORDER BY id");
        command.bind(1, run.value);
        while (command.executeStep())
            out.commands.push_back({command.getColumn(0).getInt(), command.getColumn(1).getString(),
                                    command.getColumn(2).getDouble()});
        return out;
    });
}

Status RunEventRepository::forgetAfter(RunId run, int step) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        for (const char* table : {"loss", "held_out", "skipped_step", "run_command"}) {
            SQLite::Statement gone(db, std::string("DELETE FROM ") + table + " WHERE run_id = ? AND step > ?");
            gone.bind(1, run.value);
            gone.bind(2, step);
            gone.exec();
        }
        return {};
    });
}

}  // namespace brandloom::styles
