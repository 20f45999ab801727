#pragma once
// Inside core/studio/brand: what colours and logos come from.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/brand/brand.h"
#include "core/project/project.h"

namespace brandloom::studio {

/// Of a picture, or of a film a quarter into it. Names in `language`. Errors: brand kNoColours, those of
/// media::FilmReader::look.
Result<std::vector<brand::Colour>> coloursOfPicture(const Path& file, int count, const std::string& language,
                                                    const StopToken& stop);

/// From what was measured of the clips. Errors: brand kNoColours, those of dataset::DatasetRepository::choose.
Result<std::vector<brand::Colour>> coloursOfDataset(project::Project& project, const std::string& dataset,
                                                    int count, const std::string& language);

/// Puts a PNG into the project's store. Errors: brand kBadLogo, base kFileMissing, those of the store.
Result<brand::Logo> storedLogo(project::Project& project, const Path& file, brand::LogoGround ground,
                               double clearSpace);

}  // namespace brandloom::studio
