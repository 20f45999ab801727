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

/// Phases: loading, caching, training, previewing, saving, encoding, sampling, decoding.
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
    bool operator==(const LossReported&) const = default;
};

struct PreviewReady {
    int step = 0;
    std::string prompt;
    std::vector<Frame> frames;  ///< pictures are compared by address
    bool operator==(const PreviewReady&) const = default;
};

struct CheckpointSaved {
    int step = 0;
    std::string highPath;
    std::string lowPath;
    bool operator==(const CheckpointSaved&) const = default;
};

using EventBody = std::variant<Progressed, LossReported, PreviewReady, CheckpointSaved>;

struct Event {
    std::uint64_t sequence = 0;  ///< rises by one within one call
    EventBody body;
    bool operator==(const Event&) const = default;
};

using EventSink = std::function<void(const Event&)>;

}  // namespace brandloom::door
