#pragma once
// Rows of the styles domain as plain values. Times are seconds since 1970 (UTC), paths are relative to the project
// folder with '/', hashes are 64 hex digits.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/typed_id.h"

namespace brandloom::styles {

using StyleId = TypedId<struct StyleTag>;

enum class Expert { None, High, Low };
enum class RunState { Preparing, Caching, Training, Saving, Finished, Failed, Stopped };

/// Stable words, as stored and as printed by the command line: "none", "preparing", ...
std::string wordFor(Expert expert);
std::string wordFor(RunState state);

struct NewRun {
    std::string name;
    std::string optionsJson = "{}";
    std::string modelContentId;
    RunId parent;  ///< not valid: not branched off another run
    int parentStep = 0;
    std::int64_t datasetId = 0;  ///< 0: trained on films that were named to it
    std::string datasetVersion;  ///< content hash of what it is trained on; empty: not known
};

struct TrainingRun {
    RunId id;
    std::string name;
    RunState state = RunState::Preparing;
    std::string optionsJson;
    std::string modelContentId;
    std::optional<Error> failure;  ///< why it failed
    double createdAt = 0;
    std::optional<double> startedAt;  ///< first left Preparing
    std::optional<double> endedAt;    ///< Finished, Failed or Stopped
    RunId parent;                     ///< not valid: none
    int parentStep = 0;               ///< the step of the parent after which this run began
    std::int64_t datasetId = 0;       ///< 0: films were named to it
    std::string datasetVersion;       ///< empty: not known
};

struct LossPoint {
    int step = 0;
    Expert expert = Expert::None;
    double loss = 0;  ///< may be infinite or not a number; both are kept
    double at = 0;    ///< 0: now
};

struct NewCheckpoint {
    RunId run;
    int step = 0;
    Expert expert = Expert::None;
    std::string relativePath;
    std::string sha256;
};

struct Checkpoint {
    CheckpointId id;
    RunId run;
    int step = 0;
    Expert expert = Expert::None;
    std::string relativePath;
    std::string sha256;
    double createdAt = 0;
};

/// What a later run goes on from; one per checkpoint.
struct StateFile {
    int step = 0;
    std::string relativePath;
    std::string sha256;
    bool pinned = false;  ///< the held-out loss was never smaller
    bool kept = false;    ///< a person wants it to stay
};

/// Loss of clips that were held out.
struct HeldOutPoint {
    int step = 0;
    Expert expert = Expert::None;
    double loss = 0;
    double relative = 0;  ///< 1 at the start
    bool best = false;
    std::string verdict;
    bool operator==(const HeldOutPoint&) const = default;
};

/// A step whose loss was no number.
struct SkippedStep {
    int step = 0;
    Expert expert = Expert::None;
    std::string clip;
    double noiseLevel = 0;
    std::string value;  ///< "nan" or "inf"
    bool operator==(const SkippedStep&) const = default;
};

/// A command that a person gave to a running training.
struct RunCommand {
    int step = 0;
    std::string command;
    double value = 0;
    bool operator==(const RunCommand&) const = default;
};

/// One adapter file of a Style version, in the project's blob store.
struct AdapterBlob {
    Expert expert = Expert::None;
    std::string blobId;
    bool operator==(const AdapterBlob&) const = default;
};

struct Style {
    StyleId id;
    std::string name;
    double createdAt = 0;
    StyleVersionId activeVersion;  ///< not valid: none
    int activeVersionNumber = 0;   ///< 0: none
    int versionCount = 0;          ///< those in the Trash left out
    bool inTrash = false;
};

/// Pictures of a preview side by side, as a PNG in the project's blob store.
struct StylePreview {
    int step = 0;
    std::string prompt;
    std::string blobId;
    bool operator==(const StylePreview&) const = default;
};

struct NewStyleVersion {
    StyleId style;
    StyleVersionId parent;  ///< not valid: the version active now, if any
    RunId run;              ///< not valid: imported
    std::string modelContentId;
    std::vector<AdapterBlob> adapters;  ///< at least one, at most one per expert
    bool activate = true;
    std::string datasetVersion;     ///< content hash of what it was trained on; empty: not known
    std::string configurationJson;  ///< settings of the training; empty: not known
    std::string metricsJson;        ///< what came out of it; empty: not known
    std::vector<StylePreview> previews;
    int runStep = 0;  ///< of the run after which it was made; 0: not known
};

struct StyleVersion {
    StyleVersionId id;
    StyleId style;
    std::string styleName;
    int number = 0;         ///< 1, 2, ... within the Style
    StyleVersionId parent;  ///< not valid: none
    RunId run;              ///< not valid: none
    std::string modelContentId;
    std::vector<AdapterBlob> adapters;
    bool active = false;
    double createdAt = 0;
    std::string datasetVersion;     ///< empty: not known
    std::string configurationJson;  ///< empty: not known
    std::string metricsJson;        ///< empty: not known
    std::vector<StylePreview> previews;
    bool inTrash = false;
    int runStep = 0;  ///< of the run after which it was made; 0: not known
    /// Blob of that expert, empty when the version has none.
    [[nodiscard]] std::string blobOf(Expert expert) const;
};

struct NewShot {
    std::string relativePath;
    std::string sha256;
    std::string recipeJson = "{}";
    StyleVersionId styleVersion;  ///< not valid: made without a Style
    std::uint64_t seed = 0;
    std::string prompt;
    int width = 0;  ///< of the generated pictures (before any enlargement of the file)
    int height = 0;
    int frames = 0;
    double fps = 0;
};

struct Shot : NewShot {
    ShotId id;
    int rating = 0;  ///< 1..5; 0: none
    double createdAt = 0;
};

}  // namespace brandloom::styles
