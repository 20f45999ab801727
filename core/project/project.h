#pragma once
// A project on disk: a folder with project.db, project.lock, blobs/ (content-addressed), shots/ and runs/.
// One process writes (an advisory lock that ends with the process); others may read and are told who writes.
// Thread-safe.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/progress.h"
#include "core/base/result.h"
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
};

/// Result of check(): empty findings mean that everything is there and as recorded.
struct CheckReport {
    std::vector<Error> findings;  ///< specs kDatabaseProblem, kFileGone, kFileChanged
    std::int64_t filesChecked = 0;
};

class Project {
  public:
    /// Makes the folder (or uses an empty one) and opens it for writing; made aside and renamed, so that a failure
    /// leaves nothing. Errors: kBadName, kParentMissing, kProjectExists, kFolderNotEmpty, kFolderReadOnly, ...
    static Result<std::unique_ptr<Project>> create(const Path& folder, const std::string& name);
    /// Errors: kFolderMissing, kNotAFolder, kNotAProject, kLocked (Write only), kFolderReadOnly (Write only),
    /// store_errors::kDatabaseDamaged, kSchemaFromFuture (Write only).
    static Result<std::unique_ptr<Project>> open(const Path& folder, Mode mode);
    /// Who writes this project now, without opening it; none when nobody does.
    static std::optional<WriterInfo> currentWriter(const Path& folder);
    ~Project();  ///< finishes queued writes, then frees the lock
    Project(const Project&) = delete;
    Project& operator=(const Project&) = delete;

    [[nodiscard]] const Path& folder() const { return m_folder; }
    [[nodiscard]] Mode mode() const { return m_mode; }
    [[nodiscard]] Path shotsFolder() const { return m_folder / "shots"; }
    [[nodiscard]] Path runsFolder() const { return m_folder / "runs"; }
    [[nodiscard]] store::Store& store() { return *m_store; }
    [[nodiscard]] const store::BlobStore& blobs() const { return m_blobs; }

    Result<ProjectInfo> info();
    Status rename(const std::string& name);
    /// Reads every recorded file; slow for large projects.
    Result<CheckReport> check(const StopToken& stop = {}, const ProgressSink& progress = {});

    /// Small texts by key (JSON where structured). Reading a key that is not there gives none.
    Status setSetting(const std::string& key, const std::string& value);
    Result<std::optional<std::string>> setting(const std::string& key);

  private:
    struct Lock;
    Project(Path folder, Mode mode);
    Path m_folder;
    Mode m_mode;
    std::unique_ptr<Lock> m_lock;
    std::unique_ptr<store::Store> m_store;
    store::BlobStore m_blobs;
};

}  // namespace brandloom::project
