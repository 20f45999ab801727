#include "core/studio/finishing/piece_stage.h"

#include <algorithm>
#include <cmath>

#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/brand/brand_contrast.h"
#include "core/brand/brand_repository.h"
#include "core/finishing/ai_label.h"
#include "core/media/png.h"
#include "core/media/reader/film_reader.h"
#include "core/studio/fonts/brand_fonts.h"

namespace brandloom::studio {
namespace {

constexpr const char* kOtherFonts = "Inter, Noto Sans CJK SC, Sans";
constexpr int kLooks = 5;  // pictures that a logo is judged on

Status checkShare(const char* what, double value, double least, double most) {
    if (value >= least && value <= most) return {};
    return fail(base_errors::kInvalidArgument,
                {{"what", what},
                 {"reason", "it is " + std::to_string(value)},
                 {"allowed", std::to_string(least) + " to " + std::to_string(most)}});
}

Status checkLook(const ExportOptions& options) {
    const auto& look = options.look;
    BRANDLOOM_CHECK(checkShare("The place that a crop keeps", look.focusX, 0, 1));
    BRANDLOOM_CHECK(checkShare("The place that a crop keeps", look.focusY, 0, 1));
    BRANDLOOM_CHECK(checkShare("The fade at the beginning", look.fadeIn, 0, 60));
    BRANDLOOM_CHECK(checkShare("The fade at the end", look.fadeOut, 0, 60));
    BRANDLOOM_CHECK(checkShare("The size of the logo", look.logoSize, 0.02, 0.5));
    BRANDLOOM_CHECK(checkShare("The size of captions", look.captionSize, 0.02, 0.2));
    BRANDLOOM_CHECK(checkShare("The place of captions", look.captionBottom, 0, 1));
    BRANDLOOM_CHECK(checkShare("The start of the voice", options.sound.voiceStart, 0, 900));
    BRANDLOOM_CHECK(checkShare("What the music is softer", options.sound.musicBelow, 0, 30));
    BRANDLOOM_CHECK(checkShare("What the music steps back", options.sound.duckBy, 0, 40));
    return checkShare("The fade of the music", options.sound.musicFadeOut, 0, 60);
}

/// The one that is told best from what is behind it.
struct LogoChoice {
    std::optional<finishing::BrandLogo> logo;
    std::optional<finishing::LogoContrast> contrast;
};
LogoChoice chooseLogo(const std::vector<finishing::BrandLogo>& logos, const finishing::PieceLook& look,
                      const finishing::Platform& platform, const std::vector<Frame>& pictures) {
    LogoChoice out;
    for (const auto& logo : logos) {
        const auto contrast = finishing::logoContrast(logo, finishing::logoBox(logo, look, platform), pictures);
        if (out.contrast && contrast.ratio <= out.contrast->ratio) continue;
        out.logo = logo;
        out.contrast = contrast;
    }
    return out;
}

/// On a plate in the brand's background colour: the logo that is made for it.
LogoChoice logoForPlate(const std::vector<finishing::BrandLogo>& logos, const brand::Brand& brand) {
    const bool isDark = brand::relativeLuminance(brand::subtitleColours(brand).ground) < 0.18;
    const auto wanted = isDark ? brand::LogoGround::Dark : brand::LogoGround::Light;
    LogoChoice out;
    for (const auto& logo : logos)
        if (!out.logo || logo.ground == wanted) out.logo = logo;
    return out;
}

}  // namespace

StagedPiece::StagedPiece(finishing::Platform where, finishing::PiecePlan how, std::vector<Path> films,
                         StopToken stop)
    : platform(std::move(where)),
      plan(std::move(how)),
      m_pictures(std::move(films), std::move(stop)),
      m_renderer(plan) {}

Result<PieceStage> PieceStage::open(project::Project* project, const ExportOptions& options,
                                    const StopToken& stop) {
    PieceStage out;
    out.m_options = options;
    out.m_stop = stop;
    BRANDLOOM_CHECK(checkLook(options));
    BRANDLOOM_CHECK(out.addSources(project));
    if (project != nullptr) BRANDLOOM_CHECK(out.addBrand(*project));
    BRANDLOOM_CHECK(out.addSounds());
    return out;
}

Status PieceStage::addSources(project::Project* project) {
    for (const auto& shot : m_options.shots) {
        BRANDLOOM_CHECK(checkCancelled(m_stop));
        BRANDLOOM_TRY(auto source, sourceOf(project, shot.shot, shot.film, m_stop));
        m_sources.push_back(std::move(source));
    }
    return {};
}

Status PieceStage::addBrand(project::Project& project) {
    BRANDLOOM_TRY(m_brand, brand::BrandRepository(project.store()).read());
    BRANDLOOM_TRY(const auto info, project.info());
    m_projectName = info.name;
    for (const auto& family : {m_brand.fontLatin, m_brand.fontChinese})
        if (!family.empty() && !checkFont(family).isInstalled) m_missingFonts.push_back(family);
    if (!m_options.look.logo) return {};
    for (const auto& logo : m_brand.logos) {
        BRANDLOOM_TRY(const auto file, project.blobs().verifiedPath(logo.blob, m_stop));
        BRANDLOOM_TRY(auto picture, media::readPngOverlay(file));
        m_logos.push_back({std::move(picture), logo.clearSpace, logo.ground});
    }
    return {};
}

Status PieceStage::addSounds() {
    media::FilmReader reader;
    const auto read = [&](const Path& file, media::SoundSamples& to, std::string& sha256) -> Status {
        if (file.empty()) return {};
        BRANDLOOM_TRY(auto heard, reader.sound(file, {}, m_stop));
        to = std::move(heard.samples);
        BRANDLOOM_TRY(sha256, sha256OfFile(file, m_stop));
        return {};
    };
    BRANDLOOM_CHECK(read(m_options.voice, m_voice, m_voiceSha256));
    return read(m_options.music, m_music, m_musicSha256);
}

finishing::PieceSound PieceStage::soundOptions() const {
    auto out = m_options.sound;
    out.voice = !m_options.voice.empty();
    out.music = !m_options.music.empty();
    return out;
}

std::vector<Path> PieceStage::films() const {
    std::vector<Path> out;
    for (const auto& source : m_sources) out.push_back(source.file);
    return out;
}

std::string PieceStage::title() const {
    if (!m_options.title.empty() || m_sources.empty()) return m_options.title;
    const auto& first = m_sources.front();
    return first.prompt.empty() ? utf8FromPath(first.file.stem()) : first.prompt;
}

std::string PieceStage::producer() const {
    if (!m_options.producer.empty()) return m_options.producer;
    if (!m_brand.name.empty()) return m_brand.name;
    return m_projectName.empty() ? "Brandloom" : m_projectName;
}

Result<std::unique_ptr<StagedPiece>> PieceStage::forTarget(const finishing::Platform& platform) const {
    std::vector<finishing::PiecePart> parts;
    std::vector<finishing::PieceSource> measured;
    double shotFps = 0;
    for (std::size_t i = 0; i < m_sources.size(); ++i) {
        const auto& shot = m_options.shots[i];
        parts.push_back({static_cast<int>(i), shot.start, shot.end, shot.crossFade});
        const auto& source = m_sources[i];
        measured.push_back({source.width, source.height, source.fps, source.seconds});
        shotFps = std::max(shotFps, source.fps);
    }
    finishing::PiecePlan plan;
    plan.width = platform.width;
    plan.height = platform.height;
    plan.look = m_options.look;
    BRANDLOOM_TRY(plan.timeline, finishing::placeParts(parts, measured, finishing::rateFor(platform, shotFps)));
    const auto ground = brand::subtitleColours(m_brand).ground;
    plan.ground = {ground.red, ground.green, ground.blue};

    // Pictures without anything over them, to see which logo can be told from them.
    std::vector<Frame> looks;
    if (!m_logos.empty() && !m_options.look.logoPlate) {
        finishing::FilmPictures pictures(films(), m_stop);
        finishing::Renderer renderer(plan);
        for (int i = 0; i < kLooks; ++i) {
            BRANDLOOM_TRY(auto picture, renderer.bareFrame(plan.timeline.frames * i / kLooks, pictures));
            looks.push_back(std::move(picture));
        }
    }
    const auto logo = m_options.look.logoPlate ? logoForPlate(m_logos, m_brand)
                                               : chooseLogo(m_logos, m_options.look, platform, looks);
    const auto language = finishing::labelLanguage(m_options.look.label, platform.language);
    std::string families;
    for (const auto& family : {m_brand.fontLatin, m_brand.fontChinese})
        if (!family.empty()) families += family + ", ";
    BRANDLOOM_TRY(plan.art, finishing::makeArt({platform, m_options.look, m_options.captions, m_brand,
                                                families + kOtherFonts, logo.logo, language},
                                               plan.timeline));
    auto out = std::make_unique<StagedPiece>(platform, std::move(plan), films(), m_stop);
    out->labelLanguage = language;
    const auto sound = soundOptions();
    if (sound.voice || sound.music)
        out->sound = std::make_shared<finishing::MixedSound>(finishing::mixSound(
            sound, m_voice, m_music, {out->plan.timeline.seconds(), platform.loudness, platform.truePeak}));
    out->findings =
        finishing::checklist({&platform, &out->plan, &m_brand, std::move(measured), m_options.captions, language,
                              m_missingFonts, logo.logo, logo.contrast, out->sound.get(),
                              utf8FromPath(m_options.voice.filename()), utf8FromPath(m_options.music.filename())});
    return out;
}

}  // namespace brandloom::studio
