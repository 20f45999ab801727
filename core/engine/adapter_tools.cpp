// Adapter files: what they are, other dialects, merged into a model.
#include <algorithm>

#include "core/adapters/adapter_export.h"
#include "core/adapters/model_merge.h"
#include "core/adapters/soft_prompt.h"
#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/engine/descriptions.h"
#include "core/engine/numbered.h"
#include "core/engine/on_thread.h"
#include "core/engine/wan_tools.h"

namespace brandloom::engine {
namespace {

using adapters::Expert;

/// The files of a Style with the expert that each is for.
std::vector<std::pair<Path, Expert>> rowsOf(const adapters::AdapterFiles& files) {
    std::vector<std::pair<Path, Expert>> rows;
    if (!files.both.empty()) rows.emplace_back(files.both, Expert::Any);
    if (!files.high.empty()) rows.emplace_back(files.high, Expert::High);
    if (!files.low.empty()) rows.emplace_back(files.low, Expert::Low);
    return rows;
}

/// Against the transformer that the file is for; both experts have the same sizes.
Status checkFit(const wan::ModelFolder& folder, const Path& file, Expert expert) {
    auto part = folder.hasTwoExperts() ? wan::Part::HighNoise : wan::Part::Transformer;
    if (folder.hasTwoExperts() && (expert == Expert::Low || !folder.has(part))) part = wan::Part::LowNoise;
    BRANDLOOM_TRY(const auto transformer, wan::transformerTable(folder, part));
    if (!adapters::isPeftFolder(file)) {
        BRANDLOOM_TRY(const auto opened, weights::openTensorFile(file));
        if (adapters::isSoftPromptFile(opened->metadata())) {
            BRANDLOOM_TRY(const auto prompt, adapters::SoftPrompt::load(file, transformer.config));
            return {};
        }
    }
    BRANDLOOM_TRY(const auto table, adapters::AdapterTable::open(file));
    for (const auto* entries : {&table.first(), &table.second()})
        if (!entries->empty())
            BRANDLOOM_CHECK(adapters::checkFits(table, *entries, transformer.config, transformer.shapes));
    return {};
}

Result<door::AdapterDescription> inspect(const door::InspectAdapterRequest& request) {
    BRANDLOOM_TRY(const auto files, adapters::findAdapterFiles(pathFromUtf8(request.source)));
    door::AdapterDescription out;
    out.swapped = files.swapped;
    for (const auto& [file, expert] : rowsOf(files)) {
        BRANDLOOM_TRY(auto rows, describeAdapterFile(file, expert));
        std::ranges::move(rows, std::back_inserter(out.files));
    }
    if (request.modelDir.empty()) return out;
    BRANDLOOM_TRY(const auto folder, wan::describeModelFolder(pathFromUtf8(request.modelDir)));
    for (const auto& [file, expert] : rowsOf(files)) BRANDLOOM_CHECK(checkFit(folder, file, expert));
    out.fits = true;
    return out;
}

Result<adapters::ExportOptions> exportOptions(const door::ConvertAdapterRequest& request) {
    const auto refuse = [](const char* what, const std::string& value, const char* allowed) {
        return fail(base_errors::kInvalidArgument,
                    {{"what", what}, {"reason", "it is '" + value + "'"}, {"allowed", allowed}});
    };
    adapters::ExportOptions options;
    const auto dialect = adapters::dialectFromName(request.dialect);
    if (!dialect) return refuse("The dialect", request.dialect, "kohya, comfy, diffusers or peft");
    options.dialect = *dialect;
    if (!request.numberType.empty()) {
        auto name = request.numberType;
        std::ranges::transform(name, name.begin(),
                               [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        options.dtype = weights::dtypeFromName(name);
        using weights::DType;
        if (options.dtype != DType::F32 && options.dtype != DType::BF16 && options.dtype != DType::F16)
            return refuse("The number type", request.numberType, "f32, bf16 or f16");
    }
    options.oneFile = request.oneFile;
    options.stamp = request.stamp;
    options.overwrite = request.overwrite;
    options.title = request.title;
    return options;
}

/// A pair of files as one adapter in memory.
Result<adapters::AdapterData> readAll(const adapters::AdapterFiles& files, Expert& expert) {
    adapters::AdapterData data;
    expert = Expert::Any;
    for (const auto& [file, whose] : rowsOf(files)) {
        if (!adapters::isPeftFolder(file)) {
            BRANDLOOM_TRY(const auto opened, weights::openTensorFile(file));
            if (adapters::isSoftPromptFile(opened->metadata()))
                return fail(engine_errors::kAdapterKind, {{"file", utf8FromPath(file)},
                                                          {"kind", "learned vectors"},
                                                          {"key", "the prompt"},
                                                          {"what", "no other program's format can hold"}});
        }
        BRANDLOOM_TRY(const auto table, adapters::AdapterTable::open(file));
        BRANDLOOM_TRY(auto read, adapters::readAdapter(table));
        if (whose == Expert::Low && !files.high.empty()) {
            data.second = read.modules.empty() ? std::move(read.second) : std::move(read.modules);
            continue;
        }
        data = std::move(read);
        expert = whose != Expert::Any ? whose : table.expertInside();
    }
    if (!data.second.empty() && !data.modules.empty()) expert = Expert::Any;
    return data;
}

}  // namespace

Result<door::AdapterDescription> WanTools::inspectAdapter(const door::InspectAdapterRequest& request) noexcept {
    // Tables only: it answers while a training runs.
    return guarded<door::AdapterDescription>("reading the adapter", [&] { return inspect(request); });
}

Result<door::ConvertAdapterResult> WanTools::convertAdapter(const door::ConvertAdapterRequest& request) noexcept {
    return onThread<door::ConvertAdapterResult>(
        m_thread, "converting the adapter", [&]() -> Result<door::ConvertAdapterResult> {
            BRANDLOOM_TRY(auto options, exportOptions(request));
            BRANDLOOM_TRY(const auto files, adapters::findAdapterFiles(pathFromUtf8(request.source)));
            BRANDLOOM_TRY(const auto data, readAll(files, options.expert));
            BRANDLOOM_TRY(const auto written, adapters::exportAdapter(data, pathFromUtf8(request.target), options));
            door::ConvertAdapterResult out;
            for (const auto& file : written) out.files.push_back(utf8FromPath(file));
            return out;
        });
}

Result<door::MergeAdaptersResult> WanTools::mergeAdapters(const door::MergeAdaptersRequest& request,
                                                          const door::EventSink& events, StopToken stop) noexcept {
    return onThread<door::MergeAdaptersResult>(
        m_thread, "merging the adapter", [&]() -> Result<door::MergeAdaptersResult> {
            Numbered emit(events);
            adapters::MergeRequest merge;
            merge.model = pathFromUtf8(request.modelDir);
            merge.output = pathFromUtf8(request.outputDir);
            for (const auto& one : request.adapters)
                merge.styles.push_back({pathFromUtf8(one.source), one.strengthHigh, one.strengthLow});
            merge.stop = stop;
            merge.progress = [&](const Progress& p) { emit(door::Progressed{p}); };
            BRANDLOOM_TRY(const auto merged, adapters::mergeIntoModel(merge));
            std::error_code ignored;
            return door::MergeAdaptersResult{utf8FromPath(std::filesystem::absolute(merge.output, ignored)),
                                             merged.changedTensors, merged.contentId};
        });
}

}  // namespace brandloom::engine
