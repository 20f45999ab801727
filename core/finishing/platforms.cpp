#include "core/finishing/platforms.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"
#include "core/finishing/finishing_errors.h"

namespace brandloom::finishing {
namespace {

using Json = nlohmann::json;
constexpr std::uint64_t kMostBytes = 1u << 20;

double numberIn(const Json& value, const char* what, double least, double most) {
    const double number = value.get<double>();
    if (!(number >= least && number <= most))
        throw std::runtime_error(std::string(what) + " is " + value.dump() + ", not " + std::to_string(least) +
                                 " to " + std::to_string(most));
    return number;
}

int sideIn(const Json& json, const char* key) {
    const int side = json.at(key).get<int>();
    if (side < 16 || side > 8192 || side % 2 != 0)
        throw std::runtime_error(std::string(key) + " is " + std::to_string(side) + ", not an even number to 8192");
    return side;
}

Platform platformFrom(const Json& json) {
    Platform out;
    out.id = json.at("id").get<std::string>();
    out.nameEn = json.at("name").at("en").get<std::string>();
    out.nameZh = json.at("name").at("zh").get<std::string>();
    out.width = sideIn(json, "width");
    out.height = sideIn(json, "height");
    out.leastFps = numberIn(json.at("fps").at(0), "fps", 1, 240);
    out.usualFps = numberIn(json.at("fps").at(1), "fps", out.leastFps, 240);
    out.mostFps = numberIn(json.at("fps").at(2), "fps", out.usualFps, 240);
    out.mostSeconds = numberIn(json.at("maxSeconds"), "maxSeconds", 1, 1e6);
    const auto share = [&](std::size_t i) { return numberIn(json.at("safe").at(i), "safe", 0, 0.45); };
    out.safe = {share(0), share(1), share(2), share(3)};
    out.loudness = numberIn(json.at("loudness"), "loudness", -40, -5);
    out.truePeak = numberIn(json.at("truePeak"), "truePeak", -9, 0);
    out.language = json.at("language").get<std::string>();
    if (out.language != "zh" && out.language != "en" && out.language != "both")
        throw std::runtime_error("language is \"" + out.language + "\", not zh, en or both");
    return out;
}

}  // namespace

Result<std::vector<Platform>> loadPlatforms(const Path& file) {
    BRANDLOOM_TRY(const auto text, readFile(file, kMostBytes));
    std::string place = "the beginning";
    try {
        std::vector<Platform> out;
        const auto json = Json::parse(text);
        for (const auto& row : json.at("platforms")) {
            place = "entry " + std::to_string(out.size() + 1);
            out.push_back(platformFrom(row));
        }
        return out;
    } catch (const std::exception& e) {
        return fail(base_errors::kBadJson, {{"what", utf8FromPath(file) + ", " + place}, {"reason", e.what()}});
    }
}

Result<Platform> choosePlatform(const std::vector<Platform>& platforms, const std::string& name) {
    std::string asId = name, names;
    std::replace(asId.begin(), asId.end(), ':', 'x');
    std::transform(asId.begin(), asId.end(), asId.begin(), [](unsigned char c) {
        return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    for (const auto& platform : platforms) {
        if (asId == platform.id || name == platform.nameEn || name == platform.nameZh) return platform;
        names += (names.empty() ? "" : ", ") + platform.id;
    }
    return fail(finishing_errors::kPlatformUnknown, {{"name", name}, {"names", names}});
}

double rateFor(const Platform& platform, double shotFps) {
    if (!(shotFps > 0)) return platform.usualFps;
    constexpr double kNear = 0.01;
    for (int times = 1; shotFps * times <= platform.mostFps + kNear; ++times)
        if (shotFps * times >= platform.leastFps - kNear) return shotFps * times;
    return platform.usualFps;
}

}  // namespace brandloom::finishing
