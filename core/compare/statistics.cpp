#include "core/compare/statistics.h"

#include <algorithm>
#include <cmath>

namespace brandloom::compare {

Interval wilson(int successes, int trials) {
    if (trials <= 0) return {};
    constexpr double z = 1.959963984540054;
    const double n = trials, p = successes / n;
    const double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

}  // namespace brandloom::compare
