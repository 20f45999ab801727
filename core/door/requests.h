#pragma once
// Requests and results that cross the door: plain values, JSON in door_json.h. Sizes in pixels, times in seconds,
// paths UTF-8. Defaults that say 0 or "" mean: take the model's own default (defaults.json or the official one).
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
    std::int64_t parameterCount = 0;  ///< of all experts together
    SamplingDefaults defaults;
    std::vector<std::string> missing;  ///< official names of the files that are not there
    bool operator==(const ModelDescription&) const = default;
};

/// One training clip. Frames come from the ClipSource by index; `key` names their content for the cache.
struct TrainClip {
    std::string key;
    std::string caption;
    bool operator==(const TrainClip&) const = default;
};

/// Options of a LoRA training. Flags and forms are built from this struct.
struct TrainOptions {
    int steps = 20;                ///< optimiser steps per expert
    int rank = 8;                  ///< LoRA rank
    double alpha = 16.0;           ///< scale = alpha / rank
    std::string targets = "q,v";   ///< comma list of q,k,v,o,ffn
    std::string experts = "both";  ///< both, high or low
    int blockSteps = 5;            ///< steps on one expert before the other takes over
    int batch = 2;                 ///< samples per step (one noise level each)
    double learningRate = 1e-3;    ///< AdamW
    double weightDecay = 0.0;
    int warmupSteps = 5;        ///< linear, per expert; cosine decay after it
    double gradientClip = 1.0;  ///< global norm; 0: none
    double shift = 0.0;         ///< timestep shift; 0: the model's
    double textDropout = 0.1;   ///< chance of training with the empty prompt
    std::uint64_t seed = 1;
    int previewEvery = 0;       ///< steps (both experts counted) between previews; 0: none
    std::string previewPrompt;  ///< empty: the first caption
    int previewSteps = 8;       ///< solver steps of a preview
    std::uint64_t previewSeed = 7;
    int checkpointEvery = 0;  ///< steps between checkpoints; 0: only at the end
    bool operator==(const TrainOptions&) const = default;
};

struct TrainRequest {
    std::string modelDir;
    std::string cacheDir;   ///< latents and text by content key; made when missing
    std::string outputDir;  ///< adapters are written here; must exist
    std::string name;       ///< file stem of the adapters
    int width = 0;          ///< of the clips as they arrive
    int height = 0;
    int frames = 0;
    std::vector<TrainClip> clips;
    TrainOptions options;
    bool operator==(const TrainRequest&) const = default;
};

/// The files of one trained pair; a model with one expert has only `high` empty.
struct AdapterPair {
    std::string high;  ///< safetensors for the high-noise expert; empty: none
    std::string low;
    bool operator==(const AdapterPair&) const = default;
};

struct TrainResult {
    int stepsDone = 0;  ///< both experts together
    bool stopped = false;
    AdapterPair adapters;
    double lastLossHigh = 0;
    double lastLossLow = 0;
    double seconds = 0;
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
