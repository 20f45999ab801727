#include "core/store/blob_store.h"

#include <algorithm>
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

Result<std::string> BlobStore::put(const Path& file, const StopToken& stop) const {
    BRANDLOOM_TRY(auto source, platform::ReadOnlyFile::open(file));
    BRANDLOOM_CHECK(makeFolder(m_root));
    BRANDLOOM_TRY(auto id, sha256OfFile(file, stop));
    if (verifiedPath(id, stop)) return id;
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
    if (verifiedPath(id)) return id;
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

Result<std::string> BlobStore::read(const std::string& id, std::uint64_t maxBytes) const {
    BRANDLOOM_TRY(const auto where, path(id));
    BRANDLOOM_TRY(auto bytes, readFile(where, maxBytes));
    if (sha256Hex(bytes) != id) return fail(store_errors::kBlobDamaged, {{"id", id}});
    return bytes;
}

}  // namespace brandloom::store
