// Writing and reading back, key dialects, and the checkpoints of the fixtures and of the starter model.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/base_errors.h"
#include "core/base/hashing.h"
#include "core/weights/crc32.h"
#include "core/weights/key_dialects.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"
#include "core/weights/weights_errors.h"
#include "tests/unit/fixture_files.h"
#include "tests/unit/weights_values.h"

namespace brandloom::weights {
namespace {

using test::fixtureRoot;

std::span<const std::uint8_t> bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
std::string textOf(const AlignedBuffer& buffer) {
    return {reinterpret_cast<const char*>(buffer.data()), buffer.size()};
}
std::unique_ptr<TensorFile> mustOpen(const Path& path) {
    auto file = openTensorFile(path);
    EXPECT_TRUE(file) << path << ": " << (file ? "" : file.error().describe());
    return file ? std::move(*file) : nullptr;
}

TEST(WeightsCrc, KnownValues) {
    EXPECT_EQ(crc32({}), 0u);
    EXPECT_EQ(crc32(bytesOf("123456789")), 0xcbf43926u);  // the check value of this CRC
    const std::string text = "The quick brown fox jumps over the lazy dog";
    EXPECT_EQ(crc32(bytesOf(text)), 0x414fa339u);
    EXPECT_EQ(crc32(bytesOf(text).subspan(13), crc32(bytesOf(text).first(13))), 0x414fa339u);
}

TEST(WeightsWriter, WhatIsWrittenIsReadBack) {
    test::TempDir dir;
    const std::map<std::string, std::string> metadata{{"format", "pt"}, {"说明", "line\n\"quoted\" \\ \x01"}};
    const std::vector<TensorView> tensors{{"z.half", DType::BF16, {2, 3}, bytesOf("abcdefghijkl")},
                                          {"a.byte", DType::U8, {3}, bytesOf("xyz")},
                                          {"a.float \"q\" 模型", DType::F32, {1, 2}, bytesOf("01234567")},
                                          {"scalar", DType::F64, {}, bytesOf("ABCDEFGH")},
                                          {"empty", DType::I64, {4, 0}, {}}};
    const auto path = dir / "out.safetensors";
    ASSERT_TRUE(writeSafetensors(path, tensors, metadata));
    const auto file = mustOpen(path);
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(file->metadata(), metadata);
    ASSERT_EQ(file->tensors().size(), tensors.size());
    for (const auto& view : tensors) {
        const auto* info = file->find(view.name);
        ASSERT_NE(info, nullptr) << view.name;
        EXPECT_EQ(info->dtype, view.dtype);
        EXPECT_EQ(info->shape, view.shape);
        EXPECT_EQ(info->fileOffset % static_cast<std::uint64_t>(bitsPerElement(view.dtype) / 8), 0u) << view.name;
        const auto bytes = readTensor(*file, *info);
        ASSERT_TRUE(bytes);
        EXPECT_EQ(reinterpret_cast<std::uintptr_t>(bytes->data()) % 64, 0u);
        EXPECT_TRUE(std::equal(view.bytes.begin(), view.bytes.end(), bytes->bytes().begin(), bytes->bytes().end()));
    }
    // Largest elements first, then by name; the data starts on a multiple of 64.
    const auto bytes = test::fileBytes(path);
    std::uint64_t headerBytes = 0;
    std::memcpy(&headerBytes, bytes.data(), 8);
    EXPECT_EQ((8 + headerBytes) % 64, 0u);
    EXPECT_EQ(bytes.substr(8 + headerBytes), "ABCDEFGH01234567abcdefghijklxyz");
}

TEST(WeightsWriter, SameInputSameBytesInAnyOrder) {
    test::TempDir dir;
    std::vector<TensorView> tensors{{"b", DType::F32, {1}, bytesOf("1234")},
                                    {"a", DType::F32, {1}, bytesOf("5678")}};
    ASSERT_TRUE(writeSafetensors(dir / "1.safetensors", tensors, {{"k", "v"}}));
    std::swap(tensors[0], tensors[1]);
    ASSERT_TRUE(writeSafetensors(dir / "2.safetensors", tensors, {{"k", "v"}}));
    EXPECT_EQ(test::fileBytes(dir / "1.safetensors"), test::fileBytes(dir / "2.safetensors"));
}

TEST(WeightsWriter, WrongInputLeavesNothingBehind) {
    test::TempDir dir;
    const auto target = dir / "out.safetensors";
    const std::vector<std::vector<TensorView>> kWrong{
        {{"a", DType::F32, {2}, bytesOf("1234")}},                                   // too few bytes
        {{"a", DType::U8, {1}, bytesOf("1")}, {"a", DType::U8, {1}, bytesOf("2")}},  // twice
        {{"__metadata__", DType::U8, {1}, bytesOf("1")}},                            // reserved
        {{"\xff", DType::U8, {1}, bytesOf("1")}},                                    // not UTF-8
        {{"a", DType::U8, {-1, -1}, bytesOf("1")}},                                  // negative
        {{"a", DType::F32, {std::int64_t{1} << 62, 4}, {}}},                         // overflow to 0
        {{"a", DType::F4, {3}, bytesOf("12")}}};                                     // half a byte
    for (std::size_t i = 0; i < kWrong.size(); ++i) {
        const auto status = writeSafetensors(target, kWrong[i], {});
        ASSERT_FALSE(status) << i;
        EXPECT_TRUE(status.error().is(base_errors::kInvalidArgument)) << i;
    }
    auto writer = SafetensorsWriter::create(target, {{"a", DType::U8, {4}}}, {});
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->write(bytesOf("12")));
    EXPECT_FALSE(writer->write(bytesOf("345")));
    EXPECT_FALSE(writer->commit());
    *writer = *SafetensorsWriter::create(dir / "other.safetensors", {}, {});
    EXPECT_FALSE(std::filesystem::exists(target));
}

TEST(WeightsWriter, StreamedInPieces) {
    test::TempDir dir;
    auto writer =
        SafetensorsWriter::create(dir / "s.safetensors", {{"b", DType::U8, {3}}, {"a", DType::U8, {2}}}, {});
    ASSERT_TRUE(writer);
    ASSERT_EQ(writer->specs()[0].name, "a");
    for (const char* piece : {"1", "23", "45"}) ASSERT_TRUE(writer->write(bytesOf(piece)));
    ASSERT_TRUE(writer->commit());
    const auto file = mustOpen(dir / "s.safetensors");
    EXPECT_EQ(textOf(*readTensor(*file, *file->find("a"))), "12");
    EXPECT_EQ(textOf(*readTensor(*file, *file->find("b"))), "345");
}

TEST(WeightsFile, OneFileReadFromManyThreads) {
    const auto file = mustOpen(fixtureRoot() / "malformed/pth/ok_tied_storage.pth");
    ASSERT_NE(file, nullptr);
    const auto want = textOf(*readTensor(*file, *file->find("y")));
    std::atomic<int> wrong{0};
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i)
                if (textOf(*readTensor(*file, *file->find("y"))) != want) ++wrong;
        });
    threads.clear();
    EXPECT_EQ(wrong, 0);
}

// --- dialects on made-up files
// ---------------------------------------------------------------------------------------

std::unique_ptr<TensorFile> fileWithKeys(const test::TempDir& dir, const std::vector<std::string>& keys) {
    std::vector<TensorView> tensors;
    for (const auto& key : keys) tensors.push_back({key, DType::U8, {1}, bytesOf("x")});
    const auto path = dir / "keys.safetensors";
    EXPECT_TRUE(writeSafetensors(path, tensors, {}));
    return mustOpen(path);
}

TEST(KeyDialects, ComfyUiAllInOne) {
    test::TempDir dir;
    const auto file = fileWithKeys(
        dir,
        {"model.diffusion_model.head.modulation", "model.diffusion_model.blocks.11.ffn.2.weight",
         "model.diffusion_model.blocks.11.ffn.2.scale_weight", "model.diffusion_model.blocks.0.ffn.0.weight",
         "model.diffusion_model.blocks.0.ffn.0.weight_scale", "model.diffusion_model.blocks.0.ffn.0.input_scale",
         "model.diffusion_model.blocks.0.ffn.0.comfy_quant", "model.diffusion_model.scaled_fp8",
         "model.diffusion_model.strange", "vae.encoder.downsamples.0.residual.0.gamma", "vae.conv1.bias",
         "text_encoders.umt5xxl.transformer.shared.weight",
         "text_encoders.umt5xxl.transformer.encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight",
         "text_encoders.umt5xxl.transformer.spiece_model"});
    EXPECT_EQ(detectComponents(*file),
              (std::vector<Component>{Component::Transformer, Component::Vae21, Component::TextEncoder}));
    const auto map = mapKeys(Component::Transformer, *file);
    ASSERT_TRUE(map) << map.error().describe();
    EXPECT_EQ(map->dialect, Dialect::Official);
    EXPECT_EQ(map->prefix, "model.diffusion_model.");
    ASSERT_EQ(map->tensors.size(), 3u);
    EXPECT_EQ(map->find("blocks.11.ffn.2.weight")->scale->name,
              "model.diffusion_model.blocks.11.ffn.2.scale_weight");
    EXPECT_EQ(map->find("blocks.0.ffn.0.weight")->scale->name, "model.diffusion_model.blocks.0.ffn.0.weight_scale");
    EXPECT_NE(map->find("blocks.0.ffn.0.weight")->inputScale, nullptr);
    EXPECT_EQ(map->find("head.modulation")->scale, nullptr);
    EXPECT_EQ(map->leftovers, std::vector<std::string>{"model.diffusion_model.strange"});
    EXPECT_EQ(map->ignored.size(), 2u);
    const auto text = mapKeys(Component::TextEncoder, *file);
    ASSERT_TRUE(text);
    EXPECT_EQ(text->dialect, Dialect::Hf);
    EXPECT_NE(text->find("token_embedding.weight"), nullptr);
    EXPECT_EQ(text->ignored, std::vector<std::string>{"text_encoders.umt5xxl.transformer.spiece_model"});
    const auto vae = mapKeys(Component::Vae21, *file);
    ASSERT_TRUE(vae);
    EXPECT_NE(vae->find("conv1.bias"), nullptr);
}

TEST(KeyDialects, TiedTextTableMayBeStoredTwice) {
    test::TempDir dir;
    const auto file = fileWithKeys(dir, {"shared.weight", "encoder.embed_tokens.weight",
                                         "encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight"});
    const auto map = mapKeys(Component::TextEncoder, *file);
    ASSERT_TRUE(map);
    EXPECT_EQ(map->find("token_embedding.weight")->source->name, "shared.weight");
    EXPECT_EQ(map->ignored, std::vector<std::string>{"encoder.embed_tokens.weight"});
}

/// A VAE with one resnet per level (as the starter model has): two per decoder block, so three official numbers.
TEST(KeyDialects, VaeNumbersFollowTheResnetsInTheFile) {
    test::TempDir dir;
    const auto file = fileWithKeys(
        dir, {"encoder.down_blocks.0.norm1.gamma", "decoder.up_blocks.0.resnets.0.norm1.gamma",
              "decoder.up_blocks.0.resnets.1.norm1.gamma", "decoder.up_blocks.1.resnets.1.conv_shortcut.bias",
              "decoder.up_blocks.1.upsamplers.0.time_conv.weight"});
    const auto map = mapKeys(Component::Vae21, *file);
    ASSERT_TRUE(map);
    EXPECT_TRUE(map->leftovers.empty());
    EXPECT_NE(map->find("decoder.upsamples.4.shortcut.bias"), nullptr);
    EXPECT_NE(map->find("decoder.upsamples.5.time_conv.weight"), nullptr);
}

TEST(KeyDialects, NumbersHaveOneSpelling) {
    test::TempDir dir;
    const auto file = fileWithKeys(dir, {"head.modulation", "blocks.0.modulation", "blocks.00.modulation",
                                         "blocks.x.modulation", "blocks.99999.modulation", "xblocks.1.modulation"});
    const auto map = mapKeys(Component::Transformer, *file);
    ASSERT_TRUE(map);
    EXPECT_EQ(map->tensors.size(), 2u);
    EXPECT_EQ(map->leftovers.size(), 4u);
}

TEST(KeyDialects, OtherFilesAreRefusedBySentence) {
    test::TempDir dir;
    const auto lora = fileWithKeys(dir, {"diffusion_model.blocks.0.self_attn.q.lora_A.weight"});
    auto map = mapKeys(Component::Transformer, *lora);
    ASSERT_FALSE(map);
    EXPECT_TRUE(map.error().is(kComponentAbsent));
    const auto vae = fileWithKeys(dir, {"encoder.downsamples.0.downsamples.0.residual.0.gamma"});
    map = mapKeys(Component::Vae21, *vae);
    ASSERT_FALSE(map);
    EXPECT_TRUE(map.error().is(kOtherComponent));
    EXPECT_EQ(map.error().arg("reason"), "vae22");
}

// --- dialects on the checkpoints
// -------------------------------------------------------------------------------------

/// A golden model folder. The committed ones hold every name with the first element of its tensor.
Path folder(const char* name) {
    return fixtureRoot() / "checkpoint" / name;
}

/// A .pth of the release, or the .safetensors that stands for it in the committed set.
Path released(const Path& path) {
    if (test::hasFullFixtures()) return path;
    auto other = path;
    return other.replace_extension(".safetensors");
}

void expectSameWeights(Component component, const Path& officialPath, const Path& otherPath, Dialect otherDialect,
                       std::size_t count) {
    SCOPED_TRACE(otherPath.native());
    const auto official = mustOpen(officialPath), other = mustOpen(otherPath);
    ASSERT_TRUE(official && other);
    const auto a = mapKeys(component, *official), b = mapKeys(component, *other);
    ASSERT_TRUE(a) << a.error().describe();
    ASSERT_TRUE(b) << b.error().describe();
    EXPECT_EQ(a->dialect, Dialect::Official);
    EXPECT_EQ(b->dialect, otherDialect);
    EXPECT_TRUE(a->leftovers.empty() && b->leftovers.empty());
    EXPECT_EQ(a->tensors.size(), count);
    EXPECT_EQ(b->tensors.size(), count);
    std::size_t compared = 0;
    for (const auto& [key, mapped] : a->tensors) {
        EXPECT_EQ(key, mapped.source->name);
        const auto* twin = b->find(key);
        ASSERT_NE(twin, nullptr) << key;
        EXPECT_EQ(mapped.source->shape, twin->source->shape) << key;
        if (mapped.source->dtype != twin->source->dtype) continue;
        EXPECT_EQ(textOf(*readTensor(*official, *mapped.source)), textOf(*readTensor(*other, *twin->source)))
            << key;
        ++compared;
    }
    EXPECT_EQ(compared, count);
}

TEST(Checkpoints, DiffusersFolderHasTheWeightsOfTheOfficialOne) {
    const auto official = folder("wan2.2-t2v-a14b-tiny"), diffusers = folder("wan2.2-t2v-a14b-tiny-diffusers");
    const std::string index = "diffusion_pytorch_model.safetensors.index.json";
    const std::size_t transformerKeys = 15 + 2 * 27;
    expectSameWeights(Component::Transformer, official / "high_noise_model" / index,
                      diffusers / "transformer" / index, Dialect::Diffusers, transformerKeys);
    expectSameWeights(Component::Transformer, official / "low_noise_model" / index,
                      diffusers / "transformer_2" / index, Dialect::Diffusers, transformerKeys);
    expectSameWeights(Component::Vae21, released(official / "Wan2.1_VAE.pth"),
                      diffusers / "vae/diffusion_pytorch_model.safetensors", Dialect::Diffusers, 194);
    expectSameWeights(Component::TextEncoder, released(official / "models_t5_umt5-xxl-enc-bf16.pth"),
                      diffusers / "text_encoder/model.safetensors.index.json", Dialect::Hf, 22);
}

TEST(Checkpoints, OtherModelsOfTheFamily) {
    const auto count = [](Component component, const Path& path) -> std::size_t {
        const auto file = mustOpen(path);
        if (!file) return 0;
        const auto map = mapKeys(component, *file);
        EXPECT_TRUE(map) << path;
        if (!map) return 0;
        EXPECT_TRUE(map->leftovers.empty()) << map->leftovers.front();
        return map->tensors.size();
    };
    EXPECT_EQ(count(Component::Vae22, released(folder("wan2.2-ti2v-5b-tiny") / "Wan2.2_VAE.pth")), 196u);
    EXPECT_EQ((count(Component::Transformer,
                     folder("wan2.2-ti2v-5b-tiny") / "diffusion_pytorch_model.safetensors.index.json") -
               15) %
                  27,
              0u);
    EXPECT_EQ(
        (count(Component::Transformer, folder("wan2.1-t2v-1.3b-tiny") / "diffusion_pytorch_model.safetensors") -
         15) %
            27,
        0u);
    if (!test::hasFullFixtures()) return;  // the same names as in the folders above and in the test before
    EXPECT_EQ(count(Component::Vae21, fixtureRoot() / "vae21/weights.safetensors"), 194u);
    EXPECT_EQ(count(Component::Vae22, fixtureRoot() / "vae22/weights.safetensors"), 196u);
}

TEST(Checkpoints, EveryFixtureTensorFileOpens) {
    std::size_t opened = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(fixtureRoot())) {
        const auto name = entry.path().native();
        if (name.find("/malformed/") != std::string::npos) continue;
        if (!name.ends_with(".safetensors") && !name.ends_with(".pth")) continue;
        const auto file = mustOpen(entry.path());
        ASSERT_NE(file, nullptr);
        for (const auto& info : file->tensors()) ASSERT_TRUE(readTensor(*file, info)) << name << " " << info.name;
        ++opened;
    }
    EXPECT_GT(opened, test::hasFullFixtures() ? 100u : 20u);
}

/// The starter model that ships: .pth files of a current PyTorch, one resnet per VAE level.
TEST(StarterModel, ItsFilesMap) {
    const auto root = Path(BRANDLOOM_SOURCE_DIR) / "resources/models/starter";
    Path vae, text;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (entry.path().filename() == "Wan2.1_VAE.pth") vae = entry.path();
        if (entry.path().filename() == "models_t5_umt5-xxl-enc-bf16.pth") text = entry.path();
    }
    ASSERT_FALSE(vae.empty() || text.empty()) << root;
    for (const auto& [component, path, count] : {std::tuple(Component::Vae21, vae, std::size_t{146}),
                                                 std::tuple(Component::TextEncoder, text, std::size_t{22})}) {
        const auto file = mustOpen(path);
        ASSERT_NE(file, nullptr);
        const auto map = mapKeys(component, *file);
        ASSERT_TRUE(map) << map.error().describe();
        EXPECT_TRUE(map->leftovers.empty());
        EXPECT_EQ(map->tensors.size(), count);
        for (const auto& info : file->tensors()) {
            const auto bytes = readTensor(*file, info);
            ASSERT_TRUE(bytes) << info.name;
            for (const double v : test::elementsOf(info.dtype, bytes->bytes())) ASSERT_TRUE(std::isfinite(v));
        }
    }
}

}  // namespace
}  // namespace brandloom::weights
