// The clip world's words: specs, held-out rule, captions, random numbers, errors.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/base/paths.h"
#include "core/world/captions.h"
#include "core/world/det_math.h"
#include "core/world/prng.h"
#include "core/world/spec.h"
#include "core/world/world_errors.h"

using namespace brandloom;
using namespace brandloom::world;

namespace {

ClipSpec sample() {
    ClipSpec spec;
    spec.subject = Subject::Perfume;
    spec.colour = Colour::Blue;
    spec.setting = Setting::Beach;
    spec.camera = Camera::PanRight;
    spec.motion = Motion::Rotating;
    spec.light = Light::Cool;
    return spec;
}

std::string canonical(const ClipSpec& spec, Language language) {
    return canonicalCaption(spec, language);
}

}  // namespace

TEST(WorldSpec, HeldOutRuleTakesATenthOfTheTriples) {
    int held = 0;
    for (int s = 0; s < kSubjectCount; ++s)
        for (int c = 0; c < kColourCount; ++c)
            for (int b = 0; b < kSettingCount; ++b) {
                ClipSpec spec;
                spec.subject = static_cast<Subject>(s);
                spec.colour = static_cast<Colour>(c);
                spec.setting = static_cast<Setting>(b);
                held += heldOut(spec) ? 1 : 0;
            }
    EXPECT_EQ(held, 60);  // 3 has an inverse mod 10: one colour of ten per subject and setting
    ClipSpec spec;
    EXPECT_TRUE(heldOut(spec));  // 0
    spec.colour = Colour::Orange;
    EXPECT_FALSE(heldOut(spec));  // 3
    spec.subject = Subject::Bottle;
    EXPECT_TRUE(heldOut(spec));  // 7 + 3
    spec.setting = Setting::Wood;
    EXPECT_FALSE(heldOut(spec));  // 15
}

TEST(WorldSpec, SamplersKeepTheHeldOutTriplesApartAndUseEveryWord) {
    std::set<Subject> subjects;
    std::set<Colour> colours;
    std::set<Setting> settings;
    std::set<Camera> cameras;
    std::set<Motion> motions;
    std::set<Light> lights;
    std::set<std::uint64_t> seeds;
    int held = 0;
    for (std::uint64_t i = 0; i < 2000; ++i) {
        const ClipSpec any = specFromIndex(i);
        EXPECT_EQ(any, specFromIndex(i));
        held += heldOut(any) ? 1 : 0;
        subjects.insert(any.subject);
        colours.insert(any.colour);
        settings.insert(any.setting);
        cameras.insert(any.camera);
        motions.insert(any.motion);
        lights.insert(any.light);
        seeds.insert(any.seed);
        ASSERT_FALSE(heldOut(trainingSpecFromIndex(i)));
        ASSERT_TRUE(heldOut(heldOutSpecFromIndex(i)));
    }
    EXPECT_EQ(subjects.size() + colours.size() + settings.size() + cameras.size() + motions.size() + lights.size(),
              39u);
    EXPECT_EQ(seeds.size(), 2000u);
    EXPECT_NEAR(held, 200, 60);
}

TEST(WorldSpec, TextRoundTripsAndAWrongWordSaysWhatIsAllowed) {
    ClipSpec spec = specFromIndex(7);
    spec.brand = Brand::Mirrowe;
    const auto back = parseSpec(formatSpec(spec));
    ASSERT_TRUE(back) << back.error().sentence();
    EXPECT_EQ(*back, spec);
    const auto wrong = parseSpec("subject=teapot");
    ASSERT_FALSE(wrong);
    EXPECT_TRUE(wrong.error().is(world_errors::kUnknownWord));
    EXPECT_EQ(wrong.error().sentence(), "\"teapot\" is not a subject of the clip world.");
    EXPECT_NE(wrong.error().remedy().find("gift-box"), std::string::npos);
    EXPECT_FALSE(parseSpec("seed=12x"));
    EXPECT_FALSE(parseSpec("size=3"));
}

TEST(WorldSpec, SplitMixMatchesItsPublishedSequence) {
    // Reference values of SplitMix64 from state 1234567 (published with the algorithm); our generator scrambles the
    // seed first, so the check takes the same step function by hand.
    const auto step = [](std::uint64_t& state) {
        std::uint64_t z = state += 0x9e3779b97f4a7c15ull;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    };
    std::uint64_t state = 1234567;
    EXPECT_EQ(step(state), 6457827717110365317ull);
    Prng random(5, 9);
    const std::uint64_t a = random.next();
    const std::uint64_t b = random.next();
    EXPECT_NE(a, b);
    EXPECT_NE(Prng(5, 8).next(), a);
    EXPECT_NE(Prng(6, 9).next(), a);
    for (int i = 0; i < 1000; ++i) {
        const double u = random.unit();
        ASSERT_TRUE(u >= 0.0 && u < 1.0);
        ASSERT_LT(random.below(3), 3);
    }
}

TEST(WorldSpec, OwnMathematicsAgreesWithTheLibrary) {
    for (double v = -30.0; v < 30.0; v += 0.37) {
        EXPECT_NEAR(sine(v), std::sin(v), 1e-10);
        EXPECT_NEAR(cosine(v), std::cos(v), 1e-10);
        const auto f = static_cast<float>(v);
        EXPECT_NEAR(expDet(f) / std::exp(f), 1.0f, 1e-5);
        EXPECT_EQ(floorToInt(f), static_cast<int>(std::floor(f)));
    }
    for (float v = 0.0001f; v < 30.0f; v *= 1.37f) {
        EXPECT_NEAR(log2Det(v), std::log2(v), 2e-6f);
        EXPECT_NEAR(powDet(v, 1.0f / 2.2f) / std::pow(v, 1.0f / 2.2f), 1.0f, 1e-5);
    }
    EXPECT_EQ(powDet(0.0f, 0.5f), 0.0f);
}

TEST(WorldCaptions, CanonicalCaptionsInBothLanguages) {
    EXPECT_EQ(canonical(sample(), Language::En),
              "a blue perfume on a sandy beach rotating, cool light, camera pans right");
    EXPECT_EQ(canonical(sample(), Language::Zh), "在沙滩上,一个蓝色的香水旋转,冷光,镜头右移");
    ClipSpec orange = sample();
    orange.colour = Colour::Orange;
    EXPECT_EQ(canonical(orange, Language::En).substr(0, 18), "an orange perfume ");
    ClipSpec brand = sample();
    brand.brand = Brand::FableGoods;  // its habit is a slow push-in, whatever was asked
    EXPECT_NE(canonical(brand, Language::En).find("push in"), std::string::npos);
    EXPECT_NE(canonical(brand, Language::Zh).find("镜头推近"), std::string::npos);
}

TEST(WorldCaptions, SameSeedSameTextAndFlagsTellTheTruth) {
    const std::vector<std::string> lightWords{"cool light", "cool daylight", "cold light",
                                              "冷光",       "冷色调光线",    "清冷的光"};
    const std::vector<std::string> cameraWords{"camera pans right", "pan right", "the camera moves right",
                                               "镜头右移", "镜头向右平移"};
    const auto names = [](std::string text, const std::vector<std::string>& words) {
        text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
        for (const auto& w : words)
            if (text.find(w) != std::string::npos) return true;
        return false;
    };
    int zh = 0;
    int stops = 0;
    int dropped = 0;
    std::set<std::string> different;
    constexpr int kMany = 2000;
    for (int i = 0; i < kMany; ++i) {
        const auto seed = static_cast<std::uint64_t>(i);
        const Caption c = caption(sample(), seed);
        EXPECT_EQ(c.text, caption(sample(), seed).text);
        EXPECT_TRUE(isValidUtf8(c.text));
        EXPECT_EQ(c.text.find("  "), std::string::npos) << c.text;
        EXPECT_EQ(c.text.find(",,"), std::string::npos) << c.text;
        EXPECT_EQ(c.text.find("，"), std::string::npos) << c.text;
        EXPECT_EQ(names(c.text, lightWords), c.namesLight) << c.text;
        EXPECT_EQ(names(c.text, cameraWords), c.namesCamera) << c.text;
        zh += c.language == Language::Zh ? 1 : 0;
        const bool stop = c.text.ends_with(".") || c.text.ends_with("。");
        stops += stop ? 1 : 0;
        if (c.language == Language::En) {
            EXPECT_EQ(std::isupper(static_cast<unsigned char>(c.text.front())) != 0, stop) << c.text;
        }
        dropped += !c.namesSetting + !c.namesMotion + !c.namesLight + !c.namesCamera;
        different.insert(c.text);
    }
    EXPECT_NEAR(zh, kMany / 2, 120);
    EXPECT_NEAR(stops, kMany / 2, 120);
    EXPECT_NEAR(dropped, kMany * 4 * 0.08, 130);
    EXPECT_GT(different.size(), 1200u);
}

TEST(WorldCaptions, OptionsFixLanguageAndDrops) {
    CaptionOptions options;
    options.language = Language::Zh;
    options.dropProbability = 1.0;
    for (std::uint64_t i = 0; i < 40; ++i) {
        const Caption c = caption(sample(), i, options);
        EXPECT_EQ(c.language, Language::Zh);
        EXPECT_FALSE(c.namesSetting || c.namesMotion || c.namesLight || c.namesCamera);
        EXPECT_NE(c.text.find("香"), std::string::npos) << c.text;
        EXPECT_NE(c.text.find("蓝"), std::string::npos) << c.text;
    }
    options.dropProbability = 0.0;
    options.dropCamera = true;
    const Caption c = caption(sample(), 3, options);
    EXPECT_FALSE(c.namesCamera);
    EXPECT_TRUE(c.namesSetting && c.namesMotion && c.namesLight);
    EXPECT_EQ(c.text.find("镜头"), std::string::npos);
}

TEST(WorldErrors, EveryRowHasASentenceAndARemedy) {
    std::set<std::string_view> codes;
    for (const ErrorSpec* row : worldErrorSpecs()) {
        EXPECT_EQ(row->module, "world");
        EXPECT_TRUE(row->sentence.ends_with("."));
        EXPECT_TRUE(row->remedy.ends_with("."));
        codes.insert(row->code);
    }
    EXPECT_EQ(codes.size(), worldErrorSpecs().size());
}
