#include "core/project/project_folder.h"

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

Error unwritableFolder(const Path& folder, const std::string& reason) {
    return Error(project_errors::kFolderReadOnly, {{"folder", utf8FromPath(folder)}})
        .withCause(Error(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", reason}}));
}

Result<Scaffold> Scaffold::beside(const Path& place) {
    Path path = place.parent_path() / (".brandloom-new-" + platform::uniqueSuffix());
    std::error_code ec;
    fs::create_directory(path, ec);
    if (ec) return fail(unwritableFolder(place.parent_path(), ec.message()));
    return Scaffold(std::move(path));
}

Scaffold::~Scaffold() {
    std::error_code ec;
    if (!m_path.empty()) fs::remove_all(m_path, ec);
}

Status Scaffold::moveTo(const Path& part, const Path& folder) {
    // Takes the place of an empty folder; a folder that was filled meanwhile makes it fail.
    if (const int error = platform::renameFile(part, folder); error != 0)
        return fail(unwritableFolder(folder, std::generic_category().message(error)));
    platform::syncFile(folder.parent_path());
    return {};
}

}  // namespace brandloom::project
