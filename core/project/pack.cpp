#include "core/project/pack.h"

#include <algorithm>
#include <map>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/project/archive.h"
#include "core/project/project.h"
#include "core/project/project_errors.h"
#include "core/project/project_folder.h"
#include "core/project/project_lock.h"
#include "core/project/project_repository.h"
#include "core/project/unfinished.h"
#include "core/store/integrity.h"

namespace brandloom::project {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostExpansion = 200;
constexpr std::uint64_t kAlwaysAllowed = 64ull << 20;  // bytes

/// What goes into an archive: name in the project -> expected hash, empty where none is recorded.
using Contents = std::map<std::string, std::string>;

bool isOurOwn(const std::string& name, bool atTop) {
    if (isUnfinishedName(name)) return true;
    return atTop &&
           (name == "backups" || name == "cache" || name == "project.lock" || name.starts_with(kDatabaseName));
}

/// Every plain file below `folder`, links not followed; what is neither file nor folder goes to `leftOut`.
Status walk(const Path& root, const Path& below, Contents& contents, std::vector<std::string>& leftOut) {
    std::error_code ec;
    for (fs::directory_iterator it(root / below, ec), end; !ec && it != end; it.increment(ec)) {
        const Path relative = below / it->path().filename();
        if (isOurOwn(it->path().filename().native(), below.empty())) continue;
        std::error_code none;
        const auto type = it->symlink_status(none).type();
        if (type == fs::file_type::directory) {
            BRANDLOOM_CHECK(walk(root, relative, contents, leftOut));
        } else if (type == fs::file_type::regular && isValidUtf8(relative.native())) {
            contents.emplace(utf8FromPath(relative), std::string());
        } else {
            leftOut.push_back(utf8FromPath(relative));
        }
    }
    if (ec)
        return fail(base_errors::kFileUnreadable, {{"file", utf8FromPath(root / below)}, {"reason", ec.message()}});
    return {};
}

bool isInside(const Path& file, const Path& folder) {
    const auto relative = file.lexically_relative(folder);
    return !relative.empty() && *relative.begin() != "..";
}

class Packing {
  public:
    Packing(const Path& project, const Path& archive, const StopToken& stop, const ProgressSink& progress)
        : m_project(project), m_archive(archive), m_stop(stop), m_progress(progress), m_eta(steadySeconds()) {}

    Result<Packed> run() {
        const auto kind = ArchiveWriter::kindOf(m_archive);
        if (!kind) return fail(project_errors::kArchiveName, {{"file", utf8FromPath(m_archive)}});
        // A process that dies leaves a folder that the next one here removes.
        auto scaffold = Scaffold::beside(m_archive);
        if (!scaffold)
            return fail(Error(base_errors::kFileUnwritable,
                              {{"file", utf8FromPath(m_archive)}, {"reason", "its folder takes no new files"}})
                            .withCause(std::move(scaffold).error()));
        const Path database = scaffold->path() / kDatabaseName;
        BRANDLOOM_CHECK(store::copyDatabase(m_project / kDatabaseName, database, m_stop, m_progress));
        BRANDLOOM_CHECK(list(database));
        const Path made = scaffold->path() / m_archive.filename();
        BRANDLOOM_TRY(auto file, AtomicFile::create(made));
        BRANDLOOM_TRY(auto writer, ArchiveWriter::open(file.temporaryPath(), *kind, m_archive));
        BRANDLOOM_CHECK(add(writer, kDatabaseName, database, {}));
        for (const auto& [name, hash] : m_contents)
            BRANDLOOM_CHECK(add(writer, name, m_project / pathFromUtf8(name), hash));
        BRANDLOOM_CHECK(writer.close());
        BRANDLOOM_CHECK(file.commit());
        BRANDLOOM_CHECK(scaffold->moveTo(made, m_archive));
        return std::move(m_out);
    }

  private:
    Status list(const Path& database) {
        BRANDLOOM_CHECK(walk(m_project, {}, m_contents, m_out.leftOut));
        BRANDLOOM_TRY(auto store, store::Store::open(database, {store::Access::Read}, {}));
        BRANDLOOM_TRY(const auto recorded, readRecordedFiles(*store));
        for (const auto& file : recorded) {
            if (!staysInside(file.path)) continue;
            std::error_code ec;
            if (fs::is_regular_file(m_project / pathFromUtf8(file.path), ec)) {
                m_contents[file.path] = file.sha256;
            } else {
                m_out.findings.emplace_back(project_errors::kFileGone,
                                            std::vector<ErrorArg>{{"kind", file.kind}, {"file", file.path}});
            }
        }
        std::error_code ec;
        m_total = static_cast<std::int64_t>(fs::file_size(database, ec));
        for (const auto& [name, hash] : m_contents) {
            const auto size = fs::file_size(m_project / pathFromUtf8(name), ec);
            if (!ec) m_total += static_cast<std::int64_t>(size);
        }
        return {};
    }

    Status add(ArchiveWriter& writer, const std::string& name, const Path& file, const std::string& expected) {
        std::error_code ec;
        // A file that nobody recorded may go while its maker works.
        if (expected.empty() && name != kDatabaseName && !fs::is_regular_file(file, ec)) return {};
        const auto top = m_project.filename().native();
        const auto folder = isValidUtf8(top) && !top.empty() ? top : std::string("project");
        BRANDLOOM_TRY(
            const auto hash,
            writer.add(folder + "/" + name, file, name == kDatabaseName, m_stop, [&](std::uint64_t bytes) {
                m_out.bytes += bytes;
                const auto done = static_cast<std::int64_t>(m_out.bytes);
                report(m_progress, {"packing", done, m_total, m_eta.secondsLeft(steadySeconds(), done, m_total)});
            }));
        ++m_out.files;
        if (!expected.empty() && hash != expected)
            m_out.findings.emplace_back(project_errors::kFileChanged,
                                        std::vector<ErrorArg>{{"kind", "recorded"}, {"file", name}});
        return {};
    }

    const Path& m_project;
    const Path& m_archive;
    const StopToken& m_stop;
    const ProgressSink& m_progress;
    EtaMeter m_eta;
    Contents m_contents;
    std::int64_t m_total = 0;
    Packed m_out;
};

tl::unexpected<Error> refused(const Path& archive, const std::string& entry, const std::string& why) {
    return fail(project_errors::kArchiveRefused,
                {{"file", utf8FromPath(archive)}, {"entry", entry}, {"reason", why}});
}

/// Where project.db lies: at the top, or in the one folder there.
Result<Path> projectRootIn(const Path& scaffold, const Path& archive) {
    std::error_code ec;
    if (fs::is_regular_file(scaffold / kDatabaseName, ec)) return scaffold;
    std::vector<Path> found;
    for (fs::directory_iterator it(scaffold, ec), end; !ec && it != end; it.increment(ec))
        if (fs::is_regular_file(it->path() / kDatabaseName, ec)) found.push_back(it->path());
    if (found.size() != 1) return fail(project_errors::kArchiveNoProject, {{"file", utf8FromPath(archive)}});
    return found.front();
}

/// A database from anybody: nothing in it may be of another kind than what we make.
Status checkDatabase(const Path& root, const Path& archive) {
    std::error_code ec;
    for (const char* part : {"-wal", "-journal"})
        if (const auto name = std::string(kDatabaseName) + part; fs::file_size(root / name, ec) > 0 && !ec)
            return refused(archive, name, "belongs to a project that was in use");
    // Empty ones stay behind where a project was only read.
    for (const char* part : {"-wal", "-shm", "-journal"})
        platform::removeFile(root / (std::string(kDatabaseName) + part));
    BRANDLOOM_TRY(const auto migrations, store::loadMigrations());
    auto store = store::Store::open(root / kDatabaseName, {store::Access::Read}, migrations);
    if (!store)
        return fail(
            Error(project_errors::kArchiveNoProject, {{"file", utf8FromPath(archive)}}).withCause(store.error()));
    BRANDLOOM_TRY(const auto problems, (*store)->problems(migrations));
    if (!problems.empty())
        return refused(archive, kDatabaseName, "is not as Brandloom makes it: " + problems.front());
    BRANDLOOM_CHECK(readProject(**store));
    BRANDLOOM_TRY(const auto recorded, readRecordedFiles(**store));
    for (const auto& file : recorded)
        if (!file.isElsewhere && !staysInside(file.path))
            return refused(archive, kDatabaseName, "names a file outside of the project");
    return {};
}

}  // namespace

Result<Packed> packProject(const Path& project, const Path& archive, const StopToken& stop,
                           const ProgressSink& progress) {
    BRANDLOOM_TRY(const auto opened, Project::open(project, Mode::Read));
    const auto lock = takeLock(opened->folder());
    if (!lock && lock.error().is(project_errors::kLocked)) return fail(lock.error());
    // Otherwise the folder cannot be written, and then not by anybody else either.
    const Path target = normalisedFolder(archive);
    std::error_code ec;
    if (isInside(target, opened->folder()))
        return fail(project_errors::kArchiveInside, {{"file", utf8FromPath(target)}});
    if (fs::exists(fs::symlink_status(target, ec)))
        return fail(project_errors::kArchiveExists, {{"file", utf8FromPath(target)}});
    return Packing(opened->folder(), target, stop, progress).run();
}

Result<UnpackedProject> unpackProject(const Path& archive, const Path& place, const StopToken& stop,
                                      const ProgressSink& progress) {
    BRANDLOOM_TRY(const auto file, platform::ReadOnlyFile::open(archive));
    UnpackedProject out;
    out.folder = normalisedFolder(place);
    BRANDLOOM_CHECK(checkNewPlace(out.folder));
    BRANDLOOM_TRY(auto scaffold, Scaffold::beside(out.folder));
    const auto total = static_cast<std::int64_t>(file.size());
    std::int64_t done = 0;
    const EtaMeter eta(steadySeconds());
    const UnpackLimits limits{kMostExpansion * file.size() + kAlwaysAllowed};
    BRANDLOOM_TRY(const auto unpacked, unpackInto(archive, scaffold.path(), limits, stop, [&](std::uint64_t bytes) {
                      done = std::min(done + static_cast<std::int64_t>(bytes), total);
                      report(progress, {"unpacking", done, total, eta.secondsLeft(steadySeconds(), done, total)});
                  }));
    out.files = unpacked.files;
    out.bytes = unpacked.bytes;
    BRANDLOOM_TRY(const auto root, projectRootIn(scaffold.path(), archive));
    BRANDLOOM_CHECK(checkDatabase(root, archive));
    std::error_code ec;
    platform::removeFile(root / "project.lock");
    for (const char* part : {"shots", "runs", "blobs"}) fs::create_directory(root / part, ec);
    if (ec) return fail(unwritableFolder(root, ec.message()));
    platform::syncFile(root);
    BRANDLOOM_CHECK(scaffold.moveTo(root, out.folder));
    return out;
}

}  // namespace brandloom::project
