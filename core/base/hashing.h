#pragma once
// SHA-256 (OpenSSL) of bytes and files, as 64 lower-case hex digits: content keys and checks.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/base/cancel.h"
#include "core/base/export.h"
#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom {

class BRANDLOOM_BASE_EXPORT Sha256 {
  public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;
    Sha256& add(std::span<const std::uint8_t> bytes);
    Sha256& add(std::string_view text);
    /// Finishes; the object may not be used afterwards.
    [[nodiscard]] std::string hex();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

BRANDLOOM_BASE_EXPORT std::string sha256Hex(std::string_view bytes);
BRANDLOOM_BASE_EXPORT Result<std::string> sha256OfFile(const Path& path, const StopToken& stop = {});

}  // namespace brandloom
