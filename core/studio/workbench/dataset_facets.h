#pragma once
// Inside core/studio/workbench: ways to narrow a dataset down, and its frozen versions.
#include "core/base/cancel.h"
#include "core/project/project.h"
#include "core/studio/workbench/dataset_desk_types.h"

namespace brandloom::studio {

/// Errors: those of searchDataset and datasetVersions, kCancelled.
Result<DatasetFacets> datasetFacets(project::Project& project, const std::string& dataset, const StopToken& stop);

}  // namespace brandloom::studio
