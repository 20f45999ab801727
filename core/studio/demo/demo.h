#pragma once
// The use case "demo": a film becomes a Style, and the same prompts and seeds are made into Shots without and with
// it, and these into branded Pieces. The folder that it makes is an ordinary project. Blocks; call it on a job's
// thread.
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/door/engine_loader.h"
#include "core/studio/common/studio_types.h"
#include "core/studio/datasets/insight.h"

namespace brandloom::studio {

/// Words on the contact sheet; core has none of its own.
struct DemoWords {
    std::string film = "Film";
    std::string withoutStyle = "Without";
    std::string withStyle = "With";
    std::string caption;  ///< on the Pieces; empty: none
};

struct DemoOptions {
    std::vector<Path> films;           ///< empty: the film that ships with the studio
    std::vector<std::string> prompts;  ///< empty: the captions beside the first film, else one in each language;
                                       ///< without smoke also another thing in each language
    Path outDir;                       ///< a new or empty folder, made when missing
    Path modelDir;                     ///< empty: the starter model
    bool smoke = false;                ///< fewer solver steps: shows that all works, not how good it looks
    std::uint64_t seed = 11;           ///< of the Shots
    DemoWords words;
    door::TrainOptions training;
};

struct DemoShot {
    std::string prompt;
    bool withStyle = false;
    Path file;
};

struct DemoPiece {
    std::string target;  ///< id of the platform
    Path file;
};

struct DemoResult {
    Path folder;
    Path contactSheet;       ///< the film, then a row without and a row with the Style for each prompt
    DatasetSummary dataset;  ///< of the films, which the Style was trained on
    VersionSummary version;  ///< it, frozen
    TrainedStyle style;
    std::vector<DemoShot> shots;
    std::vector<DemoPiece> pieces;  ///< of the Shots with the Style, for three targets
    double trainSeconds = 0;
    double totalSeconds = 0;
};

struct DemoStage {
    enum class What { Project, Train, Generate, ContactSheet, Export };
    What what = What::Project;
    int number = 0;  ///< from 1
    int total = 0;
    std::string detail;  ///< Generate: the prompt
    bool withStyle = false;
};

struct DemoListener {
    Listener listener;
    std::function<void(const DemoStage&)> stage;
};

/// Stopped: kCancelled; what was made until then stays in the folder. Errors: those of createProject, trainStyle
/// generateShot and exportPieces.
Result<DemoResult> runDemo(const door::EngineFactory& engine, const DemoOptions& options,
                           const DemoListener& listener, const StopToken& stop);

}  // namespace brandloom::studio
