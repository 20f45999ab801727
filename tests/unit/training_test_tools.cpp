#include "tests/unit/training_test_tools.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>

#include "core/base/hashing.h"
#include "core/training/trainer.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"

namespace brandloom::testing {

std::string sourceDir();  // engine_test_main.cpp

Result<std::vector<Frame>> StripeClips::frames(std::size_t index) {
    ++calls;
    std::vector<Frame> out;
    for (int f = 0; f < 5; ++f) {
        auto frame = std::make_shared<FrameBuffer>(32, 32);
        for (int y = 0; y < 32; ++y)
            for (int x = 0; x < 96; ++x)
                frame->row(y)[x] = static_cast<std::uint8_t>((x + 2 * f) / 12 % 2 * 200 + 20 * (index % 3));
        out.push_back(std::move(frame));
    }
    return out;
}

SmallTraining::SmallTraining() {
    for (const char* name : {"cache", "out"}) std::filesystem::create_directory(m_folder / name);
    request.modelDir = (std::filesystem::path(sourceDir()) / "tests/data/checkpoint/two-experts").native();
    request.cacheDir = (m_folder / "cache").native();
    request.outputDir = (m_folder / "out").native();
    request.name = "style";
    request.width = request.height = 32;
    request.frames = 5;
    request.clips = {{"clip-a", "a", {"b"}}, {"clip-b", "b"}, {"clip-c", "c", {}, true}};
    auto& o = request.options;
    o.steps = 3;
    o.blockSteps = 2;
    o.batch = 2;
    o.accumulation = 2;
    o.rank = 2;
    o.dropout = 0.1;
    o.emaDecay = 0.9;
    o.warmupSteps = 1;
    o.validateEvery = 3;
}

TrainingLog SmallTraining::run(const RunHow& how) {
    TrainingLog log;
    StopSource stop;
    if (!m_model) {
        auto opened = generation::LoadedModel::open(request.modelDir, torch::kCPU);
        EXPECT_TRUE(opened) << opened.error().describe();
        m_model = *opened;
    }
    const auto keep = [&log](auto& list, const door::EventBody& body) {
        using Body = typename std::decay_t<decltype(list)>::value_type;
        if (const auto* one = std::get_if<Body>(&body)) list.push_back(*one);
    };
    const auto emit = [&](const door::EventBody& body) {
        if (const auto* loss = std::get_if<door::LossReported>(&body)) {
            log.losses.push_back(loss->loss);
            if (loss->step == how.stopAt) stop.request_stop();
        }
        keep(log.skipped, body);
        keep(log.previews, body);
        keep(log.checkpoints, body);
        keep(log.heldOut, body);
        keep(log.forecasts, body);
    };
    log.result = training::trainModel(*m_model, request, clips, emit, stop.get_token(), how.controls);
    return log;
}

void SmallTraining::spoilLatent(const std::string& clip, double value) {
    bool found = false;
    for (const auto& entry : std::filesystem::directory_iterator(request.cacheDir)) {
        std::string key;
        torch::Tensor tensor;
        {
            const auto file = weights::openTensorFile(entry.path());
            ASSERT_TRUE(file);
            key = (*file)->metadata().at("key");
            if (key.find("\n" + clip + "\n") == std::string::npos) continue;
            tensor = readSafetensors(entry.path().native()).at("tensor");
        }
        found = true;
        tensor.view({-1})[3] = value;
        const std::span bytes(static_cast<const std::uint8_t*>(tensor.data_ptr()), tensor.nbytes());
        ASSERT_TRUE(weights::writeSafetensors(entry.path(),
                                              {{"tensor", weights::DType::F32, tensor.sizes().vec(), bytes}},
                                              {{"key", key}, {"sha256", Sha256().add(bytes).hex()}}));
    }
    EXPECT_TRUE(found) << clip;
}

std::map<std::string, torch::Tensor> readSafetensors(const std::string& path) {
    std::map<std::string, torch::Tensor> out;
    const auto file = weights::openTensorFile(path);
    EXPECT_TRUE(file) << path;
    if (!file) return out;
    for (const auto& info : (*file)->tensors()) {
        EXPECT_EQ(info.dtype, weights::DType::F32);
        auto tensor = torch::empty(info.shape, torch::kFloat);
        EXPECT_TRUE((*file)->read(info, {static_cast<std::uint8_t*>(tensor.data_ptr()), tensor.nbytes()}));
        out[info.name] = tensor;
    }
    return out;
}

void expectSameFiles(const door::TrainResult& a, const door::TrainResult& b) {
    for (const auto& [one, other] :
         {std::pair{a.adapters.high, b.adapters.high}, std::pair{a.adapters.low, b.adapters.low},
          std::pair{a.ema.high, b.ema.high}, std::pair{a.ema.low, b.ema.low}}) {
        ASSERT_FALSE(one.empty());
        const auto left = readFile(one), right = readFile(other);
        ASSERT_TRUE(left && right);
        EXPECT_TRUE(*left == *right) << one;
    }
}

}  // namespace brandloom::testing
