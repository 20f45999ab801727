#pragma once
// One owning type per handle of Pango and Cairo. For .cpp files of this room only.
#include <pango/pangocairo.h>

#include <memory>

namespace brandloom::media::pango {

template <auto Free>
struct Freer {
    template <class T>
    void operator()(T* handle) const {
        Free(handle);
    }
};
using Surface = std::unique_ptr<cairo_surface_t, Freer<cairo_surface_destroy>>;
using Canvas = std::unique_ptr<cairo_t, Freer<cairo_destroy>>;
using Layout = std::unique_ptr<PangoLayout, Freer<g_object_unref>>;
using Font = std::unique_ptr<PangoFontDescription, Freer<pango_font_description_free>>;
using Iterator = std::unique_ptr<PangoLayoutIter, Freer<pango_layout_iter_free>>;

/// The most that is shaped of a text: no picture holds more, and a whole book would take minutes.
inline constexpr std::size_t kMostBytes = 8192;

}  // namespace brandloom::media::pango
