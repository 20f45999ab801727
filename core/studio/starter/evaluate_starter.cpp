#include "core/studio/starter/evaluate_starter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/atomic_file.h"
#include "core/base/clock.h"
#include "core/door/door_json.h"
#include "core/media/camera_motion.h"
#include "core/media/contact_sheet.h"
#include "core/media/look.h"
#include "core/studio/common/model_registry.h"
#include "core/studio/common/teller.h"
#include "core/world/spec.h"

namespace brandloom::studio {
namespace {

constexpr std::size_t kSheetFilms = 24;

/// Which way pans and pushes go, what a brand's clips and films look like, and the films of a sheet.
class LookingSink : public door::StarterClipSink {
  public:
    Status clip(const door::StarterClip& clip) override {
        BRANDLOOM_TRY(const auto spec, world::parseSpec(clip.spec));
        if (clip.source == "brand clips") m_brand.add(clip.frames);
        if (clip.source == "look films") m_look.add(clip.frames);
        const auto moved = motionOf(clip.frames);
        using world::Camera;
        // The content moves against the camera, and grows when it comes nearer.
        switch (world::effectiveCamera(spec)) {
            case Camera::PanLeft:
                count(clip.source, "pan direction", moved.right > 0);
                break;
            case Camera::PanRight:
                count(clip.source, "pan direction", moved.right < 0);
                break;
            case Camera::PushIn:
                count(clip.source, "push direction", moved.zoom > 0);
                break;
            case Camera::PullOut:
                count(clip.source, "push direction", moved.zoom < 0);
                break;
            case Camera::Static:
            case Camera::Orbit:
                break;
        }
        if ((clip.source == "films" || clip.source == "look films") && m_films.size() < kSheetFilms) {
            m_films.push_back(clip.frames);
            m_prompts += fmt::format("{}. {}\n", m_films.size(), clip.prompt);
        }
        return {};
    }
    void addTo(door::StarterEvaluateResult& result) const {
        for (const auto& [key, counted] : m_counts)
            result.scores.push_back({key.first, key.second, counted.first, counted.second, 0.5});
        if (m_brand.frames() == 0 || m_look.frames() == 0) return;
        const auto brand = m_brand.look(), look = m_look.look();
        for (const auto& [source, of] : {std::pair("brand clips", brand), std::pair("look films", look)})
            for (const auto& [name, value] :
                 {std::pair("lightness", of.lightness), std::pair("a", of.a), std::pair("b", of.b),
                  std::pair("spread of lightness", of.lightnessSpread), std::pair("chroma", of.chroma),
                  std::pair("spread of chroma", of.chromaSpread), std::pair("corners", of.corners)})
                result.measures.push_back({source, name, value, 0});
        result.measures.push_back({"look films", "Lab distance", media::labDistance(brand, look), 0});
        result.measures.push_back({"look films", "look distance", media::lookDistance(brand, look), 0});
    }
    [[nodiscard]] const std::vector<std::vector<Frame>>& films() const { return m_films; }
    [[nodiscard]] const std::string& prompts() const { return m_prompts; }

  private:
    /// Only its directions count, so the rate does not matter.
    static media::CameraMotion motionOf(const std::vector<Frame>& frames) {
        media::CameraWatch watch;
        for (std::size_t i = 0; i < frames.size(); ++i) watch.add(*frames[i], static_cast<double>(i));
        return watch.finish();
    }
    void count(const std::string& source, const char* axis, bool right) {
        auto& counted = m_counts[{source, axis}];
        counted.first += right ? 1 : 0;
        ++counted.second;
    }
    std::map<std::pair<std::string, std::string>, std::pair<int, int>> m_counts;
    media::LookMeter m_brand, m_look;
    std::vector<std::vector<Frame>> m_films;
    std::string m_prompts;
};

std::string shareText(const door::StarterScore& score) {
    const double p = static_cast<double>(score.right) / std::max(1, score.total);
    return fmt::format("{:.3f}±{:.3f}", p, std::sqrt(p * (1 - p) / std::max(1, score.total)));
}

}  // namespace

std::string evaluationTable(const door::StarterEvaluateResult& result) {
    std::vector<std::string> sources, axes;
    for (const auto& score : result.scores) {
        if (std::ranges::find(sources, score.source) == sources.end()) sources.push_back(score.source);
        if (std::ranges::find(axes, score.axis) == axes.end()) axes.push_back(score.axis);
    }
    std::string out = fmt::format("{:<26}", "");
    for (const auto& axis : axes) out += fmt::format("{:>16}", axis);
    for (const auto& source : sources) {
        out += fmt::format("\n{:<26}", source);
        for (const auto& axis : axes) {
            const auto found = std::ranges::find_if(
                result.scores, [&](const auto& s) { return s.source == source && s.axis == axis; });
            // The sign ± takes two bytes and one column.
            out += found == result.scores.end() ? fmt::format("{:>16}", "-") : "     " + shareText(*found);
        }
    }
    for (const auto& m : result.measures)
        out += fmt::format("\n{:<26}{:<22}{:9.3f}{}", m.source, m.name, m.value,
                           m.standardError > 0 ? fmt::format("±{:.3f}", m.standardError) : "");
    return out;
}

Result<EvaluatedStarter> evaluateStarter(const door::EngineFactory& factory, const EvaluateStarterOptions& options,
                                         const Listener& listener, const StopToken& stop) {
    Teller teller(listener);
    std::error_code ec;
    auto folder = options.outFolder.empty() ? userCacheDir() / "starter-evaluate" : options.outFolder;
    folder = std::filesystem::absolute(folder, ec);
    std::filesystem::create_directories(folder, ec);
    if (ec) return fail(base_errors::kFileUnwritable, {{"file", utf8FromPath(folder)}, {"reason", ec.message()}});
    auto request = options.evaluation;
    BRANDLOOM_TRY(request.modelDir, modelFolderFor(options.model));
    request.cacheDir = utf8FromPath(folder / "probes");
    teller.progress("loading", 0, 0);
    BRANDLOOM_TRY(const auto engine, factory());
    LookingSink sink;
    EvaluatedStarter out;
    BRANDLOOM_TRY(out.result, engine->starter().evaluateStarter(request, sink, teller.sink(), stop));
    sink.addTo(out.result);
    auto stem = fmt::format("{}-{}", out.result.contentId.substr(0, 12), isoUtc(unixSeconds()).substr(0, 10));
    if (!request.brand.empty()) stem += "-" + request.brand;
    for (const auto& style : request.styles)
        stem += fmt::format("-{}-{:g}", utf8FromPath(pathFromUtf8(style.source).stem()), style.strengthLow);
    out.report = folder / (stem + ".json");
    out.sheet = folder / (stem + ".png");
    BRANDLOOM_CHECK(writeFileAtomically(out.report, door::toJson(out.result) + "\n"));
    BRANDLOOM_CHECK(writeFileAtomically(folder / (stem + ".prompts.txt"), sink.prompts()));
    media::ContactSheetOptions sheet;
    sheet.cellWidth = 96;
    if (!sink.films().empty()) BRANDLOOM_CHECK(media::writeContactSheet(out.sheet, sink.films(), sheet));
    return out;
}

}  // namespace brandloom::studio
