#include "core/base/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/base_errors.h"
#include "core/base/platform.h"

namespace brandloom {
namespace {

tl::unexpected<Error> writeFailure(const Path& path, int error) {
    if (error == ENOSPC || error == EDQUOT) return fail(base_errors::kDiskFull, {{"file", utf8FromPath(path)}});
    return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(path)}, {"reason", std::strerror(error)}});
}

}  // namespace

Result<AtomicFile> AtomicFile::create(const Path& target) {
    auto name = target.filename().native();
    // Keeps the extension: FFmpeg chooses the container by it. NAME_MAX is 255 bytes.
    Path temporary = target.parent_path() / ("." + platform::uniqueSuffix() + "." +
                                             (name.size() > 200 ? name.substr(name.size() - 200) : name));
    const int fd = platform::createFile(temporary);
    if (fd < 0) return writeFailure(target, errno);
    return AtomicFile(target, std::move(temporary), fd);
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_target(std::move(other.m_target)),
      m_temporary(std::exchange(other.m_temporary, {})),
      m_fd(std::exchange(other.m_fd, -1)) {}

AtomicFile& AtomicFile::operator=(AtomicFile&& other) noexcept {
    if (this != &other) {
        discard();
        m_target = std::move(other.m_target);
        m_temporary = std::exchange(other.m_temporary, {});
        m_fd = std::exchange(other.m_fd, -1);
    }
    return *this;
}

AtomicFile::~AtomicFile() {
    discard();
}

void AtomicFile::discard() noexcept {
    if (m_fd >= 0) platform::closeFile(std::exchange(m_fd, -1));
    if (!m_temporary.empty()) platform::removeFile(std::exchange(m_temporary, {}));
}

Status AtomicFile::write(std::span<const std::uint8_t> bytes) {
    if (const int error = platform::writeAll(m_fd, bytes); error != 0) return writeFailure(m_target, error);
    return {};
}

Status AtomicFile::write(std::string_view text) {
    return write(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

Status AtomicFile::commit() {
    if (const int error = platform::syncFile(m_temporary); error != 0) return writeFailure(m_target, error);
    if (const int error = platform::renameFile(m_temporary, m_target); error != 0)
        return writeFailure(m_target, error);
    m_temporary.clear();
    platform::closeFile(std::exchange(m_fd, -1));
    if (const int error = platform::syncFile(m_target.parent_path().empty() ? Path(".") : m_target.parent_path());
        error != 0)
        return writeFailure(m_target, error);
    return {};
}

Status writeFileAtomically(const Path& target, std::string_view bytes) {
    BRANDLOOM_TRY(auto file, AtomicFile::create(target));
    BRANDLOOM_CHECK(file.write(bytes));
    return file.commit();
}

}  // namespace brandloom
