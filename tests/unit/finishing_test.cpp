// Pieces: timeline, captions, logo and label in their places, sound as ffmpeg's ebur128 hears it, names, rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/base/base_errors.h"
#include "core/finishing/ai_label.h"
#include "core/finishing/checklist.h"
#include "core/finishing/film_pictures.h"
#include "core/finishing/finishing_errors.h"
#include "core/finishing/loudness.h"
#include "core/finishing/piece_names.h"
#include "core/finishing/piece_repository.h"
#include "core/media/encoder.h"
#include "core/media/lettering/text_block.h"
#include "core/media/png.h"
#include "core/project/project.h"
#include "tests/unit/domain_support.h"

namespace brandloom::finishing {
namespace {

namespace errors = finishing_errors;
using media::SoundSamples;
using test::TempDir;

Platform platform(const std::string& name) {
    const auto all = loadPlatforms();
    EXPECT_TRUE(all) << all.error().describe();
    auto one = choosePlatform(*all, name);
    EXPECT_TRUE(one) << one.error().describe();
    return *one;
}

std::shared_ptr<FrameBuffer> plain(int width, int height, std::uint8_t grey) {
    auto out = std::make_shared<FrameBuffer>(width, height);
    for (auto& byte : out->bytes()) byte = grey;
    return out;
}

/// Source k at frame n has the grey 20 * k + n.
class Greys : public PictureSource {
  public:
    explicit Greys(double fps) : m_fps(fps) {}
    Result<Frame> at(int source, double seconds) override {
        return plain(64, 48, static_cast<std::uint8_t>(20 * source + static_cast<int>(seconds * m_fps)));
    }

  private:
    double m_fps;
};

TEST(Platforms, TheTableIsWhole) {
    const auto all = loadPlatforms();
    ASSERT_TRUE(all) << all.error().describe();
    for (const char* shape : {"16:9", "9:16", "1:1", "4:5", "抖音", "TikTok", "Instagram Reels"})
        EXPECT_TRUE(choosePlatform(*all, shape)) << shape;
    const auto unknown = choosePlatform(*all, "vine");
    ASSERT_FALSE(unknown);
    EXPECT_TRUE(unknown.error().is(errors::kPlatformUnknown));
    EXPECT_NE(unknown.error().remedy().find("douyin"), std::string::npos);
}

TEST(Platforms, EachPictureOfAShotIsShownEquallyLong) {
    const auto p = platform("9:16");  // 23 to 60
    EXPECT_DOUBLE_EQ(rateFor(p, 8), 24);
    EXPECT_DOUBLE_EQ(rateFor(p, 16), 32);
    EXPECT_DOUBLE_EQ(rateFor(p, 24000.0 / 1001), 24000.0 / 1001);
    EXPECT_DOUBLE_EQ(rateFor(p, 120), 30);
    EXPECT_DOUBLE_EQ(rateFor(platform("broadcast"), 16), 25);
    EXPECT_DOUBLE_EQ(rateFor(p, 0), 30);
}

TEST(Timeline, CutsAndCrossFadesByFrames) {
    const std::vector<PieceSource> sources{{64, 48, 10, 1}, {64, 48, 10, 1}};
    const auto line = placeParts({{0, 0, 0, 0}, {1, 0.2, 0.8, 0.2}}, sources, 10);
    ASSERT_TRUE(line) << line.error().describe();
    EXPECT_EQ(line->frames, 10 + 6 - 2);
    EXPECT_EQ(line->parts[1].first, 8);
    PiecePlan plan;
    plan.width = plan.height = 32;
    plan.timeline = *line;
    Renderer renderer(plan);
    Greys greys(10);
    std::vector<int> seen;
    for (std::int64_t n = 0; n < line->frames; ++n) {
        const auto frame = renderer.frame(n, greys);
        ASSERT_TRUE(frame);
        seen.push_back((*frame)->row(16)[48]);
    }
    // Frames 8 and 9: a quarter and three quarters of 22 and 23 over 8 and 9.
    EXPECT_EQ(seen, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 12, 20, 24, 25, 26, 27}));
    // In any order the same.
    EXPECT_EQ((*renderer.frame(8, greys))->row(0)[0], 12);
    EXPECT_EQ((*renderer.frame(-5, greys))->row(0)[0], 0);
}

TEST(Timeline, OneFrameAndWrongRanges) {
    const std::vector<PieceSource> still{{64, 48, 0, 0}}, film{{64, 48, 10, 1}};
    EXPECT_EQ(placeParts({{0, 0, 0, 0}}, still, 30)->frames, 90);
    EXPECT_EQ(placeParts({{0, 0, 2, 0}}, still, 30)->frames, 60);
    const auto one = placeParts({{0, 0, 0.1, 0}, {0, 0, 0.1, 0.5}}, film, 10);
    EXPECT_EQ(one->frames, 2) << "a cross-fade leaves each a frame";
    EXPECT_EQ(one->shortenedFade, 2);
    for (const auto& [start, end] : {std::pair{0.5, 0.4}, {0.0, 1.5}, {-1.0, 0.5}, {1.0, 0.0}, {0.0, NAN}}) {
        const auto wrong = placeParts({{0, start, end, 0}}, film, 10);
        ASSERT_FALSE(wrong) << start << " " << end;
        EXPECT_TRUE(wrong.error().is(errors::kBadPart));
    }
    EXPECT_TRUE(placeParts({}, film, 10).error().is(errors::kNoParts));
    EXPECT_TRUE(placeParts({{0, 0, 5000, 0}}, still, 30).error().is(errors::kPieceTooLong));
}

TEST(Renderer, FilmsForwardsAndBackwardsTheSame) {
    const TempDir dir;
    const Path film = dir / "f.mp4";
    std::vector<Frame> frames;
    for (int i = 0; i < 40; ++i) frames.push_back(plain(64, 48, static_cast<std::uint8_t>(6 * i)));
    ASSERT_TRUE(media::writeMp4(film, frames, {.fps = 10, .crf = 4}));
    FilmPictures forwards({film}), jumping({film});
    for (const int n : {0, 1, 2, 7, 7, 30, 39, 39})
        EXPECT_NEAR((*forwards.at(0, (n + 0.5) / 10))->row(8)[9], 6 * n, 2) << n;
    for (const int n : {39, 3, 20, 19, 0, 38})
        EXPECT_NEAR((*jumping.at(0, (n + 0.5) / 10))->row(8)[9], 6 * n, 2) << n;
    EXPECT_NEAR((*jumping.at(0, 99))->row(8)[9], 6 * 39, 2) << "after the end the last one";
}

TEST(Renderer, PadsCropsAndFades) {
    PiecePlan plan;
    plan.width = 90;
    plan.height = 160;
    plan.ground = {1, 2, 200};
    plan.timeline = *placeParts({{0, 0, 0, 0}}, {{64, 48, 10, 1}}, 10);
    plan.look.fit = Fit::Pad;
    plan.look.fadeIn = 0.5;
    Greys greys(10);
    const auto padded = Renderer(plan).frame(9, greys);
    EXPECT_EQ((*padded)->row(2)[2], 200) << "a bar above";
    EXPECT_EQ((*padded)->row(80)[2], 9);
    EXPECT_EQ((*padded)->row(158)[0], 1) << "a bar below";
    EXPECT_NEAR((*Renderer(plan).frame(1, greys))->row(2)[2], 200 * 0.3, 1);
    plan.look.fit = Fit::Crop;
    EXPECT_EQ((*Renderer(plan).frame(9, greys))->row(2)[2], 9);
}

// --- what lies over the pictures ---------------------------------------------------------------------------------

TEST(TextBlock, BreaksChineseByItsRules) {
    media::TextBlockOptions options;
    options.textSize = 40;
    options.width = 430;  // ten characters and a bit
    const auto block = media::textBlock("每天清晨一杯好咖啡呀，让城市慢慢醒来。", options);
    ASSERT_TRUE(block);
    EXPECT_EQ(block->lines, 2);
    EXPECT_LE(block->picture.width(), 430) << "the comma hangs over nothing";
    EXPECT_TRUE(block->missing.empty()) << block->missing;
    EXPECT_TRUE(media::textBlock("  \n ", options)->picture.isEmpty());
    EXPECT_FALSE(media::textBlock("\xff", options));
    const auto unknown = media::textBlock("好\U0010FFFD好\U0010FFFD", options);
    EXPECT_EQ(unknown->missing, "\U0010FFFD") << "each once";
}

ArtRequest request(const Platform& p) {
    ArtRequest out;
    out.platform = p;
    out.families = "Inter, Noto Sans CJK SC, Sans";
    out.labelLanguage = p.language;
    out.brand.legalLine = {"广告", "Advertisement"};
    return out;
}

const PlacedArt* find(const std::vector<PlacedArt>& art, ArtKind kind) {
    for (const auto& one : art)
        if (one.kind == kind) return &one;
    return nullptr;
}

BrandLogo wideLogo(std::uint8_t grey) {
    BrandLogo logo;
    logo.picture = media::Overlay(300, 100);
    for (int y = 20; y < 80; ++y)
        for (int x = 20; x < 280; ++x) {
            auto* p = logo.picture.row(y) + 4 * x;
            p[0] = p[1] = p[2] = grey;
            p[3] = 255;
        }
    return logo;
}

TEST(Art, EverythingStandsInTheSafeZoneWithoutTouching) {
    const auto all = loadPlatforms();
    const auto timeline = *placeParts({{0, 0, 0, 0}}, {{64, 48, 24, 4}}, 24);
    for (const auto& p : *all) {
        auto wanted = request(p);
        wanted.captions = {{"每天清晨，一杯好咖啡。", 0, 2}, {"Slow mornings, bright cups.", 2, 0}};
        wanted.logo = wideLogo(255);
        for (const auto corner : {Corner::TopRight, Corner::TopLeft}) {
            wanted.look.logoCorner = corner;
            const auto art = makeArt(wanted, timeline);
            ASSERT_TRUE(art) << art.error().describe();
            ASSERT_EQ(art->size(), 5u);
            for (const auto& one : *art) EXPECT_TRUE(safeBox(p).holds(one.box)) << p.id << " " << one.number;
            const auto& logo = find(*art, ArtKind::Logo)->box;
            const auto& label = *find(*art, ArtKind::Label);
            EXPECT_GE(label.textHeight, 0.05 * std::min(p.width, p.height)) << "GB 45438-2025";
            EXPECT_TRUE(label.box.right() + logo.height / 4 <= logo.x ||
                        logo.right() + logo.height / 4 <= label.box.x ||
                        label.box.y >= logo.bottom() + logo.height / 4)
                << p.id << ": the clear space of the logo is kept";
            EXPECT_EQ(label.first, 0);
            EXPECT_EQ(label.end, timeline.frames);
            EXPECT_LT(find(*art, ArtKind::Caption)->box.bottom(), find(*art, ArtKind::LegalLine)->box.y);
        }
    }
}

TEST(Art, LabelAndLegalLineStayInFadesAndLogosAreTransparent) {
    const auto p = platform("1:1");
    PiecePlan plan;
    plan.width = p.width;
    plan.height = p.height;
    plan.timeline = *placeParts({{0, 0, 0, 0}}, {{64, 48, 10, 1}}, 10);
    auto wanted = request(p);
    wanted.logo = wideLogo(255);
    plan.art = *makeArt(wanted, plan.timeline);
    plan.look.fadeIn = 1;
    Greys greys(10);
    const auto first = *Renderer(plan).frame(0, greys);
    const auto brightest = [&](const Box& box) {
        int most = 0;
        for (int y = box.y; y < box.bottom(); ++y)
            for (int x = box.x; x < box.right(); ++x) most = std::max<int>(most, first->row(y)[3 * x]);
        return most;
    };
    EXPECT_GT(brightest(find(plan.art, ArtKind::Label)->box), 240);
    EXPECT_GT(brightest(find(plan.art, ArtKind::LegalLine)->box), 200);
    const auto& logo = find(plan.art, ArtKind::Logo)->box;
    EXPECT_LT(brightest(logo), 30) << "the logo fades";
    plan.look.fadeIn = 0;
    const auto bare = *Renderer(plan).bareFrame(0, greys);
    const auto whole = *Renderer(plan).frame(0, greys);
    EXPECT_EQ(whole->row(logo.y + 1)[3 * (logo.x + 1)], bare->row(logo.y + 1)[3 * (logo.x + 1)])
        << "its edge is clear";
    EXPECT_EQ(whole->row(logo.y + logo.height / 2)[3 * (logo.x + logo.width / 2)], 255);
}

// --- the checklist -----------------------------------------------------------------------------------------------

struct Checked {
    Platform p = platform("9:16");
    PiecePlan plan;
    brand::Brand brand;
    ChecklistFacts facts;
    ArtRequest wanted;

    explicit Checked(double seconds = 4) {
        plan.width = p.width;
        plan.height = p.height;
        facts.sources = {{1080, 1920, 24, seconds}};
        plan.timeline = *placeParts({{0, 0, 0, 0}}, facts.sources, 24);
        wanted = request(p);
        brand = wanted.brand;
    }
    std::vector<std::string> codes() {
        plan.art = *makeArt(wanted, plan.timeline);
        facts.platform = &p;
        facts.plan = &plan;
        facts.brand = &brand;
        facts.captions = wanted.captions;
        facts.labelLanguage = wanted.labelLanguage;
        std::vector<std::string> out;
        for (const auto& finding : checklist(facts)) {
            EXPECT_FALSE(finding.what.remedy().empty()) << "each names its fix";
            EXPECT_EQ(finding.what.sentence().find('{'), std::string::npos) << finding.what.sentence();
            EXPECT_EQ(finding.what.remedy().find('{'), std::string::npos) << finding.what.remedy();
            out.push_back(finding.what.code);
        }
        return out;
    }
    bool says(const std::string& code) {
        const auto all = codes();
        return std::ranges::find(all, code) != all.end();
    }
};

TEST(Checklist, ACleanPieceHasNotesOnly) {
    Checked c;
    c.wanted.captions = {{"每天清晨，一杯好咖啡。", 0, 0}};
    EXPECT_EQ(c.codes(), (std::vector<std::string>{"no_logo", "no_sound"}));
}

TEST(Checklist, SaysWhatIsWrong) {
    Checked c;
    c.wanted.captions = {{"一句话", 0, 0}};
    EXPECT_FALSE(c.says("caption_outside"));
    c.wanted.look.captionBottom = 0.99;
    EXPECT_TRUE(c.says("caption_outside"));
    c.wanted.look.captionBottom = 0;
    std::string longText;
    for (int i = 0; i < 60; ++i) longText += "很长的字幕";
    c.wanted.captions = {{longText, 0, 0}};
    EXPECT_TRUE(c.says("caption_tall"));
    EXPECT_TRUE(c.says("caption_fast"));
    c.wanted.captions = {{"一句话", 10, 0}, {"\U0010FFFD", 0, 0}, {"第一的品牌", 0, 0}};
    c.brand.bannedWords = {"第一"};
    for (const char* code : {"caption_unseen", "glyphs_of_caption", "banned_word"})
        EXPECT_TRUE(c.says(code)) << code;
    c.wanted.labelLanguage = "off";
    c.plan.look.legalLine = false;
    c.facts.missingFonts = {"Brand Sans"};
    for (const char* code : {"label_off", "legal_off", "font_missing"}) EXPECT_TRUE(c.says(code)) << code;
    c.brand.legalLine = {};
    EXPECT_TRUE(c.says("legal_missing"));
    c.facts.sources[0].width = 64;
    EXPECT_TRUE(c.says("small_source"));
    c.p.mostSeconds = 3;
    EXPECT_EQ(c.codes().front(), "too_long") << "problems come first";
}

TEST(Checklist, ALogoThatCannotBeTold) {
    const auto p = platform("1:1");
    const auto box = logoBox(wideLogo(255), {}, p);
    const auto on = [&](std::uint8_t logo, std::uint8_t ground) {
        return logoContrast(wideLogo(logo), box, {plain(p.width, p.height, ground)}).ratio;
    };
    EXPECT_NEAR(on(255, 0), 21, 0.1);
    EXPECT_NEAR(on(255, 255), 1, 0.1);
    EXPECT_LT(on(120, 128), kEnoughForLogo);
    EXPECT_GT(on(20, 200), kEnoughForLogo);
}

// --- sound -------------------------------------------------------------------------------------------------------

SoundSamples tone(double seconds, double hertz, double height) {
    SoundSamples out;
    const auto count = static_cast<std::size_t>(seconds * SoundSamples::kRate);
    for (std::size_t i = 0; i < count; ++i)
        out.left.push_back(static_cast<float>(
            height * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / SoundSamples::kRate)));
    out.right = out.left;
    return out;
}

/// As ffmpeg's ebur128 filter hears it: {loudness, true peak}.
std::pair<double, double> heardByFfmpeg(const TempDir& dir, const SoundSamples& sound) {
    const Path raw = dir / "sound.f32";
    std::ofstream out(raw, std::ios::binary);
    for (std::size_t i = 0; i < sound.size(); ++i)
        for (const float sample : {sound.left[i], sound.right[i]})
            out.write(reinterpret_cast<const char*>(&sample), sizeof sample);
    out.close();
    const auto text = test::run("ffmpeg -hide_banner -nostdin -f f32le -ar 48000 -ac 2 -i " + test::quoted(raw) +
                                " -filter_complex ebur128=peak=true -f null - 2>&1 | tail -14");
    const auto number = [&](const char* before) {
        return std::stod(text.substr(text.rfind(before) + std::string(before).size()));
    };
    return {number("I:"), number("Peak:")};
}

TEST(Loudness, AsTheStandardAndFfmpegHaveIt) {
    const TempDir dir;
    // EBU Tech 3341, case 1: a stereo sine of 1 kHz at -23 dBFS has -23 LUFS.
    EXPECT_NEAR(*loudnessOf(tone(20, 1000, factorOf(-23))), -23, 0.1);
    auto sound = tone(6, 300, 0.3);
    const auto quiet = tone(6, 80, 0.004);
    sound.left.insert(sound.left.end(), quiet.left.begin(), quiet.left.end());
    sound.right.insert(sound.right.end(), quiet.right.begin(), quiet.right.end());
    const auto [loudness, peak] = heardByFfmpeg(dir, sound);
    EXPECT_NEAR(*loudnessOf(sound), loudness, 0.1) << "with its gates";
    EXPECT_NEAR(truePeakOf(sound), peak, 0.2);
    // Between the samples: a quarter of the rate, half a sample late, has its peaks where nobody looked.
    SoundSamples between;
    for (int i = 0; i < 48000; ++i)
        between.left.push_back(static_cast<float>(0.5 * std::sin(std::numbers::pi / 2 * i + std::numbers::pi / 4)));
    between.right = between.left;
    EXPECT_NEAR(truePeakOf(between), 20 * std::log10(0.5), 0.4);
    EXPECT_FALSE(loudnessOf(tone(0.3, 1000, 0.5))) << "shorter than a block";
    EXPECT_FALSE(loudnessOf(tone(2, 1000, 0)));
}

TEST(SoundMix, TheMusicStepsBackAndTheLoudnessIsAsWanted) {
    const TempDir dir;
    PieceSound options;
    options.voice = options.music = true;
    options.voiceStart = 2;
    const auto mix = mixSound(options, tone(2, 900, 0.05), tone(1.5, 200, 0.9), {8, -14, -1});
    ASSERT_EQ(mix.samples.size(), 8u * SoundSamples::kRate);
    const auto [loudness, peak] = heardByFfmpeg(dir, mix.samples);
    EXPECT_NEAR(loudness, -14, 0.2);
    EXPECT_LE(peak, -1);
    // How loud the music is, by its own tone.
    const auto strength = [&](double from, double hertz) {
        double sine = 0, cosine = 0;
        const auto first = static_cast<std::size_t>(from * SoundSamples::kRate);
        for (std::size_t i = first; i < first + 9600; ++i) {
            const double phase = 2 * std::numbers::pi * hertz * static_cast<double>(i) / SoundSamples::kRate;
            sine += static_cast<double>(mix.samples.left[i]) * std::sin(phase);
            cosine += static_cast<double>(mix.samples.left[i]) * std::cos(phase);
        }
        return 20 * std::log10(std::hypot(sine, cosine));
    };
    EXPECT_NEAR(strength(0.7, 200) - strength(3, 200), options.duckBy, 1.5);
    EXPECT_NEAR(strength(0.7, 200) - strength(6, 200), 0, 1) << "and comes back";
    EXPECT_GT(strength(3, 900) - strength(3, 200), 6) << "the voice is above";
    EXPECT_EQ(mix.samples.left.back(), 0.0F);
}

TEST(SoundMix, ShortSilentAndHostileSounds) {
    PieceSound options;
    options.voice = true;
    auto mix = mixSound(options, tone(0.1, 900, 0.5), {}, {0.04, -14, -1});
    EXPECT_EQ(mix.samples.size(), 1920u);
    EXPECT_FALSE(mix.loudness);
    mix = mixSound(options, tone(1, 900, 0), {}, {2, -14, -1});
    EXPECT_TRUE(mix.isVoiceSilent);
    // Clicks between silence: the limiter holds them.
    SoundSamples clicks = tone(4, 900, 0);
    for (std::size_t i = 0; i < clicks.size(); i += 12000) clicks.left[i] = clicks.right[i] = 8.0F;
    mix = mixSound(options, clicks, {}, {4, -14, -1});
    EXPECT_LE(mix.truePeak, -1.0);
    mix = mixSound(options, tone(5, 900, 0.4), {}, {2, -14, -1});
    EXPECT_NEAR(mix.voiceNeeds, 5, 0.01);
}

// --- names, label, rows ------------------------------------------------------------------------------------------

TEST(PieceNames, FromTemplates) {
    const std::map<std::string, std::string> values{{"title", "晨光 / 咖啡"}, {"target", "9x16"}};
    EXPECT_EQ(*nameFrom("{title}-{target}", values), "晨光-咖啡-9x16");
    EXPECT_EQ(*nameFrom("../../etc/{target}", values), "etc-9x16") << "no way out of the folder";
    for (const char* wrong : {"{title", "{colour}", "///", ""})
        EXPECT_TRUE(nameFrom(wrong, values).error().is(errors::kBadTemplate)) << wrong;
    EXPECT_EQ(plainName("a，b。c", 100), "a-b-c");
    EXPECT_LE(plainName(std::string(500, 'x'), 48).size(), 48u);
    EXPECT_TRUE(isValidUtf8(plainName("好好好好好好好好好好好好好好好好好", 20)));
}

TEST(AiLabel, TheFieldsOfTheStandard) {
    const auto texts = labelMetadata({"晨光 \"Dawn\"", "abc", true});
    EXPECT_EQ(texts.at("AIGC"),
              R"({"Label":"1","ContentProducer":"晨光 \"Dawn\"","ProduceID":"abc","ReservedCode1":"",)"
              R"("ContentPropagator":"","PropagateID":"","ReservedCode2":""})");
    EXPECT_NE(texts.at("DigitalSourceType").find("trainedAlgorithmicMedia"), std::string::npos);
    EXPECT_TRUE(labelMetadata({"x", "y", false}).empty());
    EXPECT_EQ(labelText(labelLanguage(LabelWords::Platform, "zh")), "AI生成");
    EXPECT_EQ(labelText(labelLanguage(LabelWords::Off, "zh")), "");
}

TEST(PieceRows, AddedTrashedAndGone) {
    const TempDir dir;
    const auto made = project::Project::create(dir / "项目", "项目");
    ASSERT_TRUE(made) << made.error().describe();
    PieceRepository pieces((*made)->store());
    NewPiece row;
    row.title = "晨光";
    row.target = "9x16";
    row.relativePath = "pieces/a.mp4";
    row.sha256 = std::string(64, 'a');
    row.width = 1080, row.height = 1920, row.frames = 96, row.fps = 24;
    row.shots = {7, 3};
    const auto id = pieces.add(row);
    ASSERT_TRUE(id) << id.error().describe();
    EXPECT_EQ(pieces.find(*id)->shots, row.shots);
    EXPECT_FALSE(pieces.find(*id)->loudness);
    auto outside = row;
    outside.relativePath = "../a.mp4";
    EXPECT_TRUE(pieces.add(outside).error().is(errors::kBadPiece));
    ASSERT_TRUE(pieces.moveToTrash(*id));
    EXPECT_TRUE(pieces.moveToTrash(*id).error().is(errors::kPieceInTrash));
    EXPECT_TRUE(pieces.list(false)->empty());
    ASSERT_TRUE(pieces.restore(*id));
    EXPECT_TRUE(pieces.restore(*id).error().is(errors::kPieceNotInTrash));
    ASSERT_TRUE(pieces.moveToTrash(*id));
    EXPECT_EQ(pieces.empty(1e300)->size(), 1u);
    EXPECT_TRUE(pieces.find(*id).error().is(errors::kPieceMissing));
    EXPECT_EQ(test::sqlite(dir / "项目" / "project.db", "SELECT count(*) FROM piece_shot"), "0");
}

}  // namespace
}  // namespace brandloom::finishing
