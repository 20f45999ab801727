#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/base/utf8_locale.h"
#include "core/project/archive.h"

namespace brandloom::project {
namespace {

struct EndEntry {
    void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};
using Entry = std::unique_ptr<archive_entry, EndEntry>;

std::int64_t writtenAt(const Path& file) {
    std::error_code ec;
    const auto time = std::filesystem::last_write_time(file, ec);
    if (ec) return 0;
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::file_clock::to_sys(time).time_since_epoch())
        .count();
}

}  // namespace

struct ArchiveWriter::State {
    Utf8ThreadLocale locale;
    Path shownAs;
    Kind kind = Kind::Zip;
    archive* handle = nullptr;

    ~State() {
        if (handle != nullptr) archive_write_free(handle);
    }
    Error error() const {
        const int code = archive_errno(handle);
        if (code == ENOSPC || code == EDQUOT)
            return Error(base_errors::kDiskFull, {{"file", utf8FromPath(shownAs)}});
        const char* text = archive_error_string(handle);
        return Error(base_errors::kFileUnwritable,
                     {{"file", utf8FromPath(shownAs)}, {"reason", text != nullptr ? text : "it was not accepted"}});
    }
};

std::optional<ArchiveWriter::Kind> ArchiveWriter::kindOf(const Path& archive) {
    auto ending = archive.extension().native();
    std::ranges::transform(ending, ending.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    if (ending == ".zip") return Kind::Zip;
    if (ending == ".tar") return Kind::Tar;
    return std::nullopt;
}

ArchiveWriter::ArchiveWriter(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ArchiveWriter::ArchiveWriter(ArchiveWriter&&) noexcept = default;
ArchiveWriter::~ArchiveWriter() = default;

Result<ArchiveWriter> ArchiveWriter::open(const Path& file, Kind kind, const Path& shownAs) {
    auto state = std::make_unique<State>();
    state->shownAs = shownAs;
    state->kind = kind;
    state->handle = archive_write_new();
    if (state->handle == nullptr) return fail(base_errors::kOutOfMemory, {{"what", utf8FromPath(shownAs)}});
    int done = kind == Kind::Zip ? archive_write_set_format_zip(state->handle)
                                 : archive_write_set_format_pax_restricted(state->handle);
    if (done == ARCHIVE_OK) done = archive_write_set_options(state->handle, "hdrcharset=UTF-8");
    if (done == ARCHIVE_OK) done = archive_write_open_filename(state->handle, file.c_str());
    if (done != ARCHIVE_OK) return fail(state->error());
    return ArchiveWriter(std::move(state));
}

Result<std::string> ArchiveWriter::add(const std::string& name, const Path& file, bool compress,
                                       const StopToken& stop, const OnBytes& onBytes) {
    auto* out = m_state->handle;
    BRANDLOOM_TRY(const auto source, platform::ReadOnlyFile::open(file));
    const Entry entry(archive_entry_new());
    archive_entry_set_pathname_utf8(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<std::int64_t>(source.size()));
    archive_entry_set_mtime(entry.get(), writtenAt(file), 0);
    if (m_state->kind == Kind::Zip)
        compress ? archive_write_zip_set_compression_deflate(out) : archive_write_zip_set_compression_store(out);
    if (archive_write_header(out, entry.get()) != ARCHIVE_OK) return fail(m_state->error());
    Sha256 hash;
    std::vector<std::uint8_t> chunk(1u << 20);
    for (std::uint64_t at = 0; at < source.size(); at += chunk.size()) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const std::span<std::uint8_t> part(
            chunk.data(), static_cast<std::size_t>(std::min<std::uint64_t>(chunk.size(), source.size() - at)));
        BRANDLOOM_CHECK(source.readAt(at, part));
        hash.add(part);
        if (archive_write_data(out, part.data(), part.size()) != static_cast<la_ssize_t>(part.size()))
            return fail(m_state->error());
        onBytes(part.size());
    }
    return hash.hex();
}

Status ArchiveWriter::close() {
    if (archive_write_close(m_state->handle) != ARCHIVE_OK) return fail(m_state->error());
    return {};
}

}  // namespace brandloom::project
