#include "core/studio/brand/brand_sources.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/base/base_errors.h"
#include "core/brand/brand_errors.h"
#include "core/brand/colour.h"
#include "core/dataset/clip_palette.h"
#include "core/dataset/colour_names.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/source_repository.h"
#include "core/media/measures_document.h"
#include "core/media/media_errors.h"
#include "core/media/picture_measures.h"
#include "core/media/png.h"
#include "core/media/reader/film_reader.h"

namespace brandloom::studio {
namespace {

constexpr std::uint64_t kMostLogoBytes = 32ull << 20;
constexpr int kMostLogoSide = 4096;

std::vector<brand::Colour> coloursOf(const std::vector<media::PaletteColour>& palette,
                                     const std::string& language) {
    std::vector<brand::Colour> out;
    for (const auto& colour : palette) {
        const auto name = dataset::colourName(colour.l, colour.a, colour.b);
        brand::Colour one;
        one.name = std::string(language == "zh" ? name.zh : name.en);
        for (int n = 2; std::ranges::find(out, one.name, &brand::Colour::name) != out.end(); ++n)
            one.name = std::string(language == "zh" ? name.zh : name.en) + " " + std::to_string(n);
        one.hex = brand::hexOf(brand::rgbFromLab(colour.l, colour.a, colour.b));
        one.share = std::clamp(colour.share, 0.0, 1.0);
        out.push_back(std::move(one));
    }
    return out;
}

tl::unexpected<Error> noColours(const std::string& what) {
    return fail(brand_errors::kNoColours, {{"what", what}});
}

tl::unexpected<Error> badLogo(const Path& file, const std::string& reason) {
    return fail(brand_errors::kBadLogo, {{"file", utf8FromPath(file)}, {"reason", reason}});
}

}  // namespace

Result<std::vector<brand::Colour>> coloursOfPicture(const Path& file, int count, const std::string& language,
                                                    const StopToken& stop) {
    media::FilmReader reader;
    BRANDLOOM_TRY(const auto look, reader.look(file, {512, 0.25}, stop));
    const std::vector<Frame> pictures{look.picture};
    auto colours =
        coloursOf(look.picture ? media::paletteOf(pictures, count) : std::vector<media::PaletteColour>(), language);
    if (colours.empty()) return noColours(utf8FromPath(file));
    return colours;
}

Result<std::vector<brand::Colour>> coloursOfDataset(project::Project& project, const std::string& name, int count,
                                                    const std::string& language) {
    dataset::DatasetRepository datasets(project.store());
    BRANDLOOM_TRY(const auto dataset, datasets.choose(name));
    BRANDLOOM_TRY(auto clips, datasets.clips(dataset.id));
    BRANDLOOM_TRY(const auto kept, dataset::SourceRepository(project.store()).measures(dataset.id));
    const bool arePicked = std::ranges::any_of(clips, [](const auto& clip) { return clip.pick > 0; });
    std::erase_if(clips, [&](const auto& clip) { return arePicked ? clip.pick <= 0 : clip.pick < 0; });
    std::map<std::tuple<std::string, std::int64_t, std::int64_t>, const dataset::Measures*> byRange;
    for (const auto& m : kept) byRange[{m.sourceSha256, m.firstFrame, m.frameCount}] = &m;
    std::vector<std::vector<media::PaletteColour>> palettes;
    for (const auto& clip : clips) {
        const auto found = byRange.find({clip.sourceSha256, clip.firstFrame, clip.frameCount});
        if (found == byRange.end()) continue;
        if (const auto measures = media::measuresFromDocument(found->second->document))
            palettes.push_back(measures->palette);
    }
    auto colours = coloursOf(dataset::paletteOfClips(palettes, count), language);
    if (colours.empty()) return noColours("the measured clips of \"" + dataset.name + "\"");
    return colours;
}

Result<brand::Logo> storedLogo(project::Project& project, const Path& file, brand::LogoGround ground,
                               double clearSpace) {
    BRANDLOOM_TRY(const auto bytes, readFile(file, kMostLogoBytes));
    const auto head = std::string_view(bytes).substr(0, 1024);
    if (head.find("<svg") != std::string_view::npos)
        return badLogo(file, "it is an SVG, whose shapes every program draws otherwise");
    const auto picture = media::readPng(file);
    if (!picture && picture.error().is(media_errors::kBadPicture))
        return badLogo(file, "it is no PNG that can be read");
    if (!picture) return fail(picture.error());
    if ((*picture)->width() > kMostLogoSide || (*picture)->height() > kMostLogoSide)
        return badLogo(file, "it is larger than 4096 pixels a side");
    brand::Logo out;
    out.ground = ground;
    out.clearSpace = clearSpace;
    out.width = (*picture)->width();
    out.height = (*picture)->height();
    BRANDLOOM_TRY(out.blob,
                  project.blobs().put({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
    return out;
}

}  // namespace brandloom::studio
