#include "core/weights/zip_directory.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_set>

#include "core/weights/checked_math.h"
#include "core/weights/weights_errors.h"

namespace brandloom::weights {
namespace {

constexpr std::uint32_t kLocalMagic = 0x04034b50, kCentralMagic = 0x02014b50, kEndMagic = 0x06054b50;
constexpr std::uint32_t kEnd64Magic = 0x06064b50, kLocator64Magic = 0x07064b50, kDescriptorMagic = 0x08074b50;
constexpr std::uint64_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22, kLocatorBytes = 20, kEnd64Bytes = 56;
constexpr std::uint64_t kDirectoryLimit = 64ull << 20;
constexpr std::uint16_t kFlagEncrypted = 1, kFlagDescriptor = 8;
constexpr std::uint32_t kIn64 = 0xffffffff;

template <class T>
T at(std::span<const std::uint8_t> bytes, std::size_t offset) {
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

class Reader {
  public:
    explicit Reader(const platform::ReadOnlyFile& file) : m_file(file), m_name(utf8FromPath(file.path())) {}
    Result<std::vector<ZipEntry>> entries();

  private:
    struct Directory {
        std::uint64_t offset = 0, bytes = 0, count = 0;
    };
    struct Sizes {
        std::uint64_t stored = 0, plain = 0, header = 0;
    };

    [[nodiscard]] tl::unexpected<Error> damaged(const char* reason) const {
        return fail(kZipDamaged, {{"file", m_name}, {"reason", reason}});
    }
    [[nodiscard]] tl::unexpected<Error> refuse(const ErrorSpec& spec, const std::string& entry) const {
        return fail(spec, {{"file", m_name}, {"place", entry.substr(0, 200)}});
    }
    Result<std::vector<std::uint8_t>> read(std::uint64_t offset, std::uint64_t count) const {
        const auto end = checkedAdd(offset, count);
        if (!end || *end > m_file.size()) return damaged("a record runs past the end of the file");
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(count));
        BRANDLOOM_CHECK(m_file.readAt(offset, bytes));
        return bytes;
    }
    Result<Directory> directory() const;
    Result<Directory> directory64(std::uint64_t endOffset, Directory plain) const;
    /// Takes 64-bit values out of extra field 1, in the order the format gives, for those that say so.
    Status widen(std::span<const std::uint8_t> extra, Sizes& sizes, const std::string& name) const;
    Status checkName(const std::string& name) const;
    Status readLocal(ZipEntry& entry, std::uint16_t flags, const Directory& directory);
    Status checkDescriptor(const ZipEntry& entry, std::uint64_t& end) const;

    const platform::ReadOnlyFile& m_file;
    std::string m_name;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> m_used;  ///< [begin, end) of each entry with its headers
};

Result<Reader::Directory> Reader::directory() const {
    if (m_file.size() < kEndBytes) return damaged("it is too short");
    // The comment must reach exactly to the end: nothing may be appended, and there is only one such record.
    const auto tailBytes = std::min<std::uint64_t>(m_file.size(), kEndBytes + 0xffff);
    const auto tailStart = m_file.size() - tailBytes;
    BRANDLOOM_TRY(const auto tail, read(tailStart, tailBytes));
    for (std::size_t i = tail.size() - kEndBytes + 1; i-- > 0;) {
        if (at<std::uint32_t>(tail, i) != kEndMagic) continue;
        if (i + kEndBytes + at<std::uint16_t>(tail, i + 20) != tail.size()) continue;
        if (at<std::uint16_t>(tail, i + 4) != 0 || at<std::uint16_t>(tail, i + 6) != 0)
            return damaged("it is split over several disks");
        const auto endOffset = tailStart + i;
        Directory d{at<std::uint32_t>(tail, i + 16), at<std::uint32_t>(tail, i + 12),
                    at<std::uint16_t>(tail, i + 10)};
        BRANDLOOM_TRY(d, directory64(endOffset, d));
        const auto end = checkedAdd(d.offset, d.bytes);
        if (!end || *end > endOffset) return damaged("its directory lies outside the file");
        if (d.bytes > kDirectoryLimit) return damaged("its directory is far too large");
        if (d.count > d.bytes / kCentralBytes) return damaged("its directory claims more entries than it holds");
        return d;
    }
    return damaged("its end is missing; the file is cut or has bytes appended");
}

Result<Reader::Directory> Reader::directory64(std::uint64_t endOffset, Directory plain) const {
    if (endOffset < kLocatorBytes) return plain;
    BRANDLOOM_TRY(const auto locator, read(endOffset - kLocatorBytes, kLocatorBytes));
    if (at<std::uint32_t>(locator, 0) != kLocator64Magic) return plain;
    BRANDLOOM_TRY(const auto end, read(at<std::uint64_t>(locator, 8), kEnd64Bytes));
    if (at<std::uint32_t>(end, 0) != kEnd64Magic) return damaged("its 64-bit end record is missing");
    const Directory wide{at<std::uint64_t>(end, 48), at<std::uint64_t>(end, 40), at<std::uint64_t>(end, 32)};
    if ((plain.offset != kIn64 && plain.offset != wide.offset) ||
        (plain.bytes != kIn64 && plain.bytes != wide.bytes) || (plain.count != 0xffff && plain.count != wide.count))
        return damaged("its two end records disagree");
    return wide;
}

Status Reader::widen(std::span<const std::uint8_t> extra, Sizes& sizes, const std::string& name) const {
    while (extra.size() >= 4) {
        const auto id = at<std::uint16_t>(extra, 0);
        const auto length = at<std::uint16_t>(extra, 2);
        extra = extra.subspan(4);
        if (length > extra.size()) return refuse(kZipSizesDiffer, name);
        auto field = extra.first(length);
        extra = extra.subspan(length);
        if (id != 1) continue;
        for (auto* value : {&sizes.plain, &sizes.stored, &sizes.header}) {
            if (*value != kIn64) continue;
            if (field.size() < 8) return refuse(kZipSizesDiffer, name);
            *value = at<std::uint64_t>(field, 0);
            field = field.subspan(8);
        }
    }
    return {};
}

Status Reader::checkName(const std::string& name) const {
    const bool climbs = name.starts_with("../") || name.find("/../") != std::string::npos || name.ends_with("/..");
    if (name.empty() || name.front() == '/' || climbs || !isValidUtf8(name) ||
        name.find_first_of(std::string_view("\\:\0", 3)) != std::string::npos)
        return refuse(kZipBadName, name);
    return {};
}

Status Reader::readLocal(ZipEntry& entry, std::uint16_t flags, const Directory& directory) {
    const auto fixedEnd = checkedAdd(entry.headerOffset, kLocalBytes);
    if (!fixedEnd || *fixedEnd > directory.offset) return refuse(kZipEntryOutside, entry.name);
    BRANDLOOM_TRY(const auto local, read(entry.headerOffset, kLocalBytes));
    if (at<std::uint32_t>(local, 0) != kLocalMagic) return refuse(kZipEntryOutside, entry.name);
    const auto nameBytes = at<std::uint16_t>(local, 26), extraBytes = at<std::uint16_t>(local, 28);
    entry.dataOffset = *fixedEnd + nameBytes + extraBytes;
    const auto dataEnd = checkedAdd(entry.dataOffset, entry.byteCount);
    if (!dataEnd || *dataEnd > directory.offset) return refuse(kZipEntryOutside, entry.name);
    BRANDLOOM_TRY(const auto rest, read(*fixedEnd, std::uint64_t{nameBytes} + extraBytes));
    if (std::string_view(reinterpret_cast<const char*>(rest.data()), nameBytes) != entry.name)
        return refuse(kZipBadName, entry.name);
    if (at<std::uint16_t>(local, 8) != 0) return refuse(kZipCompressed, entry.name);
    if (at<std::uint16_t>(local, 6) != flags) return refuse(kZipSizesDiffer, entry.name);
    Sizes sizes{at<std::uint32_t>(local, 18), at<std::uint32_t>(local, 22), 0};
    BRANDLOOM_CHECK(widen(std::span(rest).subspan(nameBytes), sizes, entry.name));
    const bool deferred = (flags & kFlagDescriptor) != 0 && sizes.stored == 0 && sizes.plain == 0;
    if (!deferred && (sizes.stored != entry.byteCount || sizes.plain != entry.byteCount))
        return refuse(kZipSizesDiffer, entry.name);
    if (!deferred && at<std::uint32_t>(local, 14) != entry.crc32) return refuse(kZipSizesDiffer, entry.name);
    auto end = *dataEnd;
    if ((flags & kFlagDescriptor) != 0) BRANDLOOM_CHECK(checkDescriptor(entry, end));
    if (end > directory.offset) return refuse(kZipEntryOutside, entry.name);
    m_used.emplace_back(entry.headerOffset, end);
    return {};
}

/// The record behind the data that repeats checksum and sizes, with 32 or 64 bits; moves `end` behind it.
Status Reader::checkDescriptor(const ZipEntry& entry, std::uint64_t& end) const {
    BRANDLOOM_TRY(const auto raw, read(end, std::min<std::uint64_t>(24, m_file.size() - end)));
    if (raw.size() < 16 || at<std::uint32_t>(raw, 0) != kDescriptorMagic ||
        at<std::uint32_t>(raw, 4) != entry.crc32)
        return refuse(kZipSizesDiffer, entry.name);
    if (raw.size() >= 24 && at<std::uint64_t>(raw, 8) == entry.byteCount &&
        at<std::uint64_t>(raw, 16) == entry.byteCount) {
        end += 24;
        return {};
    }
    if (at<std::uint32_t>(raw, 8) != entry.byteCount || at<std::uint32_t>(raw, 12) != entry.byteCount)
        return refuse(kZipSizesDiffer, entry.name);
    end += 16;
    return {};
}

Result<std::vector<ZipEntry>> Reader::entries() {
    BRANDLOOM_TRY(const auto directory, this->directory());
    BRANDLOOM_TRY(const auto raw, read(directory.offset, directory.bytes));
    std::vector<ZipEntry> found;
    std::unordered_set<std::string> names;
    std::span<const std::uint8_t> left = raw;
    for (std::uint64_t i = 0; i < directory.count; ++i) {
        if (left.size() < kCentralBytes || at<std::uint32_t>(left, 0) != kCentralMagic)
            return damaged("its directory is cut");
        const auto nameBytes = at<std::uint16_t>(left, 28), extraBytes = at<std::uint16_t>(left, 30);
        const auto recordBytes = kCentralBytes + nameBytes + extraBytes + at<std::uint16_t>(left, 32);
        if (recordBytes > left.size()) return damaged("its directory is cut");
        ZipEntry entry;
        entry.name.assign(reinterpret_cast<const char*>(left.data() + kCentralBytes), nameBytes);
        BRANDLOOM_CHECK(checkName(entry.name));
        if (!names.insert(entry.name).second) return refuse(kZipDuplicate, entry.name);
        const auto flags = at<std::uint16_t>(left, 8);
        if (at<std::uint16_t>(left, 10) != 0 || (flags & kFlagEncrypted) != 0) {
            if (entry.name.find("/code/") != std::string::npos) return fail(kTorchScript, {{"file", m_name}});
            return refuse(kZipCompressed, entry.name);
        }
        Sizes sizes{at<std::uint32_t>(left, 20), at<std::uint32_t>(left, 24), at<std::uint32_t>(left, 42)};
        BRANDLOOM_CHECK(widen(left.subspan(kCentralBytes + nameBytes, extraBytes), sizes, entry.name));
        if (sizes.stored != sizes.plain) return refuse(kZipSizesDiffer, entry.name);
        entry.byteCount = sizes.plain;
        entry.headerOffset = sizes.header;
        entry.crc32 = at<std::uint32_t>(left, 16);
        BRANDLOOM_CHECK(readLocal(entry, flags, directory));
        found.push_back(std::move(entry));
        left = left.subspan(static_cast<std::size_t>(recordBytes));
    }
    if (!left.empty()) return damaged("its directory has bytes that belong to no entry");
    std::sort(m_used.begin(), m_used.end());
    for (std::size_t i = 1; i < m_used.size(); ++i)
        if (m_used[i].first < m_used[i - 1].second) {
            const auto it = std::find_if(found.begin(), found.end(),
                                         [&](const auto& e) { return e.headerOffset == m_used[i].first; });
            return refuse(kZipOverlap, it->name);
        }
    return found;
}

}  // namespace

Result<std::vector<ZipEntry>> readZipDirectory(const platform::ReadOnlyFile& file) {
    return Reader(file).entries();
}

}  // namespace brandloom::weights
