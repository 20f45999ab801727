// Models in every layout, told apart by content; checking, converting, and which expert is which.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <fstream>

#include "core/base/hashing.h"
#include "core/door/engine_errors.h"
#include "core/generation/loaded_model.h"
#include "core/wan/expert_probe.h"
#include "core/wan/loader.h"
#include "core/wan/model_check.h"
#include "core/wan/model_convert.h"
#include "core/wan/model_size.h"
#include "core/weights/convert.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/weights_errors.h"
#include "core/world/renderer.h"
#include "tests/unit/engine_test_tools.h"

namespace brandloom::testing {
namespace {

namespace fs = std::filesystem;
using wan::Part;

fs::path copyOfStarter(const ScratchFolder& dir, const std::string& name = "starter") {
    fs::copy(starterModel(), dir / name, fs::copy_options::recursive);
    return dir / name;
}

/// `from` as safetensors with more tensors, for instance the tokenizer that ComfyUI puts inside.
void writeWith(const fs::path& from, const fs::path& to,
               const std::map<std::string, std::vector<std::uint8_t>>& more) {
    fs::create_directories(to.parent_path());
    const auto file = weights::openTensorFile(from);
    ASSERT_TRUE(file) << file.error().describe();
    std::vector<weights::AlignedBuffer> buffers;
    std::vector<weights::TensorView> views;
    for (const auto& info : (*file)->tensors()) {
        buffers.push_back(std::move(*weights::readTensor(**file, info)));
        views.push_back({info.name, info.dtype, info.shape, buffers.back().bytes()});
    }
    for (const auto& [name, bytes] : more)
        views.push_back({name, weights::DType::U8, {static_cast<std::int64_t>(bytes.size())}, bytes});
    const auto status = weights::writeSafetensors(to, views, {});
    ASSERT_TRUE(status) << status.error().describe();
}

std::vector<std::uint8_t> bytesOf(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The starter model as ComfyUI keeps models.
fs::path comfyFolder(const ScratchFolder& dir) {
    const auto root = dir / "ComfyUI models";
    const auto starter = starterModel();
    for (const char* expert : {"high", "low"})
        writeWith(starter / (std::string(expert) + "_noise_model/diffusion_pytorch_model.safetensors"),
                  root / ("diffusion_models/nano_" + std::string(expert) + "_noise_bf16.safetensors"), {});
    writeWith(starter / "Wan2.1_VAE.pth", root / "vae/wan_2.1_vae.safetensors", {});
    writeWith(starter / "models_t5_umt5-xxl-enc-bf16.pth", root / "text_encoders/umt5.safetensors",
              {{"spiece_model", bytesOf(starter / "google/umt5-xxl/spiece.model")}});
    return root;
}

void expectSameWeights(const wan::ModelFolder& a, const wan::ModelFolder& b) {
    EXPECT_EQ(a.contentIds, b.contentIds);
    EXPECT_EQ(a.kind, b.kind);
}

TEST(Models, singleFilesOfAFolder_areToldApartByContent) {
    const ScratchFolder dir;
    const auto root = comfyFolder(dir);
    const auto official = wan::describeModelFolder(starterModel());
    const auto folder = wan::describeModelFolder(root);
    ASSERT_TRUE(folder) << folder.error().describe();
    EXPECT_EQ(folder->layout, wan::ModelLayout::SingleFiles);
    EXPECT_EQ(folder->parts.size(), 5u);
    EXPECT_TRUE(folder->missing.empty());
    EXPECT_TRUE(folder->findings.empty());
    expectSameWeights(*folder, *official);
    EXPECT_EQ(*wan::tokenizerModel(*folder), *wan::tokenizerModel(*official)) << "out of the text encoder's file";
    // Names say nothing about the other parts.
    fs::rename(root / "vae/wan_2.1_vae.safetensors", root / "text_encoders/renamed.safetensors");
    const auto renamed = wan::describeModelFolder(root);
    ASSERT_TRUE(renamed);
    EXPECT_EQ(renamed->contentId, folder->contentId);
    fs::copy(root / "text_encoders/renamed.safetensors", root / "vae/second.safetensors");
    const auto two = wan::describeModelFolder(root);
    ASSERT_FALSE(two);
    EXPECT_TRUE(two.error().is(engine_errors::kSeveralFiles)) << two.error().describe();
    EXPECT_NE(two.error().sentence().find("vae/second.safetensors"), std::string::npos);
}

TEST(Models, oneFile_bringsWhatLiesBesideIt) {
    const ScratchFolder dir;
    const auto root = comfyFolder(dir);
    const auto high = root / "diffusion_models/nano_high_noise_bf16.safetensors";
    const auto official = wan::describeModelFolder(starterModel());
    auto model = wan::describeModelFolder(high);
    ASSERT_TRUE(model) << model.error().describe();
    EXPECT_EQ(model->name, "nano_high_noise_bf16");
    EXPECT_TRUE(model->missing.empty());
    expectSameWeights(*model, *official);
    EXPECT_TRUE(wan::loadUmt5(*model));
    // Without its other half, VAE and text encoder: the official names of what is missing.
    fs::rename(high, dir / "HIGH.safetensors");
    model = wan::describeModelFolder(dir / "HIGH.safetensors");
    ASSERT_TRUE(model) << model.error().describe();
    EXPECT_EQ(model->kind, wan::ModelKind::Wan22T2vA14b);
    std::vector<std::string> missing;
    for (const auto& part : model->missing) missing.push_back(part.officialName);
    EXPECT_EQ(missing,
              (std::vector<std::string>{"low_noise_model/diffusion_pytorch_model.safetensors", "Wan2.1_VAE.pth",
                                        "models_t5_umt5-xxl-enc-bf16.pth", "google/umt5-xxl/spiece.model"}));
    // A name without an expert: the only transformer there is.
    fs::rename(dir / "HIGH.safetensors", dir / "shallow_yellow.safetensors");
    model = wan::describeModelFolder(dir / "shallow_yellow.safetensors");
    ASSERT_TRUE(model);
    EXPECT_EQ(model->kind, wan::ModelKind::Wan21T2v1_3b);
    const auto vae = wan::describeModelFolder(root / "vae/wan_2.1_vae.safetensors");
    ASSERT_TRUE(vae) << vae.error().describe();
    EXPECT_TRUE(vae->has(Part::Vae));
    std::ofstream(dir / "text.txt") << "not a model, but long enough to be read as one";
    EXPECT_FALSE(wan::describeModelFolder(dir / "text.txt"));
}

TEST(Models, anAllInOneFile_isEnough) {
    const ScratchFolder dir;
    std::vector<weights::AlignedBuffer> buffers;
    std::vector<weights::TensorView> views;
    const auto add = [&](const fs::path& path, const std::string& prefix) {
        const auto file = weights::openTensorFile(path);
        ASSERT_TRUE(file);
        for (const auto& info : (*file)->tensors()) {
            buffers.push_back(std::move(*weights::readTensor(**file, info)));
            views.push_back({prefix + info.name, info.dtype, info.shape, buffers.back().bytes()});
        }
    };
    buffers.reserve(4096);
    add(starterModel() / "low_noise_model/diffusion_pytorch_model.safetensors", "model.diffusion_model.");
    add(starterModel() / "Wan2.1_VAE.pth", "vae.");
    add(starterModel() / "models_t5_umt5-xxl-enc-bf16.pth", "text_encoders.umt5xxl.transformer.");
    ASSERT_TRUE(weights::writeSafetensors(dir / "all.safetensors", views, {}));
    const auto model = wan::describeModelFolder(dir / "all.safetensors");
    ASSERT_TRUE(model) << model.error().describe();
    ASSERT_EQ(model->missing.size(), 1u);
    EXPECT_EQ(model->missing[0].part, Part::Tokenizer);
    const auto official = wan::describeModelFolder(starterModel());
    EXPECT_EQ(model->contentIds.at(Part::Transformer), official->contentIds.at(Part::LowNoise));
    EXPECT_EQ(model->contentIds.at(Part::Vae), official->contentIds.at(Part::Vae));
    EXPECT_TRUE(wan::loadTransformer(*model, Part::Transformer));
    EXPECT_TRUE(wan::loadVae(*model));
    EXPECT_TRUE(wan::loadUmt5(*model));
    EXPECT_EQ(wan::modelSize(*model)->weightBytes, static_cast<std::int64_t>([&] {
                  std::uint64_t sum = 0;
                  for (const auto& view : views) sum += view.bytes.size();
                  return sum;
              }()));
}

TEST(Models, oddities_areFound) {
    const ScratchFolder dir;
    const auto root = copyOfStarter(dir);
    const auto low = root / "low_noise_model/diffusion_pytorch_model.safetensors";
    fs::copy_file(root / "high_noise_model/diffusion_pytorch_model.safetensors", low,
                  fs::copy_options::overwrite_existing);
    auto folder = wan::describeModelFolder(root);
    ASSERT_TRUE(folder);
    ASSERT_EQ(folder->findings.size(), 1u);
    EXPECT_TRUE(folder->findings[0].is(engine_errors::kExpertsSame)) << folder->findings[0].describe();
    fs::copy_file(root / "models_t5_umt5-xxl-enc-bf16.pth", root / "Wan2.1_VAE.pth",
                  fs::copy_options::overwrite_existing);
    folder = wan::describeModelFolder(root);
    ASSERT_TRUE(folder);
    ASSERT_EQ(folder->findings.size(), 2u);
    EXPECT_TRUE(folder->findings[0].is(weights::kOtherComponent)) << folder->findings[0].describe();
    // Another member of the family.
    const auto i2v = dir / "i2v/diffusion_pytorch_model.safetensors";
    writeWith(starterModel() / "low_noise_model/diffusion_pytorch_model.safetensors", i2v,
              {{"img_emb.proj.0.weight", {1}}});
    for (const auto& path : {i2v.parent_path(), i2v}) {
        const auto refused = wan::describeModelFolder(path);
        ASSERT_FALSE(refused);
        EXPECT_TRUE(refused.error().is(engine_errors::kOtherMember)) << refused.error().describe();
    }
}

TEST(Models, titlesFollowTheSizes) {
    EXPECT_EQ(wan::modelTitle(wan::ModelKind::Wan22T2vA14b, {.dim = 5120, .layers = 40}), "Wan2.2-T2V-A14B");
    EXPECT_EQ(wan::modelTitle(wan::ModelKind::Wan21T2v14b, {.dim = 5120, .layers = 40}), "Wan2.1-T2V-14B");
    EXPECT_EQ(wan::modelTitle(wan::ModelKind::Wan21T2v1_3b, {.dim = 1536, .layers = 30}), "Wan2.1-T2V-1.3B");
    EXPECT_EQ(wan::modelTitle(wan::ModelKind::Wan22Ti2v5b, {.dim = 3072, .layers = 30}), "Wan2.2-TI2V-5B");
    EXPECT_EQ(wan::modelTitle(wan::ModelKind::Wan22T2vA14b, {.dim = 256, .layers = 8}), "Brandloom nano");
    EXPECT_EQ(wan::modelTitle(wan::ModelKind::Wan22Ti2v5b, {.dim = 128, .layers = 2}),
              "small model of the kind Wan2.2-TI2V-5B");
}

TEST(Models, theOfficialAndTheDiffusersFolder_areOneModel) {
    const auto root = goldenRoot() / "checkpoint";
    const auto official = wan::describeModelFolder(root / "wan2.2-t2v-a14b-tiny");
    const auto diffusers = wan::describeModelFolder(root / "wan2.2-t2v-a14b-tiny-diffusers");
    ASSERT_TRUE(official) << official.error().describe();
    ASSERT_TRUE(diffusers) << diffusers.error().describe();
    for (const auto part : {Part::HighNoise, Part::LowNoise, Part::Vae})
        EXPECT_EQ(official->contentIds.at(part), diffusers->contentIds.at(part)) << wan::partName(part);
    EXPECT_NE(official->contentIds.at(Part::HighNoise), official->contentIds.at(Part::LowNoise));
}

TEST(Models, converting_keepsTheContent) {
    const ScratchFolder dir;
    const auto root = copyOfStarter(dir);
    const auto before = wan::describeModelFolder(root);
    std::int64_t last = 0, total = 0;
    wan::ConvertRequest request;
    request.model = root;
    request.progress = [&](const Progress& p) {
        EXPECT_GE(p.done, last);
        last = p.done;
        total = p.total;
    };
    const auto made = wan::convertModel(request);
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(made->files.size(), 2u);
    EXPECT_EQ(made->folder.contentId, before->contentId);
    EXPECT_EQ(made->folder.parts.at(Part::Vae), root / "Wan2.1_VAE.safetensors");
    EXPECT_GT(last, 0);
    EXPECT_LE(last, total);
    EXPECT_TRUE(wan::convertModel(request).error().is(engine_errors::kNothingToConvert));
    fs::remove(root / "Wan2.1_VAE.pth");
    fs::remove(root / "models_t5_umt5-xxl-enc-bf16.pth");
    const auto after = wan::describeModelFolder(root);
    ASSERT_TRUE(after);
    EXPECT_TRUE(after->missing.empty());
    EXPECT_EQ(after->contentId, before->contentId);
    EXPECT_TRUE(wan::loadVae(*after));
    EXPECT_TRUE(wan::loadUmt5(*after));
}

TEST(Models, convertingAWholeFolder_isAllOrNothing) {
    const ScratchFolder dir;
    wan::ConvertRequest request;
    request.model = starterModel();
    request.output = dir / "new";
    StopSource stop;
    request.stop = stop.get_token();
    request.progress = [&](const Progress&) { stop.request_stop(); };
    EXPECT_TRUE(wan::convertModel(request).error().isCancelled());
    EXPECT_TRUE(fs::is_empty(dir.path()));
    request.stop = {};
    const auto made = wan::convertModel(request);
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(made->folder.contentId, wan::describeModelFolder(starterModel())->contentId);
    EXPECT_EQ(made->folder.defaults, wan::describeModelFolder(starterModel())->defaults);
    EXPECT_TRUE(wan::convertModel(request).error().is(engine_errors::kOutputTaken));
    for (const auto& entry : fs::recursive_directory_iterator(dir / "new"))
        EXPECT_NE(entry.path().extension(), ".pth") << entry.path();
}

TEST(Models, checking_readsEverything) {
    const ScratchFolder dir;
    const auto root = copyOfStarter(dir);
    std::int64_t last = 0, total = 0;
    auto check = wan::checkModel(*wan::describeModelFolder(root), {}, [&](const Progress& p) {
        last = p.done;
        total = p.total;
    });
    ASSERT_TRUE(check);
    EXPECT_TRUE(check->findings.empty());
    EXPECT_EQ(check->files.size(), 4u);
    EXPECT_EQ(last, total);
    for (const auto& file : check->files) EXPECT_EQ(file.sha256, *sha256OfFile(file.path)) << file.path;

    // One byte of a checksummed tensor.
    const auto vae = root / "Wan2.1_VAE.pth";
    auto bytes = bytesOf(vae);
    bytes[bytes.size() / 2] ^= 1;
    std::ofstream(vae, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    // A number that is none: the last tensor of the file ends with it.
    const auto high = root / "high_noise_model/diffusion_pytorch_model.safetensors";
    bytes = bytesOf(high);
    bytes[bytes.size() - 1] = 0x7f;
    bytes[bytes.size() - 2] = 0xff;
    std::ofstream(high, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    check = wan::checkModel(*wan::describeModelFolder(root), {}, {});
    ASSERT_TRUE(check);
    ASSERT_EQ(check->findings.size(), 2u);
    std::vector<std::string> codes{check->findings[0].code, check->findings[1].code};
    std::ranges::sort(codes);
    EXPECT_EQ(codes, (std::vector<std::string>{"checksum", "weight_not_finite"}));
    for (const auto& file : check->files)
        EXPECT_EQ(file.sha256, *sha256OfFile(file.path)) << "also of a damaged file: " << file.path;

    StopSource stop;
    stop.request_stop();
    EXPECT_TRUE(wan::checkModel(*wan::describeModelFolder(root), stop.get_token(), {}).error().isCancelled());
}

TEST(Models, expertsAreToldApart_byWhatTheyCan) {
    const auto model = generation::LoadedModel::open(starterModel(), torch::kCPU);
    ASSERT_TRUE(model);
    const auto vae = (*model)->vae({}, {});
    ASSERT_TRUE(vae);
    torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> latents;
    for (const std::uint64_t i : {40, 41, 42, 43})
        latents.push_back(
            (*vae)->encode(generation::videoFromFrames(*world::renderClip(world::heldOutSpecFromIndex(i), {}))));
    wan::ProbeErrors errors[2];
    for (const auto id : {generation::ExpertId::High, generation::ExpertId::Low}) {
        const auto expert = (*model)->expert(id, {}, {});
        ASSERT_TRUE(expert);
        const auto probed = wan::probeErrors(**expert, latents, 0.875, {});
        ASSERT_TRUE(probed);
        errors[id == generation::ExpertId::High ? 0 : 1] = *probed;
    }
    EXPECT_EQ(wan::judgeExperts(errors[0], errors[1]), wan::ProbeVerdict::Right)
        << wan::meanOf(errors[0].atHigh) << " " << wan::meanOf(errors[0].atLow) << " "
        << wan::meanOf(errors[1].atHigh) << " " << wan::meanOf(errors[1].atLow);
    EXPECT_EQ(wan::judgeExperts(errors[1], errors[0]), wan::ProbeVerdict::Swapped);
    EXPECT_EQ(wan::judgeExperts(errors[0], errors[0]), wan::ProbeVerdict::Unclear);
    // What knows nothing cannot be told apart.
    EXPECT_EQ(wan::judgeExperts({{1.1}, {1.2}}, {{1.3}, {1.0}}), wan::ProbeVerdict::Unclear);
    EXPECT_EQ(wan::judgeExperts({{0.1}, {0.5}}, {{NAN}, {0.2}}), wan::ProbeVerdict::Unclear);
    EXPECT_EQ(wan::judgeExperts({{0.2}, {0.6}}, {{0.4}, {0.3}}), wan::ProbeVerdict::Right);
    EXPECT_EQ(wan::judgeExperts({{0.4}, {0.3}}, {{0.2}, {0.6}}), wan::ProbeVerdict::Swapped);
    // By hand: no lead at much noise; at little .095, .105, .077, .049 with a standard error of .012: 6.6 of them.
    const std::vector<double> same{0.5, 0.5, 0.5, 0.5}, worse{0.55, 0.5554, 0.54, 0.525};
    const std::vector<double> scattered{0.5, 0.6, 0.4, 0.55}, back{0.55, 0.5, 0.45, 0.52};
    EXPECT_EQ(wan::judgeExperts({scattered, worse}, {back, same}), wan::ProbeVerdict::Right);
    // What differs as much but not always to the same side says nothing.
    EXPECT_EQ(wan::judgeExperts({scattered, back}, {back, scattered}), wan::ProbeVerdict::Unclear);
}

}  // namespace
}  // namespace brandloom::testing
