#pragma once
// The brand of a project. Each change is one committed transaction with one undo record ("brand.set" or
// "brand.import") and tells Recorded::What::Brand. Some ms of disk work, films and pictures up to seconds;
// thread-safe.
#include "core/base/cancel.h"
#include "core/project/project.h"
#include "core/studio/brand/brand_types.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

Result<ShownBrand> showBrand(project::Project& project);

/// Errors: kProjectReadOnly, those of brand::edited(), brand kBadLogo, base kFileMissing.
Result<BrandChanged> setBrand(project::Project& project, const SetBrandOptions& options, const Listener& listener);

/// Errors: as setBrand, brand kBadFile, kNoColours, those of media::FilmReader::look and of choosing a dataset,
/// kCancelled.
Result<BrandChanged> importBrand(project::Project& project, const ImportBrandOptions& options,
                                 const Listener& listener, const StopToken& stop = {});

}  // namespace brandloom::studio
