#pragma once
// A weight file opened for reading: names, dtypes, shapes, and bytes on demand. Nothing of the file is trusted;
// opening checks the whole table against the file's real size before anything is allocated by it.
// A TensorFile may be read from several threads at once.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/weights/aligned_buffer.h"
#include "core/weights/dtype.h"

namespace brandloom::weights {

struct TensorInfo {
    std::string name;  ///< UTF-8, any text; never use it as a path
    DType dtype = DType::F32;
    std::vector<std::int64_t> shape;  ///< empty: a scalar; entries >= 0
    std::uint64_t byteCount = 0;      ///< of the contiguous tensor that read() gives

    // Where the bytes are; only the readers need this.
    std::uint32_t fileIndex = 0;        ///< shard
    std::uint64_t fileOffset = 0;       ///< of the first element, from the start of that file
    std::vector<std::int64_t> strides;  ///< in elements; empty: contiguous
    std::int32_t storageIndex = -1;     ///< checksummed storage of a .pth, or -1

    [[nodiscard]] std::uint64_t elementCount() const {
        std::uint64_t n = 1;
        for (const auto d : shape) n *= static_cast<std::uint64_t>(d);
        return n;
    }
};

/// How a long read is watched. Both may be empty; they are looked at every 8 MiB, well within 200 ms.
struct ReadOptions {
    StopToken stop;
    std::function<void(std::uint64_t bytes)> onRead;  ///< bytes read since the last call, on the reading thread
};

class TensorFile {
  public:
    virtual ~TensorFile() = default;
    /// In the order of the bytes on disk, so that reading them in turn is sequential.
    [[nodiscard]] virtual const std::vector<TensorInfo>& tensors() const = 0;
    /// The __metadata__ of safetensors; shards are joined, the first value of a key wins. Empty for .pth.
    [[nodiscard]] virtual const std::map<std::string, std::string>& metadata() const = 0;
    /// Null when there is no such tensor. The pointer lives as long as this object.
    [[nodiscard]] virtual const TensorInfo* find(std::string_view name) const = 0;
    /// Contiguous row-major little-endian bytes; out.size() must be info.byteCount. `info` is one of tensors().
    /// Errors: base/file_unreadable (cut since it was opened), weights/checksum, kCancelled.
    [[nodiscard]] virtual Status read(const TensorInfo& info, std::span<std::uint8_t> out,
                                      const ReadOptions& options) const = 0;
    [[nodiscard]] Status read(const TensorInfo& info, std::span<std::uint8_t> out) const {
        return read(info, out, {});
    }
    /// Some bytes of a contiguous tensor from `offset` on; checksums are not looked at, so this is for telling
    /// files apart only. base/invalid_argument for a strided tensor or a range outside of it.
    [[nodiscard]] virtual Status readPart(const TensorInfo& info, std::uint64_t offset,
                                          std::span<std::uint8_t> out) const = 0;
    [[nodiscard]] virtual const Path& path() const = 0;
    /// The files that hold the bytes, by TensorInfo::fileIndex: the shards of an index, else path() alone.
    [[nodiscard]] virtual std::vector<Path> files() const = 0;
    /// Oddities that did not prevent opening (kTotalSizeDiffers, kStrayShard).
    [[nodiscard]] virtual const std::vector<Error>& notices() const = 0;
};

/// Opens a safetensors file, a `*.safetensors.index.json` with its shards, or a PyTorch zip checkpoint (.pth, .pt);
/// which of them is decided by the content. Errors: weights_errors.h, base/file_missing, base/not_regular_file.
Result<std::unique_ptr<TensorFile>> openTensorFile(const Path& path);

/// Reads one tensor into fresh 64-byte-aligned memory.
Result<AlignedBuffer> readTensor(const TensorFile& file, const TensorInfo& info, const ReadOptions& options = {});

}  // namespace brandloom::weights
