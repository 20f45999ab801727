#include "core/dataset/caption_suggestion.h"

#include <algorithm>
#include <vector>

#include "core/dataset/colour_names.h"

namespace brandloom::dataset {
namespace {

struct Words {
    std::string_view en;
    std::string_view zh;
};

Words cameraWords(media::CameraKind kind) {
    switch (kind) {
        case media::CameraKind::Static:
            return {"static camera", "固定镜头"};
        case media::CameraKind::PanLeft:
            return {"camera pans left", "镜头左移"};
        case media::CameraKind::PanRight:
            return {"camera pans right", "镜头右移"};
        case media::CameraKind::PushIn:
            return {"camera pushes in", "镜头推近"};
        case media::CameraKind::PullOut:
            return {"camera pulls back", "镜头拉远"};
        case media::CameraKind::Handheld:
            return {"handheld camera", "手持镜头"};
        case media::CameraKind::Other:
            return {"moving camera", "运动镜头"};
    }
    return {"moving camera", "运动镜头"};
}

Words lightWords(const media::Exposure& exposure) {
    if (exposure.mean < 0.22) return {"a dark scene", "昏暗的场景"};
    if (exposure.mean < 0.4) return {"a dim scene", "光线较暗的场景"};
    if (exposure.mean > 0.75) return {"a scene flooded with light", "光线充沛的场景"};
    if (exposure.mean > 0.55) return {"a bright scene", "明亮的场景"};
    return {"an evenly lit scene", "光线均匀的场景"};
}

Words motionWords(const media::ClipMeasures& measures) {
    const double motion = measures.camera.motion;
    const bool frozen = measures.longestFreezeSeconds >= 0.9 * measures.seconds && measures.seconds > 0;
    if (frozen) return {"nothing moves", "画面静止"};
    if (motion < 0.02) return {"little movement", "动作轻微"};
    if (motion < 0.2) return {"gentle movement", "动作平缓"};
    return {"fast movement", "动作较快"};
}

/// The three largest colours whose names differ.
std::vector<ColourName> mainColours(const media::ClipMeasures& measures) {
    auto palette = measures.palette;
    std::ranges::stable_sort(palette, std::ranges::greater(), &media::PaletteColour::share);
    std::vector<ColourName> out;
    for (const auto& colour : palette) {
        const auto name = colourName(colour.l, colour.a, colour.b);
        if (out.size() == 3 || (colour.share < 0.06 && !out.empty())) break;
        if (std::ranges::find(out, name) == out.end()) out.push_back(name);
    }
    return out;
}

std::string joined(const std::vector<ColourName>& colours, bool chinese) {
    std::string out;
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const bool last = i + 1 == colours.size();
        if (i > 0 && chinese) out += last ? "和" : "、";
        if (i > 0 && !chinese) out += last ? " and " : ", ";
        out += chinese ? colours[i].zh : colours[i].en;
    }
    return out;
}

}  // namespace

std::string suggestedCaption(const media::ClipMeasures& measures, std::string_view language) {
    const bool chinese = language == "zh";
    const auto camera = cameraWords(measures.camera.kind);
    const auto light = lightWords(measures.exposure);
    const auto motion = motionWords(measures);
    const auto colours = joined(mainColours(measures), chinese);
    if (chinese) {
        std::string out = std::string(camera.zh) + "，" + std::string(light.zh);
        if (!colours.empty()) out += "，以" + colours + "为主";
        return out + "，" + std::string(motion.zh) + "。";
    }
    std::string out = std::string(camera.en) + ", " + std::string(light.en);
    if (!colours.empty()) out += " in " + colours;
    return out + ", " + std::string(motion.en);
}

}  // namespace brandloom::dataset
