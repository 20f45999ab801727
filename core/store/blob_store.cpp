#include "core/store/blob_store.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/store/store_errors.h"

namespace brandloom::store {
namespace {

bool isBlobId(const std::string& id) {
    return id.size() == 64 && std::all_of(id.begin(), id.end(),
                                          [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

double writtenAt(const Path& file) {
    std::error_code ec;
    const auto time = std::filesystem::last_write_time(file, ec);
    if (ec) return 0;
    return std::chrono::duration<double>(std::chrono::file_clock::to_sys(time).time_since_epoch()).count();
}

Status makeFolder(const Path& folder) {
    std::error_code ec;
    if (std::filesystem::is_directory(folder, ec)) return {};
    std::filesystem::create_directories(folder, ec);
    if (ec) return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
    platform::syncFile(folder.parent_path());
    return {};
}

}  // namespace

Path BlobStore::place(const std::string& id) const {
    return m_root / id.substr(0, 2) / id;
}

/// What is there already counts as put in now: who put it in is about to use it.
bool BlobStore::takeAgain(const std::string& id, const StopToken& stop) const {
    const std::lock_guard lock(*m_mutex);
    const auto there = verifiedPath(id, stop);
    if (!there) return false;
    std::error_code ec;
    std::filesystem::last_write_time(*there, std::filesystem::file_time_type::clock::now(), ec);
    return true;
}

Result<std::string> BlobStore::put(const Path& file, const StopToken& stop) const {
    BRANDLOOM_TRY(auto source, platform::ReadOnlyFile::open(file));
    BRANDLOOM_CHECK(makeFolder(m_root));
    BRANDLOOM_TRY(auto id, sha256OfFile(file, stop));
    if (takeAgain(id, stop)) return id;
    BRANDLOOM_CHECK(makeFolder(place(id).parent_path()));
    BRANDLOOM_TRY(auto copy, AtomicFile::create(place(id)));
    Sha256 hash;
    std::vector<std::uint8_t> chunk(1u << 20);
    for (std::uint64_t at = 0; at < source.size(); at += chunk.size()) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const std::span<std::uint8_t> part(
            chunk.data(), static_cast<std::size_t>(std::min<std::uint64_t>(chunk.size(), source.size() - at)));
        BRANDLOOM_CHECK(source.readAt(at, part));
        hash.add(part);
        BRANDLOOM_CHECK(copy.write(part));
    }
    if (hash.hex() != id)
        return fail(base_errors::kFileUnreadable,
                    {{"file", utf8FromPath(file)}, {"reason", "it changed while it was copied"}});
    BRANDLOOM_CHECK(copy.commit());
    return id;
}

Result<std::string> BlobStore::put(std::span<const std::uint8_t> bytes) const {
    const auto id = Sha256().add(bytes).hex();
    if (takeAgain(id, {})) return id;
    BRANDLOOM_CHECK(makeFolder(place(id).parent_path()));
    BRANDLOOM_TRY(auto copy, AtomicFile::create(place(id)));
    BRANDLOOM_CHECK(copy.write(bytes));
    BRANDLOOM_CHECK(copy.commit());
    return id;
}

Result<Path> BlobStore::path(const std::string& id) const {
    if (!isBlobId(id)) return fail(store_errors::kBadBlobId, {{"id", id}});
    std::error_code ec;
    if (!std::filesystem::is_regular_file(place(id), ec)) return fail(store_errors::kBlobMissing, {{"id", id}});
    return place(id);
}

Result<Path> BlobStore::verifiedPath(const std::string& id, const StopToken& stop) const {
    BRANDLOOM_TRY(auto where, path(id));
    auto hash = sha256OfFile(where, stop);
    if (!hash && hash.error().isCancelled()) return fail(hash.error());
    if (!hash || *hash != id) return fail(store_errors::kBlobDamaged, {{"id", id}});
    return where;
}

std::vector<StoredBlob> BlobStore::list() const {
    namespace fs = std::filesystem;
    std::vector<StoredBlob> out;
    std::error_code ec;
    for (fs::directory_iterator shelf(m_root, ec), end; !ec && shelf != end; shelf.increment(ec)) {
        std::error_code inner;
        for (fs::directory_iterator it(shelf->path(), inner); !inner && it != end; it.increment(inner)) {
            const auto id = it->path().filename().native();
            std::error_code none;
            if (isBlobId(id) && it->is_regular_file(none))
                out.push_back({id, it->file_size(none), writtenAt(it->path())});
        }
    }
    std::ranges::sort(out, {}, &StoredBlob::id);
    return out;
}

bool BlobStore::remove(const std::string& id, double before) const {
    const std::lock_guard lock(*m_mutex);
    const auto where = path(id);
    if (!where || writtenAt(*where) >= before) return false;
    platform::removeFile(*where);
    return true;
}

Result<std::string> BlobStore::read(const std::string& id, std::uint64_t maxBytes) const {
    BRANDLOOM_TRY(const auto where, path(id));
    BRANDLOOM_TRY(auto bytes, readFile(where, maxBytes));
    if (sha256Hex(bytes) != id) return fail(store_errors::kBlobDamaged, {{"id", id}});
    return bytes;
}

}  // namespace brandloom::store
