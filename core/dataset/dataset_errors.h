#pragma once
// The error table of core/dataset.
#include <span>

#include "core/base/error.h"

namespace brandloom::dataset_errors {

inline constexpr ErrorSpec kNoDataset{"dataset", "no_dataset", "The project has no dataset.",
                                      "Add films with 'dataset add', or name films to train on.", ErrorKind::Usage};
inline constexpr ErrorSpec kDatasetMissing{"dataset", "dataset_missing", "There is no dataset \"{dataset}\".",
                                           "Choose one of these: {names}.", ErrorKind::Usage};
inline constexpr ErrorSpec kChooseDataset{"dataset", "choose_dataset",
                                          "The project has several datasets, and none was named.",
                                          "Choose one of these: {names}.", ErrorKind::Usage};
inline constexpr ErrorSpec kDatasetEmpty{"dataset", "dataset_empty", "The dataset \"{dataset}\" holds no clips.",
                                         "Add films to it."};
inline constexpr ErrorSpec kSourceGone{"dataset", "source_gone",
                                       "The film {file} of the dataset is not there any more.",
                                       "Put it back, or add it from where it is now."};
inline constexpr ErrorSpec kSourceChanged{"dataset", "source_changed",
                                          "The film {file} is not the one that was added to the dataset.",
                                          "Put the earlier one back, or add the new one under another name."};
inline constexpr ErrorSpec kBadRecord{"dataset", "bad_record", "{what} may not be {value}.", "Use {allowed}.",
                                      ErrorKind::Usage};

}  // namespace brandloom::dataset_errors

namespace brandloom::dataset {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> datasetErrorSpecs();

}  // namespace brandloom::dataset
