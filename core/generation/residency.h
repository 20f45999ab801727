#pragma once
// What of a model stays in memory while it works.
#include <optional>
#include <string_view>

namespace brandloom::generation {

enum class Residency {
    All,     ///< every part, also afterwards
    Expert,  ///< one part at a time: text encoder, one expert, the other, VAE
    Stream   ///< as Expert, and of the expert only one block and the next
};

/// "all", "expert", "stream".
[[nodiscard]] constexpr std::string_view residencyName(Residency residency) {
    switch (residency) {
        case Residency::All:
            return "all";
        case Residency::Expert:
            return "expert";
        case Residency::Stream:
            return "stream";
    }
    return "all";
}

[[nodiscard]] constexpr std::optional<Residency> residencyFromName(std::string_view name) {
    for (const auto residency : {Residency::All, Residency::Expert, Residency::Stream})
        if (name == residencyName(residency)) return residency;
    return std::nullopt;
}

}  // namespace brandloom::generation
