// What clips look like, against hand-calculated colours: sRGB red is CIELAB (53.24, 80.09, 67.20) under D65.
#include <gtest/gtest.h>

#include <cmath>

#include "core/media/look.h"

namespace brandloom::media {
namespace {

Frame plain(std::uint8_t r, std::uint8_t g, std::uint8_t b) {
    auto frame = std::make_shared<FrameBuffer>(18, 12);
    auto bytes = frame->bytes();
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        bytes[i] = r;
        bytes[i + 1] = g;
        bytes[i + 2] = b;
    }
    return frame;
}

TEST(Look, ColoursAreThoseOfCielab) {
    LookMeter meter;
    meter.add({plain(255, 0, 0)});
    const auto red = meter.look();
    EXPECT_NEAR(red.lightness, 53.24, 0.1);
    EXPECT_NEAR(red.a, 80.09, 0.2);
    EXPECT_NEAR(red.b, 67.20, 0.2);
    EXPECT_NEAR(red.chroma, std::hypot(80.09, 67.20), 0.3);
    EXPECT_NEAR(red.lightnessSpread, 0, 1e-3);
    EXPECT_NEAR(red.chromaSpread, 0, 1e-3);
    EXPECT_NEAR(red.corners, 0, 1e-3);
}

TEST(Look, MeansAreOverEverySecondFrame) {
    LookMeter meter;
    meter.add({plain(0, 0, 0), plain(255, 0, 0), plain(255, 255, 255)});
    EXPECT_EQ(meter.frames(), 2);
    EXPECT_NEAR(meter.look().lightness, 50, 0.1);
    EXPECT_NEAR(meter.look().chroma, 0, 0.1);
}

TEST(Look, DarkCornersAreNegative) {
    auto frame = std::make_shared<FrameBuffer>(18, 12);
    for (int y = 4; y < 8; ++y)
        for (int x = 3 * 6; x < 3 * 12; ++x) frame->row(y)[x] = 255;
    LookMeter meter;
    meter.add({frame});
    EXPECT_NEAR(meter.look().corners, -100, 0.1);
    const double share = 24.0 / 216.0;  // white pixels
    EXPECT_NEAR(meter.look().lightness, 100 * share, 0.1);
    EXPECT_NEAR(meter.look().lightnessSpread, 100 * std::sqrt(share * (1 - share)), 0.1);
}

TEST(Look, DistancesAreEuclidean) {
    const Look a{10, 1, 2, 3, 4, 5, 6}, b{13, 5, 2, 3, 4, 5, 18};
    EXPECT_DOUBLE_EQ(labDistance(a, b), 5);
    EXPECT_DOUBLE_EQ(lookDistance(a, b), 13);
    EXPECT_EQ(LookMeter().look().lightness, 0);
}

}  // namespace
}  // namespace brandloom::media
