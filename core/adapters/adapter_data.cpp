#include "core/adapters/adapter_data.h"

#include <torch/torch.h>

#include <new>

#include "core/door/engine_errors.h"
#include "core/wan/torch_dtype.h"

namespace brandloom::adapters {
namespace {

Result<torch::Tensor> readOne(const weights::TensorFile& file, const weights::TensorInfo& info) {
    auto tensor = torch::empty(info.shape, torch::TensorOptions(*wan::torchFromDType(info.dtype)));
    BRANDLOOM_CHECK(file.read(info, std::span(static_cast<std::uint8_t*>(tensor.data_ptr()), info.byteCount)));
    // One-byte floats are a storage form only.
    if (tensor.element_size() == 1) tensor = tensor.to(torch::kFloat);
    if (!torch::isfinite(tensor).all().item<bool>())
        return fail(engine_errors::kAdapterNotFinite, {{"file", utf8FromPath(file.path())}, {"key", info.name}});
    return tensor;
}

}  // namespace

Status guardedCall(const std::string& what, const std::function<Status()>& work) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail(engine_errors::kOutOfMemory, {{"what", what}});
    } catch (const c10::Error& e) {
        return fail(engine_errors::kEngineFault, {{"what", what}, {"reason", e.what_without_backtrace()}});
    } catch (const std::exception& e) {
        return fail(engine_errors::kEngineFault, {{"what", what}, {"reason", e.what()}});
    }
}

Result<std::map<std::string, ModuleAdapter>> readModules(const AdapterTable& table, const Entries& entries) {
    std::map<std::string, ModuleAdapter> modules;
    BRANDLOOM_CHECK(guardedCall("reading " + utf8FromPath(table.path()), [&]() -> Status {
        for (const auto& [module, entry] : entries) {
            ModuleAdapter adapter{
                .module = module, .factors = entry.factors, .rank = entry.rank, .scale = entry.scale};
            for (const auto& [role, info] : entry.tensors) {
                if (role == Role::Alpha || role == Role::ReshapeWeight) continue;
                BRANDLOOM_TRY(adapter.tensors[role], readOne(table.file(), *info));
            }
            if (!adapter.tensors.empty()) modules.emplace(module, std::move(adapter));
        }
        return {};
    }));
    return modules;
}

Result<AdapterData> readAdapter(const AdapterTable& table) {
    AdapterData data;
    BRANDLOOM_TRY(data.modules, readModules(table, table.first()));
    BRANDLOOM_TRY(data.second, readModules(table, table.second()));
    data.metadata = table.file().metadata();
    return data;
}

}  // namespace brandloom::adapters
