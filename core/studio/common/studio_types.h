#pragma once
// Plain values of the use cases. Core never holds translated text: words for people are made in gui and app/cli.
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

/// A part of the pictures of a film, in pixels as shown.
struct FilmCrop {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;
    bool operator==(const FilmCrop&) const = default;
};

/// A part of a film to learn from, as a dataset has it.
struct FilmRange {
    Path film;
    std::string sha256;  ///< of the file as it was added; empty: whatever is there
    double startSeconds = 0;
    double endSeconds = 0;              ///< 0: to the end of the film
    std::vector<std::string> captions;  ///< one per language; empty: no text
    bool heldOut = false;
    std::optional<FilmCrop> crop = {};  ///< none: the whole picture
    bool operator==(const FilmRange&) const = default;
};

struct TrainStyleOptions {
    std::vector<Path> films;  ///< empty: `dataset`
    std::string dataset;      ///< of the project; empty: the only one
    /// The clips of the dataset as they were when the run began, filled in by the studio: a run that goes on takes
    /// these, whatever the dataset holds by then.
    std::vector<FilmRange> ranges;
    std::string datasetVersion;       ///< of `ranges`, filled in with them
    std::string styleName = "Style";  ///< next version is made when it exists
    /// For all films; empty: the text files beside each film, or the captions of the dataset, else none.
    std::string caption;
    Path modelDir;         ///< empty: the starter model
    int clipsPerFilm = 4;  ///< clips cut from each film (or clip of the dataset) at most, 1..1000
    /// Share of the clips that is only measured, drawn by the training's seed: whole films where there are several,
    /// else the last clips of the one. At least one clip, and only when training.validateEvery is not 0. 0..0.5.
    /// A dataset says itself which of its clips these are.
    double heldOut = 0.2;
    int keepCheckpoints = 5;  ///< the newest so many stay, beside the one with the smallest held-out loss; 0: all
    door::TrainOptions training;
};

/// Going on with a training of the project.
struct ResumeOptions {
    RunId run;     ///< not valid: the newest that did not finish
    int step = 0;  ///< go on after this checkpoint, in a new run; 0: after the last one
    /// Names of fields of door::TrainOptions whose values come from `training`. Where one differs from what is
    /// recorded a new run branches off.
    std::vector<std::string> changed;
    door::TrainOptions training;
    std::string styleName;  ///< of a new run; empty: as recorded
};

struct TrainedStyle {
    RunId run;
    StyleVersionId version;
    std::string name;
    int versionNumber = 0;
    int clips = 0;
    int heldOutClips = 0;      ///< of them
    int clipsWithoutText = 0;  ///< of them: trained with the empty prompt
    int clipsTooShort = 0;     ///< of the dataset, beside them: left out
    std::string dataset;       ///< name; empty: films were named
    std::string datasetVersion;
    int resumedAfter = 0;  ///< step of the checkpoint; 0: from the start
    door::TrainResult result;
};

/// A Style of the project at work.
struct StyleChoice {
    std::string name;
    int version = 0;            ///< 0: the active one
    double strengthHigh = 1.0;  ///< -4..4
    double strengthLow = 1.0;
};

/// An adapter file from elsewhere: a LoRA of any dialect or a learned prompt, either half of a pair, or a folder.
struct LoraChoice {
    Path file;
    double strengthHigh = 1.0;  ///< -4..4
    double strengthLow = 1.0;
};

struct GenerateShotOptions {
    door::GenerateRequest request;    ///< modelDir empty: the starter model
    std::vector<StyleChoice> styles;  ///< at work in this order, then the loras
    std::vector<LoraChoice> loras;
    Path image;  ///< first picture of the Shot, a PNG, for a model that takes one; empty: none
    /// An MP4 that must not exist, or a folder (new or empty) for single pictures; empty: shots/ of the project.
    Path outFile;
    int scale = 4;       ///< enlargement of small pictures (starter: 64 px) in the MP4, 1..8
    Path previewFolder;  ///< pictures of the previews go here; empty: none are kept
    /// A recipe (its JSON, or the MP4 that carries it) to repeat to the byte: request (but for modelDir and
    /// residency), styles and scale come from it; loras and image only say where its files are.
    Path recipeFile;
};

struct GeneratedShot {
    ShotId id;  ///< not valid: made outside a project, or as single pictures
    Path file;  ///< the MP4, or the folder
    Path recipeFile;
    std::string sha256;  ///< of the MP4; of a folder over the hashes of its pictures in order
    door::GenerateResult result;
    std::vector<Frame> frames;     ///< as decoded, not enlarged
    bool repeatsItsRecipe = true;  ///< false: a recipe was repeated, and something came out otherwise
};

/// Something that is on disk in the project from now on, whatever happens next.
struct Recorded {
    enum class What {
        Run,
        Losses,
        Checkpoint,
        Style,
        Shot,
        Dataset,
        Project,
        Settings,
        Brand,
        Queue,
        Piece,
        Preset,
        Vote
    };
    What what = What::Run;
    std::int64_t id =
        0;         ///< of the run; for Style of the version, for Shot, Dataset, Queue and Piece their own, else 0
    int step = 0;  ///< Losses: all up to this step; Checkpoint: its step
};

/// What a use case tells while it works. Both may be empty, are called from background threads, return in under
/// 1 ms and do not call back into the studio.
struct Listener {
    std::function<void(const door::Event&)> event;  ///< sequence rises by one over the whole use case
    std::function<void(const Recorded&)> recorded;
};

}  // namespace brandloom::studio
