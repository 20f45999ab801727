#include "core/media/lettering/font_families.h"

#include <algorithm>
#include <memory>
#include <mutex>

#include "core/media/lettering/pango_handles.h"

namespace brandloom::media {
namespace {

using pango::Freer;
using Map = std::unique_ptr<PangoFontMap, Freer<g_object_unref>>;
using Context = std::unique_ptr<PangoContext, Freer<g_object_unref>>;
using Font = std::unique_ptr<PangoFont, Freer<g_object_unref>>;
using Coverage = std::unique_ptr<PangoCoverage, Freer<g_object_unref>>;
using Description = std::unique_ptr<PangoFontDescription, Freer<pango_font_description_free>>;
using Families = std::unique_ptr<PangoFontFamily*, Freer<g_free>>;

std::mutex& pangoMutex() {
    static std::mutex mutex;
    return mutex;
}

std::vector<std::string> familiesOf(PangoFontMap* map) {
    PangoFontFamily** list = nullptr;
    int count = 0;
    pango_font_map_list_families(map, &list, &count);
    const Families families(list);
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i)
        if (const char* name = pango_font_family_get_name(list[i]); name != nullptr && *name != '.')
            out.emplace_back(name);
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

bool isSame(const std::string& a, const std::string& b) {
    return g_ascii_strcasecmp(a.c_str(), b.c_str()) == 0;
}

double shareOf(PangoCoverage* coverage, const std::string& characters) {
    int tested = 0, there = 0;
    for (const char* at = characters.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
        ++tested;
        there +=
            pango_coverage_get(coverage, static_cast<int>(g_utf8_get_char(at))) == PANGO_COVERAGE_EXACT ? 1 : 0;
    }
    return tested > 0 ? static_cast<double>(there) / tested : 1;
}

}  // namespace

std::vector<std::string> fontFamilies() {
    const std::lock_guard lock(pangoMutex());
    const Map map(pango_cairo_font_map_new());
    return familiesOf(map.get());
}

FontCoverage coverageOf(const std::string& family, const std::string& characters) {
    const std::lock_guard lock(pangoMutex());
    const Map map(pango_cairo_font_map_new());
    const auto all = familiesOf(map.get());
    FontCoverage out;
    if (!g_utf8_validate(characters.c_str(), -1, nullptr)) return out;
    // A family that is not there would be answered with another one.
    out.isInstalled = std::ranges::any_of(all, [&](const std::string& one) { return isSame(one, family); });
    if (!out.isInstalled) return out;
    const Context context(pango_font_map_create_context(map.get()));
    const Description description(pango_font_description_new());
    pango_font_description_set_family(description.get(), family.c_str());
    pango_font_description_set_size(description.get(), 12 * PANGO_SCALE);
    const Font font(pango_font_map_load_font(map.get(), context.get(), description.get()));
    if (!font) return out;
    const Coverage coverage(pango_font_get_coverage(font.get(), pango_language_from_string("zh-cn")));
    if (coverage) out.share = shareOf(coverage.get(), characters);
    return out;
}

}  // namespace brandloom::media
