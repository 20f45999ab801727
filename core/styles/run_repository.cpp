#include "core/styles/run_repository.h"

#include <cmath>
#include <limits>

#include "core/base/clock.h"
#include "core/door/door_json.h"
#include "core/store/sqlite_guard.h"
#include "core/styles/record_words.h"
#include "core/styles/run_state.h"
#include "core/styles/styles_errors.h"

namespace brandloom::styles {
namespace {

constexpr const char* kRunColumns =
    "SELECT id, name, state, options, model_content_id, failure, created, started, ended, "
    "parent_id, parent_step, dataset_id, dataset_version FROM training_run ";
constexpr int kSchemaOfKept = 11;
constexpr const char* kRunById = "SELECT 1 FROM training_run WHERE id = ?";

tl::unexpected<Error> noSuchRun(RunId run) {
    return fail(styles_errors::kRunMissing, {{"id", std::to_string(run.value)}});
}

std::optional<double> optionalDouble(const SQLite::Column& column) {
    if (column.isNull()) return std::nullopt;
    return column.getDouble();
}

TrainingRun runFromRow(SQLite::Statement& row) {
    TrainingRun run;
    run.id = RunId{row.getColumn(0).getInt64()};
    run.name = row.getColumn(1).getString();
    run.state = runStateFromWord(row.getColumn(2).getString());
    run.optionsJson = row.getColumn(3).getString();
    run.modelContentId = row.getColumn(4).getString();
    if (!row.getColumn(5).isNull())
        if (auto failure = door::fromJson<Error>(row.getColumn(5).getString())) run.failure = std::move(*failure);
    run.createdAt = row.getColumn(6).getDouble();
    run.startedAt = optionalDouble(row.getColumn(7));
    run.endedAt = optionalDouble(row.getColumn(8));
    if (!row.getColumn(9).isNull()) run.parent = RunId{row.getColumn(9).getInt64()};
    if (!row.getColumn(10).isNull()) run.parentStep = row.getColumn(10).getInt();
    run.datasetId = row.getColumn(11).getInt64();
    run.datasetVersion = row.getColumn(12).getString();
    return run;
}

}  // namespace

void updateState(SQLite::Database& db, RunId run, RunState state, const Error* failure) {
    const double now = unixSeconds();
    SQLite::Statement update(db,
                             "UPDATE training_run SET state = ?1, failure = ?2, ended = ?3, "
                             "started = coalesce(started, ?4) WHERE id = ?5");
    update.bind(1, wordFor(state));
    if (failure != nullptr && state == RunState::Failed) update.bind(2, door::toJson(*failure));
    if (isOver(state)) update.bind(3, now);
    if (state != RunState::Preparing) update.bind(4, now);
    update.bind(5, run.value);
    update.exec();
}

Result<RunId> RunRepository::add(const NewRun& run) {
    BRANDLOOM_CHECK(checkJson("The options of a run", run.optionsJson));
    return m_store.writeValue<RunId>([&](SQLite::Database& db) -> Result<RunId> {
        SQLite::Statement insert(db,
                                 "INSERT INTO training_run (name, state, options, model_content_id, created, "
                                 "parent_id, parent_step, dataset_id, dataset_version) "
                                 "VALUES (?, 'preparing', ?, ?, ?, ?, ?, ?, ?)");
        insert.bind(1, run.name);
        insert.bind(2, run.optionsJson);
        insert.bind(3, run.modelContentId);
        insert.bind(4, unixSeconds());
        bindId(insert, 5, run.parent.value);
        if (run.parent.isValid()) insert.bind(6, run.parentStep);
        bindId(insert, 7, run.datasetId);
        if (!run.datasetVersion.empty()) insert.bind(8, run.datasetVersion);
        insert.exec();
        return RunId{db.getLastInsertRowid()};
    });
}

Status RunRepository::setState(RunId run, RunState state, const Error* failure) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        if (!rowExists(db, kRunById, run.value)) return noSuchRun(run);
        updateState(db, run, state, failure);
        return {};
    });
}

Result<TrainingRun> RunRepository::find(RunId run) {
    return m_store.readValue<TrainingRun>([&](SQLite::Database& db) -> Result<TrainingRun> {
        SQLite::Statement row(db, std::string(kRunColumns) + "WHERE id = ?");
        row.bind(1, run.value);
        if (!row.executeStep()) return noSuchRun(run);
        return runFromRow(row);
    });
}

Result<std::vector<TrainingRun>> RunRepository::list() {
    using Runs = std::vector<TrainingRun>;
    return m_store.readValue<Runs>([](SQLite::Database& db) -> Result<Runs> {
        Runs out;
        SQLite::Statement row(db, std::string(kRunColumns) + "ORDER BY id DESC");
        while (row.executeStep()) out.push_back(runFromRow(row));
        return out;
    });
}

Status RunRepository::insertLosses(RunId run, const std::vector<LossPoint>& points) {
    if (points.empty()) return {};
    return m_store.write([&](SQLite::Database& db) -> Status {
        if (!rowExists(db, kRunById, run.value)) return noSuchRun(run);
        const double now = unixSeconds();
        SQLite::Statement insert(db,
                                 "INSERT INTO loss (run_id, step, expert, loss, at) VALUES (?, ?, ?, ?, ?) "
                                 "ON CONFLICT (run_id, step, expert) DO UPDATE SET loss = excluded.loss, "
                                 "at = excluded.at");
        for (const auto& point : points) {
            insert.bind(1, run.value);
            insert.bind(2, point.step);
            insert.bind(3, wordFor(point.expert));
            insert.bind(4, point.loss);  // SQLite keeps "not a number" as NULL
            insert.bind(5, point.at > 0 ? point.at : now);
            insert.exec();
            insert.reset();
        }
        return {};
    });
}

Result<std::vector<LossPoint>> RunRepository::losses(RunId run) {
    using Points = std::vector<LossPoint>;
    return m_store.readValue<Points>([&](SQLite::Database& db) -> Result<Points> {
        Points out;
        SQLite::Statement row(db, "SELECT step, expert, loss, at FROM loss WHERE run_id = ? ORDER BY step, expert");
        row.bind(1, run.value);
        while (row.executeStep())
            out.push_back({row.getColumn(0).getInt(), expertFromWord(row.getColumn(1).getString()),
                           optionalDouble(row.getColumn(2)).value_or(std::numeric_limits<double>::quiet_NaN()),
                           row.getColumn(3).getDouble()});
        return out;
    });
}

Result<CheckpointId> RunRepository::addCheckpoint(const NewCheckpoint& checkpoint) {
    BRANDLOOM_CHECK(checkRelativePath(checkpoint.relativePath));
    BRANDLOOM_CHECK(checkHash("a checkpoint", checkpoint.sha256));
    return m_store.writeValue<CheckpointId>([&](SQLite::Database& db) -> Result<CheckpointId> {
        if (!rowExists(db, kRunById, checkpoint.run.value)) return noSuchRun(checkpoint.run);
        SQLite::Statement insert(
            db,
            "INSERT INTO checkpoint (run_id, step, expert, relative_path, sha256, created) VALUES (?, ?, ?, ?, ?, "
            "?) "
            "ON CONFLICT (run_id, step, expert) DO UPDATE SET relative_path = excluded.relative_path, "
            "sha256 = excluded.sha256, created = excluded.created RETURNING id");
        insert.bind(1, checkpoint.run.value);
        insert.bind(2, checkpoint.step);
        insert.bind(3, wordFor(checkpoint.expert));
        insert.bind(4, checkpoint.relativePath);
        insert.bind(5, checkpoint.sha256);
        insert.bind(6, unixSeconds());
        insert.executeStep();
        const CheckpointId id{insert.getColumn(0).getInt64()};
        insert.executeStep();  // RETURNING: run the statement to its end
        return id;
    });
}

Result<std::vector<Checkpoint>> RunRepository::checkpoints(RunId run) {
    using Checkpoints = std::vector<Checkpoint>;
    return m_store.readValue<Checkpoints>([&](SQLite::Database& db) -> Result<Checkpoints> {
        Checkpoints out;
        SQLite::Statement row(db,
                              "SELECT id, step, expert, relative_path, sha256, created FROM checkpoint "
                              "WHERE run_id = ? ORDER BY step, expert");
        row.bind(1, run.value);
        while (row.executeStep())
            out.push_back({CheckpointId{row.getColumn(0).getInt64()}, run, row.getColumn(1).getInt(),
                           expertFromWord(row.getColumn(2).getString()), row.getColumn(3).getString(),
                           row.getColumn(4).getString(), row.getColumn(5).getDouble()});
        return out;
    });
}

Status RunRepository::addState(RunId run, const StateFile& state) {
    BRANDLOOM_CHECK(checkRelativePath(state.relativePath));
    BRANDLOOM_CHECK(checkHash("a checkpoint", state.sha256));
    return m_store.write([&](SQLite::Database& db) -> Status {
        if (!rowExists(db, kRunById, run.value)) return noSuchRun(run);
        SQLite::Statement insert(
            db,
            "INSERT INTO training_state (run_id, step, relative_path, sha256, pinned, created) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (run_id, step) DO UPDATE SET relative_path = "
            "excluded.relative_path, sha256 = excluded.sha256, pinned = excluded.pinned, created = "
            "excluded.created");
        insert.bind(1, run.value);
        insert.bind(2, state.step);
        insert.bind(3, state.relativePath);
        insert.bind(4, state.sha256);
        insert.bind(5, state.pinned ? 1 : 0);
        insert.bind(6, unixSeconds());
        insert.exec();
        return {};
    });
}

Result<std::vector<StateFile>> RunRepository::states(RunId run) {
    using States = std::vector<StateFile>;
    return m_store.readValue<States>([&](SQLite::Database& db) -> Result<States> {
        States out;
        // Of a project that an older program writes there is nothing kept.
        const std::string kept = m_store.schemaVersion() < kSchemaOfKept ? "0" : "kept";
        SQLite::Statement row(db, "SELECT step, relative_path, sha256, pinned, " + kept +
                                      " FROM training_state WHERE run_id = ? ORDER BY step");
        row.bind(1, run.value);
        while (row.executeStep())
            out.push_back({row.getColumn(0).getInt(), row.getColumn(1).getString(), row.getColumn(2).getString(),
                           row.getColumn(3).getInt() != 0, row.getColumn(4).getInt() != 0});
        return out;
    });
}

Result<bool> RunRepository::keepState(RunId run, int step, bool kept) {
    return m_store.writeValue<bool>([&](SQLite::Database& db) -> Result<bool> {
        SQLite::Statement update(db, "UPDATE training_state SET kept = ? WHERE run_id = ? AND step = ?");
        update.bind(1, kept ? 1 : 0);
        update.bind(2, run.value);
        update.bind(3, step);
        return update.exec() > 0;
    });
}

Result<int> RunRepository::lastStep(RunId run) {
    return m_store.readValue<int>([&](SQLite::Database& db) -> Result<int> {
        SQLite::Statement row(db, "SELECT coalesce(max(step), 0) FROM loss WHERE run_id = ?");
        row.bind(1, run.value);
        row.executeStep();
        return row.getColumn(0).getInt();
    });
}

Result<std::vector<std::string>> RunRepository::forgetCheckpoint(RunId run, int step) {
    using Paths = std::vector<std::string>;
    return m_store.writeValue<Paths>([&](SQLite::Database& db) -> Result<Paths> {
        Paths out;
        for (const char* table : {"checkpoint", "training_state"}) {
            SQLite::Statement gone(
                db, std::string("DELETE FROM ") + table + " WHERE run_id = ? AND step = ? RETURNING relative_path");
            gone.bind(1, run.value);
            gone.bind(2, step);
            while (gone.executeStep()) out.push_back(gone.getColumn(0).getString());
        }
        return out;
    });
}

Result<std::vector<RunId>> RunRepository::markInterruptedRuns() {
    using Ids = std::vector<RunId>;
    return m_store.writeValue<Ids>([](SQLite::Database& db) -> Result<Ids> {
        Ids out;
        SQLite::Statement row(db, "SELECT id FROM training_run WHERE ended IS NULL ORDER BY id");
        while (row.executeStep()) out.push_back(RunId{row.getColumn(0).getInt64()});
        const Error why(styles_errors::kInterrupted);
        for (const auto& run : out) updateState(db, run, RunState::Failed, &why);
        return out;
    });
}

}  // namespace brandloom::styles
