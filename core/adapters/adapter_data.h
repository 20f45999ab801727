#pragma once
// An adapter in memory, as its file has it: one set of tensors per module, on the CPU, in the file's number type.
// What inference applies (adapter.h) and what the exporters write (adapter_export.h) are made from this.
#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "core/adapters/adapter_table.h"

namespace brandloom::adapters {

struct ModuleAdapter {
    std::string module;  ///< official name
    /// Shapes as adapter_keys.h states them; everything but Alpha (which is in `scale`) and ReshapeWeight.
    std::map<Role, torch::Tensor> tensors;
    FactorKind factors = FactorKind::None;
    std::int64_t rank = 0;
    double scale = 1.0;  ///< of the factors, before the strength

    [[nodiscard]] bool has(Role role) const { return tensors.contains(role); }
    [[nodiscard]] const torch::Tensor& at(Role role) const { return tensors.at(role); }
};

struct AdapterData {
    std::map<std::string, ModuleAdapter> modules;  ///< of the only expert, or of the high-noise one
    std::map<std::string, ModuleAdapter> second;   ///< of the low-noise expert when one object holds both
    std::map<std::string, std::string> metadata;
};

/// Reads the tensors of one part of a table. Call checkFits() first where there is a model. Errors:
/// kAdapterNotFinite, file errors, kOutOfMemory.
Result<std::map<std::string, ModuleAdapter>> readModules(const AdapterTable& table, const Entries& entries);
/// Both parts and the metadata.
Result<AdapterData> readAdapter(const AdapterTable& table);

/// Turns what torch or the allocator throws into kOutOfMemory or kEngineFault ("while {what}").
Status guardedCall(const std::string& what, const std::function<Status()>& work);

}  // namespace brandloom::adapters
