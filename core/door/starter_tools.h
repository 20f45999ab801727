#pragma once
// The third part of the door: making and judging a starter model from the procedural world (core/world). The same
// manners as Engine. Values have JSON in door_json.h. Paths UTF-8.
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/frame_buffer.h"
#include "core/base/result.h"
#include "core/door/events.h"
#include "core/door/requests.h"

namespace brandloom::door {

/// Options of all three trainings; each takes what it knows. Flags are built from this struct.
struct StarterOptions {
    int size = 64;               ///< width and height of the clips, pixels; multiples of 32
    int frames = 17;             ///< of a clip, 4n+1
    int samples = 400'000;       ///< the plan: samples of the whole training, experts included
    double minutes = 0;          ///< of this call at most; 0: until the plan is done
    int batch = 16;              ///< samples per step
    double learningRate = 1e-3;  ///< AdamW; after the warm-up constant, the last quarter falls to 5 %
    int warmupSteps = 100;
    double emaDecay = 0.9995;    ///< of the averaged weights, which are what is exported
    double textDropout = 0.1;    ///< chance of the empty prompt
    double expertShare = 0.15;   ///< of the samples: two experts from the trunk, a third of it for the high one
    std::string dtype = "bf16";  ///< of the large products: fp32 or bf16
    std::uint64_t seed = 1;
    int clips = 24'000;       ///< rendered in all
    int firstClips = 3072;    ///< rendered before the first step
    int samplesPerClip = 12;  ///< after so many samples one more clip is there, until all are
    int heldOut = 96;         ///< clips of held-out triples that are only measured
    bool fresh = false;       ///< begin with random weights although there are some to begin with
    int dim = 256;            ///< fresh transformer: width, a multiple of 128
    int layers = 8;
    int ffnDim = 768;
    int textTokens = 64;           ///< prompt length that the transformer reads
    int vaeBase = 16;              ///< fresh VAE: channels of its first level
    int vaeCrop = 48;              ///< side of the squares that the VAE learns from, pixels; multiples of 8
    int measureEvery = 250;        ///< steps between measurements of held-out clips; 0: none
    int sheetEvery = 2000;         ///< steps between sample clips; 0: none
    double checkpointMinutes = 5;  ///< between checkpoints
    bool operator==(const StarterOptions&) const = default;
};

/// What stands in `outputDir` afterwards: model/ a folder in the A14B layout with what is trained so far, clips/
/// latents, state/ checkpoints. While a file named "pause" lies in it, the training waits between two steps.
struct StarterTrainRequest {
    std::string stage;      ///< vae, text or transformer
    std::string outputDir;  ///< made when missing
    /// Where parts come from that outputDir/model has not: the first folder that has one. A model folder of any
    /// layout, or vae_raw.safetensors with latent_stats.json.
    std::vector<std::string> initDirs;
    StarterOptions options;
    bool resume = false;  ///< go on from the newest checkpoint; otherwise there may be none
    /// With resume: the fields of `options` that replace those of the checkpoint. What decides shapes and data
    /// (size, frames, batch, seed, dim ...) may not change; what does not gives the same result to the byte.
    std::vector<std::string> changed;
    bool operator==(const StarterTrainRequest&) const = default;
};

struct StarterTrainResult {
    std::string stage;
    std::string phase;      ///< of the transformer: trunk, high, low, done
    std::string modelDir;   ///< what was trained so far, as a model
    std::string statePath;  ///< newest checkpoint
    std::int64_t samples = 0;
    int steps = 0;
    double lastLoss = 0;
    bool stopped = false;  ///< before the plan was done
    double seconds = 0;    ///< of this call
    bool operator==(const StarterTrainResult&) const = default;
};

struct StarterEvaluateRequest {
    std::string modelDir;
    std::string cacheDir;       ///< probes by what they were trained on; made when missing
    int specs = 300;            ///< held-out clips; each is asked for in English and in Chinese
    int reconstructions = 120;  ///< held-out clips through the VAE
    int probeClips = 4000;      ///< renders that the probes learn from
    int probeSteps = 2500;
    int batch = 16;       ///< clips sampled together
    int solverSteps = 0;  ///< 0: the model's default
    double guidance = 0;  ///< 0: the model's default
    std::uint64_t seed = 1;
    std::vector<AdapterUse> styles;  ///< at work while films are sampled
    /// Word of an invented brand (core/world): how near films come to its look, and what stays of the prompts
    /// then. Renders of other looks and the VAE are not judged again.
    std::string brand;
    int lookClips = 48;  ///< of the brand, and films whose prompts name no camera, that the looks are taken from
    bool operator==(const StarterEvaluateRequest&) const = default;
};

/// How often the probe named what the spec says.
struct StarterScore {
    /// renders, reconstructions, brand renders, brand reconstructions, films, films en, films zh; with a brand its
    /// own: brand clips, look films
    std::string source;
    std::string axis;  ///< subject, colour, setting, camera, motion, light
    int right = 0;
    int total = 0;
    double chance = 0;  ///< of a guess
    bool operator==(const StarterScore&) const = default;
};

/// One measure of clips of one source; the standard error is 0 where there is none.
struct StarterMeasure {
    std::string source;
    std::string name;  ///< psnr, psnr frame 3, std, std frame 0, flicker, latent size, diversity
    double value = 0;
    double standardError = 0;
    bool operator==(const StarterMeasure&) const = default;
};

struct StarterEvaluateResult {
    std::string contentId;  ///< of the model
    int specs = 0;
    double guidance = 0;
    int solverSteps = 0;
    std::vector<StarterScore> scores;
    std::vector<StarterMeasure> measures;
    double seconds = 0;
    bool operator==(const StarterEvaluateResult&) const = default;
};

/// One clip that an evaluation looks at.
struct StarterClip {
    std::string source;    ///< as in StarterScore
    std::string spec;      ///< text of world::formatSpec
    std::string language;  ///< en or zh; empty: not made from a prompt
    std::string prompt;
    std::vector<Frame> frames;
};

/// Takes the clips for measures that the engine does not know. Called on the engine's thread; an error ends the
/// call with it.
class StarterClipSink {
  public:
    virtual ~StarterClipSink() = default;
    virtual Status clip(const StarterClip& clip) = 0;
};

class StarterTools {
  public:
    virtual ~StarterTools() = default;

    /// A stop request ends it after the step at hand, with everything saved and stopped = true. Tells LossReported
    /// per step, HeldOutMeasured, PreviewReady per sample clip and CheckpointSaved. Phases: loading, rendering,
    /// training, measuring, previewing, saving, paused. Errors: kBadTrainOption, kStarterBusy, kStarterPart,
    /// kResumeMismatch, kStateDamaged, kLossNotFinite, those of loading and of writing files.
    virtual Result<StarterTrainResult> trainStarter(const StarterTrainRequest& request, const EventSink& events,
                                                    StopToken stop) noexcept = 0;
    /// Phases: loading, rendering, probing, encoding, sampling.
    virtual Result<StarterEvaluateResult> evaluateStarter(const StarterEvaluateRequest& request,
                                                          StarterClipSink& clips, const EventSink& events,
                                                          StopToken stop) noexcept = 0;
};

}  // namespace brandloom::door
