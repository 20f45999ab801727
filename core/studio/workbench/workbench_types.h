#pragma once
// Plain values that the window sees of the studio. Core never holds translated text: words for people are made in
// gui.
#include <cstdint>
#include <functional>
#include <optional>
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
    std::string caption;              ///< for all films; empty: the .txt beside each film, else none
    Path modelDir;                    ///< empty: the starter model
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
    ShotId id;
    Path file;
    std::string sha256;
    door::GenerateResult result;
    std::vector<Frame> frames;  ///< as decoded, not enlarged
};

using JobId = std::int64_t;
enum class JobState { Running, Stopping, Finished, Failed, Stopped };

struct JobUpdate {
    JobId id = 0;
    JobState state = JobState::Running;
    std::optional<Error> error;  ///< when Failed
    std::optional<TrainedStyle>
        trained;  ///< when a training ended with a Style (Finished, or Stopped after step 1)
};

/// Both are called from background threads, must return in under 1 ms and may not call back into the Workbench.
struct JobListener {
    std::function<void(JobId, const door::Event&)> onEvent;
    std::function<void(const JobUpdate&)> onState;
};

}  // namespace brandloom::studio
