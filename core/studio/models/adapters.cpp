#include "core/studio/models/adapters.h"

#include <charconv>
#include <cmath>
#include <optional>

#include "core/base/base_errors.h"
#include "core/studio/common/model_registry.h"
#include "core/studio/common/teller.h"

namespace brandloom::studio {
namespace {

std::string absoluteText(const Path& path) {
    std::error_code ec;
    const Path whole = std::filesystem::absolute(path, ec);
    return utf8FromPath(ec ? path : whole.lexically_normal());
}

std::optional<double> numberFrom(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

}  // namespace

Result<door::MergeAdapter> mergeAdapterFrom(const std::string& text) {
    door::MergeAdapter out;
    out.source = text;
    const auto colon = text.rfind(':');
    if (colon != std::string::npos) {
        const auto strengths = std::string_view(text).substr(colon + 1);
        const auto comma = strengths.find(',');
        const auto high = numberFrom(strengths.substr(0, comma));
        const auto low = comma == std::string_view::npos ? high : numberFrom(strengths.substr(comma + 1));
        if (high && low) {
            out.source = text.substr(0, colon);
            out.strengthHigh = *high;
            out.strengthLow = *low;
        }
    }
    if (out.source.empty())
        return fail(base_errors::kInvalidArgument, {{"what", "The adapter '" + text + "'"},
                                                    {"reason", "it names no file"},
                                                    {"allowed", "FILE, FILE:STRENGTH or FILE:HIGH,LOW"}});
    out.source = absoluteText(pathFromUtf8(out.source));
    return out;
}

Result<door::AdapterDescription> inspectAdapter(const door::EngineFactory& factory, const Path& source,
                                                const Path& model) {
    door::InspectAdapterRequest request{absoluteText(source), {}};
    if (!model.empty()) {
        BRANDLOOM_TRY(request.modelDir, modelFolderFor(model));
    }
    BRANDLOOM_TRY(const auto engine, factory());
    return engine->tools().inspectAdapter(request);
}

Result<door::ConvertAdapterResult> convertAdapter(const door::EngineFactory& factory,
                                                  door::ConvertAdapterRequest request) {
    request.source = absoluteText(pathFromUtf8(request.source));
    request.target = absoluteText(pathFromUtf8(request.target));
    BRANDLOOM_TRY(const auto engine, factory());
    return engine->tools().convertAdapter(request);
}

Result<door::MergeAdaptersResult> mergeAdapters(const door::EngineFactory& factory,
                                                const MergeAdaptersOptions& options, const Listener& listener,
                                                const StopToken& stop) {
    Teller teller(listener);
    door::MergeAdaptersRequest request;
    if (options.adapters.empty())
        return fail(base_errors::kInvalidArgument, {{"what", "Merging nothing"},
                                                    {"reason", "no adapter is named"},
                                                    {"allowed", "at least one adapter file or folder"}});
    for (const auto& text : options.adapters) {
        BRANDLOOM_TRY(auto adapter, mergeAdapterFrom(text));
        request.adapters.push_back(std::move(adapter));
    }
    BRANDLOOM_TRY(request.modelDir, modelFolderFor(options.model));
    request.outputDir = absoluteText(options.outFolder);
    teller.progress("loading", 0, 0);
    BRANDLOOM_TRY(const auto engine, factory());
    return engine->tools().mergeAdapters(request, teller.sink(), stop);
}

}  // namespace brandloom::studio
