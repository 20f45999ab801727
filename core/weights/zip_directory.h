#pragma once
// Inside core/weights: the table of contents of a stored-only zip archive. Compressed entries, entries outside the
// file or on each other, sizes that differ between the two headers, and names that climb out are refused.
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/platform.h"
#include "core/base/result.h"

namespace brandloom::weights {

struct ZipEntry {
    std::string name;
    std::uint64_t headerOffset = 0;
    std::uint64_t dataOffset = 0;  ///< in the file; the bytes are stored, so they lie there as they are
    std::uint64_t byteCount = 0;
    std::uint32_t crc32 = 0;
};

/// Entries in the order of the central directory. Reads the directory and each local header, no data.
Result<std::vector<ZipEntry>> readZipDirectory(const platform::ReadOnlyFile& file);

}  // namespace brandloom::weights
