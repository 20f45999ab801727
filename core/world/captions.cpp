#include "core/world/captions.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "core/world/prng.h"

namespace brandloom::world {
namespace {

using Synonyms = std::array<std::string_view, 4>;  // empty ones unused

constexpr std::array<Synonyms, kSubjectCount> kSubjectsEn{{{"mug", "coffee mug", "cup"},
                                                           {"bottle", "drink bottle", "glass bottle"},
                                                           {"ball", "round ball", "toy ball"},
                                                           {"gift box", "box", "present"},
                                                           {"lamp", "table lamp", "desk lamp"},
                                                           {"perfume", "perfume bottle", "fragrance bottle"},
                                                           {"potted plant", "plant", "succulent"},
                                                           {"car", "toy car", "small car"},
                                                           {"phone", "smartphone", "mobile phone"},
                                                           {"sneaker", "running shoe", "sports shoe"}}};
constexpr std::array<Synonyms, kSubjectCount> kSubjectsZh{{{"马克杯", "杯子", "咖啡杯"},
                                                           {"瓶子", "饮料瓶", "玻璃瓶"},
                                                           {"球", "圆球", "皮球"},
                                                           {"礼盒", "盒子", "礼物"},
                                                           {"台灯", "桌灯", "灯"},
                                                           {"香水", "香水瓶", "香氛瓶"},
                                                           {"盆栽", "绿植", "多肉植物"},
                                                           {"汽车", "小汽车", "玩具车"},
                                                           {"手机", "智能手机", "电话"},
                                                           {"运动鞋", "跑鞋", "球鞋"}}};
constexpr std::array<Synonyms, kColourCount> kColoursEn{{{"red"},
                                                         {"orange"},
                                                         {"yellow"},
                                                         {"green"},
                                                         {"teal", "cyan"},
                                                         {"blue"},
                                                         {"purple", "violet"},
                                                         {"pink"},
                                                         {"white"},
                                                         {"black"}}};
constexpr std::array<Synonyms, kColourCount> kColoursZh{{{"红色", "红"},
                                                         {"橙色", "橘色"},
                                                         {"黄色"},
                                                         {"绿色"},
                                                         {"青色"},
                                                         {"蓝色"},
                                                         {"紫色"},
                                                         {"粉色", "粉红色"},
                                                         {"白色", "白"},
                                                         {"黑色", "黑"}}};
constexpr std::array<Synonyms, kSettingCount> kSettingsEn{
    {{"in a clean studio", "on a studio backdrop", "in a photo studio"},
     {"on a wooden table", "on a wood desk", "on a wooden tabletop"},
     {"on a sandy beach", "at the seaside", "on the beach by the sea"},
     {"in front of city lights at night", "with night bokeh behind", "against a night city"},
     {"in a tiled kitchen", "on a kitchen counter", "in front of kitchen tiles"},
     {"by a bright window", "next to a window", "near a sunny window"}}};
constexpr std::array<Synonyms, kSettingCount> kSettingsZh{{{"在干净的影棚里", "在摄影棚中", "影棚背景前"},
                                                           {"在木桌上", "在木质桌面上", "放在木桌上"},
                                                           {"在沙滩上", "在海边", "在海滩上"},
                                                           {"在城市夜景前", "在夜晚光斑前", "在夜色城市中"},
                                                           {"在瓷砖厨房里", "在厨房台面上", "在厨房中"},
                                                           {"在明亮的窗边", "在窗户旁", "在窗前"}}};
constexpr std::array<Synonyms, kCameraCount> kCamerasEn{
    {{"static camera", "fixed shot", "locked camera"},
     {"camera pans left", "pan left", "the camera moves left"},
     {"camera pans right", "pan right", "the camera moves right"},
     {"push in", "camera pushes in", "dolly in", "zoom in"},
     {"pull out", "camera pulls back", "dolly out", "zoom out"},
     {"orbit shot", "camera orbits", "camera circles around"}}};
constexpr std::array<Synonyms, kCameraCount> kCamerasZh{{{"固定镜头", "静止镜头", "镜头不动"},
                                                         {"镜头左移", "镜头向左平移"},
                                                         {"镜头右移", "镜头向右平移"},
                                                         {"镜头推近", "推镜头", "镜头缓缓推进"},
                                                         {"镜头拉远", "拉镜头", "镜头缓缓拉远"},
                                                         {"环绕镜头", "镜头环绕", "环绕拍摄"}}};
constexpr std::array<Synonyms, kMotionCount> kMotionsEn{{{"standing still", "at rest", "motionless"},
                                                         {"rotating", "spinning slowly", "turning around"},
                                                         {"bouncing", "jumping up and down"},
                                                         {"floating in the air", "hovering", "levitating"}}};
constexpr std::array<Synonyms, kMotionCount> kMotionsZh{
    {{"静止不动", "静静摆放"}, {"旋转", "缓缓转动"}, {"弹跳", "上下跳动"}, {"漂浮在空中", "悬浮", "浮在半空"}}};
constexpr std::array<Synonyms, kLightCount> kLightsEn{{{"warm light", "warm sunlight", "golden light"},
                                                       {"cool light", "cool daylight", "cold light"},
                                                       {"neon light", "neon glow", "pink and cyan neon"}}};
constexpr std::array<Synonyms, kLightCount> kLightsZh{
    {{"暖光", "温暖的光线", "金色暖光"}, {"冷光", "冷色调光线", "清冷的光"}, {"霓虹光", "霓虹灯光", "霓虹氛围"}}};

constexpr int kTemplates = 4;

/// What the seed decides. Everything is always drawn, in this order, so that no choice shifts another one.
struct Choices {
    int layout = 0;
    bool setting = true;
    bool motion = true;
    bool light = true;
    bool camera = true;
    bool ending = false;       // capital letter and full stop
    std::string_view article;  // Chinese measure word
    bool possessive = true;    // Chinese 的
};

/// The chosen synonyms; dropped ones are empty.
struct Parts {
    std::string s, c, b, m, l, k;
};

std::string_view pick(const Synonyms& words, Prng* random) {
    int count = 0;
    while (count < 4 && !words[static_cast<std::size_t>(count)].empty()) ++count;
    return words[static_cast<std::size_t>(random != nullptr ? random->below(count) : 0)];
}

/// Joins the non-empty pieces with commas.
std::string commas(std::initializer_list<std::string> pieces, std::string_view comma) {
    std::string out;
    for (const auto& p : pieces) {
        if (p.empty()) continue;
        if (!out.empty()) out += comma;
        out += p;
    }
    return out;
}

std::string spaces(std::initializer_list<std::string> words) {
    return commas(words, " ");
}

std::string english(const Parts& p, const Choices& choice) {
    constexpr std::string_view kComma = ", ";
    const bool vowel = std::string_view("aeiou").find(p.c.front()) != std::string_view::npos;
    const std::string thing = (vowel ? "an " : "a ") + p.c + " " + p.s;
    std::string out;
    switch (choice.layout) {
        case 0:
            out = commas({spaces({thing, p.b, p.m}), p.l, p.k}, kComma);
            break;
        case 1:
            out = commas({p.k, spaces({thing, p.b}), p.m, p.l}, kComma);
            break;
        case 2:
            out = commas({"product video of " + thing, p.m, p.b, p.k, p.l}, kComma);
            break;
        default:
            out = commas({p.l, spaces({thing, p.b}), p.m, p.k}, kComma);
            break;
    }
    if (choice.ending) {
        out.front() = static_cast<char>(out.front() - 'a' + 'A');
        out += '.';
    }
    return out;
}

std::string chinese(const Parts& p, const Choices& choice) {
    const std::string thing = std::string(choice.article) + p.c + (choice.possessive ? "的" : "") + p.s;
    std::string out;
    switch (choice.layout) {
        case 0:
            out = commas({p.b, thing + p.m, p.l, p.k}, ",");
            break;
        case 1:
            out = commas({thing + p.b, p.m, p.l, p.k}, ",");
            break;
        case 2:
            out = commas({p.k, p.l, thing, p.b, p.m}, ",");
            break;
        default:
            out = commas({"产品广告视频", thing, p.m, p.b, p.k, p.l}, ",");
            break;
    }
    if (choice.ending) out += "。";
    return out;
}

Parts chooseParts(const ClipSpec& spec, Language language, const Choices& choice, Prng* random) {
    const bool zh = language == Language::Zh;
    const auto at = [&](std::span<const Synonyms> en, std::span<const Synonyms> cn, auto value) {
        return std::string(pick((zh ? cn : en)[static_cast<std::size_t>(value)], random));
    };
    Parts p;
    p.s = at(kSubjectsEn, kSubjectsZh, spec.subject);
    p.c = at(kColoursEn, kColoursZh, spec.colour);
    p.b = at(kSettingsEn, kSettingsZh, spec.setting);
    p.m = at(kMotionsEn, kMotionsZh, spec.motion);
    p.l = at(kLightsEn, kLightsZh, spec.light);
    p.k = at(kCamerasEn, kCamerasZh, effectiveCamera(spec));
    if (!choice.setting) p.b.clear();
    if (!choice.motion) p.m.clear();
    if (!choice.light) p.l.clear();
    if (!choice.camera) p.k.clear();
    return p;
}

std::string write(const Parts& parts, Language language, const Choices& choice) {
    return language == Language::Zh ? chinese(parts, choice) : english(parts, choice);
}

}  // namespace

Caption caption(const ClipSpec& spec, std::uint64_t seed, const CaptionOptions& options) {
    Prng random(seed, 2);
    Caption out;
    const bool drawnZh = random.chance(0.5);
    out.language = options.language.value_or(drawnZh ? Language::Zh : Language::En);
    Choices choice;
    choice.layout = random.below(kTemplates);
    choice.setting = !random.chance(options.dropProbability);
    choice.motion = !random.chance(options.dropProbability);
    choice.light = !random.chance(options.dropProbability);
    choice.camera = !random.chance(options.dropProbability) && !options.dropCamera;
    choice.ending = random.chance(0.5);
    constexpr std::array<std::string_view, 3> kArticles{"", "一个", "一只"};
    choice.article = kArticles[static_cast<std::size_t>(random.below(3))];
    choice.possessive = random.chance(0.5);
    const Parts parts = chooseParts(spec, out.language, choice, &random);
    out.text = write(parts, out.language, choice);
    out.namesSetting = choice.setting;
    out.namesMotion = choice.motion;
    out.namesLight = choice.light;
    out.namesCamera = choice.camera;
    return out;
}

std::string canonicalCaption(const ClipSpec& spec, Language language) {
    Choices choice;
    choice.article = "一个";
    return write(chooseParts(spec, language, choice, nullptr), language, choice);
}

}  // namespace brandloom::world
