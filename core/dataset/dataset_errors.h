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

inline constexpr ErrorSpec kSplitConflict{
    "dataset", "split_conflict", "Clips of {group} are wanted on both sides of the split.",
    "Choose one side for all clips of that film or scene: what is measured may not show what is learnt.",
    ErrorKind::Usage};
inline constexpr ErrorSpec kClipMissing{"dataset", "clip_missing", "There is no clip {id} in the project.",
                                        "See the clips and their numbers with 'dataset show'.", ErrorKind::Usage};
inline constexpr ErrorSpec kCaptionMissing{"dataset", "caption_missing", "Clip {id} has no caption in {language}.",
                                           "Write one, or choose another language.", ErrorKind::Usage};
inline constexpr ErrorSpec kRangeOutside{
    "dataset", "range_outside",
    "The range {start} to {end} s of clip {id} does not lie inside its film of {length} s.",
    "Choose an in and an out point inside the film, at least one picture apart.", ErrorKind::Usage};
inline constexpr ErrorSpec kVersionMissing{"dataset", "version_missing",
                                           "The dataset \"{dataset}\" has no frozen version {version}.",
                                           "Choose one of these: {names}.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadQuery{"dataset", "bad_query",
                                     "The query cannot be understood at \"{part}\": {reason}.", "Use {allowed}.",
                                     ErrorKind::Usage};
inline constexpr ErrorSpec kSourceUnknown{
    "dataset", "source_unknown", "The project knows no film {film}.",
    "Name its path as 'dataset show' gives it, or the first digits of its hash.", ErrorKind::Usage};
inline constexpr ErrorSpec kOtherContent{"dataset", "other_content",
                                         "{file} is another film than the one that is looked for.",
                                         "Choose the file with the same content; its name does not matter."};
inline constexpr ErrorSpec kNoLayout{
    "dataset", "no_layout", "{folder} holds no dataset that can be read: {reason}.",
    "Name a folder of films and texts, or the TOML file of musubi-tuner or diffusion-pipe."};
inline constexpr ErrorSpec kBadLayout{"dataset", "bad_layout", "{file} does not describe a dataset: {reason}.",
                                      "Correct that place, or write the file again with the program that made it."};
inline constexpr ErrorSpec kFolderInUse{"dataset", "folder_in_use", "{folder} already holds files.",
                                        "Name a new or an empty folder; nothing was overwritten.",
                                        ErrorKind::Usage};
inline constexpr ErrorSpec kBadCaptions{
    "dataset", "bad_captions", "{file} cannot be read as captions: {reason}.",
    "Use JSON lines or CSV as 'caption export' writes them, or a folder of NAME.zh.txt, NAME.en.txt and NAME.txt."};

}  // namespace brandloom::dataset_errors

namespace brandloom::dataset {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> datasetErrorSpecs();

}  // namespace brandloom::dataset
