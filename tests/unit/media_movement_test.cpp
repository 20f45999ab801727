#include <gtest/gtest.h>

#include <cmath>

#include "core/media/movement.h"
#include "core/world/renderer.h"

namespace brandloom::media {
namespace {

/// Waves about the point (x0, y0), enlarged by `zoom`: value of the scene at picture point (x, y).
Frame waves(double right, double down, double zoom) {
    auto frame = std::make_shared<FrameBuffer>(64, 64);
    for (int y = 0; y < 64; ++y)
        for (int x = 0; x < 64; ++x) {
            const double u = (x - 31.5 - right) / zoom, v = (y - 31.5 - down) / zoom;
            const double value = 128 + 50 * std::sin(u / 5) + 50 * std::sin(v / 6 + 0.4 * std::sin(u / 9));
            for (int c = 0; c < 3; ++c) frame->row(y)[3 * x + c] = static_cast<std::uint8_t>(std::lround(value));
        }
    return frame;
}

TEST(MediaMovement, ShiftAndZoomOfAPatternThatMovesByKnownSteps) {
    std::vector<Frame> shifted, growing;
    for (int t = 0; t < 9; ++t) {
        shifted.push_back(waves(0.8 * t, -0.4 * t, 1));
        growing.push_back(waves(0, 0, std::exp(0.02 * t)));
    }
    const auto shift = movementOf(shifted);
    EXPECT_NEAR(shift.right, 6.4 / 64, 0.02);
    EXPECT_NEAR(shift.down, -3.2 / 64, 0.01);
    EXPECT_NEAR(shift.zoom, 0, 0.02);
    const auto zoom = movementOf(growing);
    EXPECT_NEAR(zoom.zoom, 0.16, 0.03);
    EXPECT_NEAR(zoom.right, 0, 0.01);
}

TEST(MediaMovement, NothingToSeeIsNoMovement) {
    const std::vector<Frame> grey(5, std::make_shared<FrameBuffer>(64, 64));
    for (const auto& frames : {grey, std::vector<Frame>{}, std::vector<Frame>{grey[0]},
                               std::vector<Frame>{grey[0], std::make_shared<FrameBuffer>(32, 64)},
                               std::vector<Frame>(3, std::make_shared<FrameBuffer>(8, 8))}) {
        const auto moved = movementOf(frames);
        EXPECT_EQ(moved.right, 0);
        EXPECT_EQ(moved.zoom, 0);
    }
}

TEST(MediaMovement, TellsPansAndPushesOfTheWorldFromTheirOpposites) {
    int right = 0, total = 0;
    for (const char* camera : {"pan-left", "pan-right", "push-in", "pull-out"})
        for (const char* setting : {"studio", "wood", "beach", "night", "kitchen", "window"}) {
            const auto spec = *world::parseSpec(std::string("subject=car motion=still camera=") + camera +
                                                " setting=" + setting + " seed=" + std::to_string(total));
            const auto moved = movementOf(*world::renderClip(spec, {}));
            const std::string word = camera;
            const bool isRight = word == "pan-left"    ? moved.right > 0
                                 : word == "pan-right" ? moved.right < 0
                                 : word == "push-in"   ? moved.zoom > 0
                                                       : moved.zoom < 0;
            right += isRight ? 1 : 0;
            ++total;
        }
    EXPECT_GE(right, 22) << "of " << total;
}

}  // namespace
}  // namespace brandloom::media
