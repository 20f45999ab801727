#include <algorithm>
#include <unordered_map>

#include "core/weights/checked_math.h"
#include "core/weights/crc32.h"
#include "core/weights/pickle_machine.h"
#include "core/weights/readers.h"
#include "core/weights/weights_errors.h"
#include "core/weights/zip_directory.h"

namespace brandloom::weights {
namespace {

constexpr std::uint64_t kPickleLimit = 16ull << 20;
constexpr std::uint64_t kSharingLimit = 16;  ///< bytes of all tensors, as a multiple of the file

using Entries = std::unordered_map<std::string, const ZipEntry*>;

/// The archive's one folder: "<root>/data.pkl" names it.
Result<std::string> rootFolder(const std::vector<ZipEntry>& entries, const std::string& fileName) {
    constexpr std::string_view kPickle = "data.pkl";
    std::string root;
    bool found = false;
    for (const auto& entry : entries) {
        if (entry.name != kPickle && !entry.name.ends_with("/data.pkl")) continue;
        if (found) return fail(kZipTwoPickles, {{"file", fileName}});
        found = true;
        root = entry.name.substr(0, entry.name.size() - kPickle.size());
    }
    if (!found) return fail(kZipNoPickle, {{"file", fileName}});
    for (const auto& entry : entries)
        if (entry.name == root + "constants.pkl" || entry.name.starts_with(root + "code/"))
            return fail(kTorchScript, {{"file", fileName}});
    return root;
}

/// Bytes of a small entry, checked against its checksum.
Result<std::string> entryText(const platform::ReadOnlyFile& file, const ZipEntry& entry) {
    if (entry.byteCount > kPickleLimit) return fail(kPickleTooLarge, {{"file", utf8FromPath(file.path())}});
    std::string text(static_cast<std::size_t>(entry.byteCount), '\0');
    const auto bytes = std::span(reinterpret_cast<std::uint8_t*>(text.data()), text.size());
    BRANDLOOM_CHECK(file.readAt(entry.dataOffset, bytes));
    if (crc32(bytes) != entry.crc32)
        return fail(kChecksum, {{"file", utf8FromPath(file.path())}, {"place", entry.name}});
    return text;
}

Status checkByteOrder(const platform::ReadOnlyFile& file, const Entries& entries, const std::string& root) {
    const auto it = entries.find(root + "byteorder");
    if (it == entries.end()) return {};  // older PyTorch; little-endian was the only one then
    BRANDLOOM_TRY(const auto order, entryText(file, *it->second));
    if (order != "little") return fail(kBigEndian, {{"file", utf8FromPath(file.path())}});
    return {};
}

Result<std::vector<ChecksummedStorage>> locateStorages(const StateDict& dict, const Entries& entries,
                                                       const std::string& root, const std::string& fileName) {
    std::vector<ChecksummedStorage> located;
    for (const auto& storage : dict.storages) {
        const auto refuse = [&](const char* reason) {
            return fail(kBadStorage, {{"file", fileName}, {"place", storage.key}, {"reason", reason}});
        };
        const auto it = entries.find(root + "data/" + storage.key);
        if (it == entries.end()) return refuse("it is not in the archive");
        const auto bytes =
            checkedMultiply(storage.elementCount, static_cast<std::uint64_t>(bitsPerElement(storage.dtype) / 8));
        if (!bytes) return refuse("it claims more bytes than can be counted");
        if (*bytes != it->second->byteCount) return refuse("its length does not fit its entry");
        located.push_back({it->second->name, it->second->dataOffset, *bytes, it->second->crc32});
    }
    return located;
}

bool isContiguous(const PickledTensor& tensor) {
    std::int64_t expected = 1;
    for (std::size_t d = tensor.sizes.size(); d-- > 0;) {
        if (tensor.sizes[d] != 1 && tensor.strides[d] != expected) return false;
        expected *= tensor.sizes[d];
    }
    return true;
}

/// Every element of the view must lie in its storage, and a view may not be larger than its storage.
Result<std::uint64_t> checkedElementCount(const PickledTensor& tensor, const PickledStorage& storage,
                                          const std::string& fileName) {
    const auto refuse = [&](const char* reason) {
        return fail(kBadView, {{"file", fileName}, {"place", tensor.name}, {"reason", reason}});
    };
    if (tensor.sizes.size() != tensor.strides.size()) return refuse("its sizes and strides differ in length");
    if (tensor.sizes.size() > 64) return refuse("it has too many dimensions");
    if (tensor.offset < 0) return refuse("its offset is negative");
    std::uint64_t count = 1, last = static_cast<std::uint64_t>(tensor.offset);
    bool empty = false;
    for (std::size_t d = 0; d < tensor.sizes.size(); ++d) {
        if (tensor.sizes[d] < 0) return refuse("a size is negative");
        if (tensor.strides[d] < 0) return refuse("a stride is negative");
        const auto size = static_cast<std::uint64_t>(tensor.sizes[d]);
        if (size == 0) {
            empty = true;
            continue;
        }
        const auto product = checkedMultiply(count, size);
        const auto reach = checkedMultiply(size - 1, static_cast<std::uint64_t>(tensor.strides[d]));
        const auto end = reach ? checkedAdd(last, *reach) : std::nullopt;
        if (!product || !end) return refuse("it claims more elements than can be counted");
        count = *product;
        last = *end;
    }
    if (empty) {
        if (static_cast<std::uint64_t>(tensor.offset) > storage.elementCount)
            return refuse("it starts behind the end of its storage");
        return std::uint64_t{0};
    }
    if (last >= storage.elementCount) return refuse("it runs past the end of its storage");
    if (count > storage.elementCount) return refuse("it repeats elements of its storage");
    return count;
}

Result<std::vector<TensorInfo>> tensorsOf(const StateDict& dict, const std::vector<ChecksummedStorage>& storages,
                                          std::uint64_t fileBytes, const std::string& fileName) {
    std::vector<TensorInfo> tensors;
    std::uint64_t total = 0;
    for (const auto& tensor : dict.tensors) {
        const auto& storage = dict.storages[tensor.storage];
        BRANDLOOM_TRY(const auto count, checkedElementCount(tensor, storage, fileName));
        const auto itemBytes = static_cast<std::uint64_t>(bitsPerElement(storage.dtype) / 8);
        TensorInfo info;
        info.name = tensor.name;
        info.dtype = storage.dtype;
        info.shape = tensor.sizes;
        info.byteCount = count * itemBytes;  // fits: the storage does
        info.fileOffset =
            storages[tensor.storage].fileOffset + static_cast<std::uint64_t>(tensor.offset) * itemBytes;
        info.storageIndex = static_cast<std::int32_t>(tensor.storage);
        if (count > 0 && !isContiguous(tensor)) info.strides = tensor.strides;
        total += info.byteCount;
        if (total / kSharingLimit > fileBytes)
            return fail(kBadView, {{"file", fileName},
                                   {"place", tensor.name},
                                   {"reason", "the tensors share their storages far too often"}});
        tensors.push_back(std::move(info));
    }
    std::stable_sort(tensors.begin(), tensors.end(),
                     [](const TensorInfo& a, const TensorInfo& b) { return a.fileOffset < b.fileOffset; });
    return tensors;
}

}  // namespace

Result<StoredTable> readPthTable(platform::ReadOnlyFile file) {
    const auto fileName = utf8FromPath(file.path());
    BRANDLOOM_TRY(const auto directory, readZipDirectory(file));
    BRANDLOOM_TRY(const auto root, rootFolder(directory, fileName));
    Entries entries;
    for (const auto& entry : directory) entries.emplace(entry.name, &entry);
    BRANDLOOM_CHECK(checkByteOrder(file, entries, root));
    BRANDLOOM_TRY(const auto pickle, entryText(file, *entries.at(root + "data.pkl")));
    BRANDLOOM_TRY(const auto dict, readStateDict(pickle, fileName));
    StoredTable table;
    BRANDLOOM_TRY(table.storages, locateStorages(dict, entries, root, fileName));
    BRANDLOOM_TRY(table.tensors, tensorsOf(dict, table.storages, file.size(), fileName));
    table.files.push_back(std::move(file));
    return table;
}

}  // namespace brandloom::weights
