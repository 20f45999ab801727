#pragma once
// The dataset descriptions of musubi-tuner and diffusion-pipe, as TOML: what is in one, and writing one. Forms as
// in kohya-ss/musubi-tuner:docs/dataset_config.md and tdrussell/diffusion-pipe:examples/dataset.toml. Thread-safe.
#include <string>
#include <string_view>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"

namespace brandloom::dataset {

/// One place where a description says that films lie.
struct TomlPlace {
    Path folder;                            ///< with films and texts; empty: a list
    Path list;                              ///< JSON lines of "video_path" or "image_path" and "caption"
    std::string captionExtension = ".txt";  ///< of the texts in the folder
};

/// Relative paths count from the folder of the file. Errors: kBadLayout, those of readFile.
Result<std::vector<TomlPlace>> placesInToml(const Path& file);

/// A line of such a list.
struct ListedFilm {
    Path film;
    std::string caption;  ///< may be empty
};
/// Relative paths count from the folder of the list. Errors: kBadLayout, those of readFile.
Result<std::vector<ListedFilm>> filmsInList(const Path& file);

struct TomlFolder {
    Path folder;
    double fps = 0;  ///< of the films in it; 0: not known
};
struct TomlSize {
    int width = 832;  ///< pixels
    int height = 480;
    int frames = 81;  ///< 4n+1
};
std::string musubiToml(const std::vector<TomlFolder>& folders, const TomlSize& size);
std::string diffusionPipeToml(const std::vector<TomlFolder>& folders, const TomlSize& size);

}  // namespace brandloom::dataset
