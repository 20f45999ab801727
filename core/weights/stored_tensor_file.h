#pragma once
// Inside core/weights: the one TensorFile there is. Readers fill a StoredTable after checking it; this class reads.
#include <atomic>
#include <memory>
#include <unordered_map>

#include "core/base/platform.h"
#include "core/weights/tensor_file.h"

namespace brandloom::weights {

/// A run of bytes of a .pth with its checksum, checked before the first tensor in it is handed out.
struct ChecksummedStorage {
    std::string entryName;
    std::uint64_t fileOffset = 0;
    std::uint64_t byteCount = 0;
    std::uint32_t crc32 = 0;
};

struct StoredTable {
    std::vector<platform::ReadOnlyFile> files;
    std::vector<TensorInfo> tensors;  ///< byte ranges already checked against the files
    std::vector<ChecksummedStorage> storages;
    std::map<std::string, std::string> metadata;
    std::vector<Error> notices;
};

class StoredTensorFile final : public TensorFile {
  public:
    StoredTensorFile(Path path, StoredTable table);
    [[nodiscard]] const std::vector<TensorInfo>& tensors() const override { return m_table.tensors; }
    [[nodiscard]] const std::map<std::string, std::string>& metadata() const override { return m_table.metadata; }
    [[nodiscard]] const TensorInfo* find(std::string_view name) const override;
    using TensorFile::read;
    [[nodiscard]] Status read(const TensorInfo& info, std::span<std::uint8_t> out,
                              const ReadOptions& options) const override;
    [[nodiscard]] Status readPart(const TensorInfo& info, std::uint64_t offset,
                                  std::span<std::uint8_t> out) const override;
    [[nodiscard]] const Path& path() const override { return m_path; }
    [[nodiscard]] std::vector<Path> files() const override;
    [[nodiscard]] const std::vector<Error>& notices() const override { return m_table.notices; }

  private:
    /// The table's own entry for a caller's copy of it; null when they disagree.
    [[nodiscard]] const TensorInfo* ownEntry(const TensorInfo& asked) const;
    [[nodiscard]] Status readStrided(const TensorInfo& info, std::span<std::uint8_t> out) const;
    [[nodiscard]] Status verifyStorage(std::size_t index, std::uint32_t fileIndex, const StopToken& stop) const;

    Path m_path;
    StoredTable m_table;
    std::unordered_map<std::string_view, std::size_t> m_byName;
    std::unique_ptr<std::atomic<bool>[]> m_verified;  ///< per storage
};

}  // namespace brandloom::weights
