#include "core/project/project.h"

#include <array>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/base/log.h"
#include "core/base/plain_text.h"
#include "core/base/platform.h"
#include "core/project/backup.h"
#include "core/project/daily_backup.h"
#include "core/project/project_errors.h"
#include "core/project/project_folder.h"
#include "core/project/project_lock.h"
#include "core/project/project_repository.h"
#include "core/store/integrity.h"
#include "core/store/store_errors.h"

namespace brandloom::project {
namespace {

constexpr int kSchemaOfUses = 5;                      // the first that says which stored files are used
constexpr std::uint64_t kSmallDatabase = 8ull << 20;  // checked in some 40 ms

Status checkName(const std::string& name) {
    if (isPlainName(name)) return {};
    return fail(project_errors::kBadName, {{"name", isValidUtf8(name) ? name : "?"}});
}

Status fillScaffold(const Path& folder, const std::string& name) {
    std::error_code ec;
    for (const char* part : {"shots", "runs", "blobs"}) {
        std::filesystem::create_directory(folder / part, ec);
        if (ec) return fail(unwritableFolder(folder, ec.message()));
    }
    BRANDLOOM_TRY(const auto migrations, store::loadMigrations());
    BRANDLOOM_TRY(auto store, store::Store::open(folder / kDatabaseName, {store::Access::Create}, migrations));
    const auto seed =
        platform::hostName() + platform::uniqueSuffix() + std::to_string(unixSeconds()) + utf8FromPath(folder);
    BRANDLOOM_CHECK(insertProject(*store, {sha256Hex(seed).substr(0, 32), name, unixSeconds()}));
    store.reset();
    for (const auto& path : {folder / kDatabaseName, folder})
        if (const int error = platform::syncFile(path); error != 0)
            return fail(unwritableFolder(folder, std::generic_category().message(error)));
    return {};
}

/// Of what is to be written: damage is found before the first change, and no schema is changed without a backup.
Status prepareForWriting(const Path& folder, const std::vector<store::Migration>& migrations) {
    const Path file = folder / kDatabaseName;
    std::error_code ec;
    const auto logBytes = std::filesystem::file_size(Path(file) += "-wal", ec);
    const bool wasClosed = ec || logBytes == 0;
    const auto bytes = std::filesystem::file_size(file, ec);
    BRANDLOOM_TRY(auto database, store::Database::open(file, {store::Access::Read}));
    BRANDLOOM_TRY(const int version, store::schemaVersion(database));
    if (version == 0) return fail(store_errors::kNotADatabase, {{"file", utf8FromPath(file)}});
    if (!wasClosed || bytes <= kSmallDatabase) {
        BRANDLOOM_TRY(const auto damage, store::damageIn(database, store::Thoroughness::Quick));
        if (!damage.empty())
            return fail(store_errors::kDatabaseDamaged, {{"file", utf8FromPath(file)}, {"reason", damage.front()}});
    }
    if (version >= migrations.back().number) return {};
    if (const auto made = makeBackup(folder, BackupKind::Upgrade); !made)
        logWarning("No backup was made before the new schema: {}", made.error().describe());
    return {};
}

Result<std::unique_ptr<store::Store>> openedStore(const Path& folder, Mode mode) {
    const ErrorArg name{"folder", utf8FromPath(folder)};
    const auto opened = [&]() -> Result<std::unique_ptr<store::Store>> {
        BRANDLOOM_TRY(const auto migrations, store::loadMigrations());
        if (mode == Mode::Write) BRANDLOOM_CHECK(prepareForWriting(folder, migrations));
        const auto access = mode == Mode::Write ? store::Access::Write : store::Access::Read;
        BRANDLOOM_TRY(auto store, store::Store::open(folder / kDatabaseName, {access}, migrations));
        BRANDLOOM_CHECK(readProject(*store));
        return store;
    };
    auto store = opened();
    if (!store && store.error().is(store_errors::kNotADatabase))
        return fail(Error(project_errors::kNotAProject, {name}).withCause(store.error()));
    if (!store && store.error().is(store_errors::kReadOnly))
        return fail(Error(project_errors::kFolderReadOnly, {name}).withCause(store.error()));
    return store;
}

/// One recorded file against the disk; none when it is as recorded.
Result<std::optional<Error>> findingOf(const Path& folder, const RecordedFile& file, const StopToken& stop) {
    const std::vector<ErrorArg> args{{"kind", file.kind}, {"file", file.path}};
    std::error_code ec;
    const Path path = folder / pathFromUtf8(file.path);
    if (!std::filesystem::is_regular_file(path, ec)) return Error(project_errors::kFileGone, args);
    auto hash = sha256OfFile(path, stop);
    if (!hash && hash.error().isCancelled()) return fail(hash.error());
    if (!hash) return Error(project_errors::kFileChanged, args).withCause(hash.error());
    if (*hash != file.sha256) return Error(project_errors::kFileChanged, args);
    return std::nullopt;
}

std::int64_t sizeOf(const Path& folder, const RecordedFile& file) {
    std::error_code ec;
    const auto size = std::filesystem::file_size(folder / pathFromUtf8(file.path), ec);
    return ec ? 0 : static_cast<std::int64_t>(size);
}

}  // namespace

Project::Project(Path folder, Mode mode) : m_folder(std::move(folder)), m_mode(mode), m_blobs(m_folder / "blobs") {}
Project::~Project() {
    m_daily.reset();
    m_store.reset();  // before the lock
}

Result<std::unique_ptr<Project>> Project::create(const Path& place, const std::string& name) {
    BRANDLOOM_CHECK(checkName(name));
    const Path folder = normalisedFolder(place);
    BRANDLOOM_CHECK(checkNewPlace(folder));
    BRANDLOOM_TRY(auto scaffold, Scaffold::beside(folder));
    BRANDLOOM_CHECK(fillScaffold(scaffold.path(), name));
    BRANDLOOM_CHECK(scaffold.moveTo(scaffold.path(), folder));
    return open(folder, Mode::Write);
}

Result<std::unique_ptr<Project>> Project::open(const Path& place, Mode mode) {
    const Path folder = normalisedFolder(place);
    const ErrorArg name{"folder", utf8FromPath(folder)};
    std::error_code ec;
    const auto status = std::filesystem::status(folder, ec);
    if (!std::filesystem::exists(status)) return fail(project_errors::kFolderMissing, {name});
    if (!std::filesystem::is_directory(status)) return fail(project_errors::kNotAFolder, {name});
    if (!std::filesystem::is_regular_file(folder / kDatabaseName, ec))
        return fail(withOfferedBackup(folder, Error(project_errors::kNotAProject, {name})));

    std::unique_ptr<Project> made(new Project(folder, mode));
    if (mode == Mode::Write) {
        BRANDLOOM_TRY(auto lock, takeLock(folder));
        made->m_lock = std::make_unique<Lock>(Lock{std::move(lock)});
    }
    auto store = openedStore(folder, mode);
    if (!store) return fail(withOfferedBackup(folder, std::move(store).error()));
    made->m_store = std::move(*store);
    return made;
}

std::optional<WriterInfo> Project::currentWriter(const Path& folder) {
    return lockHolder(folder);
}

Result<UnusedBlobs> Project::removeUnusedBlobs() {
    constexpr double kGrace = 3600;  // a blob is put in before the change that uses it is committed
    // Inside a transaction: no change may begin to use one meanwhile.
    return m_store->writeValue<UnusedBlobs>([&](SQLite::Database& db) -> Result<UnusedBlobs> {
        UnusedBlobs out;
        const auto used = usedBlobs(db);
        for (const auto& blob : m_blobs.list()) {
            if (used.contains(blob.id) || !m_blobs.remove(blob.id, unixSeconds() - kGrace)) continue;
            ++out.count;
            out.bytes += blob.bytes;
        }
        return out;
    });
}

void Project::keepDailyBackups() {
    if (m_mode != Mode::Write || m_daily) return;
    const auto row = readProject(*m_store);
    m_daily = std::make_unique<Daily>(m_folder, row ? row->created : 0.0);
}

Result<ProjectInfo> Project::info() {
    BRANDLOOM_TRY(const auto row, readProject(*m_store));
    ProjectInfo out;
    out.id = row.uid;
    out.name = row.name;
    out.createdUtc = isoUtc(row.created);
    out.schemaVersion = m_store->schemaVersion();
    out.readOnly = m_mode == Mode::Read;
    out.remoteFolder = platform::isRemoteFileSystem(m_folder);
    out.journalMode = m_store->journalMode();
    BRANDLOOM_TRY(out.counts, readCounts(*m_store));
    if (out.readOnly) out.writer = lockHolder(m_folder);
    BRANDLOOM_TRY(const auto migrations, store::loadMigrations());
    if (const int known = migrations.back().number; out.schemaVersion > known)
        out.newerSchema = Error(store_errors::kSchemaFromFuture, {{"file", utf8FromPath(m_store->file())},
                                                                  {"found", std::to_string(out.schemaVersion)},
                                                                  {"known", std::to_string(known)}});
    return out;
}

Status Project::rename(const std::string& name) {
    BRANDLOOM_CHECK(checkName(name));
    return renameProject(*m_store, name);
}

Result<CheckReport> Project::check(const StopToken& stop, const ProgressSink& progress) {
    CheckReport out;
    BRANDLOOM_TRY(const auto migrations, store::loadMigrations());
    BRANDLOOM_TRY(const auto problems, m_store->problems(migrations));
    for (const auto& problem : problems)
        out.findings.emplace_back(project_errors::kDatabaseProblem, std::vector<ErrorArg>{{"problem", problem}});
    auto files = readRecordedFiles(*m_store);
    if (!files) {
        // A damaged table must not hide what was found before it.
        if (problems.empty()) return fail(files.error());
        return out;
    }
    const auto total = static_cast<std::int64_t>(files->size());
    std::int64_t bytes = 0, bytesDone = 0;
    for (const auto& file : *files) bytes += sizeOf(m_folder, file);
    const EtaMeter eta(steadySeconds());
    for (const auto& file : *files) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        report(progress, {"checking", out.filesChecked, total, eta.secondsLeft(steadySeconds(), bytesDone, bytes)});
        BRANDLOOM_TRY(auto finding, findingOf(m_folder, file, stop));
        if (finding) out.findings.push_back(std::move(*finding));
        ++out.filesChecked;
        bytesDone += sizeOf(m_folder, file);
    }
    if (m_store->schemaVersion() < kSchemaOfUses) return out;
    BRANDLOOM_TRY(const auto used, readUsedBlobs(*m_store));
    for (const auto& blob : m_blobs.list()) {
        if (used.contains(blob.id)) continue;
        ++out.unused.count;
        out.unused.bytes += blob.bytes;
    }
    report(progress, {"checking", total, total, {}});
    return out;
}

Status Project::setSetting(const std::string& key, const std::optional<std::string>& value) {
    if (!isPlainName(key, 200)) return fail(project_errors::kBadSetting, {{"key", isValidUtf8(key) ? key : "?"}});
    return writeSetting(*m_store, key, value);
}

std::span<const UndoField> Project::undoFields() {
    static constexpr std::array<UndoField, 2> kFields{{{"project", "name"}, {"setting", "value"}}};
    return kFields;
}

Result<std::optional<std::string>> Project::setting(const std::string& key) {
    return readSetting(*m_store, key);
}

}  // namespace brandloom::project
