#include "core/finishing/checklist.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/brand/colour.h"
#include "core/finishing/finishing_errors.h"

namespace brandloom::finishing {
namespace {

namespace errors = finishing_errors;

constexpr double kEnlargedTooMuch = 1.5;
constexpr int kMostCaptionLines = 2;
constexpr double kLeastCaptionSeconds = 0.8;
constexpr double kWidePerSecond = 9, kNarrowPerSecond = 20;  // characters that people read: Chinese, Latin
constexpr double kLoudnessSlack = 1;                         // LU
constexpr double kTimeSlack = 0.01;                          // seconds

std::string shortly(double value, int digits = 1) {
    auto text = fmt::format("{:.{}f}", value, digits);
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

/// Seconds that people need for a text.
double readingSeconds(const std::string& text) {
    double seconds = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        seconds += length >= 3 ? 1 / kWidePerSecond : 1 / kNarrowPerSecond;
        i += length;
    }
    return std::max(kLeastCaptionSeconds, seconds);
}

class Checker {
  public:
    explicit Checker(const ChecklistFacts& facts)
        : m_facts(facts), m_platform(*facts.platform), m_plan(*facts.plan) {}

    std::vector<Finding> run() {
        lookAtTimeline();
        lookAtArt();
        lookAtCaptions();
        lookAtBrand();
        lookAtLabel();
        lookAtSound();
        std::ranges::stable_sort(m_out, {}, &Finding::weight);
        return std::move(m_out);
    }

  private:
    void add(Weight weight, const ErrorSpec& spec, std::initializer_list<ErrorArg> args) {
        m_out.push_back({weight, Error(spec, args)});
    }
    [[nodiscard]] std::string target() const { return m_platform.nameEn; }

    void lookAtTimeline() {
        const auto& timeline = m_plan.timeline;
        if (timeline.seconds() > m_platform.mostSeconds + kTimeSlack)
            add(Weight::Problem, errors::kTooLong,
                {{"target", target()},
                 {"most", shortly(m_platform.mostSeconds)},
                 {"seconds", shortly(timeline.seconds())}});
        if (timeline.shortenedFade > 0)
            add(Weight::Warning, errors::kFadeShortened, {{"number", std::to_string(timeline.shortenedFade)}});
        double most = kEnlargedTooMuch;
        std::string parts;
        for (std::size_t i = 0; i < timeline.parts.size(); ++i) {
            const double times =
                enlargement(m_facts.sources.at(static_cast<std::size_t>(timeline.parts[i].source)));
            if (times <= kEnlargedTooMuch) continue;
            most = std::max(most, times);
            parts += (parts.empty() ? "" : ", ") + std::to_string(i + 1);
        }
        if (!parts.empty())
            add(Weight::Warning, errors::kSmallSource,
                {{"times", shortly(most)}, {"target", target()}, {"parts", parts}});
    }

    [[nodiscard]] double enlargement(const PieceSource& source) const {
        const double wide = static_cast<double>(m_platform.width) / std::max(1, source.width);
        const double tall = static_cast<double>(m_platform.height) / std::max(1, source.height);
        return m_plan.look.fit == Fit::Crop ? std::max(wide, tall) : std::min(wide, tall);
    }

    void lookAtGlyphs(const PlacedArt& art) {
        if (art.missing.empty()) return;
        const ErrorArg characters{"characters", art.missing};
        if (art.kind == ArtKind::LegalLine) return add(Weight::Problem, errors::kGlyphsOfLegal, {characters});
        if (art.kind == ArtKind::Label) return add(Weight::Problem, errors::kGlyphsOfLabel, {characters});
        add(Weight::Problem, errors::kGlyphsOfCaption, {characters, {"number", std::to_string(art.number)}});
    }

    void lookAtArt() {
        const auto safe = safeBox(m_platform);
        for (const auto& art : m_plan.art) {
            lookAtGlyphs(art);
            if (art.kind != ArtKind::Caption) continue;
            const ErrorArg number{"number", std::to_string(art.number)};
            if (!safe.holds(art.box)) add(Weight::Problem, errors::kCaptionOutside, {number, {"target", target()}});
            if (art.lines > kMostCaptionLines)
                add(Weight::Warning, errors::kCaptionTall, {number, {"lines", std::to_string(art.lines)}});
        }
    }

    void lookAtCaptions() {
        for (std::size_t i = 0; i < m_facts.captions.size(); ++i) {
            const auto& caption = m_facts.captions[i];
            const ErrorArg number{"number", std::to_string(i + 1)};
            const auto range = framesOf(caption, m_plan.timeline);
            const double stands = static_cast<double>(range.end - range.first) / m_plan.timeline.fps;
            const double needs = readingSeconds(caption.text);
            if (range.end <= range.first)
                add(Weight::Problem, errors::kCaptionUnseen,
                    {number, {"seconds", shortly(m_plan.timeline.seconds())}});
            else if (stands + kTimeSlack < needs)
                add(Weight::Warning, errors::kCaptionFast,
                    {number, {"seconds", shortly(stands)}, {"need", shortly(std::ceil(needs * 10) / 10)}});
            for (const auto& word : m_facts.brand->bannedWords)
                if (!word.empty() && caption.text.find(word) != std::string::npos)
                    add(Weight::Problem, errors::kBannedWord, {number, {"word", word}});
        }
    }

    void lookAtBrand() {
        for (const auto& font : m_facts.missingFonts) add(Weight::Warning, errors::kFontMissing, {{"font", font}});
        const auto& look = m_plan.look;
        if (look.logo && !m_facts.logo) add(Weight::Note, errors::kNoLogo, {});
        if (m_facts.logo) lookAtLogo();
        const bool hasLegal = !m_facts.brand->legalLine.empty();
        if (hasLegal && !look.legalLine) add(Weight::Warning, errors::kLegalOff, {});
        if (!hasLegal) add(Weight::Note, errors::kLegalMissing, {});
    }

    void lookAtLogo() {
        const auto box = logoBox(*m_facts.logo, m_plan.look, m_platform);
        if (box.height > m_facts.logo->picture.height())
            add(Weight::Warning, errors::kLogoSmall,
                {{"have", std::to_string(m_facts.logo->picture.height())}, {"need", std::to_string(box.height)}});
        if (m_facts.contrast && m_facts.contrast->ratio < kEnoughForLogo)
            add(Weight::Problem, errors::kLogoContrast, {{"ratio", shortly(m_facts.contrast->ratio)}});
    }

    void lookAtLabel() {
        if (m_facts.labelLanguage == "off") add(Weight::Problem, errors::kLabelOff, {});
    }

    void lookAtSound() {
        if (m_facts.sound == nullptr) return add(Weight::Note, errors::kNoSound, {});
        const auto& sound = *m_facts.sound;
        if (sound.isVoiceSilent) add(Weight::Problem, errors::kSoundSilent, {{"file", m_facts.voiceName}});
        if (sound.isMusicSilent) add(Weight::Problem, errors::kSoundSilent, {{"file", m_facts.musicName}});
        const double have = m_plan.timeline.seconds();
        if (sound.voiceNeeds > have + kTimeSlack)
            add(Weight::Problem, errors::kVoiceCut, {{"need", shortly(sound.voiceNeeds)}, {"have", shortly(have)}});
        if (sound.loudness && std::abs(*sound.loudness - m_platform.loudness) > kLoudnessSlack)
            add(Weight::Warning, errors::kLoudnessMissed,
                {{"have", shortly(*sound.loudness)}, {"want", shortly(m_platform.loudness)}});
    }

    const ChecklistFacts& m_facts;
    const Platform& m_platform;
    const PiecePlan& m_plan;
    std::vector<Finding> m_out;
};

/// Mean relative luminance of a part of a picture.
double lightIn(const FrameBuffer& picture, const Box& box) {
    double sum = 0;
    std::int64_t count = 0;
    const int left = std::max(0, box.x), right = std::min(picture.width(), box.right());
    const int top = std::max(0, box.y), bottom = std::min(picture.height(), box.bottom());
    for (int y = top; y < bottom; y += 2)
        for (int x = left; x < right; x += 2, ++count) {
            const auto* p = picture.row(y) + static_cast<std::ptrdiff_t>(x) * 3;
            sum += brand::relativeLuminance({p[0], p[1], p[2]});
        }
    return count > 0 ? sum / static_cast<double>(count) : 0;
}

/// Luminances of what can be seen of a logo, with how much they count.
std::vector<std::pair<double, double>> lightsOf(const media::Overlay& logo) {
    std::vector<std::pair<double, double>> out;
    const int step = std::max(1, std::min(logo.width(), logo.height()) / 64);
    for (int y = 0; y < logo.height(); y += step)
        for (int x = 0; x < logo.width(); x += step) {
            const auto* p = logo.row(y) + static_cast<std::ptrdiff_t>(x) * 4;
            if (p[3] < 32) continue;
            const auto whole = [&](int c) { return static_cast<std::uint8_t>(std::min(255, p[c] * 255 / p[3])); };
            out.emplace_back(brand::relativeLuminance({whole(0), whole(1), whole(2)}), p[3] / 255.0);
        }
    return out;
}

}  // namespace

std::string wordFor(Weight weight) {
    return weight == Weight::Problem ? "problem" : weight == Weight::Warning ? "warning" : "note";
}

LogoContrast logoContrast(const BrandLogo& logo, const Box& box, const std::vector<Frame>& pictures) {
    LogoContrast out;
    const auto lights = lightsOf(logo.picture);
    for (const auto& picture : pictures) {
        const double behind = lightIn(*picture, box);
        double sum = 0, weight = 0;
        for (const auto& [light, share] : lights) {
            sum += share * (std::max(light, behind) + 0.05) / (std::min(light, behind) + 0.05);
            weight += share;
        }
        const double ratio = weight > 0 ? sum / weight : 1;
        out.ratio = std::min(out.ratio, ratio);
    }
    return out;
}

std::vector<Finding> checklist(const ChecklistFacts& facts) {
    return Checker(facts).run();
}

}  // namespace brandloom::finishing
