#pragma once
// Writing adapters for other programs. Each export is read back through the reader of its dialect and compared
// before it counts. One thread at a time.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/adapters/adapter_data.h"
#include "core/weights/dtype.h"

namespace brandloom::adapters {

struct ExportOptions {
    /// Kohya keeps alpha beside the factors; Comfy and Diffusers fold the scale into B (alpha = rank, so none is
    /// written); Peft is a folder with adapter_config.json. No other dialect is written.
    Dialect dialect = Dialect::Comfy;
    std::optional<weights::DType> dtype;        ///< F32, BF16 or F16; none: as in memory. alpha is always F32
    NameStyle peftNames = NameStyle::Official;  ///< module names of a PEFT folder
    bool oneFile = false;                       ///< Diffusers: both experts in one file, under transformer_2.
    Expert expert = Expert::Any;                ///< whose modules `data.modules` are, when there is no second part
    double boundary = 0.875;                    ///< between the experts, for modelspec.timestep_range
    std::string title;                          ///< modelspec.title; empty: the target's stem
    std::string baseVersion;  ///< "wan2.2", "wan2.1"; empty: from the metadata, else by the shapes
    std::map<std::string, std::string> metadata;  ///< more, as text; replaces what the adapter brought along
    bool stamp = false;  ///< write the time, and keep session ids and paths of the metadata
    bool overwrite = false;
};

/// Writes `target` (a file; for Peft a folder). Two experts become two targets with "_high_noise" and "_low_noise"
/// at the end of the stem (Peft: two folders of these names inside), unless oneFile. Without `stamp` the same
/// adapter gives the same bytes. Returns what was written. Errors: kAdapterKind when the dialect cannot hold
/// something, kOutputTaken, kAdapterNotFinite (a value too large for the number type), kAdapterExportDiffers, write
/// errors.
Result<std::vector<Path>> exportAdapter(const AdapterData& data, const Path& target, const ExportOptions& options);

}  // namespace brandloom::adapters
