#include "core/wan/vae.h"

#include <torch/torch.h>

#include <array>

#include "core/wan/vae_layers.h"

namespace brandloom::wan {
namespace {

// Statistics of the two official latent spaces (reference specification 2.4); they are not in the weight files.
constexpr std::array<float, 16> kMean21{-0.7571f, -0.7089f, -0.9113f, 0.1075f,  -0.1745f, 0.9653f,
                                        -0.1517f, 1.5508f,  0.4134f,  -0.0715f, 0.5517f,  -0.3632f,
                                        -0.1922f, -0.9497f, 0.2503f,  -0.2921f};
constexpr std::array<float, 16> kStd21{2.8184f, 1.4541f, 2.3275f, 2.6558f, 1.2196f, 1.7708f, 2.6052f, 2.0743f,
                                       3.2687f, 2.1526f, 2.8652f, 1.5579f, 1.6382f, 1.1253f, 2.8251f, 1.9160f};
constexpr std::array<float, 48> kMean22{
    -0.2289f, -0.0052f, -0.1323f, -0.2339f, -0.2799f, 0.0174f,  0.1838f,  0.1557f,  -0.1382f, 0.0542f,
    0.2813f,  0.0891f,  0.1570f,  -0.0098f, 0.0375f,  -0.1825f, -0.2246f, -0.1207f, -0.0698f, 0.5109f,
    0.2665f,  -0.2108f, -0.2158f, 0.2502f,  -0.2055f, -0.0322f, 0.1109f,  0.1567f,  -0.0729f, 0.0899f,
    -0.2799f, -0.1230f, -0.0313f, -0.1649f, 0.0117f,  0.0723f,  -0.2839f, -0.2083f, -0.0520f, 0.3748f,
    0.0152f,  0.1957f,  0.1433f,  -0.2944f, 0.3573f,  -0.0548f, -0.1681f, -0.0667f};
constexpr std::array<float, 48> kStd22{
    0.4765f, 1.0364f, 0.4514f, 1.1677f, 0.5313f, 0.4990f, 0.4818f, 0.5013f, 0.8158f, 1.0344f, 0.5894f, 1.0901f,
    0.6885f, 0.6165f, 0.8454f, 0.4978f, 0.5759f, 0.3523f, 0.7135f, 0.6804f, 0.5833f, 1.4146f, 0.8986f, 0.5659f,
    0.7069f, 0.5338f, 0.4889f, 0.4917f, 0.4069f, 0.4999f, 0.6866f, 0.4093f, 0.5709f, 0.6065f, 0.6415f, 0.4944f,
    0.5726f, 1.2042f, 0.5458f, 1.6887f, 0.3971f, 1.0600f, 0.3943f, 0.5537f, 0.5444f, 0.4089f, 0.7468f, 0.7744f};

template <std::size_t N>
torch::Tensor tensorOf(const std::array<float, N>& values) {
    return torch::tensor(c10::ArrayRef<float>(values.data(), N));
}

/// The layout in which the convolutions and the norms over channels are quickest on the CPU.
torch::Tensor withLastChannels(const torch::Tensor& x) {
    return x.is_cpu() ? x.contiguous(torch::MemoryFormat::ChannelsLast3d) : x;
}

}  // namespace

struct Vae::Parts {
    std::shared_ptr<VaeHalf> encoder, decoder;
    std::shared_ptr<CausalConv> conv1, conv2;
    bool patched = false;

    torch::Tensor encodeChunk(const torch::Tensor& video, StreamState* state) {
        return conv1->forward(encoder->forward(patched ? patchFrames(video) : video, state), state);
    }
    torch::Tensor decodeChunk(const torch::Tensor& mu, StreamState* state) {
        const auto x = decoder->forward(conv2->forward(mu, state), state);
        return patched ? unpatchFrames(x) : x;
    }
};

Vae::Vae(VaeConfig config) : m_config(std::move(config)), m_parts(std::make_unique<Parts>()) {
    const auto plan = planVae(m_config);
    const auto z = m_config.z;
    m_parts->patched = m_config.family == VaeFamily::Wan22;
    m_parts->encoder = register_module("encoder", std::make_shared<VaeHalf>(plan, z, true));
    m_parts->conv1 =
        register_module("conv1", std::make_shared<CausalConv>(std::vector<std::int64_t>{2 * z, 2 * z, 1, 1, 1}));
    m_parts->conv2 =
        register_module("conv2", std::make_shared<CausalConv>(std::vector<std::int64_t>{z, z, 1, 1, 1}));
    m_parts->decoder = register_module("decoder", std::make_shared<VaeHalf>(plan, z, false));
    if (z == 16)
        setLatentStatistics(tensorOf(kMean21), tensorOf(kStd21));
    else if (z == 48)
        setLatentStatistics(tensorOf(kMean22), tensorOf(kStd22));
    else
        setLatentStatistics(torch::zeros({z}), torch::ones({z}));
}

Vae::~Vae() = default;

void Vae::setLatentStatistics(const torch::Tensor& mean, const torch::Tensor& std) {
    TORCH_CHECK(mean.numel() == m_config.z && std.numel() == m_config.z, "one mean and std per latent channel");
    m_mean = mean.to(torch::kFloat).flatten();
    m_inverseStd = 1.0 / std.to(torch::kFloat).flatten();
}

torch::Tensor Vae::normalise(const torch::Tensor& mu) const {
    const auto spread = [&](const torch::Tensor& t) { return t.to(mu.device()).view({-1, 1, 1, 1}); };
    return (mu - spread(m_mean)) * spread(m_inverseStd);
}

torch::Tensor Vae::denormalise(const torch::Tensor& latent) const {
    const auto spread = [&](const torch::Tensor& t) { return t.to(latent.device()).view({-1, 1, 1, 1}); };
    return latent / spread(m_inverseStd) + spread(m_mean);
}

VaeEncoding Vae::encodeAll(const torch::Tensor& video) {
    const auto s = m_config.spatialStride();
    TORCH_CHECK(video.dim() == 4 && video.size(0) == 3 && video.size(1) > 0, "video must be [3,T,H,W]");
    TORCH_CHECK(video.size(2) % s == 0 && video.size(3) % s == 0, "video height and width must be multiples of ",
                s);
    torch::NoGradGuard noGrad;
    const auto batch = withLastChannels(video.to(torch::kFloat).unsqueeze(0));
    const auto step = VaeConfig::temporalStride();
    StreamState state;
    std::vector<torch::Tensor> chunks{m_parts->encodeChunk(batch.narrow(2, 0, 1), &state)};
    for (std::int64_t t = 1; t + step <= video.size(1); t += step)
        chunks.push_back(m_parts->encodeChunk(batch.narrow(2, t, step), &state));
    const auto moments = torch::cat(chunks, 2)[0].chunk(2, 0);
    return {normalise(moments[0]), moments[0].contiguous(), moments[1].contiguous()};
}

bool Vae::decodeStream(const torch::Tensor& latent, const FrameChunkSink& sink,
                       const std::function<bool()>& keepGoing) {
    TORCH_CHECK(latent.dim() == 4 && latent.size(0) == m_config.z && latent.size(1) > 0, "latent must be [",
                m_config.z, ",f,h,w], is ", latent.sizes());
    torch::NoGradGuard noGrad;
    const auto mu = withLastChannels(denormalise(latent.to(torch::kFloat)).unsqueeze(0));
    StreamState state;
    state.keepGoing = keepGoing;
    for (std::int64_t f = 0; f < mu.size(2); ++f)
        if (!sink(m_parts->decodeChunk(mu.narrow(2, f, 1), &state)[0].clamp(-1.0, 1.0))) return false;
    return true;
}

torch::Tensor Vae::decodeRaw(const torch::Tensor& latent) {
    TORCH_CHECK(latent.dim() == 4 && latent.size(0) == m_config.z && latent.size(1) > 0, "latent must be [",
                m_config.z, ",f,h,w], is ", latent.sizes());
    torch::NoGradGuard noGrad;
    const auto mu = withLastChannels(denormalise(latent.to(torch::kFloat)).unsqueeze(0));
    StreamState state;
    std::vector<torch::Tensor> chunks;
    for (std::int64_t f = 0; f < mu.size(2); ++f)
        chunks.push_back(m_parts->decodeChunk(mu.narrow(2, f, 1), &state)[0]);
    return torch::cat(chunks, 1);
}

torch::Tensor Vae::encodeMoments(const torch::Tensor& video) {
    return m_parts->encodeChunk(withLastChannels(video), nullptr);
}

torch::Tensor Vae::decodeMoments(const torch::Tensor& mu) {
    return m_parts->decodeChunk(withLastChannels(mu), nullptr);
}

}  // namespace brandloom::wan
