// Every file of the malformed area gets its verdict, and no refusal costs memory, time or a crash.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "core/base/base_errors.h"
#include "core/weights/tensor_file.h"
#include "core/weights/weights_errors.h"
#include "tests/unit/fixture_files.h"
#include "tests/unit/weights_values.h"

namespace brandloom::weights {
namespace {

using nlohmann::json;
using test::fixtureRoot;

const json& expectations() {
    static const json kExpected = json::parse(test::fileBytes(fixtureRoot() / "malformed/expected.json"));
    return kExpected;
}

/// Opens and reads everything: a file counts as refused when either fails.
struct Loaded {
    std::optional<Error> error;
    std::unique_ptr<TensorFile> file;
    std::map<std::string, std::vector<double>> values;
};
Loaded loadAll(const Path& path) {
    Loaded loaded;
    auto file = openTensorFile(path);
    if (!file) {
        loaded.error = file.error();
        return loaded;
    }
    for (const auto& info : (*file)->tensors()) {
        auto bytes = readTensor(**file, info);
        if (!bytes) {
            loaded.error = bytes.error();
            return loaded;
        }
        loaded.values[info.name] = test::elementsOf(info.dtype, bytes->bytes());
    }
    loaded.file = std::move(*file);
    return loaded;
}

void expectTensors(const Loaded& loaded, const json& tensors, bool all) {
    for (const auto& [name, want] : tensors.items()) {
        const auto* info = loaded.file->find(name);
        ASSERT_NE(info, nullptr) << name;
        EXPECT_EQ(dtypeName(info->dtype), want["dtype"].get<std::string>()) << name;
        EXPECT_EQ(info->shape, want["shape"].get<std::vector<std::int64_t>>()) << name;
        const auto& got = loaded.values.at(name);
        ASSERT_EQ(got.size(), want["values"].size()) << name;
        for (std::size_t i = 0; i < got.size(); ++i) {
            const auto& value = want["values"][i];
            if (value == "nan")
                EXPECT_TRUE(std::isnan(got[i])) << name;
            else if (value.is_string())
                EXPECT_EQ(got[i], value == "inf" ? INFINITY : -INFINITY) << name;
            else
                EXPECT_EQ(got[i], value.get<double>()) << name << " element " << i;
        }
    }
    EXPECT_TRUE(!all || loaded.file->tensors().size() == tensors.size());
}

void expectUsefulRefusal(const Error& error, const std::string& fileName) {
    EXPECT_NE(error.sentence().find(fileName), std::string::npos) << error.sentence();
    EXPECT_EQ(error.sentence().find('{'), std::string::npos) << error.sentence();
    EXPECT_FALSE(error.remedy().empty()) << error.sentence();
    const auto specs = weightsErrorSpecs();
    EXPECT_TRUE(std::any_of(specs.begin(), specs.end(), [&](const auto* spec) { return error.is(*spec); }))
        << error.describe();
}

long peakMebibytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

void judge(const json& entry, const Path& path, const std::string& shownName, bool allTensors) {
    SCOPED_TRACE(path.native());
    const auto before = peakMebibytes();
    const auto loaded = loadAll(path);
    EXPECT_LT(peakMebibytes() - before, 100);
    const auto verdict = entry["verdict"].get<std::string>();
    if (loaded.error) {
        EXPECT_NE(verdict, "load") << loaded.error->describe();
        expectUsefulRefusal(*loaded.error, shownName);
        return;
    }
    EXPECT_NE(verdict, "refuse") << entry["reason"];
    if (entry.contains("tensors")) expectTensors(loaded, entry["tensors"], allTensors);
    if (entry.contains("tensor_count")) {
        EXPECT_EQ(loaded.file->tensors().size(), entry["tensor_count"].get<std::size_t>());
    }
    if (entry.contains("metadata")) {
        using Metadata = std::map<std::string, std::string>;
        EXPECT_EQ(loaded.file->metadata(), entry["metadata"].get<Metadata>());
    }
}

TEST(WeightsMalformed, SafetensorsVerdicts) {
    ASSERT_GE(expectations()["safetensors"].size(), 84u);
    for (const auto& entry : expectations()["safetensors"]) {
        const auto name = entry["file"].get<std::string>();
        judge(entry, fixtureRoot() / "malformed/safetensors" / name, name, !entry.contains("tensor_count"));
    }
}

TEST(WeightsMalformed, PthVerdicts) {
    ASSERT_GE(expectations()["pth"].size(), 97u);
    for (const auto& entry : expectations()["pth"]) {
        const auto name = entry["file"].get<std::string>();
        judge(entry, fixtureRoot() / "malformed/pth" / name, name, true);
    }
}

TEST(WeightsMalformed, ShardedVerdicts) {
    ASSERT_GE(expectations()["sharded"].size(), 13u);
    for (const auto& entry : expectations()["sharded"]) {
        const auto folder = entry["folder"].get<std::string>();
        judge(entry,
              fixtureRoot() / "malformed/sharded" / folder / "diffusion_pytorch_model.safetensors.index.json",
              "diffusion_pytorch_model", false);
    }
}

/// Each rule of the format is refused by its own code, so that the sentence says what is wrong.
TEST(WeightsMalformed, EachSafetensorsRuleHasItsCode) {
    const std::map<int, const ErrorSpec*> kSpecOfRule{
        {1, &kFileTooShort},  {2, &kHeaderTooLong},  {3, &kHeaderLengthOverflow},
        {4, &kHeaderPastEnd}, {6, &kHeaderNotJson},  {7, &kHeaderNotObject},
        {8, &kDuplicateKey},  {9, &kBadMetadata},    {10, &kBadEntry},
        {11, &kUnknownDtype}, {12, &kBadShape},      {13, &kBadOffsets},
        {15, &kOverlap},      {16, &kShapeOverflow}, {17, &kSizeOverflow},
        {18, &kSubByteEnd},   {19, &kSizeMismatch},  {20, &kDataLength},
        {21, &kHeaderTooDeep}};
    // Files that break two rules at once, or are told apart more finely than by the rule's number.
    const std::map<std::string, const ErrorSpec*> kSpecOfFile{{"header_lone_surrogate", &kHeaderNotJson},
                                                              {"header_not_utf8", &kHeaderNotUtf8},
                                                              {"first_not_at_zero", &kHole},
                                                              {"hole_between", &kHole},
                                                              {"shape_product_overflow_small", &kBadShape},
                                                              {"bits_overflow", &kBadShape},
                                                              {"lfs_pointer", &kLfsPointer},
                                                              {"html_error_page", &kWebPage},
                                                              {"pth_renamed", &kZipNamedSafetensors}};
    for (const auto& entry : expectations()["safetensors"]) {
        if (entry["verdict"] != "refuse") continue;
        const auto name = Path(entry["file"].get<std::string>());
        const auto loaded = loadAll(fixtureRoot() / "malformed/safetensors" / name);
        ASSERT_TRUE(loaded.error) << name;
        const auto byFile = kSpecOfFile.find(name.stem().native());
        const auto* spec = byFile != kSpecOfFile.end() ? byFile->second : kSpecOfRule.at(entry["rule"].get<int>());
        EXPECT_TRUE(loaded.error->is(*spec)) << name << ": " << loaded.error->describe();
    }
}

TEST(WeightsMalformed, PthRefusalsSayWhatIsWrong) {
    const std::vector<std::pair<const char*, const ErrorSpec*>> kCases{{"evil_os_system", &kPickleForeignName},
                                                                       {"evil_dotted_name", &kPickleForeignName},
                                                                       {"evil_stack_global", &kPickleOpcode},
                                                                       {"evil_inst", &kPickleOpcode},
                                                                       {"zip_crc_wrong", &kChecksum},
                                                                       {"zip_deflate_bomb", &kZipCompressed},
                                                                       {"zip_duplicate_entry", &kZipDuplicate},
                                                                       {"zip_two_pickles", &kZipTwoPickles},
                                                                       {"zip_path_traversal_root", &kZipBadName},
                                                                       {"zip_size_lie_central", &kZipSizesDiffer},
                                                                       {"storage_missing", &kBadStorage},
                                                                       {"storage_same_key_two_types", &kBadStorage},
                                                                       {"view_past_end", &kBadView},
                                                                       {"view_stride_zero_bomb", &kBadView},
                                                                       {"byteorder_big", &kBigEndian},
                                                                       {"torchscript", &kTorchScript},
                                                                       {"legacy_non_zip", &kLegacyPth},
                                                                       {"list_of_tensors", &kNotStateDict},
                                                                       {"lfs_pointer", &kLfsPointer},
                                                                       {"html_error_page", &kWebPage}};
    for (const auto& [stem, spec] : kCases) {
        const auto loaded = loadAll(fixtureRoot() / "malformed/pth" / (std::string(stem) + ".pth"));
        ASSERT_TRUE(loaded.error) << stem;
        EXPECT_TRUE(loaded.error->is(*spec)) << stem << ": " << loaded.error->describe();
    }
}

TEST(WeightsMalformed, ShardedNotices) {
    const auto open = [](const char* folder) {
        return openTensorFile(fixtureRoot() / "malformed/sharded" / folder /
                              "diffusion_pytorch_model.safetensors.index.json");
    };
    auto total = open("wrong_total_size");
    ASSERT_TRUE(total);
    ASSERT_EQ((*total)->notices().size(), 1u);
    EXPECT_TRUE((*total)->notices()[0].is(kTotalSizeDiffers));
    EXPECT_EQ((*total)->notices()[0].arg("has"), "48");
    auto stray = open("stale_extra_shard");
    ASSERT_TRUE(stray);
    ASSERT_EQ((*stray)->notices().size(), 1u);
    EXPECT_TRUE((*stray)->notices()[0].is(kStrayShard));
    EXPECT_EQ((*stray)->tensors().size(), 3u);
    auto good = open("ok");
    ASSERT_TRUE(good);
    EXPECT_TRUE((*good)->notices().empty());
}

std::string safetensorsBytes(const std::string& header, const std::string& data) {
    const std::uint64_t length = header.size();
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return bytes + header + data;
}

TEST(WeightsMalformed, BytesHiddenBehindAZeroAreRefused) {
    test::TempDir dir;
    test::writeBytes(dir / "a.safetensors", safetensorsBytes(std::string("{}\0hidden", 9), ""));
    const auto loaded = loadAll(dir / "a.safetensors");
    ASSERT_TRUE(loaded.error);
    EXPECT_TRUE(loaded.error->is(kHeaderNotJson)) << loaded.error->describe();
}

TEST(WeightsMalformed, CountsThatOverflowWithAllowedDimensions) {
    test::TempDir dir;
    const auto refusal = [&](const std::string& shape) {
        test::writeBytes(
            dir / "a.safetensors",
            safetensorsBytes(R"({"a":{"dtype":"F64","shape":)" + shape + R"(,"data_offsets":[0,0]}})", ""));
        const auto loaded = loadAll(dir / "a.safetensors");
        return loaded.error ? *loaded.error : Error();
    };
    const std::string kPow40 = "1099511627776", kPow23 = "8388608", kPow24 = "16777216";
    EXPECT_TRUE(refusal("[" + kPow40 + "," + kPow24 + "]").is(kShapeOverflow));
    EXPECT_TRUE(refusal("[0," + kPow40 + "," + kPow24 + "]").is(kShapeOverflow));  // also behind a zero
    EXPECT_TRUE(refusal("[" + kPow40 + "," + kPow23 + "]").is(kSizeOverflow));
    EXPECT_TRUE(refusal("[2]").is(kSizeMismatch));
    EXPECT_EQ(refusal("[0,9]").code, "");
}

/// Header lengths whose bytes look like another kind of file ("PK", "<!", "{").
TEST(WeightsMalformed, HeaderLengthsThatLookLikeOtherFilesLoad) {
    test::TempDir dir;
    for (const std::size_t length : {0x4b50u, 0x213cu, 0x7bu, 0x0a3cu}) {
        std::string header = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})";
        header.resize(length, ' ');
        test::writeBytes(dir / "a.safetensors", safetensorsBytes(header, "x"));
        const auto loaded = loadAll(dir / "a.safetensors");
        EXPECT_FALSE(loaded.error) << length << ": " << loaded.error->describe();
    }
}

TEST(WeightsMalformed, WhatIsNotARegularFile) {
    test::TempDir dir;
    ASSERT_EQ(::mkfifo((dir / "pipe.safetensors").c_str(), 0600), 0);
    auto pipe = openTensorFile(dir / "pipe.safetensors");
    ASSERT_FALSE(pipe);
    EXPECT_TRUE(pipe.error().is(base_errors::kNotRegularFile));
    auto folder = openTensorFile(dir.path());
    ASSERT_FALSE(folder);
    EXPECT_TRUE(folder.error().is(base_errors::kNotRegularFile));
    auto absent = openTensorFile(dir / "absent.safetensors");
    ASSERT_FALSE(absent);
    EXPECT_TRUE(absent.error().is(base_errors::kFileMissing));
}

TEST(WeightsMalformed, AFileCutAfterOpeningFailsInsteadOfCrashing) {
    test::TempDir dir;
    const auto path = dir / "a.safetensors";
    test::writeBytes(path, safetensorsBytes(R"({"a":{"dtype":"U8","shape":[9000],"data_offsets":[0,9000]}})",
                                            std::string(9000, 'x')));
    auto file = openTensorFile(path);
    ASSERT_TRUE(file);
    std::filesystem::resize_file(path, 5000);
    const auto bytes = readTensor(**file, (*file)->tensors()[0]);
    ASSERT_FALSE(bytes);
    EXPECT_TRUE(bytes.error().is(base_errors::kFileUnreadable));
}

TEST(WeightsMalformed, AForgedTensorInfoReadsNothing) {
    auto file = openTensorFile(fixtureRoot() / "malformed/pth/ok_base.pth");
    ASSERT_TRUE(file);
    auto forged = (*file)->tensors()[0];
    forged.byteCount = 4096;
    std::vector<std::uint8_t> out(4096);
    EXPECT_FALSE((*file)->read(forged, out));
    forged = (*file)->tensors()[0];
    forged.fileOffset = 0;
    forged.storageIndex = -1;
    out.resize(forged.byteCount);
    ASSERT_TRUE((*file)->read(forged, out));
    EXPECT_EQ(test::elementsOf(DType::F32, out), (std::vector<double>{1, 2, 3, 4}));
}

TEST(WeightsMalformed, ErrorCodesAreUniqueAndComplete) {
    std::map<std::string_view, int> codes;
    for (const auto* spec : weightsErrorSpecs()) {
        EXPECT_EQ(spec->module, "weights");
        EXPECT_EQ(codes[spec->code]++, 0) << spec->code;
        EXPECT_FALSE(spec->sentence.empty());
        EXPECT_FALSE(spec->remedy.empty()) << spec->code;
    }
}

/// Damaged copies of every file: whatever the damage, an answer and no crash (run under ASan by the soak).
TEST(WeightsMalformed, RandomDamageNeverCrashes) {
    test::TempDir dir;
    std::mt19937 random(20261124);
    std::size_t loadedCount = 0, refusedCount = 0;
    for (const char* part : {"safetensors", "pth"})
        for (const auto& entry : std::filesystem::directory_iterator(fixtureRoot() / "malformed" / part)) {
            const auto original = test::fileBytes(entry.path());
            if (original.empty() || original.size() > 20'000) continue;
            for (int copy = 0; copy < 12; ++copy) {
                auto bytes = original;
                for (unsigned n = 1 + random() % 3; n > 0; --n) {
                    const auto at = random() % bytes.size();
                    if (random() % 4 == 0)
                        bytes.resize(at + 1);
                    else
                        bytes[at] =
                            static_cast<char>(random() % 2 == 0 ? bytes[at] ^ (1 << random() % 8) : random());
                }
                // A new name each time: overwriting makes some file systems wait for the disk.
                const auto path =
                    dir / (std::to_string(refusedCount + loadedCount) + entry.path().extension().native());
                test::writeBytes(path, bytes);
                loadAll(path).error ? ++refusedCount : ++loadedCount;
                std::filesystem::remove(path);
            }
        }
    EXPECT_GT(refusedCount, 1500u);
    EXPECT_GT(loadedCount, 20u);  // some damage hits only values or names
}

}  // namespace
}  // namespace brandloom::weights
