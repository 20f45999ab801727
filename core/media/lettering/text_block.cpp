#include "core/media/lettering/text_block.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string_view>

#include "core/base/base_errors.h"
#include "core/base/paths.h"
#include "core/media/lettering/pango_handles.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

using namespace pango;

constexpr int kLargest = 16384;

tl::unexpected<Error> bad(const char* option, const std::string& value, const char* allowed) {
    return fail(media_errors::kBadOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
}

Status check(const std::string& text, const TextBlockOptions& o) {
    for (const int side : {o.width, o.textSize})
        if (side < 1 || side > kLargest) return bad("size of a text", std::to_string(side), "1 to 16384 pixels");
    if (o.padding < 0 || o.padding > kLargest || o.radius < 0 || o.radius > kLargest)
        return bad("edge of a text", std::to_string(std::min(o.padding, o.radius)), "0 to 16384 pixels");
    if (!isValidUtf8(text)) return bad("text", "other than UTF-8", "UTF-8 text");
    return {};
}

/// Line breaks stay; other control characters become spaces; blanks at both ends go.
std::string shown(const std::string& text) {
    std::size_t end = std::min(text.size(), kMostBytes);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    std::string out = text.substr(0, end);
    std::replace_if(
        out.begin(), out.end(), [](unsigned char c) { return (c < 0x20 && c != '\n') || c == 0x7F; }, ' ');
    const auto first = out.find_first_not_of(" \n");
    if (first == std::string::npos) return {};
    return out.substr(first, out.find_last_not_of(" \n") + 1 - first);
}

Layout makeLayout(cairo_t* canvas, const std::string& text, const TextBlockOptions& o) {
    Layout layout(pango_cairo_create_layout(canvas));
    pango_context_set_language(pango_layout_get_context(layout.get()),
                               pango_language_from_string(o.language.c_str()));
    const Font font(pango_font_description_new());
    pango_font_description_set_family(font.get(), o.families.c_str());
    pango_font_description_set_absolute_size(font.get(), static_cast<double>(o.textSize) * PANGO_SCALE);
    if (o.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_SEMIBOLD);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), o.centred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT);
    pango_layout_set_width(layout.get(), o.width * PANGO_SCALE);
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
}

/// Whether every line but the last ends at a blank or a mark.
bool endsAtMarks(PangoLayout* layout) {
    static constexpr std::string_view kMarks = " ,.;:!?，。；：！？、…）」』》”";
    const std::string_view text = pango_layout_get_text(layout);
    const int lines = pango_layout_get_line_count(layout);
    for (int i = 0; i + 1 < lines; ++i) {
        const auto* line = pango_layout_get_line_readonly(layout, i);
        const auto end = static_cast<std::size_t>(line->start_index + line->length);
        if (end == 0) continue;
        std::size_t begin = end - 1;
        while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
        if (kMarks.find(text.substr(begin, end - begin)) == std::string_view::npos &&
            (end >= text.size() || text[end] != '\n'))
            return false;
    }
    return true;
}

/// The narrowest that takes no more lines, so that the last one is not a single character; where a wider one breaks
/// only after marks, that one, so that no Chinese word is torn.
void balance(PangoLayout* layout, int width) {
    const int lines = pango_layout_get_line_count(layout);
    if (lines < 2) return;
    int least = width / lines, most = width;
    while (least < most) {
        const int middle = (least + most) / 2;
        pango_layout_set_width(layout, middle * PANGO_SCALE);
        if (pango_layout_get_line_count(layout) > lines)
            least = middle + 1;
        else
            most = middle;
    }
    constexpr int kSteps = 16;
    for (int i = 0; i <= kSteps; ++i) {
        pango_layout_set_width(layout, (most + (width - most) * i / kSteps) * PANGO_SCALE);
        if (pango_layout_get_line_count(layout) == lines && endsAtMarks(layout)) return;
    }
    pango_layout_set_width(layout, most * PANGO_SCALE);
}

void addOnce(std::string& all, std::string_view character) {
    if (all.find(character) == std::string::npos) all += character;
}

/// Characters of a run that no font has.
void addMissing(const PangoLayoutRun& run, const char* text, std::string& missing) {
    const auto* glyphs = run.glyphs;
    for (int i = 0; i < glyphs->num_glyphs; ++i) {
        if ((glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0) continue;
        const char* at = text + run.item->offset + glyphs->log_clusters[i];
        addOnce(missing, std::string_view(at, static_cast<std::size_t>(g_utf8_next_char(at) - at)));
    }
}

std::string missingIn(PangoLayout* layout) {
    std::string missing;
    if (pango_layout_get_unknown_glyphs_count(layout) == 0) return missing;
    const char* text = pango_layout_get_text(layout);
    const Iterator at(pango_layout_get_iter(layout));
    do {
        if (const auto* run = pango_layout_iter_get_run_readonly(at.get())) addMissing(*run, text, missing);
    } while (pango_layout_iter_next_run(at.get()) != FALSE);
    return missing;
}

void setColour(cairo_t* canvas, const std::array<std::uint8_t, 3>& c, double opacity) {
    cairo_set_source_rgba(canvas, c[0] / 255.0, c[1] / 255.0, c[2] / 255.0, opacity);
}

void paintPlate(cairo_t* canvas, double width, double height, const TextBlockOptions& o) {
    if (o.groundOpacity <= 0) return;
    const double r = std::min<double>(o.radius, std::min(width, height) / 2), pi = std::numbers::pi;
    cairo_new_path(canvas);
    cairo_arc(canvas, width - r, r, r, -pi / 2, 0);
    cairo_arc(canvas, width - r, height - r, r, 0, pi / 2);
    cairo_arc(canvas, r, height - r, r, pi / 2, pi);
    cairo_arc(canvas, r, r, r, pi, 3 * pi / 2);
    cairo_close_path(canvas);
    setColour(canvas, o.ground, std::min(1.0, o.groundOpacity));
    cairo_fill(canvas);
}

/// Cairo keeps 0xAARRGGBB, the colours multiplied already.
Overlay overlayOf(cairo_surface_t* surface, int width, int height) {
    cairo_surface_flush(surface);
    Overlay out(width, height);
    const unsigned char* data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < height; ++y) {
        const auto* from = reinterpret_cast<const std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
        auto* to = out.row(y);
        for (int x = 0; x < width; ++x, to += 4) {
            to[0] = static_cast<std::uint8_t>(from[x] >> 16);
            to[1] = static_cast<std::uint8_t>(from[x] >> 8);
            to[2] = static_cast<std::uint8_t>(from[x]);
            to[3] = static_cast<std::uint8_t>(from[x] >> 24);
        }
    }
    return out;
}

Error noMemory() {
    return Error(base_errors::kOutOfMemory, {{"what", "a text"}});
}

}  // namespace

Result<TextBlock> textBlock(const std::string& text, const TextBlockOptions& o) {
    BRANDLOOM_CHECK(check(text, o));
    const auto line = shown(text);
    TextBlock out;
    if (line.empty()) return out;
    const Surface probe(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 1, 1));
    const Canvas probeCanvas(cairo_create(probe.get()));
    const Layout layout = makeLayout(probeCanvas.get(), line, o);
    balance(layout.get(), o.width);
    PangoRectangle ink{}, logical{};
    pango_layout_get_pixel_extents(layout.get(), &ink, &logical);
    out.lines = pango_layout_get_line_count(layout.get());
    out.textHeight = ink.height;
    out.missing = missingIn(layout.get());
    const int width = logical.width + 2 * o.padding, height = logical.height + 2 * o.padding;
    if (width < 1 || height < 1 || width > 2 * kLargest || height > 2 * kLargest) return fail(noMemory());

    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height));
    const Canvas canvas(cairo_create(surface.get()));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return fail(noMemory());
    paintPlate(canvas.get(), width, height, o);
    cairo_move_to(canvas.get(), o.padding - logical.x, o.padding - logical.y);
    setColour(canvas.get(), o.colour, 1);
    pango_cairo_show_layout(canvas.get(), layout.get());
    if (cairo_status(canvas.get()) != CAIRO_STATUS_SUCCESS) return fail(noMemory());
    out.picture = overlayOf(surface.get(), width, height);
    return out;
}

}  // namespace brandloom::media
