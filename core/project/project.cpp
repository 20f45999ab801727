#include "core/project/project.h"

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/base/plain_text.h"
#include "core/base/platform.h"
#include "core/project/project_errors.h"
#include "core/project/project_lock.h"
#include "core/project/project_repository.h"
#include "core/store/store_errors.h"

namespace brandloom::project {
namespace {

constexpr const char* kDatabaseName = "project.db";

Status checkName(const std::string& name) {
    if (isPlainName(name)) return {};
    return fail(project_errors::kBadName, {{"name", isValidUtf8(name) ? name : "?"}});
}

/// Absolute, links of what exists resolved, no slash at the end.
Path normalised(const Path& folder) {
    std::error_code ec;
    Path out = std::filesystem::weakly_canonical(std::filesystem::absolute(folder, ec), ec);
    if (ec) out = folder;
    return out.has_filename() ? out : out.parent_path();
}

/// Refuses every place where no project may be made.
Status checkPlace(const Path& folder) {
    const ErrorArg name{"folder", utf8FromPath(folder)};
    std::error_code ec;
    const auto status = std::filesystem::status(folder, ec);
    if (status.type() == std::filesystem::file_type::none) return fail(project_errors::kFolderReadOnly, {name});
    if (std::filesystem::exists(status)) {
        if (!std::filesystem::is_directory(status)) return fail(project_errors::kNotAFolder, {name});
        if (std::filesystem::exists(folder / kDatabaseName, ec))
            return fail(project_errors::kProjectExists, {name});
        const bool empty = std::filesystem::is_empty(folder, ec);
        if (ec) return fail(project_errors::kFolderReadOnly, {name});
        if (!empty) return fail(project_errors::kFolderNotEmpty, {name});
        return {};
    }
    if (!std::filesystem::is_directory(folder.parent_path(), ec))
        return fail(project_errors::kParentMissing, {name, {"parent", utf8FromPath(folder.parent_path())}});
    return {};
}

/// A folder that is removed with all its content unless it was renamed away.
struct Scaffold {
    Path path;
    ~Scaffold() {
        std::error_code ec;
        if (!path.empty()) std::filesystem::remove_all(path, ec);
    }
};

Error unwritable(const Path& folder, const std::string& reason) {
    return Error(project_errors::kFolderReadOnly, {{"folder", utf8FromPath(folder)}})
        .withCause(Error(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", reason}}));
}

Status fillScaffold(const Path& folder, const std::string& name) {
    std::error_code ec;
    for (const char* part : {"shots", "runs", "blobs"}) {
        std::filesystem::create_directory(folder / part, ec);
        if (ec) return fail(unwritable(folder, ec.message()));
    }
    BRANDLOOM_TRY(const auto migrations, store::loadMigrations());
    BRANDLOOM_TRY(auto store, store::Store::open(folder / kDatabaseName, {store::Access::Create}, migrations));
    const auto seed =
        platform::hostName() + platform::uniqueSuffix() + std::to_string(unixSeconds()) + utf8FromPath(folder);
    BRANDLOOM_CHECK(insertProject(*store, {sha256Hex(seed).substr(0, 32), name, unixSeconds()}));
    store.reset();
    for (const auto& path : {folder / kDatabaseName, folder})
        if (const int error = platform::syncFile(path); error != 0)
            return fail(unwritable(folder, std::generic_category().message(error)));
    return {};
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

}  // namespace

Project::Project(Path folder, Mode mode) : m_folder(std::move(folder)), m_mode(mode), m_blobs(m_folder / "blobs") {}
Project::~Project() {
    m_store.reset();  // before the lock
}

Result<std::unique_ptr<Project>> Project::create(const Path& place, const std::string& name) {
    BRANDLOOM_CHECK(checkName(name));
    const Path folder = normalised(place);
    BRANDLOOM_CHECK(checkPlace(folder));
    Scaffold scaffold{folder.parent_path() / (".brandloom-new-" + platform::uniqueSuffix())};
    std::error_code ec;
    std::filesystem::create_directory(scaffold.path, ec);
    if (ec) return fail(unwritable(folder.parent_path(), ec.message()));
    BRANDLOOM_CHECK(fillScaffold(scaffold.path, name));
    // Takes the place of an empty folder; a folder that was filled meanwhile makes it fail.
    if (const int error = platform::renameFile(scaffold.path, folder); error != 0)
        return fail(unwritable(folder, std::generic_category().message(error)));
    scaffold.path.clear();
    platform::syncFile(folder.parent_path());
    return open(folder, Mode::Write);
}

Result<std::unique_ptr<Project>> Project::open(const Path& place, Mode mode) {
    const Path folder = normalised(place);
    const ErrorArg name{"folder", utf8FromPath(folder)};
    std::error_code ec;
    const auto status = std::filesystem::status(folder, ec);
    if (!std::filesystem::exists(status)) return fail(project_errors::kFolderMissing, {name});
    if (!std::filesystem::is_directory(status)) return fail(project_errors::kNotAFolder, {name});
    if (!std::filesystem::is_regular_file(folder / kDatabaseName, ec))
        return fail(project_errors::kNotAProject, {name});

    std::unique_ptr<Project> made(new Project(folder, mode));
    if (mode == Mode::Write) {
        BRANDLOOM_TRY(auto lock, takeLock(folder));
        made->m_lock = std::make_unique<Lock>(Lock{std::move(lock)});
    }
    BRANDLOOM_TRY(const auto migrations, store::loadMigrations());
    const auto access = mode == Mode::Write ? store::Access::Write : store::Access::Read;
    auto store = store::Store::open(folder / kDatabaseName, {access}, migrations);
    if (!store && store.error().is(store_errors::kNotADatabase))
        return fail(Error(project_errors::kNotAProject, {name}).withCause(store.error()));
    if (!store && store.error().is(store_errors::kReadOnly))
        return fail(Error(project_errors::kFolderReadOnly, {name}).withCause(store.error()));
    if (!store) return fail(store.error());
    made->m_store = std::move(*store);
    BRANDLOOM_CHECK(readProject(*made->m_store));
    return made;
}

std::optional<WriterInfo> Project::currentWriter(const Path& folder) {
    return lockHolder(folder);
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
    for (const auto& file : *files) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        report(progress, {"checking", out.filesChecked, total, {}});
        BRANDLOOM_TRY(auto finding, findingOf(m_folder, file, stop));
        if (finding) out.findings.push_back(std::move(*finding));
        ++out.filesChecked;
    }
    report(progress, {"checking", total, total, {}});
    return out;
}

Status Project::setSetting(const std::string& key, const std::string& value) {
    if (!isPlainName(key, 200)) return fail(project_errors::kBadSetting, {{"key", isValidUtf8(key) ? key : "?"}});
    return writeSetting(*m_store, key, value);
}

Result<std::optional<std::string>> Project::setting(const std::string& key) {
    return readSetting(*m_store, key);
}

}  // namespace brandloom::project
