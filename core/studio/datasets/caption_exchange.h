#pragma once
// Captions out of a dataset into one file, and back.
#include <string>
#include <vector>

#include "core/studio/datasets/curation.h"

namespace brandloom::studio {

struct ExportCaptionsOptions {
    std::string dataset;  ///< empty: the only one
    Path file;            ///< NAME.csv, or JSON lines under any other name; must not exist
};
/// How many captions were written. Errors: kFileExists, those of writing, dataset kNoDataset, kDatasetMissing,
/// kChooseDataset.
Result<int> exportCaptions(project::Project& project, const ExportCaptionsOptions& options);

struct ImportCaptionsOptions {
    std::string dataset;  ///< empty: the only one
    /// What exportCaptions writes (core/dataset/caption_tables.h says what other programs' may hold), or a folder
    /// with NAME.zh.txt, NAME.en.txt and NAME.txt for the films' names.
    Path place;
    BulkOptions bulk;
};
struct ImportedCaptions {
    BulkResult bulk;                   ///< clips: captions in the file
    std::vector<std::string> unknown;  ///< names of what no clip was found for
};
/// Undo command "caption.import". More than one change is made only with bulk.isSure. Errors: kProjectReadOnly,
/// dataset kBadCaptions, kBadRecord and the above.
Result<ImportedCaptions> importCaptions(project::Project& project, const ImportCaptionsOptions& options,
                                        const Listener& listener);

}  // namespace brandloom::studio
