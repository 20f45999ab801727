#include "core/media/lettering/lettering.h"

#include <algorithm>

#include "core/base/base_errors.h"
#include "core/base/paths.h"
#include "core/media/lettering/pango_handles.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

using namespace pango;

constexpr int kLargest = 16384;
constexpr const char* kFonts = "Inter, Noto Sans CJK SC, Sans";

void setColour(cairo_t* context, const std::array<std::uint8_t, 3>& c) {
    cairo_set_source_rgb(context, c[0] / 255.0, c[1] / 255.0, c[2] / 255.0);
}

tl::unexpected<Error> bad(const char* option, const std::string& value, const char* allowed) {
    return fail(media_errors::kBadOption, {{"option", option}, {"value", value}, {"allowed", allowed}});
}

Frame frameOf(cairo_surface_t* surface, int width, int height) {
    cairo_surface_flush(surface);
    auto out = std::make_shared<FrameBuffer>(width, height);
    const unsigned char* data = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    for (int y = 0; y < height; ++y) {
        const auto* from = reinterpret_cast<const std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
        auto* to = out->row(y);
        for (int x = 0; x < width; ++x, to += 3) {
            to[0] = static_cast<std::uint8_t>(from[x] >> 16);
            to[1] = static_cast<std::uint8_t>(from[x] >> 8);
            to[2] = static_cast<std::uint8_t>(from[x]);
        }
    }
    return out;
}

}  // namespace

Result<Frame> letterLine(const std::string& text, const LineOptions& o) {
    for (const int side : {o.width, o.height, o.textSize})
        if (side < 1 || side > kLargest) return bad("size of a line", std::to_string(side), "1 to 16384 pixels");
    if (o.indent < 0 || o.indent > o.width)
        return bad("indent of a line", std::to_string(o.indent), "0 to its width");
    if (!isValidUtf8(text)) return bad("text", "other than UTF-8", "UTF-8 text");
    std::size_t end = std::min(text.size(), kMostBytes);
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    std::string line = text.substr(0, end);
    std::replace_if(
        line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');

    const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, o.width, o.height));
    const Canvas context(cairo_create(surface.get()));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS ||
        cairo_status(context.get()) != CAIRO_STATUS_SUCCESS)
        return fail(base_errors::kOutOfMemory, {{"what", "a line of text"}});
    setColour(context.get(), o.background);
    cairo_paint(context.get());
    const Layout layout(pango_cairo_create_layout(context.get()));
    const Font font(pango_font_description_from_string(kFonts));
    pango_font_description_set_absolute_size(font.get(), static_cast<double>(o.textSize) * PANGO_SCALE);
    if (o.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_SEMIBOLD);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    pango_layout_set_width(layout.get(), (o.width - o.indent) * PANGO_SCALE);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_text(layout.get(), line.data(), static_cast<int>(line.size()));
    int textHeight = 0;
    pango_layout_get_pixel_size(layout.get(), nullptr, &textHeight);
    cairo_move_to(context.get(), o.indent, (o.height - textHeight) / 2.0);
    setColour(context.get(), o.colour);
    pango_cairo_show_layout(context.get(), layout.get());
    return frameOf(surface.get(), o.width, o.height);
}

}  // namespace brandloom::media
