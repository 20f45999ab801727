#pragma once
// What a training sees of a clip: the very pictures that its cache is made from.
#include <cstdint>
#include <string>
#include <vector>

#include "core/door/engine_loader.h"
#include "core/project/project.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::studio {

struct ShowClipOptions {
    std::int64_t clip = 0;  ///< number in the project
    Path model;             ///< name or folder; empty: the starter model
    /// New or empty folder for the pictures, WINDOW_FRAME.png counted from 1; empty: none are written.
    Path pictureFolder;
    int clipsPerFilm = TrainStyleOptions{}.clipsPerFilm;  ///< as of the training, 1..1000
};

/// A window that is cut from the clip. A training cuts all of its windows to the length of its shortest one; the
/// pictures are the first ones of these.
struct ShownWindow {
    double startSeconds = 0;  ///< in the film
    std::string key;          ///< names content and cut, while this is the shortest
    std::vector<Frame> pictures;
};

struct ShownClip {
    std::string film;
    std::string model;
    int width = 0;  ///< of the model
    int height = 0;
    double fps = 0;
    std::vector<std::string> captions;  ///< as a training has them; one of them is drawn for each step
    std::vector<ShownWindow> windows;
};

/// Phases: "loading", "reading" (windows), "writing" (pictures). Errors: dataset kClipMissing, kSourceGone,
/// kSourceChanged, kFolderInUse, base kInvalidArgument, kCancelled, media kFilmTooShort, those of describeModel,
/// reading films and writing pictures; then no picture is left behind.
Result<ShownClip> showClip(project::Project& project, const door::EngineFactory& engine,
                           const ShowClipOptions& options, const Listener& listener, const StopToken& stop);

}  // namespace brandloom::studio
