#include "core/compare/alignment.h"

#include <algorithm>
#include <cmath>

namespace brandloom::compare {

Alignment align(const std::vector<FilmShape>& films) {
    const auto& first = films.front();
    Alignment out;
    out.width = first.width;
    out.height = first.height;
    out.fps = first.fps > 0 ? first.fps : 1;
    double shortest = first.seconds;
    for (const auto& film : films) {
        out.sizesDiffer |= film.width != first.width || film.height != first.height;
        const double aspect =
            static_cast<double>(film.width) * first.height / (static_cast<double>(film.height) * first.width);
        out.aspectsDiffer |= std::abs(aspect - 1) > 0.01;
        out.ratesDiffer |= std::abs(film.fps - first.fps) > 0.01;
        out.lengthsDiffer |= std::abs(film.seconds - first.seconds) > 0.5 / out.fps;
        shortest = std::min(shortest, film.seconds);
    }
    out.frames = std::max(1, static_cast<int>(std::lround(shortest * out.fps)));
    return out;
}

}  // namespace brandloom::compare
