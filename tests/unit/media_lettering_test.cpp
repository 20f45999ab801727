#include <gtest/gtest.h>

#include <algorithm>

#include "core/media/lettering/lettering.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

Frame line(const std::string& text, const LineOptions& options = {}) {
    auto made = letterLine(text, options);
    EXPECT_TRUE(made) << made.error().describe();
    return *made;
}

/// Pixels in columns from..to that are not background.
int ink(const Frame& frame, int from, int to, const LineOptions& o = {}) {
    int out = 0;
    for (int y = 0; y < frame->height(); ++y)
        for (int x = from; x < to; ++x)
            out += !std::equal(o.background.begin(), o.background.end(), frame->row(y) + 3 * x);
    return out;
}

std::vector<std::uint8_t> bytesOf(const Frame& frame) {
    return {frame->bytes().begin(), frame->bytes().end()};
}

TEST(Lettering, hasTheWantedSizeAndColours) {
    LineOptions o;
    o.width = 200;
    o.height = 40;
    o.indent = 20;
    o.textSize = 30;
    o.colour = {200, 0, 0};
    o.background = {0, 0, 90};
    const auto frame = line("III", o);
    EXPECT_EQ(frame->width(), 200);
    EXPECT_EQ(frame->height(), 40);
    EXPECT_EQ(ink(frame, 0, 19, o), 0) << "nothing stands in the indent";
    EXPECT_EQ(ink(frame, 120, 200, o), 0);
    int red = 0;
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 200; ++x)
            red += frame->row(y)[3 * x] == 200 && frame->row(y)[3 * x + 1] == 0 && frame->row(y)[3 * x + 2] == 0;
    EXPECT_GT(red, 50) << "red, green and blue are in their places";
}

TEST(Lettering, chineseHasItsOwnShapes) {
    // Boxes for missing characters would all look the same.
    EXPECT_NE(bytesOf(line("风")), bytesOf(line("格")));
    EXPECT_GT(ink(line("用风格"), 0, 640), 2 * ink(line("用"), 0, 640));
}

TEST(Lettering, longText_isCutInsideThePicture) {
    LineOptions o;
    o.width = 120;
    std::string text;
    for (int i = 0; i < 400; ++i) text += "蓝色的香水 perfume ";
    const auto frame = line(text, o);
    EXPECT_GT(ink(frame, 0, 120), 100);
    EXPECT_EQ(bytesOf(frame), bytesOf(line(text + " and more", o))) << "what is cut off does not show";
}

TEST(Lettering, emptyAndManyLines) {
    EXPECT_EQ(ink(line(""), 0, 640), 0);
    EXPECT_EQ(bytesOf(line("a\nb")), bytesOf(line("a b")));
    EXPECT_GT(ink(line("<b>&"), 0, 640), ink(line("<"), 0, 640)) << "it is text, not markup";
}

TEST(Lettering, wrongOptions) {
    const auto refused = [](const std::string& text, LineOptions o) {
        const auto made = letterLine(text, o);
        return !made && made.error().is(media_errors::kBadOption);
    };
    LineOptions o;
    EXPECT_TRUE(refused("\xFF\xFE", o));
    o.width = 0;
    EXPECT_TRUE(refused("x", o));
    o.width = 100'000;
    EXPECT_TRUE(refused("x", o));
    o = {};
    o.indent = -1;
    EXPECT_TRUE(refused("x", o));
    o = {};
    o.textSize = 0;
    EXPECT_TRUE(refused("x", o));
}

}  // namespace
}  // namespace brandloom::media
