#pragma once
// What the use cases of the brand take and give, as plain values.
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/paths.h"
#include "core/brand/brand.h"
#include "core/brand/brand_contrast.h"

namespace brandloom::studio {

struct LogoFile {
    brand::Logo logo;
    Path file;  ///< the PNG in the project
};

struct ShownBrand {
    brand::Brand brand;
    std::vector<LogoFile> logos;
    std::vector<brand::ContrastCheck> contrasts;
};
/// A picture that becomes a logo.
struct NewLogo {
    brand::LogoGround ground = brand::LogoGround::Light;
    Path file;                         ///< PNG
    std::optional<double> clearSpace;  ///< none: as the logo there has it, else brand::kClearSpace
};

struct SetBrandOptions {
    brand::BrandEdit edit;
    std::vector<NewLogo> logos;
    std::optional<double> clearSpace;  ///< of the logos that are there
};

struct BrandChanged {
    ShownBrand shown;
    int changes = 0;             ///< fields and logos
    std::vector<Error> leftOut;  ///< what of a file could not be taken, and why
};
struct ImportBrandOptions {
    /// Pictures and films give their colours, files of texts (JSON, or lines of "key: value") what they say.
    std::vector<Path> files;
    bool fromDataset = false;     ///< colours of the clips that are picked, else of all that are not rejected
    std::string dataset;          ///< empty: the only one
    bool isReplacing = false;     ///< colours that were found take the place of those there; else they join them
    int count = 6;                ///< colours to look for at most, 1..16
    std::string language = "en";  ///< of the names of colours that are new: zh or en
    /// What is told of a logo that a file names and that cannot be taken ends the import, or is left out.
    bool needsLogos = false;
    std::optional<brand::Brand> basis;  ///< as BrandEdit::basis
};

}  // namespace brandloom::studio
