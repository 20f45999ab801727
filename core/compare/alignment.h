#pragma once
// Films of other sizes, rates and lengths beside each other: what is chosen, and said. Pure, thread-safe.
#include <string>
#include <vector>

namespace brandloom::compare {

struct FilmShape {
    int width = 0;
    int height = 0;
    double fps = 0;
    double seconds = 0;
};

/// All are shown at the size and rate of the first, until the shortest ends: what is larger is scaled down or up
/// (Lanczos), what has another aspect is cut in its middle, and at each time the picture that stands then is taken.
struct Alignment {
    int width = 0;
    int height = 0;
    double fps = 0;
    int frames = 0;
    bool sizesDiffer = false;
    bool aspectsDiffer = false;
    bool ratesDiffer = false;
    bool lengthsDiffer = false;
};
/// Of at least one film.
Alignment align(const std::vector<FilmShape>& films);

}  // namespace brandloom::compare
