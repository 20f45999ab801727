#include "tests/fuzz/fuzz_files.h"

#include <cstdlib>
#include <fstream>

namespace brandloom::fuzz {

void writeFile(const std::filesystem::path& path, Bytes bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    if (!out.flush()) std::abort();  // a full disk would make every run meaningless
}

}  // namespace brandloom::fuzz
