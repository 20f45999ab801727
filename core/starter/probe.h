#pragma once
// A small network that names what a clip shows: the measuring instrument of an evaluation. It learns from renders
// of all combinations (other seeds than those that are judged), with blur and noise laid over, so that it sees past
// what a VAE does to a picture. One thread (the engine's).
#include <torch/types.h>

#include <array>
#include <memory>
#include <string>

#include "core/starter/stage.h"
#include "core/world/spec.h"

namespace brandloom::starter {

inline constexpr std::size_t kAxes = 6;
inline constexpr std::array<const char*, kAxes> kAxisNames{"subject", "colour", "setting",
                                                           "camera",  "motion", "light"};
inline constexpr std::array<int, kAxes> kAxisClasses{world::kSubjectCount, world::kColourCount,
                                                     world::kSettingCount, world::kCameraCount,
                                                     world::kMotionCount,  world::kLightCount};

/// What the clip shows, as numbers; the camera is the one really flown.
std::array<int, kAxes> labelsOf(const world::ClipSpec& spec);

/// Frames at 0, 3/16, 6/16, 10/16, 13/16 and 1 of the clip (a bounce takes half of it: even steps would always meet
/// it at the same height), 64x64 each: uint8 [18,64,64].
torch::Tensor probeView(const std::vector<Frame>& frames);

struct ProbeOptions {
    Path cache;  ///< folder
    int clips = 4000;
    int steps = 2500;
    std::uint64_t seed = 1;
    int frames = 17;           ///< of a clip
    bool knowsBrands = false;  ///< a third of the clips wears the look of a brand
};

class Probe {
  public:
    /// From the cache, else trained: phases "rendering" and "probing". Errors: kCancelled, writing the cache.
    static Result<Probe> open(const ProbeOptions& options, const StageContext& context);
    ~Probe();
    Probe(Probe&&) noexcept;

    /// Views [B,18,64,64] uint8 -> [B,axes] the class that it names.
    torch::Tensor name(const torch::Tensor& views);

  private:
    struct Net;
    explicit Probe(std::shared_ptr<Net> net) : m_net(std::move(net)) {}
    std::shared_ptr<Net> m_net;
};

}  // namespace brandloom::starter
