#pragma once
// Words of the Brand page.
#include <QString>

#include "core/brand/brand_contrast.h"

namespace brandloom::brand_page {

/// A name inside a sentence, in the quotes of the language.
QString quoted(const QString& name);
/// "Text Ink on Cream has a contrast of 2.5, below 4.5."
QString contrastWords(const brand::ContrastCheck& check);
/// "4.5"; a ratio below a limit never reads as the limit.
QString ratioWords(double ratio);
QString roleWords(brand::ColourRole role);
/// Whether the command of an undo record is one of the brand.
bool isOfBrand(const std::string& command);

}  // namespace brandloom::brand_page
