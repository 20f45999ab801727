#include "core/weights/tensor_file.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/base/base_errors.h"
#include "core/weights/crc32.h"
#include "core/weights/readers.h"
#include "core/weights/weights_errors.h"

namespace brandloom::weights {
namespace {

constexpr std::size_t kChunkBytes = 8u << 20;

}  // namespace

StoredTensorFile::StoredTensorFile(Path path, StoredTable table)
    : m_path(std::move(path)),
      m_table(std::move(table)),
      m_verified(std::make_unique<std::atomic<bool>[]>(m_table.storages.size())) {
    m_byName.reserve(m_table.tensors.size());
    for (std::size_t i = 0; i < m_table.tensors.size(); ++i) m_byName.emplace(m_table.tensors[i].name, i);
}

const TensorInfo* StoredTensorFile::find(std::string_view name) const {
    const auto it = m_byName.find(name);
    return it == m_byName.end() ? nullptr : &m_table.tensors[it->second];
}

std::vector<Path> StoredTensorFile::files() const {
    std::vector<Path> paths;
    for (const auto& file : m_table.files) paths.push_back(file.path());
    return paths;
}

const TensorInfo* StoredTensorFile::ownEntry(const TensorInfo& asked) const {
    const auto* own = find(asked.name);
    return own != nullptr && own->byteCount == asked.byteCount ? own : nullptr;
}

Status StoredTensorFile::read(const TensorInfo& asked, std::span<std::uint8_t> out,
                              const ReadOptions& options) const {
    // Only our own table was checked; a changed copy must not lead a read astray.
    const auto* own = ownEntry(asked);
    if (own == nullptr || out.size() != own->byteCount)
        return fail(base_errors::kInvalidArgument, {{"what", "reading tensor " + asked.name},
                                                    {"reason", "it is not of this file or the buffer does not fit"},
                                                    {"allowed", "an entry of tensors() and its byteCount"}});
    if (out.empty()) return {};
    const auto* storage =
        own->storageIndex < 0 ? nullptr : &m_table.storages[static_cast<std::size_t>(own->storageIndex)];
    const bool whole = storage != nullptr && own->strides.empty() && own->fileOffset == storage->fileOffset &&
                       own->byteCount == storage->byteCount;
    if (storage != nullptr && !whole)
        BRANDLOOM_CHECK(verifyStorage(static_cast<std::size_t>(own->storageIndex), own->fileIndex, options.stop));
    if (!own->strides.empty()) {
        BRANDLOOM_CHECK(checkCancelled(options.stop));
        BRANDLOOM_CHECK(readStrided(*own, out));
        if (options.onRead) options.onRead(out.size());
        return {};
    }
    // The checksum is taken while the chunk is in the processor's cache.
    std::uint32_t crc = 0;
    for (std::size_t done = 0; done < out.size();) {
        BRANDLOOM_CHECK(checkCancelled(options.stop));
        const auto part = out.subspan(done, std::min(out.size() - done, kChunkBytes));
        BRANDLOOM_CHECK(m_table.files[own->fileIndex].readAt(own->fileOffset + done, part));
        if (whole) crc = crc32(part, crc);
        done += part.size();
        if (options.onRead) options.onRead(part.size());
    }
    if (whole && crc != storage->crc32)
        return fail(kChecksum, {{"file", utf8FromPath(m_path)}, {"place", storage->entryName}});
    return {};
}

Status StoredTensorFile::readPart(const TensorInfo& asked, std::uint64_t offset,
                                  std::span<std::uint8_t> out) const {
    const auto* own = ownEntry(asked);
    if (own == nullptr || !own->strides.empty() || offset > own->byteCount || out.size() > own->byteCount - offset)
        return fail(base_errors::kInvalidArgument, {{"what", "reading a part of tensor " + asked.name},
                                                    {"reason", "it does not lie inside a contiguous tensor"},
                                                    {"allowed", "an offset below its byteCount"}});
    if (out.empty()) return {};
    return m_table.files[own->fileIndex].readAt(own->fileOffset + offset, out);
}

Status StoredTensorFile::verifyStorage(std::size_t index, std::uint32_t fileIndex, const StopToken& stop) const {
    if (m_verified[index].load(std::memory_order_acquire)) return {};
    const auto& storage = m_table.storages[index];
    std::vector<std::uint8_t> chunk(static_cast<std::size_t>(std::min<std::uint64_t>(storage.byteCount, 1u << 20)));
    std::uint32_t crc = 0;
    for (std::uint64_t done = 0; done < storage.byteCount;) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const auto part = std::span(chunk).first(
            static_cast<std::size_t>(std::min<std::uint64_t>(chunk.size(), storage.byteCount - done)));
        BRANDLOOM_CHECK(m_table.files[fileIndex].readAt(storage.fileOffset + done, part));
        crc = crc32(part, crc);
        done += part.size();
    }
    if (crc != storage.crc32)
        return fail(kChecksum, {{"file", utf8FromPath(m_path)}, {"place", storage.entryName}});
    m_verified[index].store(true, std::memory_order_release);
    return {};
}

Status StoredTensorFile::readStrided(const TensorInfo& info, std::span<std::uint8_t> out) const {
    const auto itemBytes = static_cast<std::size_t>(bitsPerElement(info.dtype) / 8);
    std::uint64_t lastElement = 0;  // no overflow: the reader checked the view against its storage
    for (std::size_t d = 0; d < info.shape.size(); ++d)
        lastElement += static_cast<std::uint64_t>(info.shape[d] - 1) * static_cast<std::uint64_t>(info.strides[d]);
    BRANDLOOM_TRY(auto span, AlignedBuffer::allocate((lastElement + 1) * itemBytes));
    BRANDLOOM_CHECK(m_table.files[info.fileIndex].readAt(info.fileOffset, span.bytes()));
    std::vector<std::int64_t> at(info.shape.size(), 0);
    std::uint64_t source = 0;
    for (std::size_t written = 0; written < out.size(); written += itemBytes) {
        std::memcpy(out.data() + written, span.data() + source * itemBytes, itemBytes);
        for (std::size_t d = info.shape.size(); d-- > 0;) {
            const auto stride = static_cast<std::uint64_t>(info.strides[d]);
            if (++at[d] < info.shape[d]) {
                source += stride;
                break;
            }
            source -= static_cast<std::uint64_t>(info.shape[d] - 1) * stride;
            at[d] = 0;
        }
    }
    return {};
}

namespace {

enum class Format { Safetensors, Index, Zip };

/// What the first bytes say; names decide only where the bytes cannot.
Result<Format> formatOf(const platform::ReadOnlyFile& file) {
    const auto name = utf8FromPath(file.path());
    const auto ending = file.path().extension().native();
    const bool torchName = ending == ".pth" || ending == ".pt" || ending == ".ckpt" || ending == ".bin";
    std::array<std::uint8_t, 64> raw{};
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(raw.size(), file.size()));
    BRANDLOOM_CHECK(file.readAt(0, std::span(raw).first(count)));
    const std::string_view head(reinterpret_cast<const char*>(raw.data()), count);
    if (head.starts_with("version https://git-lfs")) return fail(kLfsPointer, {{"file", name}});
    const auto text = head.substr(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
    // Eight bytes of plain text cannot be a header length, so a safetensors file is never taken for a page.
    const bool plainText = count >= 8 && std::all_of(raw.begin(), raw.begin() + 8, [](std::uint8_t c) {
                               return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' || c == '\t';
                           });
    if (plainText && text.starts_with("<")) return fail(kWebPage, {{"file", name}});
    if (name.ends_with(".index.json")) return Format::Index;
    if (head.starts_with("PK\3\4") || head.starts_with("PK\5\6")) {
        if (ending == ".safetensors") return fail(kZipNamedSafetensors, {{"file", name}});
        return Format::Zip;
    }
    if (!torchName) return Format::Safetensors;
    if (head.starts_with("\x80\x02")) return fail(kLegacyPth, {{"file", name}});
    return fail(kNotPth, {{"file", name}});
}

Result<StoredTable> readTable(const Path& path) {
    BRANDLOOM_TRY(auto file, platform::ReadOnlyFile::open(path));
    BRANDLOOM_TRY(const auto format, formatOf(file));
    switch (format) {
        case Format::Index:
            return readShardedTable(path);
        case Format::Zip:
            return readPthTable(std::move(file));
        case Format::Safetensors:
            break;
    }
    return readSafetensorsTable(std::move(file));
}

}  // namespace

Result<std::unique_ptr<TensorFile>> openTensorFile(const Path& path) {
    try {
        BRANDLOOM_TRY(auto table, readTable(path));
        return std::unique_ptr<TensorFile>(std::make_unique<StoredTensorFile>(path, std::move(table)));
    } catch (const std::bad_alloc&) {
        return fail(base_errors::kOutOfMemory, {{"what", "the table of " + utf8FromPath(path)}});
    }
}

Result<AlignedBuffer> readTensor(const TensorFile& file, const TensorInfo& info, const ReadOptions& options) {
    BRANDLOOM_TRY(auto buffer, AlignedBuffer::allocate(info.byteCount));
    BRANDLOOM_CHECK(file.read(info, buffer.bytes(), options));
    return buffer;
}

}  // namespace brandloom::weights
