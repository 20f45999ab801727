#include "core/weights/convert.h"

#include <cstring>

#include "core/weights/safetensors_writer.h"

namespace brandloom::weights {
namespace {

constexpr std::size_t kChunkBytes = 8u << 20;

/// A number is infinite or no number when all bits of its exponent are set.
template <class Word>
bool exponentsBelow(std::span<const std::uint8_t> bytes, Word mask) {
    bool finite = true;
    for (std::size_t i = 0; i + sizeof(Word) <= bytes.size(); i += sizeof(Word)) {
        Word word;
        std::memcpy(&word, bytes.data() + i, sizeof word);
        finite &= (word & mask) != mask;
    }
    return finite;
}

template <class Test>
bool all(std::span<const std::uint8_t> bytes, Test test) {
    bool good = true;
    for (const auto byte : bytes) good &= test(byte);
    return good;
}

}  // namespace

bool allFinite(DType dtype, std::span<const std::uint8_t> bytes) {
    switch (dtype) {
        case DType::F16:
            return exponentsBelow<std::uint16_t>(bytes, 0x7c00);
        case DType::BF16:
            return exponentsBelow<std::uint16_t>(bytes, 0x7f80);
        case DType::F32:
        case DType::C64:
            return exponentsBelow<std::uint32_t>(bytes, 0x7f800000);
        case DType::F64:
            return exponentsBelow<std::uint64_t>(bytes, 0x7ff0000000000000);
        case DType::F8E4M3:  // no infinity, one pattern of each sign
            return all(bytes, [](std::uint8_t b) { return (b & 0x7f) != 0x7f; });
        case DType::F8E5M2:
            return all(bytes, [](std::uint8_t b) { return (b & 0x7c) != 0x7c; });
        case DType::F8E4M3FNUZ:
        case DType::F8E5M2FNUZ:
            return all(bytes, [](std::uint8_t b) { return b != 0x80; });
        case DType::F8E8M0:
            return all(bytes, [](std::uint8_t b) { return b != 0xff; });
        default:
            return true;
    }
}

Status convertToSafetensors(const TensorFile& file, const Path& target, const ReadOptions& options) {
    std::vector<TensorSpec> specs;
    for (const auto& info : file.tensors()) specs.push_back({info.name, info.dtype, info.shape});
    auto metadata = file.metadata();
    metadata.emplace("format", "pt");
    BRANDLOOM_TRY(auto writer, SafetensorsWriter::create(target, std::move(specs), metadata));
    for (const auto& spec : writer.specs()) {
        BRANDLOOM_TRY(const auto bytes, readTensor(file, *file.find(spec.name), options));
        for (std::size_t done = 0; done < bytes.size(); done += kChunkBytes) {
            BRANDLOOM_CHECK(checkCancelled(options.stop));
            BRANDLOOM_CHECK(writer.write(bytes.bytes().subspan(done, std::min(kChunkBytes, bytes.size() - done))));
        }
    }
    BRANDLOOM_CHECK(checkCancelled(options.stop));
    return writer.commit();
}

}  // namespace brandloom::weights
