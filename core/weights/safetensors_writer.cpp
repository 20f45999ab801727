#include "core/weights/safetensors_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <set>

#include "core/base/base_errors.h"
#include "core/weights/checked_math.h"

namespace brandloom::weights {
namespace {

constexpr std::uint64_t kDataAlignment = 64;

tl::unexpected<Error> notAllowed(const std::string& tensor, const std::string& reason) {
    return fail(base_errors::kInvalidArgument, {{"what", "writing tensor '" + tensor + "'"},
                                                {"reason", reason},
                                                {"allowed", "unique UTF-8 names and bytes that fit the shape"}});
}

Result<std::uint64_t> byteCountOf(const TensorSpec& spec) {
    std::uint64_t bits = static_cast<std::uint64_t>(bitsPerElement(spec.dtype));
    for (const auto d : spec.shape) {
        if (d < 0) return notAllowed(spec.name, "a dimension is negative");
        const auto product = checkedMultiply(bits, static_cast<std::uint64_t>(d));
        if (!product) return notAllowed(spec.name, "it is too large");
        bits = *product;
    }
    if (bits % 8 != 0) return notAllowed(spec.name, "it does not end on a whole byte");
    return bits / 8;
}

std::string jsonText(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        else
            out += c;
    }
    return out + '"';
}

std::string metadataJson(const std::map<std::string, std::string>& metadata) {
    std::string out;
    for (const auto& [key, value] : metadata)
        out += (out.empty() ? "" : ",") + jsonText(key) + ":" + jsonText(value);
    return "\"__metadata__\":{" + out + "}";
}

std::string entryJson(const TensorSpec& spec, std::uint64_t begin, std::uint64_t end) {
    return fmt::format("{}:{{\"dtype\":\"{}\",\"shape\":[{}],\"data_offsets\":[{},{}]}}", jsonText(spec.name),
                       dtypeName(spec.dtype), fmt::join(spec.shape, ","), begin, end);
}

bool comesFirst(const TensorSpec& a, const TensorSpec& b) {
    const int bitsA = bitsPerElement(a.dtype), bitsB = bitsPerElement(b.dtype);
    return bitsA != bitsB ? bitsA > bitsB : a.name < b.name;
}

}  // namespace

Result<SafetensorsWriter> SafetensorsWriter::create(const Path& target, std::vector<TensorSpec> tensors,
                                                    const std::map<std::string, std::string>& metadata) {
    for (const auto& [key, value] : metadata)
        if (!isValidUtf8(key) || !isValidUtf8(value)) return notAllowed("__metadata__", "a text is not UTF-8");
    std::sort(tensors.begin(), tensors.end(), comesFirst);
    std::set<std::string_view> names;
    std::string header = "{";
    if (!metadata.empty()) header += metadataJson(metadata);
    std::uint64_t end = 0;
    for (const auto& spec : tensors) {
        if (!isValidUtf8(spec.name)) return notAllowed("?", "its name is not UTF-8");
        if (spec.name == "__metadata__") return notAllowed(spec.name, "this name means the metadata");
        if (!names.insert(spec.name).second) return notAllowed(spec.name, "the name is given twice");
        BRANDLOOM_TRY(const auto bytes, byteCountOf(spec));
        const auto next = checkedAdd(end, bytes);
        if (!next) return notAllowed(spec.name, "the file would be too large");
        header += (header.size() > 1 ? "," : "") + entryJson(spec, end, *next);
        end = *next;
    }
    header += '}';
    header.append((kDataAlignment - (8 + header.size()) % kDataAlignment) % kDataAlignment, ' ');
    if (header.size() > 100'000'000) return notAllowed("__metadata__", "the header would be longer than allowed");
    BRANDLOOM_TRY(auto file, AtomicFile::create(target));
    std::array<std::uint8_t, 8> length{};
    const std::uint64_t headerBytes = header.size();
    std::memcpy(length.data(), &headerBytes, 8);
    BRANDLOOM_CHECK(file.write(length));
    BRANDLOOM_CHECK(file.write(header));
    return SafetensorsWriter(std::move(file), std::move(tensors), end);
}

Status SafetensorsWriter::write(std::span<const std::uint8_t> bytes) {
    if (bytes.size() > m_bytesLeft) return notAllowed("?", "more bytes than the table of tensors says");
    m_bytesLeft -= bytes.size();
    return m_file.write(bytes);
}

Status SafetensorsWriter::commit() {
    if (m_bytesLeft != 0) return notAllowed("?", fmt::format("{} bytes are missing", m_bytesLeft));
    return m_file.commit();
}

Status writeSafetensors(const Path& target, const std::vector<TensorView>& tensors,
                        const std::map<std::string, std::string>& metadata) {
    std::vector<TensorSpec> specs;
    std::map<std::string, std::span<const std::uint8_t>> bytesByName;
    for (const auto& view : tensors) {
        TensorSpec spec{view.name, view.dtype, view.shape};
        BRANDLOOM_TRY(const auto needs, byteCountOf(spec));
        if (needs != view.bytes.size())
            return notAllowed(view.name,
                              fmt::format("its shape needs {} bytes, {} are given", needs, view.bytes.size()));
        specs.push_back(std::move(spec));
        bytesByName[view.name] = view.bytes;
    }
    BRANDLOOM_TRY(auto writer, SafetensorsWriter::create(target, std::move(specs), metadata));
    for (const auto& spec : writer.specs()) BRANDLOOM_CHECK(writer.write(bytesByName[spec.name]));
    return writer.commit();
}

}  // namespace brandloom::weights
