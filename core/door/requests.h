#pragma once
// Requests and results that cross the door: plain values, JSON in door_json.h. Sizes in pixels, times in seconds,
// paths UTF-8. Defaults that say 0 or "" mean: take the model's own default (defaults.json or the official one).
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/frame_buffer.h"

namespace brandloom::door {

struct DescribeModelRequest {
    std::string modelDir;
    bool operator==(const DescribeModelRequest&) const = default;
};

/// What a model folder says about itself, and how it wants to be sampled.
struct SamplingDefaults {
    int steps = 40;
    double shift = 12.0;
    double guidanceLow = 3.0;   ///< low-noise expert
    double guidanceHigh = 4.0;  ///< high-noise expert
    double boundary = 0.875;    ///< share of 1000 at and above which the high-noise expert works
    int width = 1280;
    int height = 720;
    int frames = 81;  ///< 4n+1
    int fps = 16;
    std::string solver = "unipc";
    std::string negativePrompt;
    bool operator==(const SamplingDefaults&) const = default;
};

/// One part of a model and the file that supplies it.
struct ModelPart {
    std::string part;        ///< "high-noise transformer", "VAE" ...
    std::string file;        ///< of a sharded one the index
    std::string dialect;     ///< "official", "diffusers", "hf"; empty for the tokenizer
    std::string numberType;  ///< most of its bytes: "BF16" ...
    std::int64_t bytes = 0;
    bool operator==(const ModelPart&) const = default;
};

struct ModelDescription {
    std::string kind;       ///< "wan2.2-t2v-a14b", "wan2.1-t2v-1.3b", ...
    std::string name;       ///< for people
    std::string contentId;  ///< same files, same id, wherever they lie
    int experts = 1;
    int dim = 0;
    int layers = 0;
    int textTokens = 0;  ///< longest prompt in tokens, end token included
    int latentChannels = 0;
    int spatialStride = 8;
    int temporalStride = 4;
    bool takesStartFrame = false;     ///< a Shot may begin with a given picture
    std::int64_t parameterCount = 0;  ///< of all experts together
    SamplingDefaults defaults;
    std::string title;   ///< "Wan2.2-T2V-A14B", or that it is a small one of that kind
    std::string layout;  ///< "official", "diffusers", "single files"
    std::vector<ModelPart> parts;
    std::vector<std::string> missing;  ///< official names of the files that are not there
    std::vector<Error> findings;       ///< what is odd and did not prevent the description
    bool operator==(const ModelDescription& other) const;
};

/// One training clip. Frames come from the ClipSource by index; `key` names their content for the cache.
struct TrainClip {
    std::string key;
    std::string caption;  ///< empty: trained with the empty prompt
    std::vector<std::string>
        otherCaptions;     ///< the same clip in other words or languages; each step draws one of all
    bool heldOut = false;  ///< only measured, never trained on
    bool operator==(const TrainClip&) const = default;
};

/// Options of a training. Flags and forms are built from this struct.
struct TrainOptions {
    /// What learns: lora, rslora (scale alpha / sqrt(rank)), p-tuning (vectors in front of the prompt) or full
    /// (every weight; what is written is the difference).
    std::string method = "lora";
    int steps = 20;                ///< optimiser steps per expert
    int rank = 8;                  ///< LoRA rank
    double alpha = 16.0;           ///< scale = alpha / rank
    std::string targets = "q,v";   ///< comma list of q,k,v,o,ffn, or attention, or all
    double dropout = 0.0;          ///< LoRA: share of its inputs set to zero while it learns, below 1
    int virtualTokens = 8;         ///< p-tuning: learned vectors
    int promptHidden = 0;          ///< p-tuning: inner width of the network that makes them; 0: learned directly
    std::string experts = "both";  ///< both, high or low
    int blockSteps = 5;            ///< steps on one expert before the other takes over
    int batch = 2;                 ///< samples per pass (one noise level each)
    int accumulation = 1;          ///< passes per optimiser step
    double learningRate = 1e-3;    ///< AdamW
    double weightDecay = 0.0;
    int warmupSteps = 5;        ///< linear, per expert; cosine decay after it
    double gradientClip = 1.0;  ///< global norm; 0: none
    /// Noise levels: shifted (uniform, then the shift), uniform or logit-normal (both shifted only when `shift`
    /// says so). Each expert takes its window out of that.
    std::string timesteps = "shifted";
    double shift = 0.0;        ///< timestep shift; 0: with `shifted` the model's, else none
    double textDropout = 0.1;  ///< chance of training with the empty prompt
    double emaDecay = 0.0;     ///< averaged weights beside the trained ones: their decay per step; 0: none
    /// Number type of the model while it trains: fp32, or bf16 (half its memory). What learns, its optimiser and
    /// its averages are float32 either way.
    std::string baseDtype = "fp32";
    /// Recompute each block in the backward pass: less memory, a third more time, the same gradients.
    bool gradientCheckpointing = false;
    int badLossLimit = 5;   ///< steps in a row whose loss is no number before the training gives up
    int validateEvery = 0;  ///< steps (both experts counted) between measurements of held-out clips; 0: none
    int patience = 0;       ///< measurements without a better one before the training ends; 0: never
    std::uint64_t seed = 1;
    int previewEvery = 0;       ///< steps (both experts counted) between previews; 0: none
    std::string previewPrompt;  ///< of several one a line; empty: the first caption
    int previewSteps = 8;       ///< solver steps of a preview
    std::uint64_t previewSeed = 7;
    int checkpointEvery = 0;  ///< steps between checkpoints; 0: only at the end
    bool operator==(const TrainOptions&) const = default;
};

struct TrainRequest {
    std::string modelDir;
    std::string cacheDir;   ///< latents and text by content key; made when missing
    std::string outputDir;  ///< every checkpoint gets a folder in here; must exist
    std::string name;       ///< file stem of the adapters
    int width = 0;          ///< of the clips as they arrive
    int height = 0;
    int frames = 0;
    std::vector<TrainClip> clips;
    TrainOptions options;
    std::string resumeFrom;  ///< state file of a checkpoint: go on after it; empty: from the start
    /// With resumeFrom: options that do not change what is trained (rates, steps, intervals, noise levels ...) may
    /// differ from those of the state. Without it they must be the same, and the result is the same to the byte.
    bool branch = false;
    /// Only three steps per expert, whose results are thrown away, and the ForecastMade event that follows from
    /// them; no file is written save the cache.
    bool rehearsal = false;
    bool operator==(const TrainRequest&) const = default;
};

/// The files of one trained pair; a model with one expert has only `high` empty.
struct AdapterPair {
    std::string high;  ///< safetensors for the high-noise expert; empty: none
    std::string low;
    bool operator==(const AdapterPair&) const = default;
};

/// How hard a clip was, beside the others at the same noise levels: 1 is as they are.
struct ClipLoss {
    std::string key;
    double relativeLoss = 0;
    int samples = 0;
    bool operator==(const ClipLoss&) const = default;
};

struct TrainResult {
    int stepsDone = 0;  ///< both experts together, those before a resume included
    bool stopped = false;
    AdapterPair adapters;   ///< LoRA, learned prompts or differences: whatever the method makes
    AdapterPair ema;        ///< the same from averaged weights; empty without them
    std::string statePath;  ///< for resumeFrom
    double lastLossHigh = 0;
    double lastLossLow = 0;
    std::vector<ClipLoss> clipLosses;  ///< of the clips trained on, in the order of the request
    int skippedSteps = 0;              ///< whose loss was no number
    int bestStep = 0;                  ///< with the smallest held-out loss; 0: the start, or nothing was held out
    double bestHeldOut = 0;            ///< relative to the start; 0: nothing was held out
    std::string verdict;               ///< see HeldOutMeasured
    bool endedEarly = false;           ///< by `patience`
    double seconds = 0;                ///< of this call
    bool operator==(const TrainResult&) const = default;
};

/// One Style at work. Files of any dialect, learned prompts too. A file for both experts stands in both places.
struct AdapterUse {
    AdapterPair adapters;       ///< a model with one expert takes `low`
    double strengthHigh = 1.0;  ///< 0 is the model itself, to the byte
    double strengthLow = 1.0;
    /// In place of `adapters`: a file or folder as a person names it. The engine finds the halves of a pair.
    std::string source;
    bool operator==(const AdapterUse&) const = default;
};

struct GenerateRequest {
    std::string modelDir;
    std::string prompt;
    std::optional<std::string> negativePrompt;  ///< none: the model's default
    std::uint64_t seed = 0;
    int steps = 0;
    double shift = 0;
    std::optional<double> guidanceLow;
    std::optional<double> guidanceHigh;
    std::string solver;
    int width = 0;
    int height = 0;
    int frames = 0;
    std::vector<AdapterUse> styles;
    int previewEvery = 0;  ///< solver steps between partial pictures; 0: none
    /// Number type of the large products: "fp32" or "bf16"; empty: fp32 below 1.3B parameters, else bf16.
    std::string dtype;
    /// The passes with and without the prompt: "batched" or "sequential"; empty: by the memory that this machine
    /// has.
    std::string guidanceMode;
    /// What stays in memory: "all", "expert" (one at a time) or "stream" (blocks of one); empty or "auto": by
    /// forecast.
    std::string residency;
    Frame startFrame;  ///< first picture, of the Shot's size, for a model that takes one; null: none
    bool operator==(const GenerateRequest&) const = default;
};

struct GenerateResult {
    int frames = 0;
    int width = 0;
    int height = 0;
    int fps = 0;
    int promptTokens = 0;
    bool promptCut = false;  ///< the prompt was longer than the model reads
    std::vector<int> timesteps;
    std::vector<std::string> experts;  ///< "high" or "low" per step
    SamplingDefaults used;             ///< every value as it was used
    std::string dtype;                 ///< as used: "fp32" or "bf16"
    std::string guidanceMode;          ///< as used: "batched" or "sequential"
    std::string residency;             ///< as used: "all", "expert" or "stream"
    /// The files behind the request's styles, in its order; a model with one expert has only `low`.
    std::vector<AdapterPair> adapters;
    std::int64_t forecastBytes = 0;  ///< memory of the process that was expected at most
    std::int64_t peakBytes = 0;      ///< memory of the process as it was at most; 0: unknown
    double seconds = 0;
    bool operator==(const GenerateResult&) const = default;
};

struct EngineInfo {
    std::string torchVersion;
    std::string device;      ///< "CPU" or the GPU's name
    std::string gpuMessage;  ///< why there is no GPU; empty when there is one
    int threads = 0;
    int logSinks = 0;  ///< as seen from the engine's side of the door
    bool operator==(const EngineInfo&) const = default;
};

}  // namespace brandloom::door
