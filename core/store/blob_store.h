#pragma once
// Files by content: the id is the SHA-256, the file blobs/ab/abcdef...; whole or absent, never changed, never kept
// twice. Thread-safe, and safe beside other processes.
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::store {

struct StoredBlob {
    std::string id;
    std::uint64_t bytes = 0;
    double takenAt = 0;  ///< seconds since 1970: when it was last put in
};

class BlobStore {
  public:
    /// `root` is made when first needed.
    explicit BlobStore(Path root) : m_root(std::move(root)), m_mutex(std::make_shared<std::mutex>()) {}

    /// Copies the file in; the id. A damaged blob of that name is replaced.
    Result<std::string> put(const Path& file, const StopToken& stop = {}) const;
    Result<std::string> put(std::span<const std::uint8_t> bytes) const;
    /// Where it lies, without reading it. Errors: kBadBlobId, kBlobMissing.
    [[nodiscard]] Result<Path> path(const std::string& id) const;
    /// path() after the content was read and found right. Errors also: kBlobDamaged.
    [[nodiscard]] Result<Path> verifiedPath(const std::string& id, const StopToken& stop = {}) const;
    [[nodiscard]] Result<std::string> read(const std::string& id, std::uint64_t maxBytes = 1ull << 30) const;

    /// Every blob by name, without reading it.
    [[nodiscard]] std::vector<StoredBlob> list() const;
    /// Removes a blob that nobody put in since `before` (seconds since 1970); false where somebody did.
    [[nodiscard]] bool remove(const std::string& id, double before) const;

  private:
    [[nodiscard]] bool takeAgain(const std::string& id, const StopToken& stop) const;
    [[nodiscard]] Path place(const std::string& id) const;
    Path m_root;
    std::shared_ptr<std::mutex> m_mutex;  ///< between putting in what is there already and removing it
};

}  // namespace brandloom::store
