#pragma once
// Fonts that are installed, by family, and what can be written with them. Thread-safe.
#include <string>
#include <vector>

namespace brandloom::media {

/// Names as this system knows them, sorted, without doubles.
std::vector<std::string> fontFamilies();

struct FontCoverage {
    bool isInstalled = false;
    double share = 0;  ///< of the characters that the family itself has, 0..1
};
/// Some ms. `characters` is UTF-8; capitals in the name do not matter.
FontCoverage coverageOf(const std::string& family, const std::string& characters);

}  // namespace brandloom::media
