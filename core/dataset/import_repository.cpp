#include "core/dataset/import_repository.h"

#include "core/base/clock.h"
#include "core/dataset/clip_rows_repository.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::dataset {

Result<ImportId> ImportRepository::begin(const std::string& dataset, const std::string& options,
                                         std::span<const std::string> files) {
    return m_store.writeValue<ImportId>([&](SQLite::Database& db) -> Result<ImportId> {
        SQLite::Statement job(db, "INSERT INTO import_job (dataset, options, created) VALUES (?, ?, ?)");
        job.bind(1, dataset);
        job.bind(2, options);
        job.bind(3, unixSeconds());
        job.exec();
        const ImportId id{db.getLastInsertRowid()};
        SQLite::Statement file(db,
                               "INSERT INTO import_file (job_id, number, path, state) VALUES (?, ?, ?, 'waiting')");
        for (std::size_t i = 0; i < files.size(); ++i) {
            file.bind(1, id.value);
            file.bind(2, static_cast<std::int64_t>(i));
            file.bind(3, storedPath(db, files[i]));
            file.exec();
            file.reset();
        }
        return id;
    });
}

Status ImportRepository::end(ImportId import, std::span<const ImportOutcome> outcomes) {
    return m_store.write([&](SQLite::Database& db) -> Status {
        SQLite::Statement file(db, "UPDATE import_file SET state = ?, problem = ? WHERE job_id = ? AND number = ?");
        for (const auto& outcome : outcomes) {
            file.bind(1, outcome.state);
            outcome.problem.empty() ? file.bind(2) : file.bind(2, outcome.problem);
            file.bind(3, import.value);
            file.bind(4, outcome.number);
            file.exec();
            file.reset();
        }
        SQLite::Statement job(db, "UPDATE import_job SET ended = ? WHERE id = ?");
        job.bind(1, unixSeconds());
        job.bind(2, import.value);
        job.exec();
        return {};
    });
}

Result<std::vector<ImportJob>> ImportRepository::unfinished() {
    using Jobs = std::vector<ImportJob>;
    return m_store.readValue<Jobs>([](SQLite::Database& db) -> Result<Jobs> {
        Jobs out;
        SQLite::Statement job(db, "SELECT id, dataset, options FROM import_job WHERE ended IS NULL ORDER BY id");
        while (job.executeStep())
            out.push_back({ImportId{job.getColumn(0).getInt64()},
                           job.getColumn(1).getString(),
                           job.getColumn(2).getString(),
                           {}});
        const Path folder = projectFolder(db);
        SQLite::Statement file(db, "SELECT path FROM import_file WHERE job_id = ? ORDER BY number");
        for (auto& found : out) {
            file.bind(1, found.id.value);
            while (file.executeStep())
                found.files.push_back(utf8FromPath(folder / pathFromUtf8(file.getColumn(0).getString())));
            file.reset();
        }
        return out;
    });
}

}  // namespace brandloom::dataset
