#pragma once
// Writes safetensors files: whole or absent (AtomicFile), the same input gives the same bytes. Tensors are ordered
// by element size (largest first), then by name, and the data starts at a multiple of 64 bytes, so every tensor
// lies on a multiple of its element size. Names are UTF-8 and unique. One thread at a time.
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/result.h"
#include "core/weights/dtype.h"

namespace brandloom::weights {

struct TensorSpec {
    std::string name;
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
};

struct TensorView {
    std::string name;
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::uint8_t> bytes;  ///< contiguous row-major little-endian
};

/// For files larger than memory: the table first, then the bytes of each tensor in the order of specs().
class SafetensorsWriter {
  public:
    static Result<SafetensorsWriter> create(const Path& target, std::vector<TensorSpec> tensors,
                                            const std::map<std::string, std::string>& metadata);
    /// The tensors in the order in which write() expects them.
    [[nodiscard]] const std::vector<TensorSpec>& specs() const { return m_specs; }
    /// Any part of the data, in order; what is written in all is the sum of the tensors' bytes.
    Status write(std::span<const std::uint8_t> bytes);
    /// Fails with base/invalid_argument when too few bytes were written; then nothing appears at the target.
    Status commit();

  private:
    SafetensorsWriter(AtomicFile file, std::vector<TensorSpec> specs, std::uint64_t dataBytes)
        : m_file(std::move(file)), m_specs(std::move(specs)), m_bytesLeft(dataBytes) {}
    AtomicFile m_file;
    std::vector<TensorSpec> m_specs;
    std::uint64_t m_bytesLeft;
};

/// Errors: base/invalid_argument (name twice, not UTF-8, `__metadata__`, bytes that do not fit the shape),
/// base/file_unwritable, base/disk_full.
Status writeSafetensors(const Path& target, const std::vector<TensorView>& tensors,
                        const std::map<std::string, std::string>& metadata);

}  // namespace brandloom::weights
