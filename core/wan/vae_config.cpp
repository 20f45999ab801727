#include "core/wan/vae_config.h"

#include <fmt/format.h>

#include <optional>

#include "core/door/engine_errors.h"
#include "core/wan/vae_plan.h"

namespace brandloom::wan {
namespace {

tl::unexpected<Error> wrong(std::string_view source, std::string problems) {
    return fail(engine_errors::kWrongTensors,
                {{"file", std::string(source)}, {"part", "VAE"}, {"problems", std::move(problems)}});
}

std::optional<std::int64_t> rows(const ShapeMap& shapes, const std::string& name) {
    const auto it = shapes.find(name);
    if (it == shapes.end() || it->second.size() < 2) return std::nullopt;
    return it->second[0];
}

/// Key of layer `layer` of level `level`: a flat list in the 2.1 VAE, nested in the 2.2 VAE.
std::string layerKey(VaeFamily family, const std::string& list, std::size_t level, std::size_t layer,
                     std::size_t flatIndex) {
    if (family == VaeFamily::Wan21) return fmt::format("{}.{}", list, flatIndex);
    return fmt::format("{}.{}.{}.{}", list, level, list, layer);
}

/// What the encoder's list says about levels: channels and whether time is halved at their end.
struct Levels {
    std::vector<std::int64_t> channels;
    std::vector<bool> temporal;
    int blocks = 0;
};

std::optional<Levels> readEncoder(const ShapeMap& shapes, VaeFamily family) {
    Levels levels;
    std::size_t flat = 0;
    for (std::size_t level = 0; level < 8; ++level) {
        std::int64_t channels = 0;
        int blocks = 0;
        for (std::size_t layer = 0;; ++layer) {
            const auto key = "encoder." + layerKey(family, "downsamples", level, layer, flat) + ".";
            if (const auto out = rows(shapes, key + "residual.2.weight")) {
                channels = *out;
                ++blocks;
                ++flat;
                continue;
            }
            if (!rows(shapes, key + "resample.1.weight")) {
                if (blocks == 0) return std::nullopt;
                levels.channels.push_back(channels);
                levels.blocks = blocks;
                return levels;
            }
            levels.temporal.push_back(shapes.contains(key + "time_conv.weight"));
            ++flat;
            break;
        }
        if (blocks == 0) return std::nullopt;
        levels.channels.push_back(channels);
    }
    return std::nullopt;
}

int countDecoderBlocks(const ShapeMap& shapes, VaeFamily family) {
    int blocks = 0;
    while (rows(shapes, fmt::format("decoder.{}.residual.2.weight",
                                    layerKey(family, "upsamples", 0, static_cast<std::size_t>(blocks),
                                             static_cast<std::size_t>(blocks)))))
        ++blocks;
    return blocks;
}

}  // namespace

Result<VaeConfig> vaeConfig(const ShapeMap& shapes, std::string_view source) {
    VaeConfig config;
    config.family = shapes.contains("encoder.downsamples.0.downsamples.0.residual.0.gamma") ? VaeFamily::Wan22
                                                                                            : VaeFamily::Wan21;
    const auto encoderBase = rows(shapes, "encoder.conv1.weight");
    const auto decoderTop = rows(shapes, "decoder.conv1.weight");
    const auto z = rows(shapes, "conv2.weight");
    const auto levels = readEncoder(shapes, config.family);
    config.decoderBlocks = countDecoderBlocks(shapes, config.family);
    if (!encoderBase || !decoderTop || !z || !levels || config.decoderBlocks == 0)
        return wrong(source, "encoder.conv1, decoder.conv1, conv2 or the lists of levels are missing");
    config.base = *encoderBase;
    config.z = *z;
    config.encoderBlocks = levels->blocks;
    config.temporalDown = levels->temporal;
    config.multipliers.clear();
    for (const auto channels : levels->channels) {
        if (config.base == 0 || channels == 0 || channels % config.base != 0)
            return wrong(source, fmt::format("a level has {} channels, the first {}", channels, config.base));
        config.multipliers.push_back(channels / config.base);
    }
    const auto top = config.multipliers.back();
    if (config.multipliers.size() != 4 || config.temporalDown != std::vector<bool>{false, true, true} ||
        *decoderTop % top != 0)
        return wrong(source, "it does not have the four levels of the family (8x in space, 4x in time)");
    config.decoderBase = *decoderTop / top;
    return config;
}

VaePlan planVae(const VaeConfig& config) {
    VaePlan plan;
    const bool nested = config.family == VaeFamily::Wan22;
    const auto last = config.multipliers.size() - 1;
    plan.imageChannels = nested ? 12 : 3;
    plan.encoderIn = config.base;
    std::size_t flat = 0;
    auto channels = config.base;
    for (std::size_t i = 0; i <= last; ++i) {
        VaeLevel level{{}, channels, config.base * config.multipliers[i]};
        std::size_t layer = 0;
        for (; layer < static_cast<std::size_t>(config.encoderBlocks); ++layer, channels = level.out)
            level.layers.push_back({VaeLayerKind::Residual,
                                    layerKey(config.family, "downsamples", i, layer, flat++), channels, level.out});
        if (i != last) {
            const auto kind = config.temporalDown[i] ? VaeLayerKind::Down3d : VaeLayerKind::Down2d;
            level.layers.push_back(
                {kind, layerKey(config.family, "downsamples", i, layer, flat++), channels, channels});
            level.spaceFactor = 2;
            level.timeFactor = config.temporalDown[i] ? 2 : 1;
        }
        level.hasShortcut = nested;
        plan.encoder.push_back(std::move(level));
    }
    plan.encoderTop = channels;

    channels = config.decoderBase * config.multipliers[last];
    plan.decoderTop = channels;
    flat = 0;
    for (std::size_t i = 0; i <= last; ++i) {
        VaeLevel level{{}, channels, config.decoderBase * config.multipliers[last - i]};
        std::size_t layer = 0;
        for (; layer < static_cast<std::size_t>(config.decoderBlocks); ++layer, channels = level.out)
            level.layers.push_back({VaeLayerKind::Residual, layerKey(config.family, "upsamples", i, layer, flat++),
                                    channels, level.out});
        if (i != last) {
            const bool temporal = config.temporalDown[last - 1 - i];
            const auto kind = temporal ? VaeLayerKind::Up3d : VaeLayerKind::Up2d;
            const auto out = nested ? channels : channels / 2;
            level.layers.push_back({kind, layerKey(config.family, "upsamples", i, layer, flat++), channels, out});
            channels = out;
            level.spaceFactor = 2;
            level.timeFactor = temporal ? 2 : 1;
            level.hasShortcut = nested;
        }
        plan.decoder.push_back(std::move(level));
    }
    plan.decoderBottom = channels;
    return plan;
}

namespace {

void addConv(ShapeMap& shapes, const std::string& name, std::vector<std::int64_t> shape) {
    shapes[name + ".bias"] = {shape[0]};
    shapes[name + ".weight"] = std::move(shape);
}

void addResidual(ShapeMap& shapes, const std::string& key, std::int64_t in, std::int64_t out) {
    shapes[key + "residual.0.gamma"] = {in, 1, 1, 1};
    addConv(shapes, key + "residual.2", {out, in, 3, 3, 3});
    shapes[key + "residual.3.gamma"] = {out, 1, 1, 1};
    addConv(shapes, key + "residual.6", {out, out, 3, 3, 3});
    if (in != out) addConv(shapes, key + "shortcut", {out, in, 1, 1, 1});
}

void addMiddle(ShapeMap& shapes, const std::string& key, std::int64_t c) {
    addResidual(shapes, key + "0.", c, c);
    shapes[key + "1.norm.gamma"] = {c, 1, 1};
    addConv(shapes, key + "1.to_qkv", {3 * c, c, 1, 1});
    addConv(shapes, key + "1.proj", {c, c, 1, 1});
    addResidual(shapes, key + "2.", c, c);
}

void addLayer(ShapeMap& shapes, const std::string& key, const VaeLayer& layer) {
    if (layer.kind == VaeLayerKind::Residual) return addResidual(shapes, key, layer.in, layer.out);
    addConv(shapes, key + "resample.1", {layer.out, layer.in, 3, 3});
    if (layer.kind == VaeLayerKind::Down3d) addConv(shapes, key + "time_conv", {layer.in, layer.in, 3, 1, 1});
    if (layer.kind == VaeLayerKind::Up3d) addConv(shapes, key + "time_conv", {2 * layer.in, layer.in, 3, 1, 1});
}

}  // namespace

ShapeMap vaeShapes(const VaeConfig& config) {
    const auto plan = planVae(config);
    ShapeMap shapes;
    addConv(shapes, "encoder.conv1", {plan.encoderIn, plan.imageChannels, 3, 3, 3});
    for (const auto& level : plan.encoder)
        for (const auto& layer : level.layers) addLayer(shapes, "encoder." + layer.key + ".", layer);
    addMiddle(shapes, "encoder.middle.", plan.encoderTop);
    shapes["encoder.head.0.gamma"] = {plan.encoderTop, 1, 1, 1};
    addConv(shapes, "encoder.head.2", {2 * config.z, plan.encoderTop, 3, 3, 3});
    addConv(shapes, "conv1", {2 * config.z, 2 * config.z, 1, 1, 1});
    addConv(shapes, "conv2", {config.z, config.z, 1, 1, 1});
    addConv(shapes, "decoder.conv1", {plan.decoderTop, config.z, 3, 3, 3});
    addMiddle(shapes, "decoder.middle.", plan.decoderTop);
    for (const auto& level : plan.decoder)
        for (const auto& layer : level.layers) addLayer(shapes, "decoder." + layer.key + ".", layer);
    shapes["decoder.head.0.gamma"] = {plan.decoderBottom, 1, 1, 1};
    addConv(shapes, "decoder.head.2", {plan.imageChannels, plan.decoderBottom, 3, 3, 3});
    return shapes;
}

}  // namespace brandloom::wan
