#include "tests/fuzz/fuzz_targets.h"

#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "core/text/clean.h"
#include "core/text/tokenizer.h"
#include "core/weights/crc32.h"
#include "core/weights/key_dialects.h"
#include "core/weights/tensor_file.h"
#include "tests/fuzz/fuzz_files.h"

namespace brandloom::fuzz {
namespace {

constexpr std::uint64_t kReadLimitBytes = 32ull << 20;

/// What a loader does with a file that opened.
void readEverything(const weights::TensorFile& file) {
    std::uint64_t total = 0;
    for (const auto& info : file.tensors()) {
        if (file.find(info.name) == nullptr) std::abort();
        if (info.byteCount > kReadLimitBytes || (total += info.byteCount) > kReadLimitBytes) continue;
        auto buffer = weights::readTensor(file, info);
        if (buffer && buffer->size() != info.byteCount) std::abort();
    }
    for (const auto component : weights::detectComponents(file))
        if (auto keys = weights::mapKeys(component, file))
            for (const auto& [key, mapped] : keys->tensors)
                if (mapped.source == nullptr) std::abort();
}

void open(const std::filesystem::path& path) {
    if (auto file = weights::openTensorFile(path))
        readEverything(**file);
    else if (file.error().sentence().empty())
        std::abort();
}

template <class T>
T at(const std::vector<std::uint8_t>& bytes, std::size_t offset) {
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

/// Puts the checksum of the stored bytes into each central record (and its local one) that is plainly readable.
void repairChecksums(std::vector<std::uint8_t>& zip) {
    constexpr std::uint32_t kLocal = 0x04034b50, kCentral = 0x02014b50;
    for (std::size_t i = 0; i + 46 <= zip.size(); ++i) {
        if (at<std::uint32_t>(zip, i) != kCentral) continue;
        const std::size_t local = at<std::uint32_t>(zip, i + 42), count = at<std::uint32_t>(zip, i + 24);
        if (local + 30 > zip.size() || at<std::uint32_t>(zip, local) != kLocal) continue;
        const std::size_t data =
            local + 30 + at<std::uint16_t>(zip, local + 26) + at<std::uint16_t>(zip, local + 28);
        if (data > zip.size() || count > zip.size() - data) continue;
        const std::uint32_t sum = weights::crc32(std::span(zip).subspan(data, count));
        const auto old = at<std::uint32_t>(zip, local + 14);
        std::memcpy(zip.data() + i + 16, &sum, 4);
        if (old != 0) std::memcpy(zip.data() + local + 14, &sum, 4);
        // The record behind the data, where there is one.
        if (data + count + 8 <= zip.size() && at<std::uint32_t>(zip, data + count) == 0x08074b50)
            std::memcpy(zip.data() + data + count + 4, &sum, 4);
    }
}

}  // namespace

void safetensors(const std::filesystem::path& folder, Bytes input) {
    writeFile(folder / "a.safetensors", input);
    open(folder / "a.safetensors");
}

void shardedIndex(const std::filesystem::path& folder, Bytes input) {
    static constexpr const char* kNames[] = {"m.safetensors.index.json", "m-00001-of-00002.safetensors",
                                             "m-00002-of-00002.safetensors"};
    std::string_view rest(reinterpret_cast<const char*>(input.data()), input.size());
    bool more = true;
    for (const auto* name : kNames) {
        if (!more) {
            std::filesystem::remove(folder / name);
            continue;
        }
        const auto end = rest.find(kPartEnd);
        const auto part = rest.substr(0, end);
        writeFile(folder / name, {reinterpret_cast<const std::uint8_t*>(part.data()), part.size()});
        more = end != std::string_view::npos;
        if (more) rest.remove_prefix(end + kPartEnd.size());
    }
    open(folder / kNames[0]);
}

void pth(const std::filesystem::path& folder, Bytes input) {
    std::vector<std::uint8_t> bytes(input.begin(), input.end());
    repairChecksums(bytes);
    writeFile(folder / "a.pth", bytes);
    open(folder / "a.pth");
}

void tokenizerModel(const std::filesystem::path& folder, Bytes input) {
    writeFile(folder / "spiece.model", input);
    auto tokenizer = text::Tokenizer::load(folder / "spiece.model");
    if (!tokenizer) return;
    for (const std::string_view words :
         {"A red box, 12 frames.", "竖屏 9:16 ，红色的球", "\xc3\xa9\xcc\x81 \xf0\x9f\x98\x80", ""})
        if (tokenizer->encode(words, 32).back() != text::kEndId || tokenizer->encode(words, 32).size() > 32)
            std::abort();
}

void promptText(const std::filesystem::path&, Bytes input) {
    const auto once = text::cleanPrompt({reinterpret_cast<const char*>(input.data()), input.size()});
    (void)text::cleanPrompt(once, text::CleanMode::Canonicalize);
}

}  // namespace brandloom::fuzz
