#pragma once
// Plain values of the use cases. Core never holds translated text: words for people are made in gui and app/cli.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/base/typed_id.h"
#include "core/door/events.h"
#include "core/door/requests.h"

namespace brandloom::studio {

struct ProjectSummary {
    std::string name;
    Path folder;
    std::string createdUtc;
    int schemaVersion = 0;
    int clips = 0;
    int runs = 0;
    int styles = 0;
    int shots = 0;
    bool readOnly = false;
    std::string heldBy;  ///< who writes, when it is not us
};

struct RecentProject {
    std::string name;
    Path folder;
    std::string lastOpenedUtc;
    bool exists = true;
};

/// One line of the machine's health. `id` is stable: cpu, memory, disk, gpu, engine, fonts, codecs, models, locale.
enum class Health { Ok, Warning, Problem, Info };
struct HealthItem {
    std::string id;
    Health health = Health::Ok;
    std::string value;   ///< short, English or a number with its unit: "2 cores", "212 GB free"
    std::string detail;  ///< one English sentence for the command line; may be empty
};

struct TrainStyleOptions {
    std::vector<Path> films;          ///< at least one
    std::string styleName = "Style";  ///< next version is made when it exists
    std::string caption;              ///< for all films; empty: the text files beside each film, else none
    Path modelDir;                    ///< empty: the starter model
    int clipsPerFilm = 4;             ///< clips cut from each film at most, evenly spread, 1..1000
    door::TrainOptions training;
};

struct TrainedStyle {
    RunId run;
    StyleVersionId version;
    std::string name;
    int versionNumber = 0;
    int clips = 0;
    door::TrainResult result;
};

struct GenerateShotOptions {
    door::GenerateRequest request;  ///< modelDir empty: the starter model
    std::string styleName;          ///< empty: no Style; its active version is used
    double strength = 1.0;
    Path outFile;   ///< empty: shots/ of the project
    int scale = 4;  ///< enlargement of small pictures (starter: 64 px) in the MP4, 1..8
};

struct GeneratedShot {
    ShotId id;  ///< not valid: made outside a project
    Path file;
    Path recipeFile;
    std::string sha256;
    door::GenerateResult result;
    std::vector<Frame> frames;  ///< as decoded, not enlarged
};

/// Something that is on disk in the project from now on, whatever happens next.
struct Recorded {
    enum class What { Run, Losses, Checkpoint, Style, Shot };
    What what = What::Run;
    std::int64_t id = 0;  ///< of the run; for Style of the version, for Shot of the Shot
    int step = 0;         ///< Losses: all up to this step; Checkpoint: its step
};

/// What a use case tells while it works. Both may be empty, are called from background threads, return in under
/// 1 ms and do not call back into the studio.
struct Listener {
    std::function<void(const door::Event&)> event;  ///< sequence rises by one over the whole use case
    std::function<void(const Recorded&)> recorded;
};

}  // namespace brandloom::studio
