#include "core/project/project_folder.h"

#include <algorithm>
#include <system_error>

#include "core/base/base_errors.h"
#include "core/base/platform.h"
#include "core/project/project_errors.h"

namespace brandloom::project {

namespace fs = std::filesystem;

Path normalisedFolder(const Path& folder) {
    std::error_code ec;
    Path out = fs::weakly_canonical(fs::absolute(folder, ec), ec);
    if (ec) out = folder;
    return out.has_filename() ? out : out.parent_path();
}

Status checkNewPlace(const Path& folder) {
    const ErrorArg name{"folder", utf8FromPath(folder)};
    std::error_code ec;
    const auto status = fs::status(folder, ec);
    if (status.type() == fs::file_type::none) return fail(project_errors::kFolderReadOnly, {name});
    if (fs::exists(status)) {
        if (!fs::is_directory(status)) return fail(project_errors::kNotAFolder, {name});
        if (fs::exists(folder / kDatabaseName, ec)) return fail(project_errors::kProjectExists, {name});
        const bool empty = fs::is_empty(folder, ec);
        if (ec) return fail(project_errors::kFolderReadOnly, {name});
        if (!empty) return fail(project_errors::kFolderNotEmpty, {name});
        return {};
    }
    if (!fs::is_directory(folder.parent_path(), ec))
        return fail(project_errors::kParentMissing, {name, {"parent", utf8FromPath(folder.parent_path())}});
    return {};
}

bool staysInside(const std::string& recorded) {
    const Path path = pathFromUtf8(recorded);
    return !recorded.empty() && path.is_relative() && std::find(path.begin(), path.end(), Path("..")) == path.end();
}

Error unwritableFolder(const Path& folder, const std::string& reason) {
    return Error(project_errors::kFolderReadOnly, {{"folder", utf8FromPath(folder)}})
        .withCause(Error(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", reason}}));
}

namespace {

constexpr const char* kScaffoldName = ".brandloom-new-";

Path lockOf(const Path& scaffold) {
    return Path(scaffold) += ".lock";
}

/// Scaffolds whose process died: nobody holds their lock.
void removeAbandoned(const Path& parent) {
    std::error_code ec;
    for (fs::directory_iterator it(parent, ec), end; !ec && it != end; it.increment(ec)) {
        const auto name = it->path().filename().native();
        if (!name.starts_with(kScaffoldName) || !name.ends_with(".lock")) continue;
        const auto lock = platform::FileLock::tryLock(it->path(), "");
        if (!lock || !*lock) continue;
        std::error_code none;
        fs::remove_all(parent / name.substr(0, name.size() - 5), none);
        platform::removeFile(it->path());
    }
}

}  // namespace

Result<Scaffold> Scaffold::beside(const Path& place) {
    removeAbandoned(place.parent_path());
    Path path = place.parent_path() / (kScaffoldName + platform::uniqueSuffix());
    auto lock = platform::FileLock::tryLock(lockOf(path), std::to_string(platform::processId()));
    if (!lock || !*lock)
        return fail(unwritableFolder(place.parent_path(), lock ? "it is in use" : lock.error().arg("reason")));
    Scaffold out(std::move(path), std::move(**lock));
    std::error_code ec;
    fs::create_directory(out.m_path, ec);
    if (ec) return fail(unwritableFolder(place.parent_path(), ec.message()));
    return out;
}

Scaffold::~Scaffold() {
    if (m_path.empty()) return;
    std::error_code ec;
    fs::remove_all(m_path, ec);
    platform::removeFile(lockOf(m_path));
}

Status Scaffold::moveTo(const Path& part, const Path& folder) {
    // Takes the place of an empty folder; a folder that was filled meanwhile makes it fail.
    if (const int error = platform::renameFile(part, folder); error != 0)
        return fail(unwritableFolder(folder, std::generic_category().message(error)));
    platform::syncFile(folder.parent_path());
    return {};
}

}  // namespace brandloom::project
