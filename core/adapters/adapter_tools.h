#pragma once
// What the commands do with adapter files: look at them and convert them. One thread at a time.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/adapters/adapter_export.h"
#include "core/adapters/adapter_table.h"
#include "core/adapters/expert_files.h"

namespace brandloom::adapters {

struct ModuleInfo {
    std::string module;  ///< official name
    std::string kind;    ///< "LoRA", "DoRA", "LoHa", "LoKr", "difference", "replacement"; joined by " + "
    std::int64_t rank = 0;
    std::optional<double> alpha;
    double scale = 1.0;
    bool second = false;  ///< under transformer_2.
};

struct AdapterInfo {
    Path path;
    Dialect dialect = Dialect::Plain;
    Expert expert = Expert::Any;  ///< by the file itself, else by its name
    bool bothExperts = false;     ///< in this one file
    std::vector<ModuleInfo> modules;
    std::string base;  ///< the model that the shapes speak of
    std::int64_t width = 0, blocks = 0;
    std::int64_t parameterCount = 0;
    std::uint64_t byteCount = 0;
    std::map<std::string, std::string> metadata;
    AdapterFiles files;  ///< with the other half of a pair, where there is one
};

/// Reads tables and alphas only. Errors: those of AdapterTable::open and findAdapterFiles.
Result<AdapterInfo> inspectAdapter(const Path& fileOrFolder);

/// Both halves of what a person points at, in memory. Errors: those of findAdapterFiles, AdapterTable and
/// readModules; kAdapterSwapped when one half says that it is the other.
struct LoadedAdapter {
    AdapterData data;  ///< a pair: the high half in `modules`, the low half in `second`
    Expert expert = Expert::Any;
};
Result<LoadedAdapter> loadForExport(const AdapterFiles& files);

/// findAdapterFiles + loadForExport + exportAdapter.
Result<std::vector<Path>> convertAdapter(const Path& fileOrFolder, const Path& target, ExportOptions options);

}  // namespace brandloom::adapters
