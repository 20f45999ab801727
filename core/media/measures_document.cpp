#include "core/media/measures_document.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace brandloom::media {
namespace {

using Json = nlohmann::json;

constexpr std::array kKinds = {CameraKind::Static,  CameraKind::PanLeft,  CameraKind::PanRight, CameraKind::PushIn,
                               CameraKind::PullOut, CameraKind::Handheld, CameraKind::Other};
constexpr std::array<const char*, 3> kTransitions = {"cut", "dissolve", "fade"};
constexpr std::size_t kMost = 4096;  // transitions of one clip

std::string hexOf(const PictureHash& hash) {
    std::string out;
    for (const auto part : hash.parts) out += fmt::format("{:016x}", part);
    return out;
}

PictureHash hashFrom(const std::string& hex) {
    PictureHash out;
    if (hex.size() != 16 * out.parts.size()) throw std::invalid_argument("hash");
    for (std::size_t i = 0; i < out.parts.size(); ++i) {
        const char* begin = hex.data() + 16 * i;
        const auto [end, error] = std::from_chars(begin, begin + 16, out.parts[i], 16);
        if (error != std::errc() || end != begin + 16) throw std::invalid_argument("hash");
    }
    return out;
}

CameraKind kindFrom(const std::string& name) {
    for (const auto kind : kKinds)
        if (word(kind) == name) return kind;
    throw std::invalid_argument("camera");
}

TransitionKind transitionFrom(const std::string& name) {
    for (std::size_t i = 0; i < kTransitions.size(); ++i)
        if (kTransitions[i] == name) return static_cast<TransitionKind>(i);
    throw std::invalid_argument("transition");
}

ClipMeasures parsed(const Json& j) {
    ClipMeasures out;
    out.frames = j.at("frames").get<std::int64_t>();
    out.seconds = j.at("seconds").get<double>();
    out.width = j.at("width").get<int>();
    out.height = j.at("height").get<int>();
    out.sharpness = j.at("sharpness").get<double>();
    out.repeatedFrames = j.at("repeatedFrames").get<std::int64_t>();
    out.longestFreezeSeconds = j.at("longestFreezeSeconds").get<double>();
    const auto& c = j.at("camera");
    out.camera = {kindFrom(c.at("kind").get<std::string>()),
                  c.at("right").get<double>(),
                  c.at("down").get<double>(),
                  c.at("zoom").get<double>(),
                  c.at("shear").get<double>(),
                  c.at("turn").get<double>(),
                  c.at("centre").get<double>(),
                  c.at("sway").get<double>(),
                  c.at("motion").get<double>()};
    const auto& e = j.at("exposure");
    out.exposure = {e.at("mean").get<double>(), e.at("contrast").get<double>(), e.at("dark").get<double>(),
                    e.at("bright").get<double>()};
    const auto bars = j.at("bars").get<std::array<int, 4>>();
    out.bars = {bars[0], bars[1], bars[2], bars[3]};
    if (j.at("palette").size() > 16 || j.at("hashes").size() > 16 || j.at("transitions").size() > kMost)
        throw std::invalid_argument("too many");
    for (const auto& colour : j.at("palette")) {
        const auto v = colour.get<std::array<double, 4>>();
        out.palette.push_back({v[0], v[1], v[2], v[3]});
    }
    for (const auto& hash : j.at("hashes")) out.hashes.push_back(hashFrom(hash.get<std::string>()));
    for (const auto& t : j.at("transitions"))
        out.transitions.push_back(
            {transitionFrom(t.at(0).get<std::string>()), t.at(1).get<double>(), t.at(2).get<double>()});
    return out;
}

}  // namespace

std::string documentOf(const ClipMeasures& m) {
    Json palette = Json::array(), hashes = Json::array(), transitions = Json::array();
    for (const auto& c : m.palette) palette.push_back({c.l, c.a, c.b, c.share});
    for (const auto& hash : m.hashes) hashes.push_back(hexOf(hash));
    for (const auto& t : m.transitions)
        transitions.push_back({kTransitions[static_cast<std::size_t>(t.kind)], t.startSeconds, t.endSeconds});
    const auto& c = m.camera;
    return Json{{"frames", m.frames},
                {"seconds", m.seconds},
                {"width", m.width},
                {"height", m.height},
                {"camera",
                 {{"kind", word(c.kind)},
                  {"right", c.right},
                  {"down", c.down},
                  {"zoom", c.zoom},
                  {"shear", c.shear},
                  {"turn", c.turn},
                  {"centre", c.centre},
                  {"sway", c.sway},
                  {"motion", c.motion}}},
                {"sharpness", m.sharpness},
                {"exposure",
                 {{"mean", m.exposure.mean},
                  {"contrast", m.exposure.contrast},
                  {"dark", m.exposure.darkShare},
                  {"bright", m.exposure.brightShare}}},
                {"bars", {m.bars.left, m.bars.top, m.bars.right, m.bars.bottom}},
                {"repeatedFrames", m.repeatedFrames},
                {"longestFreezeSeconds", m.longestFreezeSeconds},
                {"palette", palette},
                {"hashes", hashes},
                {"transitions", transitions}}
        .dump();
}

std::optional<ClipMeasures> measuresFromDocument(const std::string& document) {
    try {
        return parsed(Json::parse(document));
    } catch (const Json::exception&) {
        return std::nullopt;
    } catch (const std::invalid_argument&) {
        return std::nullopt;
    }
}

}  // namespace brandloom::media
