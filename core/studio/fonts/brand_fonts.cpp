#include "core/studio/fonts/brand_fonts.h"

#include "core/brand/brand.h"
#include "core/media/lettering/font_families.h"

namespace brandloom::studio {

BrandFont checkFont(const std::string& family) {
    const auto coverage = media::coverageOf(family, std::string(brand::testedChinese()));
    return {family, coverage.isInstalled, coverage.share};
}

std::vector<std::string> installedFonts() {
    return media::fontFamilies();
}

}  // namespace brandloom::studio
