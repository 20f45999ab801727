#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "core/base/base_errors.h"
#include "core/base/platform.h"
#include "core/base/utf8_locale.h"
#include "core/project/archive.h"
#include "core/project/project_errors.h"

namespace brandloom::project {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 2000;  // bytes
constexpr std::size_t kDeepest = 32;        // folders

/// A name of an archive as a path below the folder; what is wrong with it otherwise.
struct PlainName {
    Path path;
    const char* fault = nullptr;
};

PlainName plainNameFrom(const std::string& name) {
    if (name.empty()) return {{}, "has no name"};
    if (name.size() > kLongestName) return {{}, "has a name that is too long"};
    if (!isValidUtf8(name)) return {{}, "has a name that is no text"};
    if (std::ranges::any_of(name, [](unsigned char c) { return c < 32 || c == 127 || c == '\\'; }))
        return {{}, "has a name with signs that names do not have"};
    if (name.front() == '/') return {{}, "would leave the folder"};
    PlainName out;
    std::size_t depth = 0;
    for (std::size_t at = 0; at < name.size();) {
        const auto end = std::min(name.find('/', at), name.size());
        const auto part = name.substr(at, end - at);
        at = end + 1;
        if (part.empty() || part == ".") continue;
        if (part == "..") return {{}, "would leave the folder"};
        if (part.size() > 255 || ++depth > kDeepest) return {{}, "has a name that is too long"};
        out.path /= pathFromUtf8(part);
    }
    return out;
}

struct EndRead {
    void operator()(archive* a) const { archive_read_free(a); }
};

class Unpacking {
  public:
    Unpacking(const Path& archiveFile, const Path& folder, const UnpackLimits& limits, const StopToken& stop,
              const OnBytes& onBytes)
        : m_file(archiveFile), m_folder(folder), m_limits(limits), m_stop(stop), m_onBytes(onBytes) {}

    Result<Unpacked> run() {
        m_handle.reset(archive_read_new());
        auto* in = m_handle.get();
        if (in == nullptr) return fail(base_errors::kOutOfMemory, {{"what", utf8FromPath(m_file)}});
        // Few formats: each is code that strangers' bytes run through.
        archive_read_support_format_zip(in);
        archive_read_support_format_tar(in);
        archive_read_support_filter_gzip(in);
        if (archive_read_open_filename(in, m_file.c_str(), 1u << 16) != ARCHIVE_OK) return fail(unreadable());
        for (;;) {
            BRANDLOOM_CHECK(checkCancelled(m_stop));
            archive_entry* entry = nullptr;
            const int state = archive_read_next_header(in, &entry);
            if (state == ARCHIVE_EOF) return m_done;
            if (state != ARCHIVE_OK && state != ARCHIVE_WARN) return fail(unreadable());
            BRANDLOOM_CHECK(take(entry));
            tellBytes();
        }
    }

  private:
    Error unreadable() const {
        const char* text = archive_error_string(m_handle.get());
        return Error(project_errors::kArchiveUnreadable,
                     {{"file", utf8FromPath(m_file)}, {"reason", text != nullptr ? text : "it ends too early"}});
    }
    tl::unexpected<Error> refused(const std::string& entry, const char* why) const {
        return fail(project_errors::kArchiveRefused,
                    {{"file", utf8FromPath(m_file)},
                     {"entry", isValidUtf8(entry) && !entry.empty() ? entry.substr(0, 200) : "an entry"},
                     {"reason", why}});
    }
    tl::unexpected<Error> unwritable(const Path& file, int error) const {
        if (error == ENOSPC || error == EDQUOT) return fail(base_errors::kDiskFull, {{"file", utf8FromPath(file)}});
        return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(file)}, {"reason", std::strerror(error)}});
    }
    void tellBytes() {
        const auto now =
            static_cast<std::uint64_t>(std::max<std::int64_t>(archive_filter_bytes(m_handle.get(), -1), 0));
        if (now > m_told) m_onBytes(now - m_told);
        m_told = std::max(m_told, now);
    }

    Status take(archive_entry* entry) {
        const char* text = archive_entry_pathname_utf8(entry);
        const std::string name = text != nullptr ? text : "";
        const auto plain = plainNameFrom(name);
        if (plain.fault != nullptr) return refused(name, plain.fault);
        if (archive_entry_hardlink(entry) != nullptr || archive_entry_symlink(entry) != nullptr)
            return refused(name, "is a link");
        if (archive_entry_is_encrypted(entry) != 0) return refused(name, "is encrypted");
        const auto type = archive_entry_filetype(entry);
        if (type != AE_IFDIR && type != AE_IFREG) return refused(name, "is neither a file nor a folder");
        if (archive_entry_size_is_set(entry) != 0 &&
            (archive_entry_size(entry) < 0 ||
             static_cast<std::uint64_t>(archive_entry_size(entry)) > m_limits.bytes - m_done.bytes))
            return refused(name, kTooMuch);
        if (++m_entries > m_limits.files) return refused(name, "is one file too many");
        if (plain.path.empty()) return {};
        std::error_code ec;
        const Path place = m_folder / plain.path;
        fs::create_directories(type == AE_IFDIR ? place : place.parent_path(), ec);
        if (ec.value() == ENOSPC) return unwritable(place, ENOSPC);
        if (ec) return refused(name, "is a file and a folder");
        return type == AE_IFDIR ? Status() : takeFile(name, place);
    }

    Status takeFile(const std::string& name, const Path& place) {
        const int fd = platform::createFile(place);
        if (fd < 0 && errno == EEXIST) return refused(name, "is there twice");
        if (fd < 0) return unwritable(place, errno);
        const auto copied = copyData(name, place, fd);
        platform::closeFile(fd);
        BRANDLOOM_CHECK(copied);
        if (const int error = platform::syncFile(place); error != 0) return unwritable(place, error);
        ++m_done.files;
        return {};
    }

    Status copyData(const std::string& name, const Path& place, int fd) {
        std::vector<std::uint8_t> chunk(1u << 18);
        for (;;) {
            BRANDLOOM_CHECK(checkCancelled(m_stop));
            const auto n = archive_read_data(m_handle.get(), chunk.data(), chunk.size());
            if (n == 0) return {};
            if (n < 0) return fail(unreadable());
            m_done.bytes += static_cast<std::uint64_t>(n);
            if (m_done.bytes > m_limits.bytes) return refused(name, kTooMuch);
            if (const int error = platform::writeAll(fd, std::span(chunk.data(), static_cast<std::size_t>(n)));
                error != 0)
                return unwritable(place, error);
            tellBytes();
        }
    }

    static constexpr const char* kTooMuch = "would unpack to far more than the archive holds";

    Utf8ThreadLocale m_locale;
    const Path& m_file;
    const Path& m_folder;
    const UnpackLimits& m_limits;
    const StopToken& m_stop;
    const OnBytes& m_onBytes;
    std::unique_ptr<archive, EndRead> m_handle;
    Unpacked m_done;
    std::int64_t m_entries = 0;
    std::uint64_t m_told = 0;
};

}  // namespace

Result<Unpacked> unpackInto(const Path& archiveFile, const Path& folder, const UnpackLimits& limits,
                            const StopToken& stop, const OnBytes& onBytes) {
    return Unpacking(archiveFile, folder, limits, stop, onBytes).run();
}

}  // namespace brandloom::project
