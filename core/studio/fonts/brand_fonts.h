#pragma once
// Fonts for a brand: which there are, and whether Chinese can be written with them. Some ms each; thread-safe.
#include <string>
#include <vector>

namespace brandloom::studio {

/// `chineseShare`: of brand::testedChinese(), 0..1; below 1 another font stands in for what is missing.
struct BrandFont {
    std::string family;
    bool isInstalled = false;
    double chineseShare = 0;
};
BrandFont checkFont(const std::string& family);
/// All that are installed, sorted.
std::vector<std::string> installedFonts();

}  // namespace brandloom::studio
