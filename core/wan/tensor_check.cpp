#include "core/wan/tensor_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/door/engine_errors.h"
#include "core/wan/model_size.h"
#include "core/wan/umt5.h"
#include "core/wan/vae_config.h"

namespace brandloom::wan {
namespace {

/// "a, b, c and 4 more".
std::string someOf(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 6;
    const auto shown = std::min(names.size(), kShown);
    auto text =
        fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
    return text;
}

}  // namespace

bool isWeightType(weights::DType dtype) {
    using weights::DType;
    switch (dtype) {
        case DType::F16:
        case DType::BF16:
        case DType::F32:
        case DType::F64:
        case DType::F8E4M3:
        case DType::F8E5M2:
            return true;
        default:
            return false;
    }
}

Status checkTensors(const weights::KeyMap& keys, const ShapeMap& expected, const weights::TensorFile& file,
                    std::string_view part) {
    std::vector<std::string> missing, unknown = keys.leftovers, wrong, dtypes;
    for (const auto& [name, shape] : expected) {
        const auto* found = keys.find(name);
        if (found == nullptr)
            missing.push_back(name);
        else if (found->source->shape != shape)
            wrong.push_back(fmt::format("{} is [{}] instead of [{}]", name, fmt::join(found->source->shape, ","),
                                        fmt::join(shape, ",")));
        else if (!isWeightType(found->source->dtype))
            dtypes.push_back(fmt::format("{} ({})", name, weights::dtypeName(found->source->dtype)));
    }
    for (const auto& [name, tensor] : keys.tensors)
        if (!expected.contains(name)) unknown.push_back(name);
    std::vector<std::string> problems;
    const auto add = [&](const char* what, const std::vector<std::string>& names) {
        if (!names.empty()) problems.push_back(fmt::format("{} ({}): {}", what, names.size(), someOf(names)));
    };
    add("missing tensors", missing);
    add("unknown tensors", unknown);
    add("wrong shapes", wrong);
    add("number types that weights do not have", dtypes);
    if (problems.empty()) return {};
    return fail(engine_errors::kWrongTensors, {{"file", utf8FromPath(file.path())},
                                               {"part", std::string(part)},
                                               {"problems", fmt::format("{}", fmt::join(problems, "; "))}});
}

Result<ShapeMap> expectedShapes(weights::Component component, const weights::KeyMap& keys,
                                std::string_view configJson, std::string_view source) {
    const auto shapes = shapesOf(keys);
    switch (component) {
        case weights::Component::Transformer: {
            BRANDLOOM_TRY(const auto config, transformerConfig(shapes, configJson, source));
            return transformerShapes(config);
        }
        case weights::Component::TextEncoder: {
            BRANDLOOM_TRY(const auto config, umt5Config(shapes, source));
            return umt5Shapes(config);
        }
        case weights::Component::Vae21:
        case weights::Component::Vae22:
            break;
    }
    BRANDLOOM_TRY(const auto config, vaeConfig(shapes, source));
    return vaeShapes(config);
}

}  // namespace brandloom::wan
