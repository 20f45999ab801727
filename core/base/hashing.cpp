#include "core/base/hashing.h"

#include <openssl/evp.h>

#include <algorithm>
#include <vector>

#include "core/base/platform.h"

namespace brandloom {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : m_state(std::make_unique<State>()) {
    EVP_DigestInit_ex(m_state->context, EVP_sha256(), nullptr);
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(std::span<const std::uint8_t> bytes) {
    EVP_DigestUpdate(m_state->context, bytes.data(), bytes.size());
    return *this;
}

Sha256& Sha256::add(std::string_view text) {
    return add(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string Sha256::hex() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_DigestFinal_ex(m_state->context, digest, &length);
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    for (unsigned i = 0; i < length; ++i) {
        out += kDigits[digest[i] >> 4];
        out += kDigits[digest[i] & 15];
    }
    return out;
}

std::string sha256Hex(std::string_view bytes) {
    return Sha256().add(bytes).hex();
}

Result<std::string> sha256OfFile(const Path& path, const StopToken& stop) {
    BRANDLOOM_TRY(auto file, platform::ReadOnlyFile::open(path));
    Sha256 hash;
    std::vector<std::uint8_t> chunk(1u << 20);
    for (std::uint64_t at = 0; at < file.size(); at += chunk.size()) {
        BRANDLOOM_CHECK(checkCancelled(stop));
        const auto n = std::min<std::uint64_t>(chunk.size(), file.size() - at);
        const std::span<std::uint8_t> part(chunk.data(), static_cast<std::size_t>(n));
        BRANDLOOM_CHECK(file.readAt(at, part));
        hash.add(part);
    }
    return hash.hex();
}

}  // namespace brandloom
