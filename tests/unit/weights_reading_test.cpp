// Reading large tensors, parts of them, and rewriting a file as safetensors.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "core/base/base_errors.h"
#include "core/weights/convert.h"
#include "core/weights/safetensors_writer.h"
#include "core/weights/tensor_file.h"
#include "tests/unit/fixture_files.h"

namespace brandloom::weights {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLarge = 40u << 20;

class Reading : public ::testing::Test {
  protected:
    /// One tensor "large" of bytes that differ from place to place, and a small one.
    fs::path makeFile() {
        m_bytes.resize(kLarge);
        for (std::size_t i = 0; i < m_bytes.size(); ++i) m_bytes[i] = static_cast<std::uint8_t>(i * 7 + (i >> 13));
        const std::vector<std::uint8_t> small{1, 2, 3, 4};
        const auto file = m_folder / "large.safetensors";
        const auto status = writeSafetensors(
            file,
            {{"large", DType::U8, {static_cast<std::int64_t>(kLarge)}, m_bytes}, {"small", DType::U8, {4}, small}},
            {{"note", "x"}});
        EXPECT_TRUE(status) << status.error().describe();
        return file;
    }
    test::TempDir m_folder;
    std::vector<std::uint8_t> m_bytes;
};

TEST_F(Reading, reportsEveryByte_andStopsInsideATensor) {
    const auto file = openTensorFile(makeFile());
    ASSERT_TRUE(file) << file.error().describe();
    const auto& info = *(*file)->find("large");
    std::uint64_t told = 0;
    int calls = 0;
    auto whole = readTensor(**file, info, {{}, [&](std::uint64_t bytes) {
                                               told += bytes;
                                               ++calls;
                                           }});
    ASSERT_TRUE(whole);
    EXPECT_TRUE(std::equal(m_bytes.begin(), m_bytes.end(), whole->data()));
    EXPECT_EQ(told, kLarge);
    EXPECT_GE(calls, 4);

    StopSource stop;
    told = 0;
    const auto stopped = readTensor(**file, info, {stop.get_token(), [&](std::uint64_t bytes) {
                                                       told += bytes;
                                                       stop.request_stop();
                                                   }});
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(stopped.error().isCancelled());
    EXPECT_LT(told, kLarge / 2);
}

TEST_F(Reading, readsAPart) {
    const auto file = openTensorFile(makeFile());
    ASSERT_TRUE(file);
    const auto& info = *(*file)->find("large");
    std::vector<std::uint8_t> part(1000);
    ASSERT_TRUE((*file)->readPart(info, 123457, part));
    EXPECT_TRUE(std::equal(part.begin(), part.end(), m_bytes.begin() + 123457));
    ASSERT_TRUE((*file)->readPart(info, kLarge - 1000, part));
    EXPECT_EQ(part.back(), m_bytes.back());
    for (const std::uint64_t offset : {kLarge - 999, kLarge + 1, ~std::uint64_t{0}}) {
        const auto refused = (*file)->readPart(info, offset, part);
        ASSERT_FALSE(refused) << offset;
        EXPECT_TRUE(refused.error().is(base_errors::kInvalidArgument));
    }
    EXPECT_EQ((*file)->files(), std::vector{m_folder / "large.safetensors"});
}

TEST_F(Reading, convertedFilesHoldTheSameTensors) {
    // Golden files of both formats: every .pth that loads gives the same tensors as its safetensors copy.
    int converted = 0;
    for (const auto& entry : fs::directory_iterator(test::fixtureRoot() / "malformed" / "pth")) {
        const auto source = openTensorFile(entry.path());
        if (!source) continue;
        bool readable = true;
        for (const auto& info : (*source)->tensors()) readable = readable && readTensor(**source, info).has_value();
        const auto target = m_folder / (entry.path().stem().string() + ".safetensors");
        const auto status = convertToSafetensors(**source, target);
        EXPECT_EQ(status.has_value(), readable) << entry.path();
        EXPECT_EQ(fs::exists(target), readable) << entry.path();
        if (!readable) continue;
        ++converted;
        const auto copy = openTensorFile(target);
        ASSERT_TRUE(copy) << copy.error().describe();
        ASSERT_EQ((*copy)->tensors().size(), (*source)->tensors().size());
        EXPECT_EQ((*copy)->metadata().at("format"), "pt");
        for (const auto& info : (*source)->tensors()) {
            const auto* same = (*copy)->find(info.name);
            ASSERT_NE(same, nullptr) << info.name;
            EXPECT_EQ(same->dtype, info.dtype);
            EXPECT_EQ(same->shape, info.shape);
            const auto a = readTensor(**source, info), b = readTensor(**copy, *same);
            ASSERT_TRUE(a && b);
            EXPECT_TRUE(std::ranges::equal(a->bytes(), b->bytes())) << info.name;
        }
    }
    EXPECT_GE(converted, 1);
}

TEST_F(Reading, aStoppedConversionLeavesNothing) {
    const auto file = openTensorFile(makeFile());
    ASSERT_TRUE(file);
    StopSource stop;
    const auto status = convertToSafetensors(**file, m_folder / "copy.safetensors",
                                             {stop.get_token(), [&](std::uint64_t) { stop.request_stop(); }});
    ASSERT_FALSE(status);
    EXPECT_TRUE(status.error().isCancelled());
    EXPECT_EQ(std::distance(fs::directory_iterator(m_folder.path()), fs::directory_iterator()), 1);
}

template <class T>
std::vector<std::uint8_t> bytesOf(std::initializer_list<T> values) {
    std::vector<std::uint8_t> bytes(values.size() * sizeof(T));
    std::memcpy(bytes.data(), std::data(values), bytes.size());
    return bytes;
}

TEST(AllFinite, knowsEveryFloatingType) {
    // Bit patterns by hand: the largest number, infinity, not a number.
    EXPECT_TRUE(allFinite(DType::F32, bytesOf<float>({0.0f, -3.4e38f, 1e-45f})));
    EXPECT_FALSE(allFinite(DType::F32, bytesOf<float>({1.0f, -INFINITY})));
    EXPECT_FALSE(allFinite(DType::F32, bytesOf<float>({NAN})));
    EXPECT_FALSE(allFinite(DType::F64, bytesOf<double>({1.0, INFINITY})));
    EXPECT_TRUE(allFinite(DType::F64, bytesOf<double>({1e308, -1e-320})));
    EXPECT_TRUE(allFinite(DType::BF16, bytesOf<std::uint16_t>({0x7f7f, 0xff7f, 0x0001})));
    EXPECT_FALSE(allFinite(DType::BF16, bytesOf<std::uint16_t>({0x7f80})));
    EXPECT_TRUE(allFinite(DType::F16, bytesOf<std::uint16_t>({0x7bff})));
    EXPECT_FALSE(allFinite(DType::F16, bytesOf<std::uint16_t>({0xfc01})));
    EXPECT_TRUE(allFinite(DType::F8E4M3, bytesOf<std::uint8_t>({0x7e, 0xfe, 0x00})));
    EXPECT_FALSE(allFinite(DType::F8E4M3, bytesOf<std::uint8_t>({0xff})));
    EXPECT_TRUE(allFinite(DType::F8E5M2, bytesOf<std::uint8_t>({0x7b})));
    EXPECT_FALSE(allFinite(DType::F8E5M2, bytesOf<std::uint8_t>({0x7c})));
    EXPECT_FALSE(allFinite(DType::F8E4M3FNUZ, bytesOf<std::uint8_t>({0x80})));
    EXPECT_TRUE(allFinite(DType::I64, bytesOf<std::int64_t>({-1})));
}

}  // namespace
}  // namespace brandloom::weights
