#include "core/adapters/adapter_tools.h"

#include <algorithm>

#include "core/door/engine_errors.h"

namespace brandloom::adapters {
namespace {

std::string kindOf(const TableEntry& entry) {
    std::string kind(factorName(entry.factors));
    if (entry.has(Role::Magnitude)) kind = entry.factors == FactorKind::Lora ? "DoRA" : kind + " with DoRA";
    const auto also = [&](const char* word) { kind += (kind.empty() ? "" : " + ") + std::string(word); };
    const auto any = [&](std::initializer_list<Role> roles) {
        return std::ranges::any_of(roles, [&](Role role) { return entry.has(role); });
    };
    if (any({Role::UpBias})) also("bias");
    if (any({Role::Diff, Role::DiffBias, Role::DiffModulation})) also("difference");
    if (any({Role::SetWeight, Role::SetBias})) also("replacement");
    return kind;
}

void describe(AdapterInfo& info, const Entries& entries, bool second) {
    for (const auto& [module, entry] : entries) {
        info.modules.push_back({module, kindOf(entry), entry.rank, entry.alpha, entry.scale, second});
        for (const auto& [role, tensor] : entry.tensors) {
            info.byteCount += tensor->byteCount;
            if (role != Role::Alpha && role != Role::ReshapeWeight)
                info.parameterCount += static_cast<std::int64_t>(tensor->elementCount());
        }
    }
}

/// One half of a pair: its only part, whatever the prefix.
Status loadHalf(const Path& path, Expert expert, std::map<std::string, ModuleAdapter>& modules,
                std::map<std::string, std::string>& metadata) {
    BRANDLOOM_TRY(const auto table, AdapterTable::open(path));
    const auto inside = table.expertInside();
    if (inside != Expert::Any && inside != expert)
        return fail(engine_errors::kAdapterSwapped, {{"file", utf8FromPath(path)},
                                                     {"theirs", std::string(expertName(inside))},
                                                     {"ours", std::string(expertName(expert))}});
    BRANDLOOM_TRY(const auto* entries, table.entriesFor(expert));
    BRANDLOOM_TRY(modules, readModules(table, *entries));
    for (const auto& [key, value] : table.file().metadata()) metadata.emplace(key, value);
    return {};
}

}  // namespace

Result<AdapterInfo> inspectAdapter(const Path& fileOrFolder) {
    AdapterInfo info;
    BRANDLOOM_TRY(info.files, findAdapterFiles(fileOrFolder));
    const auto& files = info.files;
    info.path = fileOrFolder;
    if (fileOrFolder != files.high && fileOrFolder != files.low && fileOrFolder != files.both)
        info.path = !files.both.empty() ? files.both : !files.high.empty() ? files.high : files.low;
    BRANDLOOM_TRY(const auto table, AdapterTable::open(info.path));
    info.dialect = table.dialect();
    info.bothExperts = !table.first().empty() && !table.second().empty();
    info.expert = info.path == files.high ? Expert::High : info.path == files.low ? Expert::Low : Expert::Any;
    describe(info, table.first(), false);
    describe(info, table.second(), true);
    auto guess = guessBase(table.first().empty() ? table.second() : table.first());
    info.width = guess.dim;
    info.blocks = guess.blocks;
    info.base = guess.dim == 0 ? "unknown" : baseName(guess.dim);
    info.metadata = table.file().metadata();
    return info;
}

Result<LoadedAdapter> loadForExport(const AdapterFiles& files) {
    LoadedAdapter loaded;
    if (!files.both.empty()) {
        BRANDLOOM_TRY(const auto table, AdapterTable::open(files.both));
        BRANDLOOM_TRY(loaded.data, readAdapter(table));
        return loaded;
    }
    if (!files.high.empty()) {
        BRANDLOOM_CHECK(loadHalf(files.high, Expert::High, loaded.data.modules, loaded.data.metadata));
        loaded.expert = Expert::High;
    }
    if (!files.low.empty()) {
        auto& target = files.high.empty() ? loaded.data.modules : loaded.data.second;
        BRANDLOOM_CHECK(loadHalf(files.low, Expert::Low, target, loaded.data.metadata));
        if (files.high.empty()) loaded.expert = Expert::Low;
    }
    return loaded;
}

Result<std::vector<Path>> convertAdapter(const Path& fileOrFolder, const Path& target, ExportOptions options) {
    BRANDLOOM_TRY(const auto files, findAdapterFiles(fileOrFolder));
    BRANDLOOM_TRY(const auto loaded, loadForExport(files));
    if (options.expert == Expert::Any) options.expert = loaded.expert;
    return exportAdapter(loaded.data, target, options);
}

}  // namespace brandloom::adapters
