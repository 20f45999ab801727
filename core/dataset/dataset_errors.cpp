#include "core/dataset/dataset_errors.h"

#include <array>

namespace brandloom::dataset {

std::span<const ErrorSpec* const> datasetErrorSpecs() {
    using namespace dataset_errors;
    static constexpr std::array<const ErrorSpec*, 19> kAll{
        &kNoDataset,     &kDatasetMissing, &kChooseDataset, &kDatasetEmpty,  &kSourceGone,
        &kSourceChanged, &kBadRecord,      &kSplitConflict, &kClipMissing,   &kCaptionMissing,
        &kRangeOutside,  &kVersionMissing, &kBadQuery,      &kSourceUnknown, &kOtherContent,
        &kNoLayout,      &kBadLayout,      &kFolderInUse,   &kBadCaptions};
    return kAll;
}

}  // namespace brandloom::dataset
