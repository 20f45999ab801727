#pragma once
// Which expert of a two-expert model an adapter file is for, and the files that make one Style. No tensors.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::adapters {

/// Any: not told, or for both.
enum class Expert : std::uint8_t { Any, High, Low };
/// "any", "high", "low".
std::string_view expertName(Expert expert);

/// By the file name alone: the words "high noise" and "low noise" in any spelling always count; a lone HIGH, Low, H
/// or L counts where it cannot be part of a description ("brand-H-000020", not "high_fashion").
Expert expertFromName(const Path& file);
/// By what the file says inside: our own key or modelspec.timestep_range. Empty metadata: Any.
Expert expertFromMetadata(const std::map<std::string, std::string>& metadata);

/// Metadata keys of our own.
inline constexpr std::string_view kExpertKey = "brandloom.expert";

/// What a person points at, resolved. Either `both` is set, or `high`, or `low`, or the latter two. A path is a
/// safetensors file or a PEFT folder.
struct AdapterFiles {
    Path high, low;
    Path both;  ///< one file for both experts (or for the only one)
    bool swapped =
        false;  ///< the names said the opposite of what the files themselves say; the files were believed
    bool operator==(const AdapterFiles&) const = default;
};

/// A file: itself and, when its name belongs to a pair whose other half lies beside it, that half. A folder: the
/// adapter in it (a PEFT folder, one file, or one pair). Errors: base file errors, kAdapterNone, kAdapterSeveral,
/// and those of opening a file.
Result<AdapterFiles> findAdapterFiles(const Path& fileOrFolder);

/// True for a folder with adapter_config.json.
bool isPeftFolder(const Path& path);

}  // namespace brandloom::adapters
