#pragma once
// Rendered clips of the world as latents: rendered and encoded piece by piece when they are first needed, kept on
// disk in half precision, and read back. Which clips there are after so many samples is a function of that number
// alone, so that a training that goes on draws the same. One thread (the engine's).
#include <torch/types.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/starter/stage.h"
#include "core/wan/vae.h"
#include "core/world/spec.h"

namespace brandloom::starter {

enum class ClipKind { Training, HeldOut };

struct StockOptions {
    Path folder;  ///< made when missing
    ClipKind kind = ClipKind::Training;
    std::uint64_t seed = 1;
    int size = 64;
    int frames = 17;
    std::int64_t most = 0;  ///< clips in all; the last file is shorter
    std::string vaeId;      ///< pieces of another VAE are made again
};

/// Clip number i of a seed: its spec (never held out, or always).
world::ClipSpec clipSpec(ClipKind kind, std::uint64_t seed, std::int64_t index);

class ClipStock {
  public:
    static constexpr std::int64_t kPiece = 64;  ///< clips per file

    ClipStock(StockOptions options, std::shared_ptr<wan::Vae> vae)
        : m_options(std::move(options)), m_vae(std::move(vae)) {}

    /// Makes sure that the first `count` clips (at most `most`) are there; progress counts clips of phase
    /// "rendering". Errors: kCancelled, kLatentNotFinite, writing files.
    Status need(std::int64_t count, const StageContext& context);
    [[nodiscard]] std::int64_t count() const {
        return std::min(m_options.most, static_cast<std::int64_t>(m_pieces.size()) * kPiece);
    }
    /// [z,f,h,w] float32; i < count().
    [[nodiscard]] torch::Tensor latent(std::int64_t i) const;
    [[nodiscard]] world::ClipSpec spec(std::int64_t i) const { return clipSpec(m_options.kind, m_options.seed, i); }

  private:
    [[nodiscard]] std::int64_t lengthOf(std::int64_t piece) const {
        return std::min(kPiece, m_options.most - piece * kPiece);
    }
    [[nodiscard]] Path fileOf(std::int64_t piece) const;
    [[nodiscard]] std::string keyOf(std::int64_t piece) const;
    [[nodiscard]] torch::Tensor read(std::int64_t piece) const;  ///< undefined: not there, or of something else
    Result<torch::Tensor> make(std::int64_t piece, std::int64_t wanted, const StageContext& context);

    StockOptions m_options;
    std::shared_ptr<wan::Vae> m_vae;
    std::vector<torch::Tensor> m_pieces;  ///< [n,z,f,h,w] half, n = kPiece but for the last
};

/// RGB8 frames of a clip, with all threads of the engine. Errors: kCancelled, those of the world.
Result<std::vector<Frame>> renderFrames(const world::ClipSpec& spec, int size, int frames, const StopToken& stop);

}  // namespace brandloom::starter
