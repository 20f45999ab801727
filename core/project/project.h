#pragma once
// A project on disk: a folder with project.db, project.lock, blobs/ (content-addressed), shots/ and runs/.
// One process writes (an advisory lock that ends with the process); others may read and are told who writes.
// Thread-safe.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/project/undo_repository.h"
#include "core/store/blob_store.h"
#include "core/store/store.h"

namespace brandloom::project {

enum class Mode { Write, Read };

/// Who holds the project open for writing.
struct WriterInfo {
    int pid = 0;
    std::string host;
    std::string sinceUtc;  ///< ISO 8601
};

struct ProjectInfo {
    std::string id;  ///< random, stays with the project
    std::string name;
    std::string createdUtc;  ///< ISO 8601
    int schemaVersion = 0;
    bool readOnly = false;
    /// A network or FUSE folder: slower rollback journal, and a notice is due.
    bool remoteFolder = false;
    std::string journalMode;                     ///< "wal" or "delete"
    std::map<std::string, std::int64_t> counts;  ///< clip, training_run, checkpoint, style, style_version, shot
    std::optional<WriterInfo> writer;            ///< another writer, when there is one
    std::optional<Error> newerSchema;            ///< store kSchemaFromFuture: a newer program made it
};

/// Stored files (blobs) that nothing in the database uses.
struct UnusedBlobs {
    std::int64_t count = 0;
    std::uint64_t bytes = 0;
};

/// Result of check(): empty findings mean that everything is there and as recorded.
struct CheckReport {
    std::vector<Error> findings;  ///< specs kDatabaseProblem, kFileGone, kFileChanged
    std::int64_t filesChecked = 0;
    UnusedBlobs unused;  ///< no fault: what an emptied Trash or an unfinished change left
};

class Project {
  public:
    /// Makes the folder (or uses an empty one) and opens it for writing; made aside and renamed, so that a failure
    /// leaves nothing. Errors: kBadName, kParentMissing, kProjectExists, kFolderNotEmpty, kFolderReadOnly, ...
    static Result<std::unique_ptr<Project>> create(const Path& folder, const std::string& name);
    /// Errors: kFolderMissing, kNotAFolder, kNotAProject, kLocked (Write only), kFolderReadOnly (Write only),
    /// kDamagedWithBackup, kGoneWithBackup, store_errors::kDatabaseDamaged, kSchemaFromFuture (Write only). For
    /// Write the pages of a small database, or of one that was not closed, are checked, and a backup is made before
    /// the schema changes.
    static Result<std::unique_ptr<Project>> open(const Path& folder, Mode mode);
    /// Who writes this project now, without opening it; none when nobody does.
    static std::optional<WriterInfo> currentWriter(const Path& folder);
    ~Project();  ///< finishes queued writes and a daily backup, then frees the lock
    Project(const Project&) = delete;
    Project& operator=(const Project&) = delete;

    [[nodiscard]] const Path& folder() const { return m_folder; }
    [[nodiscard]] Mode mode() const { return m_mode; }
    [[nodiscard]] Path shotsFolder() const { return m_folder / "shots"; }
    [[nodiscard]] Path runsFolder() const { return m_folder / "runs"; }
    [[nodiscard]] store::Store& store() { return *m_store; }
    [[nodiscard]] const store::BlobStore& blobs() const { return m_blobs; }

    Result<ProjectInfo> info();
    /// Undo command "project.rename". Errors: kBadName. The folder keeps its name.
    Status rename(const std::string& name);
    /// Reads every recorded file, films of datasets too; slow for large projects. Phase "checking" (files).
    Result<CheckReport> check(const StopToken& stop = {}, const ProgressSink& progress = {});

    /// Removes stored files that nothing uses, and that nobody put in within the last hour.
    Result<UnusedBlobs> removeUnusedBlobs();

    /// From now on a daily backup is made where it is due: now, on a thread of its own, and when the project is
    /// closed. A failure is logged and stops nothing. For Mode::Write.
    void keepDailyBackups();

    /// Small texts by key (JSON where structured). Undo command "project.setting". None takes it back. Errors:
    /// kBadSetting.
    Status setSetting(const std::string& key, const std::optional<std::string>& value);
    /// Reading a key that is not there gives none.
    Result<std::optional<std::string>> setting(const std::string& key);
    /// What undo may set.
    static std::span<const UndoField> undoFields();

  private:
    struct Lock;
    struct Daily;
    Project(Path folder, Mode mode);
    Path m_folder;
    Mode m_mode;
    std::unique_ptr<Lock> m_lock;
    std::unique_ptr<store::Store> m_store;
    store::BlobStore m_blobs;
    std::unique_ptr<Daily> m_daily;
};

}  // namespace brandloom::project
