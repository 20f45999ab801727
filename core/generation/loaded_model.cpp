#include "core/generation/loaded_model.h"

#include <torch/torch.h>

#include <cstring>

#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/generation/styles.h"
#include "core/text/clean.h"
#include "core/wan/model_size.h"
#include "core/wan/part_bytes.h"

namespace brandloom::generation {
namespace {

constexpr std::size_t kTextsKept = 64;

}  // namespace

LoadedModel::LoadedModel(wan::ModelFolder folder, torch::Device device)
    : m_folder(std::move(folder)), m_device(device), m_styles(std::make_unique<StyleCache>()) {}

LoadedModel::~LoadedModel() = default;

void LoadedModel::release() {
    m_high.reset();
    m_low.reset();
    m_vae.reset();
    m_encoder.reset();
    m_texts.clear();
    m_styles = std::make_unique<StyleCache>();
}

Result<std::shared_ptr<LoadedModel>> LoadedModel::open(const Path& folder, torch::Device device) {
    BRANDLOOM_TRY(auto described, wan::describeModelFolder(folder));
    return std::shared_ptr<LoadedModel>(new LoadedModel(std::move(described), device));
}

wan::LoadOptions LoadedModel::loadOptions(const StopToken& stop, const ProgressSink& progress) const {
    wan::LoadOptions options;
    options.compute = m_compute;
    options.device = m_device;
    options.stop = stop;
    options.progress = progress;
    return options;
}

wan::Part LoadedModel::partOf(ExpertId id) const {
    if (!hasTwoExperts()) return wan::Part::Transformer;
    return id == ExpertId::High ? wan::Part::HighNoise : wan::Part::LowNoise;
}

Result<std::shared_ptr<wan::WanTransformer>> LoadedModel::expert(ExpertId id, const StopToken& stop,
                                                                 const ProgressSink& progress) {
    const bool first = id == ExpertId::High || !hasTwoExperts();
    auto& slot = first ? m_high : m_low;
    if (slot) return slot;
    auto& other = first ? m_low : m_high;
    if (m_residency != Residency::All && other && other.use_count() == 1) {
        other.reset();
        platform::returnFreeMemory();
    }
    const auto options = loadOptions(stop, progress);
    if (m_residency == Residency::Stream) {
        BRANDLOOM_TRY(slot, wan::openStreamedTransformer(m_folder, partOf(id), options));
    } else {
        BRANDLOOM_TRY(slot, wan::loadTransformer(m_folder, partOf(id), options));
    }
    return slot;
}

bool LoadedModel::expertsAreHeld() const {
    return (m_high && m_high.use_count() > 1) || (m_low && m_low.use_count() > 1);
}

wan::Compute LoadedModel::expertCompute() const {
    if (m_high) return m_high->compute();
    return m_low ? m_low->compute() : m_compute;
}

void LoadedModel::dropExperts() {
    m_high.reset();
    m_low.reset();
    platform::returnFreeMemory();
}

void LoadedModel::dropText() {
    m_encoder.reset();
    platform::returnFreeMemory();
}

void LoadedModel::dropVae() {
    m_vae.reset();
    platform::returnFreeMemory();
}

void LoadedModel::prepare(wan::Compute compute, Residency residency) {
    if (!expertsAreHeld() && (compute != m_compute || residency != m_residency)) dropExperts();
    if (compute != m_compute) {
        dropText();
        m_texts.clear();
    }
    m_compute = compute;
    m_residency = residency;
    if (residency == Residency::All) return;
    dropText();
    dropVae();
}

std::int64_t LoadedModel::loadedBytes() const {
    std::int64_t bytes = 0;
    const auto add = [&](const torch::nn::Module* module) {
        if (module == nullptr) return;
        for (const auto& parameter : module->parameters())
            if (parameter.is_contiguous()) bytes += static_cast<std::int64_t>(parameter.nbytes());
    };
    add(m_high.get());
    add(m_low.get());
    add(m_vae.get());
    add(m_encoder.get());
    return bytes;
}

Result<wan::VaeConfig> LoadedModel::vaeConfig() {
    if (!m_vaeConfig) {
        BRANDLOOM_TRY(m_vaeConfig, wan::vaeConfigOf(m_folder));
    }
    return *m_vaeConfig;
}

Result<wan::TransformerConfig> LoadedModel::transformerConfig(ExpertId id) {
    const auto part = partOf(id);
    if (const auto found = m_configs.find(part); found != m_configs.end()) return found->second;
    BRANDLOOM_TRY(const auto table, wan::transformerTable(m_folder, part));
    return m_configs[part] = table.config;
}

Result<std::shared_ptr<wan::Vae>> LoadedModel::vae(const StopToken& stop, const ProgressSink& progress) {
    if (!m_vae) {
        BRANDLOOM_TRY(m_vae, wan::loadVae(m_folder, loadOptions(stop, progress)));
    }
    return m_vae;
}

Result<int> LoadedModel::textTokens() {
    BRANDLOOM_TRY(const auto config, transformerConfig(ExpertId::High));
    return static_cast<int>(config.textLen);
}

Result<TextEmbedding> LoadedModel::text(const std::string& prompt, const StopToken& stop,
                                        const ProgressSink& progress) {
    if (const auto found = m_texts.find(prompt); found != m_texts.end()) return found->second;
    BRANDLOOM_TRY(const int limit, textTokens());
    if (!m_tokenizer) {
        BRANDLOOM_TRY(const auto model, wan::tokenizerModel(m_folder));
        BRANDLOOM_TRY(auto tokenizer,
                      text::Tokenizer::fromBytes(model, utf8FromPath(m_folder.parts.at(wan::Part::Tokenizer))));
        m_tokenizer = std::make_unique<text::Tokenizer>(std::move(tokenizer));
    }
    if (!m_encoder) {
        BRANDLOOM_TRY(m_encoder, wan::loadUmt5(m_folder, loadOptions(stop, progress)));
    }
    const auto cleaned = text::cleanPrompt(prompt);
    TextEmbedding embedding;
    embedding.tokens = m_tokenizer->tokenCount(cleaned);
    embedding.wasCut = embedding.tokens > limit;
    const torch::NoGradGuard noGrad;
    const auto tokens = m_tokenizer->encode(cleaned, limit);
    const auto ids = torch::tensor(c10::ArrayRef<std::int64_t>(tokens)).unsqueeze(0);
    try {
        embedding.rows = m_encoder
                             ->encodeBatch(ids, torch::ones_like(ids),
                                           [&stop](std::string_view, const torch::Tensor&) {
                                               if (stop.stop_requested()) throw wan::ForwardStopped();
                                           })[0]
                             .to(torch::kFloat32);
    } catch (const wan::ForwardStopped&) {
        return fail(cancelledError());
    }
    if (!torch::isfinite(embedding.rows).all().item<bool>()) return fail(Error(engine_errors::kTextNotFinite));
    if (m_texts.size() >= kTextsKept) m_texts.clear();
    m_texts.emplace(prompt, embedding);
    return embedding;
}

torch::Tensor videoFromFrames(const std::vector<Frame>& frames) {
    const auto count = static_cast<std::int64_t>(frames.size());
    const int height = frames.front()->height();
    const int width = frames.front()->width();
    auto bytes = torch::empty({count, height, width, 3}, torch::kUInt8);
    for (std::int64_t i = 0; i < count; ++i) {
        const auto& frame = *frames[static_cast<std::size_t>(i)];
        TORCH_CHECK(frame.width() == width && frame.height() == height, "frames of one clip differ in size");
        std::memcpy(bytes[i].data_ptr(), frame.bytes().data(), frame.bytes().size());
    }
    return bytes.permute({3, 0, 1, 2}).to(torch::kFloat32).div(127.5).sub(1.0).contiguous();
}

std::vector<Frame> framesFromVideo(const torch::Tensor& video) {
    const auto bytes = video.detach()
                           .cpu()
                           .clamp(-1.0, 1.0)
                           .add(1.0)
                           .div(2.0)
                           .mul(255.0)
                           .to(torch::kUInt8)
                           .permute({1, 2, 3, 0})
                           .contiguous();
    std::vector<Frame> frames;
    for (std::int64_t i = 0; i < bytes.size(0); ++i) {
        auto frame =
            std::make_shared<FrameBuffer>(static_cast<int>(bytes.size(2)), static_cast<int>(bytes.size(1)));
        std::memcpy(frame->bytes().data(), bytes[i].data_ptr(), frame->bytes().size());
        frames.push_back(std::move(frame));
    }
    return frames;
}

}  // namespace brandloom::generation
