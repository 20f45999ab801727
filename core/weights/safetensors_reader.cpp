#include <algorithm>
#include <bit>
#include <cstring>

#include "core/weights/checked_math.h"
#include "core/weights/json_header.h"
#include "core/weights/readers.h"
#include "core/weights/weights_errors.h"

namespace brandloom::weights {
namespace {

constexpr std::uint64_t kHeaderLimit = 100'000'000;
static_assert(std::endian::native == std::endian::little, "weights are read as they lie in the file");

/// Length of the header, checked against the file. Rules 1 to 4.
Result<std::uint64_t> headerLength(const platform::ReadOnlyFile& file) {
    const auto name = utf8FromPath(file.path());
    if (file.size() < 8) return fail(kFileTooShort, {{"file", name}});
    std::array<std::uint8_t, 8> raw{};
    BRANDLOOM_CHECK(file.readAt(0, raw));
    std::uint64_t length = 0;
    std::memcpy(&length, raw.data(), 8);
    if (length >> 63 != 0 || !checkedAdd(length, 8))
        return fail(kHeaderLengthOverflow, {{"file", name}, {"size", std::to_string(length)}});
    if (length > kHeaderLimit) return fail(kHeaderTooLong, {{"file", name}, {"size", std::to_string(length)}});
    if (length + 8 > file.size()) return fail(kHeaderPastEnd, {{"file", name}});
    return length;
}

/// Bytes that dtype and shape need. Rules 16 to 18.
Result<std::uint64_t> neededBytes(const HeaderEntry& entry, const std::string& fileName) {
    const auto refuse = [&](const ErrorSpec& spec) {
        return fail(spec, {{"file", fileName}, {"place", entry.name}});
    };
    // A zero anywhere makes the product zero, but the claim of the other dimensions must fit all the same.
    std::uint64_t nonZero = 1;
    bool empty = false;
    for (const auto d : entry.shape) {
        if (d == 0) {
            empty = true;
            continue;
        }
        const auto product = checkedMultiply(nonZero, static_cast<std::uint64_t>(d));
        if (!product) return refuse(kShapeOverflow);
        nonZero = *product;
    }
    const auto bits = checkedMultiply(nonZero, static_cast<std::uint64_t>(bitsPerElement(entry.dtype)));
    if (!bits) return refuse(kSizeOverflow);
    if (empty) return std::uint64_t{0};
    if (*bits % 8 != 0) return refuse(kSubByteEnd);
    return *bits / 8;
}

Status checkLayout(const std::vector<HeaderEntry>& entries, std::uint64_t dataBytes, const std::string& fileName) {
    std::uint64_t expected = 0;
    for (const auto& entry : entries) {
        if (entry.begin > expected) return fail(kHole, {{"file", fileName}, {"place", entry.name}});
        if (entry.begin < expected) return fail(kOverlap, {{"file", fileName}, {"place", entry.name}});
        BRANDLOOM_TRY(const auto needs, neededBytes(entry, fileName));
        const auto has = entry.end - entry.begin;
        if (needs != has)
            return fail(kSizeMismatch, {{"file", fileName},
                                        {"place", entry.name},
                                        {"needs", std::to_string(needs)},
                                        {"has", std::to_string(has)}});
        expected = entry.end;
    }
    if (expected != dataBytes)
        return fail(kDataLength,
                    {{"file", fileName}, {"needs", std::to_string(expected)}, {"has", std::to_string(dataBytes)}});
    return {};
}

}  // namespace

Result<StoredTable> readSafetensorsTable(platform::ReadOnlyFile file) {
    const auto fileName = utf8FromPath(file.path());
    BRANDLOOM_TRY(const auto length, headerLength(file));
    std::string text(static_cast<std::size_t>(length), '\0');
    BRANDLOOM_CHECK(file.readAt(8, std::span(reinterpret_cast<std::uint8_t*>(text.data()), text.size())));
    BRANDLOOM_TRY(auto header, parseSafetensorsHeader(text, file.path()));
    text = {};
    // By place; of two at the same place the empty one is first, so that it is not taken for an overlap.
    std::stable_sort(header.entries.begin(), header.entries.end(), [](const HeaderEntry& a, const HeaderEntry& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    const auto dataStart = 8 + length;
    BRANDLOOM_CHECK(checkLayout(header.entries, file.size() - dataStart, fileName));

    StoredTable table;
    table.tensors.reserve(header.entries.size());
    for (auto& entry : header.entries) {
        TensorInfo info;
        info.name = std::move(entry.name);
        info.dtype = entry.dtype;
        info.shape = std::move(entry.shape);
        info.byteCount = entry.end - entry.begin;
        info.fileOffset = dataStart + entry.begin;
        table.tensors.push_back(std::move(info));
    }
    table.metadata = std::move(header.metadata);
    table.files.push_back(std::move(file));
    return table;
}

}  // namespace brandloom::weights
