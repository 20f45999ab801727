#pragma once
// Datasets in the forms of other programs, out and in. Out: a folder of films with a text beside each, the
// description that the program wants, and brandloom_dataset.json, which those programs pass over and which holds
// all that their form cannot: both languages, authors, tags, ratings, scenes, ranges, crops, rights. In: with that
// file nothing is lost where the original films are still there; without it films and texts come in as such
// programs see them.
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/training_tomls.h"
#include "core/studio/datasets/datasets.h"

namespace brandloom::studio {

inline constexpr const char* kSideCarName = "brandloom_dataset.json";

struct ExportDatasetOptions {
    std::string dataset;           ///< empty: the only one
    Path folder;                   ///< new or empty
    std::string layout = "plain";  ///< plain, musubi, diffusion-pipe or ai-toolkit
    std::string language;          ///< zh, en or und: of NAME.txt; empty: English where there is, else the first
    dataset::TomlSize size;        ///< of the model that the other program trains
    bool sound = false;            ///< parts of films keep theirs, as AAC; whole films always do
};

struct ExportedDataset {
    Path folder;
    int clips = 0;
    int copied = 0;                  ///< whole films, byte for byte
    int cut = 0;                     ///< parts of films or crops: written anew as H.264
    int withSound = 0;               ///< of them
    int textless = 0;                ///< clips without a caption: they have no text file
    int rejected = 0;                ///< clips that were left out
    std::vector<Path> descriptions;  ///< TOML files for the other program
};

/// plain: films and NAME.zh.txt, NAME.en.txt, NAME.txt in one folder. The others: train/ and held_out/ with one
/// text NAME.txt each; musubi also has a folder for each rate (to a tenth), as its description says the rate by
/// folder. A clip that is all of a film is a copy of it; another one is decoded and encoded again at the film's
/// mean rate (crf 12), since none of these programs knows in and out points. Made aside and renamed: nothing is
/// left behind when it fails or is stopped, and what a killed one left goes with the next export there. Phase:
/// "writing" (clips). Errors: dataset kFolderInUse, kSourceGone, kDatasetEmpty, base kInvalidArgument, kCancelled,
/// project kFolderReadOnly, those of reading, encoding and writing.
Result<ExportedDataset> exportDataset(project::Project& project, const ExportDatasetOptions& options,
                                      const Listener& listener, const StopToken& stop);

struct ImportDatasetOptions {
    Path place;           ///< a folder, a TOML file, or brandloom_dataset.json
    std::string dataset;  ///< to add to, made when there is none; empty: the one that was exported, or the only one
};

struct ImportedDataset {
    DatasetSummary dataset;
    bool hadSideCar = false;
    int originals = 0;             ///< clips that lie in their original film again
    int copies = 0;                ///< clips whose film is the exported file
    int edited = 0;                ///< captions that were changed in their text file since
    std::vector<AddedFilm> films;  ///< without a side-car
};

/// Takes a dataset from such a folder. Undo commands "dataset.add" and, where there are rights, "dataset.rights".
/// Phase: "reading" (films). Errors: kProjectReadOnly, dataset kNoLayout, kBadLayout, kBadRecord, kSplitConflict,
/// those of addFilms.
Result<ImportedDataset> importDataset(project::Project& project, const ImportDatasetOptions& options,
                                      const Listener& listener, const StopToken& stop);

}  // namespace brandloom::studio
