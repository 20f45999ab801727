// The entry that libFuzzer looks for; one executable per target, chosen when compiling.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "tests/fuzz/fuzz_targets.h"

namespace {

/// Lives as long as the process; in memory where the system has such a place.
struct Folder {
    Folder() {
        const std::string base =
            std::filesystem::exists("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
        std::string pattern = base + "/brandloom-fuzz-XXXXXX";
        if (::mkdtemp(pattern.data()) == nullptr) std::abort();
        path = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path path;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Folder kFolder;
    brandloom::fuzz::BRANDLOOM_FUZZ_TARGET(kFolder.path, {data, size});
    return 0;
}
