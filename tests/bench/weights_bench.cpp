// How fast and how lean weight files are read: against plain reads of the same file, which is what the disk gives.
// Usage: brandloom_bench_weights FOLDER [MEGABYTES]. Makes a safetensors file and a .pth-like set of large tensors
// in FOLDER, drops them from the page cache before each pass, and prints rates, the ratio, and the memory taken
// beyond the file's size. Exit code 1 when a bar is missed: 0.8 of the raw rate, 1.05 of the file's size.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "core/base/clock.h"
#include "core/base/platform.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

using namespace brandloom;

namespace {

constexpr int kRounds = 3;
constexpr std::size_t kBlock = 8u << 20;

void dropFromCache(const Path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    ::fdatasync(fd);
    ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    ::close(fd);
}

/// Seconds for the whole file in blocks into one buffer.
double rawSeconds(const Path& path) {
    const auto file = platform::ReadOnlyFile::open(path);
    if (!file) std::abort();
    std::vector<std::uint8_t> buffer(kBlock);
    const double start = steadySeconds();
    for (std::uint64_t at = 0; at < file->size(); at += kBlock)
        if (!file->readAt(at, std::span(buffer).first(
                                  static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, file->size() - at)))))
            std::abort();
    return steadySeconds() - start;
}

struct Loaded {
    double seconds = 0;
    double memoryShare = 0;
};

/// Every tensor kept, as a loader keeps them.
Loaded loadAll(const Path& path, std::uint64_t bytes) {
    const auto before = platform::residentBytes();
    const double start = steadySeconds();
    const auto file = weights::openTensorFile(path);
    if (!file) std::abort();
    std::vector<weights::AlignedBuffer> kept;
    for (const auto& info : (*file)->tensors()) {
        auto buffer = weights::readTensor(**file, info);
        if (!buffer) std::abort();
        kept.push_back(std::move(*buffer));
    }
    const double seconds = steadySeconds() - start;
    return {seconds, static_cast<double>(platform::residentBytes() - before) / static_cast<double>(bytes)};
}

bool report(const char* name, const Path& path) {
    const auto bytes = std::filesystem::file_size(path);
    std::vector<double> raw, ours, memory;
    for (int round = 0; round < kRounds; ++round) {
        dropFromCache(path);
        raw.push_back(rawSeconds(path));
        dropFromCache(path);
        const auto loaded = loadAll(path, bytes);
        ours.push_back(loaded.seconds);
        memory.push_back(loaded.memoryShare);
    }
    const auto median = [](std::vector<double> v) {
        std::ranges::sort(v);
        return v[v.size() / 2];
    };
    const double mb = static_cast<double>(bytes) / 1e6;
    const double ratio = median(raw) / median(ours);
    std::printf("%-12s %7.0f MB   raw %7.0f MB/s   read %7.0f MB/s   ratio %.2f   memory %.3f of the file\n", name,
                mb, mb / median(raw), mb / median(ours), ratio, median(memory));
    return ratio >= 0.8 && median(memory) <= 1.05;
}

Path makeFile(const Path& folder, std::uint64_t megabytes) {
    const auto path = folder / "bench.safetensors";
    std::vector<weights::TensorSpec> specs;
    constexpr std::int64_t kSide = 2048;  // 8 MB a tensor in bf16, as in a transformer of this family
    const auto count = std::max<std::uint64_t>(1, megabytes * 1000000 / (kSide * kSide * 2));
    for (std::uint64_t i = 0; i < count; ++i)
        specs.push_back({"blocks." + std::to_string(i) + ".weight", weights::DType::BF16, {kSide, kSide}});
    auto writer = weights::SafetensorsWriter::create(path, specs, {});
    if (!writer) std::abort();
    std::vector<std::uint8_t> bytes(kSide * kSide * 2);
    std::uint32_t state = 1;
    for (auto& b : bytes) b = static_cast<std::uint8_t>((state = state * 1664525 + 1013904223) >> 24);
    for (std::uint64_t i = 0; i < count; ++i) {
        bytes[0] = static_cast<std::uint8_t>(i);
        if (!writer->write(bytes)) std::abort();
    }
    if (!writer->commit()) std::abort();
    return path;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fputs("Usage: brandloom_bench_weights FOLDER [MEGABYTES | FILE...]\n", stderr);
        return 2;
    }
    const char* end = argc > 2 ? argv[2] : "1000";
    char* rest = nullptr;
    const auto megabytes = std::strtoull(end, &rest, 10);
    bool good = true;
    if (*rest == '\0') {
        const auto path = makeFile(argv[1], megabytes);
        good = report("safetensors", path);
        std::filesystem::remove(path);
    }
    for (int i = *rest == '\0' ? 3 : 2; i < argc; ++i)
        good = report(Path(argv[i]).extension().c_str(), argv[i]) && good;
    return good ? 0 : 1;
}
