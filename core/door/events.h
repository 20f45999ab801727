#pragma once
// What the engine tells while it works. A sink may be called from any engine thread, returns in under 1 ms and
// never calls back into the door.
#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/frame_buffer.h"
#include "core/base/progress.h"

namespace brandloom::door {

enum class Expert { None, High, Low };

/// Phases: loading, caching, training, measuring, previewing, saving, paused, encoding, sampling, decoding;
/// stopping once a stop was asked for.
struct Progressed {
    Progress progress;
    bool operator==(const Progressed&) const = default;
};

struct LossReported {
    int step = 0;  ///< 1-based, both experts counted
    int totalSteps = 0;
    Expert expert = Expert::None;
    double loss = 0;
    double learningRate = 0;
    double secondsPerStep = 0;
    double gradientNorm = 0;  ///< before clipping
    bool operator==(const LossReported&) const = default;
};

struct PreviewReady {
    int step = 0;
    std::string prompt;
    std::vector<Frame> frames;  ///< pictures are compared by address
    bool operator==(const PreviewReady&) const = default;
};

/// The files are whole, on disk and in a folder of their own, step-000412 in the output folder. Later checkpoints
/// do not touch them; only a training that goes on from before this step writes them anew. How long they stay is up
/// to whoever started the training.
struct CheckpointSaved {
    int step = 0;
    std::string highPath;
    std::string lowPath;
    std::string statePath;  ///< what TrainRequest::resumeFrom wants
    std::string emaHighPath;
    std::string emaLowPath;
    bool best = false;  ///< the held-out loss was never smaller
    bool operator==(const CheckpointSaved&) const = default;
};

/// What a run is expected to need, told before it begins.
struct MemoryForecast {
    std::string residency;            ///< "all", "expert" or "stream"
    std::string guidanceMode;         ///< "batched" or "sequential"
    std::int64_t peakBytes = 0;       ///< of this process at most
    std::int64_t availableBytes = 0;  ///< what this process may have in all
    bool operator==(const MemoryForecast&) const = default;
};

/// Loss of the clips that were held out, at fixed noise levels inside the expert's window and with fixed noise.
struct HeldOutMeasured {
    int step = 0;  ///< after which; 0: before the first
    Expert expert = Expert::None;
    double loss = 0;             ///< mean of all
    double relativeLoss = 0;     ///< mean of losses / start losses, level by level
    std::vector<double> levels;  ///< sigma
    std::vector<double> losses;  ///< mean per level
    bool best = false;           ///< of all measurements of the run, both experts together
    std::string verdict;         ///< learning, flat, overfitting; unclear while there is too little to say
    bool operator==(const HeldOutMeasured&) const = default;
};

/// A step whose loss or gradient was no number: nothing was changed by it.
struct StepSkipped {
    int step = 0;
    Expert expert = Expert::None;
    std::string clip;       ///< key of the sample
    double noiseLevel = 0;  ///< sigma of the sample
    std::string value;      ///< "nan" or "inf"
    int inARow = 0;
    bool operator==(const StepSkipped&) const = default;
};

/// A command of TrainingControls was carried out between this step and the next.
struct CommandDone {
    std::string command;  ///< pause, resume, stop, sample, save, learning-rate
    int step = 0;
    double value = 0;  ///< of learning-rate
    bool operator==(const CommandDone&) const = default;
};

/// What the run will need, from its first three steps on each expert.
struct ForecastMade {
    std::uint64_t memoryBytes = 0;  ///< largest resident size of this process
    std::uint64_t diskBytes = 0;    ///< of the output folder at the end, one checkpoint
    double secondsLow = 0;          ///< of the whole training; most likely between the two
    double secondsHigh = 0;
    bool operator==(const ForecastMade&) const = default;
};

using EventBody = std::variant<Progressed, LossReported, PreviewReady, CheckpointSaved, MemoryForecast,
                               HeldOutMeasured, StepSkipped, CommandDone, ForecastMade>;

struct Event {
    std::uint64_t sequence = 0;  ///< rises by one within one call
    EventBody body;
    bool operator==(const Event&) const = default;
};

using EventSink = std::function<void(const Event&)>;

}  // namespace brandloom::door
