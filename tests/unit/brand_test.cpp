// The brand: colours as numbers, contrast beside values reckoned elsewhere, texts in and out, changes and their
// undo.
#include <gtest/gtest.h>

#include "core/brand/brand_checks.h"
#include "core/brand/brand_contrast.h"
#include "core/brand/brand_document.h"
#include "core/brand/brand_errors.h"
#include "core/brand/brand_repository.h"
#include "core/brand/colour.h"
#include "core/dataset/clip_palette.h"
#include "core/media/lettering/font_families.h"
#include "core/project/project.h"
#include "core/project/project_errors.h"
#include "tests/unit/domain_support.h"

namespace brandloom::brand {
namespace {

using test::sqlite;

Rgb rgb(const char* hex) {
    return rgbFrom(hex).value();
}

std::string hashOf(char digit) {
    return std::string(64, digit);
}

TEST(Colour, IsReadFromHex) {
    EXPECT_EQ(rgb("#f5edd9"), (Rgb{0xF5, 0xED, 0xD9}));
    EXPECT_EQ(rgb("2E2A26"), (Rgb{0x2E, 0x2A, 0x26}));
    EXPECT_EQ(hexOf(rgb("#0a9")), "#00AA99");
    for (const char* wrong : {"", "#", "#12", "#12345", "#1234567", "#12345G", "123", "red", "#12 456", "##12345"})
        EXPECT_FALSE(rgbFrom(wrong)) << wrong;
}

TEST(Colour, LabIsThatOfCieAndComesBack) {
    const auto red = labFrom({255, 0, 0});
    EXPECT_NEAR(red[0], 53.24, 0.01);  // B. Lindbloom's calculator, sRGB and D65
    EXPECT_NEAR(red[1], 80.09, 0.02);
    EXPECT_NEAR(red[2], 67.20, 0.02);
    for (const char* hex : {"#000000", "#FFFFFF", "#2A2740", "#D6563F", "#7C8468"}) {
        const auto lab = labFrom(rgb(hex));
        EXPECT_EQ(hexOf(rgbFromLab(lab[0], lab[1], lab[2])), hex);
    }
}

TEST(Contrast, IsThatOfWcag) {
    EXPECT_DOUBLE_EQ(contrastRatio({0, 0, 0}, {255, 255, 255}), 21);
    EXPECT_DOUBLE_EQ(contrastRatio(rgb("#D6563F"), rgb("#D6563F")), 1);
    // By hand: 0x76 is 0.18116 of full light, 1.05 / 0.23116.
    EXPECT_NEAR(contrastRatio(rgb("#767676"), {255, 255, 255}), 4.5424, 0.0005);
    EXPECT_NEAR(contrastRatio({255, 255, 255}, rgb("#777777")), 4.4781, 0.0005);
    // Of the house's palette on #2A2740, to a tenth.
    for (const auto& [hex, ratio] :
         {std::pair{"#F5EDE0", 12.4}, {"#D6563F", 3.6}, {"#E2A33C", 6.5}, {"#4A62AE", 2.5}})
        EXPECT_NEAR(contrastRatio(rgb(hex), rgb("#2A2740")), ratio, 0.05) << hex;
    EXPECT_EQ(legibilityOf(4.5), Legibility::Passes);
    EXPECT_EQ(legibilityOf(4.4999), Legibility::LargeOnly);
    EXPECT_EQ(legibilityOf(2.9999), Legibility::Fails);
}

TEST(Contrast, TheNearestLegibleColourPassesAndIsNear) {
    for (const char* ground : {"#2A2740", "#FFFFFF", "#808080", "#E2A33C", "#000000"})
        for (const char* text : {"#4A62AE", "#D6563F", "#808080", "#F5EDE0"}) {
            const auto there = nearestLegible(rgb(text), rgb(ground));
            EXPECT_GE(contrastRatio(there, rgb(ground)), 4.5) << text << " on " << ground;
        }
    EXPECT_EQ(nearestLegible(rgb("#F5EDE0"), rgb("#2A2740")), rgb("#F5EDE0"));
    const auto blue = nearestLegible(rgb("#4A62AE"), rgb("#2A2740"));
    EXPECT_LT(contrastRatio(blue, rgb("#2A2740")), 4.8) << "no further than needed";
    EXPECT_GT(blue.blue, blue.red) << "still a blue";
}

TEST(Contrast, SubtitlesStandOnTheGroundWithTheTextOfTheBrand) {
    Brand brand;
    EXPECT_TRUE(contrastChecks(brand).empty());
    brand.colours = {{"夜紫", "#2A2740", 0, ColourRole::None}, {"釉蓝", "#4A62AE", 0, ColourRole::None}};
    EXPECT_EQ(hexOf(subtitleColours(brand).text), "#FFFFFF") << "nobody said: what is read better";
    EXPECT_EQ(subtitleColours(brand).groundName, "夜紫");
    brand.colours[1].role = ColourRole::Text;
    brand.colours.push_back({"奶白", "#F5EDE0", 0.2, ColourRole::Accent});
    const auto checks = contrastChecks(brand);
    ASSERT_EQ(checks.size(), 2U);
    EXPECT_TRUE(checks[0].isSubtitle);
    EXPECT_EQ(checks[0].legibility, Legibility::Fails);
    EXPECT_GE(contrastRatio(rgb(checks[0].nearest.c_str()), rgb("#2A2740")), 4.5);
    EXPECT_EQ(checks[1].groundName, "奶白");
    EXPECT_EQ(checks[1].legibility, Legibility::Passes);
    EXPECT_TRUE(checks[1].nearest.empty());
}

TEST(BrandEdit, IsCheckedAndTidied) {
    BrandEdit edit;
    edit.name = "  寓物 ";
    edit.putColours = {{"Cream", "#f5edd9", 0.3, ColourRole::Background}, {"Ink", "#2e2a26", 0, ColourRole::Text}};
    edit.bannedWords = {{"最便宜", " cheap ", "", "cheap"}};
    const auto brand = edited({}, edit).value();
    EXPECT_EQ(brand.name, "寓物");
    EXPECT_EQ(brand.colours[0].hex, "#F5EDD9");
    EXPECT_EQ(brand.bannedWords, (std::vector<std::string>{"最便宜", "cheap"}));
    BrandEdit moved;  // one ground only: it is taken from the one that had it; a share that is not said stays
    moved.putColours = {{"Sand", "#D8C7A6", 0, ColourRole::Background}, {"Cream", "#FFFFFF", 0, ColourRole::None}};
    const auto after = edited(brand, moved).value();
    EXPECT_EQ(findColour(after, "Cream")->role, ColourRole::None);
    EXPECT_EQ(findColour(after, "Cream")->share, 0.3);
    EXPECT_EQ(findColour(after, "Sand")->role, ColourRole::Background);
}

TEST(BrandEdit, RefusesWhatNoBrandHas) {
    const auto refused = [](BrandEdit edit, const ErrorSpec& spec) {
        const auto out = edited({}, edit);
        return !out && out.error().is(spec);
    };
    BrandEdit edit;
    edit.colours = {{"a", "#12345", 0, ColourRole::None}};
    EXPECT_TRUE(refused(edit, brand_errors::kBadColour));
    edit.colours = {{"a", "#123456", 1.5, ColourRole::None}};
    EXPECT_TRUE(refused(edit, brand_errors::kBadBrand));
    edit.colours = {{"a", "#123456", 0, ColourRole::Text}, {"b", "#123456", 0, ColourRole::Text}};
    EXPECT_TRUE(refused(edit, brand_errors::kBadBrand));
    edit.colours = {{"a", "#123456", 0, ColourRole::None}, {"a", "#000000", 0, ColourRole::None}};
    EXPECT_TRUE(refused(edit, brand_errors::kBadBrand));
    edit.colours = std::vector<Colour>(25, {"a", "#123456", 0, ColourRole::None});
    EXPECT_TRUE(refused(edit, brand_errors::kBadBrand));
    edit = {};
    edit.removeColours = {"none"};
    EXPECT_TRUE(refused(edit, brand_errors::kColourMissing));
    edit = {};
    edit.name = std::string(121, 'x');
    EXPECT_TRUE(refused(edit, brand_errors::kBadBrand));
    edit.name = "\xff";
    EXPECT_TRUE(refused(edit, brand_errors::kBadBrand));
    edit = {};
    edit.putLogos = {{LogoGround::Dark, hashOf('a'), 9, 10, 10}};
    EXPECT_TRUE(refused(edit, brand_errors::kBadBrand));
}

TEST(BrandEdit, IsRefusedWhereItsBasisIsGone) {
    Brand now;
    now.name = "new";
    now.tone.zh = "安静";
    BrandEdit edit;
    edit.basis = Brand{};
    edit.legalEn = "An invented brand.";
    EXPECT_TRUE(edited(now, edit)) << "what others changed elsewhere is no hindrance";
    edit.name = "mine";
    EXPECT_TRUE(edited(now, edit).error().is(brand_errors::kChangedMeanwhile));
    edit.basis = now;
    EXPECT_EQ(edited(now, edit)->name, "mine");
}

TEST(BrandText, ColoursAndLists) {
    EXPECT_EQ(colourFromText("Cream=#f5edd9 20% background").value(),
              (Colour{"Cream", "#F5EDD9", 0.2, ColourRole::Background}));
    EXPECT_EQ(colourFromText("夜=紫=#2A2740")->name, "夜=紫");
    for (const char* wrong : {"", "Cream", "=#112233", "Cream=", "Cream=#11223", "Cream=red", "Cream=#112233 big",
                              "Cream=#112233 120%", "Cream=#112233 20"})
        EXPECT_FALSE(colourFromText(wrong)) << wrong;
    EXPECT_EQ(listFromText("最便宜，限时抢购、 the best ,\n第一"),
              (std::vector<std::string>{"最便宜", "限时抢购", "the best", "第一"}));
    EXPECT_TRUE(listFromText(" , ，").empty());
}

TEST(BrandText, ADocumentComesBack) {
    Brand brand;
    brand.name = "寓物 Fable Goods";
    brand.colours = {{"Cream \"1\"", "#F5EDD9", 0.25, ColourRole::Background},
                     {"墨", "#2E2A26", 0, ColourRole::Text}};
    brand.fontLatin = "Inter";
    brand.fontChinese = "Noto Sans CJK SC";
    brand.tone = {"安静、温暖", "quiet,\nwarm"};
    brand.bannedWords = {"最", "the best", "a\\b"};
    brand.legalLine = {"寓物为虚构品牌。", "An invented brand."};
    const auto read = brandFromText(documentOf(brand), "a.json");
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(edited({}, read->edit).value(), brand);
    EXPECT_EQ(wordsFromDocument(documentOf(brand.bannedWords)), brand.bannedWords);
    EXPECT_EQ(coloursFromDocument(documentOf(brand.colours)), brand.colours);
    EXPECT_TRUE(coloursFromDocument("{").empty());
}

TEST(BrandText, TheSampleBrandIsUnderstood) {
    const auto read = brandFromText(R"({"name": {"en": "Fable Goods", "zh": "寓物"}, "mark": "mark.svg",
        "palette": [{"name": {"en": "Cream", "zh": "米白"}, "hex": "#f5edd9"}],
        "words": {"en": ["quiet", "warm"], "zh": ["安静", "温暖"]},
        "avoid": {"en": ["cheap"], "zh": ["第一"]},
        "legal": {"en": "Invented.", "zh": "虚构。"}, "licence": "CC0-1.0"})",
                                    "brand.json");
    ASSERT_TRUE(read) << read.error().describe();
    const auto brand = edited({}, read->edit).value();
    EXPECT_EQ(brand.name, "寓物 Fable Goods");
    EXPECT_EQ(brand.colours, (std::vector<Colour>{{"米白 Cream", "#F5EDD9", 0, ColourRole::None}}));
    EXPECT_EQ(brand.tone, (InTwoLanguages{"安静、温暖", "quiet, warm"}));
    EXPECT_EQ(brand.bannedWords, (std::vector<std::string>{"cheap", "第一"}));
    EXPECT_EQ(brand.legalLine.zh, "虚构。");
    ASSERT_EQ(read->logos.size(), 1U);
    EXPECT_EQ(read->logos[0].file, Path("mark.svg"));
}

TEST(BrandText, LinesAreUnderstoodAndFaultsNamed) {
    const auto read = brandFromText(
        "# Fable\nname: Fable Goods\r\ntone-zh：安静\nbanned: a，b\ncolours: Cream=#F5EDD9 background, "
        "Ink=#2E2A26\n"
        "logoDark: mark.png\n\nlegalEn: It: is invented.\n",
        "brand.txt");
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(read->edit.name, "Fable Goods");
    EXPECT_EQ(read->edit.toneZh, "安静");
    EXPECT_EQ(read->edit.bannedWords, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(read->edit.colours->size(), 2U);
    EXPECT_EQ(read->edit.legalEn, "It: is invented.");
    EXPECT_EQ(read->logos[0].ground, LogoGround::Dark);
    const auto reason = [](const std::string& text) {
        const auto out = brandFromText(text, "f");
        return out                                      ? std::string()
               : out.error().is(brand_errors::kBadFile) ? out.error().arg("reason")
                                                        : "another error";
    };
    EXPECT_EQ(reason("name: a\nslogan: b"), "line 2: \"slogan\" is no key of a brand");
    EXPECT_EQ(reason("name: a\nno colon"), "line 2: it has no \":\"");
    EXPECT_EQ(reason("colours: Cream=#F5EDD"), "line 1: \"Cream=#F5EDD\" is not NAME=#RRGGBB");
    EXPECT_EQ(reason("{\"name\": 5}"), "name is neither a text nor a list of texts");
    EXPECT_EQ(reason("{\"licence\": \"x\"}"), "it holds no key of a brand");
    EXPECT_EQ(reason("{\"name\": \"x\""), "it is no JSON from byte 13 on");
    EXPECT_EQ(reason("{\"colours\": [{\"name\": \"a\", \"hex\": \"#zz\"}]}"),
              "colour 1 of colours has the hex \"#zz\", which are not six hexadecimal digits");
    EXPECT_EQ(reason("\xff"), "it is not UTF-8 text");
    EXPECT_EQ(reason(""), "it holds no line of a brand");
}

TEST(BrandColours, ThatWereFoundJoinThoseOfTheBrand) {
    const std::vector<Colour> brand{{"Cream", "#F5EDD9", 0.9, ColourRole::Background}, {"Ink", "#2E2A26", 0.1, {}}};
    const auto out = joined(brand, {{"beige", "#F3EAD4", 0.4, {}}, {"Ink", "#4A62AE", 0.2, {}}});
    ASSERT_EQ(out.size(), 3U);
    EXPECT_EQ(out[0], (Colour{"Cream", "#F5EDD9", 0.4, ColourRole::Background}));
    EXPECT_EQ(out[1].share, 0) << "not seen";
    EXPECT_EQ(out[2], (Colour{"Ink 2", "#4A62AE", 0.2, {}}));
}

TEST(ClipPalette, WeighsBySharesAndCountsClipsAlike) {
    using Palette = std::vector<media::PaletteColour>;
    const std::vector<Palette> clips{{{50, 40, 30, 0.8}, {90, 0, 5, 0.2}}, {{52, 42, 30, 0.4}, {20, 0, 0, 0.6}}};
    const auto out = dataset::paletteOfClips(clips, 6);
    ASSERT_EQ(out.size(), 3U);
    EXPECT_NEAR(out[0].share, 0.6, 1e-12);
    EXPECT_NEAR(out[0].l, (50 * 0.8 + 52 * 0.4) / 1.2, 1e-12);
    EXPECT_NEAR(out[1].share, 0.3, 1e-12);
    EXPECT_NEAR(out[1].l, 20, 1e-12);
    EXPECT_EQ(dataset::paletteOfClips(clips, 2).size(), 2U);
    EXPECT_TRUE(dataset::paletteOfClips({}, 6).empty());
}

TEST(FontFamilies, ChineseIsToldFromLatin) {
    const std::string chinese(testedChinese());
    const auto noto = media::coverageOf("Noto Sans CJK SC", chinese);
    EXPECT_TRUE(noto.isInstalled);
    EXPECT_EQ(noto.share, 1);
    EXPECT_FALSE(media::coverageOf("No Such Font", chinese).isInstalled);
    EXPECT_EQ(media::coverageOf("No Such Font", chinese).share, 0);
    const auto families = media::fontFamilies();
    EXPECT_TRUE(std::is_sorted(families.begin(), families.end()));
    for (const char* family : {"Inter", "DejaVu Sans"}) {
        if (std::find(families.begin(), families.end(), family) == families.end()) continue;
        EXPECT_LT(media::coverageOf(family, chinese).share, 0.5) << family;
    }
}

class BrandRows : public testing::Test {
  protected:
    void SetUp() override {
        project = project::Project::create(folder / "品牌", "b").value();
        repository = std::make_unique<BrandRepository>(project->store());
    }
    Brand now() { return repository->read().value(); }
    [[nodiscard]] std::string records() const {
        return sqlite(folder / "品牌/project.db", "SELECT count(*) FROM undo_record");
    }
    test::TempDir folder;
    std::unique_ptr<project::Project> project;
    std::unique_ptr<BrandRepository> repository;
};

TEST_F(BrandRows, AreKeptAndUndoneStepByStep) {
    EXPECT_TRUE(now().isEmpty());
    BrandEdit edit;
    edit.name = "Fable";
    edit.putColours = {{"Cream", "#F5EDD9", 0.5, ColourRole::Background}};
    edit.bannedWords = {{"最", "the best"}};
    edit.legalZh = "虚构。";
    EXPECT_EQ(repository->edit(edit, "brand.set")->changes, 4);
    EXPECT_EQ(repository->edit(edit, "brand.set")->changes, 0) << "so already";
    EXPECT_EQ(records(), "1");
    const auto first = now();
    EXPECT_EQ(first.bannedWords, (std::vector<std::string>{"最", "the best"}));
    EXPECT_EQ(first.colours, edit.putColours);
    BrandEdit logo;
    logo.putLogos = {{LogoGround::Dark, hashOf('a'), 0.5, 200, 100},
                     {LogoGround::Light, hashOf('b'), 0.25, 64, 64}};
    EXPECT_EQ(repository->edit(logo, "brand.set")->changes, 2);
    BrandEdit other;
    other.putLogos = {{LogoGround::Dark, hashOf('c'), 0.5, 200, 100}};
    other.removeLogos = {LogoGround::Light};
    EXPECT_EQ(repository->edit(other, "brand.set")->changes, 2);
    EXPECT_EQ(now().logos, other.putLogos);
    EXPECT_EQ(sqlite(folder / "品牌/project.db", "SELECT count(*) FROM blob_use"), "3")
        << "undo may want them back";
    EXPECT_EQ(sqlite(folder / "品牌/project.db", "SELECT count(*) FROM recorded_file WHERE kind = 'logo'"), "1");

    project::UndoRepository undo(project->store(), BrandRepository::undoFields());
    const auto undone = undo.undo();
    ASSERT_TRUE(undone) << undone.error().describe();
    EXPECT_EQ(undone->command, "brand.set");
    EXPECT_EQ(now().logos, logo.putLogos);
    ASSERT_TRUE(undo.undo());
    EXPECT_EQ(now(), first);
    ASSERT_TRUE(undo.undo());
    EXPECT_TRUE(now().isEmpty());
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(undo.redo());
    EXPECT_EQ(now().logos, other.putLogos);
}

TEST_F(BrandRows, UndoRefusesWhatWasChangedSince) {
    BrandEdit edit;
    edit.name = "Fable";
    ASSERT_TRUE(repository->edit(edit, "brand.set"));
    sqlite(folder / "品牌/project.db", "UPDATE brand SET name = 'Other'");
    project::UndoRepository undo(project->store(), BrandRepository::undoFields());
    EXPECT_TRUE(undo.undo().error().is(project_errors::kChangedSince));
    EXPECT_EQ(now().name, "Other");
}

TEST_F(BrandRows, AProjectOfAnOlderProgramHasNoneWhileItIsOnlyRead) {
    BrandEdit edit;
    edit.name = "Fable";
    ASSERT_TRUE(repository->edit(edit, "brand.set"));
    project.reset();
    sqlite(folder / "品牌/project.db",
           "DROP VIEW blob_use; DROP VIEW recorded_file; DROP TABLE brand_logo; DROP TABLE brand; PRAGMA "
           "user_version = 8");
    const auto reading = project::Project::open(folder / "品牌", project::Mode::Read);
    ASSERT_TRUE(reading) << reading.error().describe();
    EXPECT_TRUE(BrandRepository((*reading)->store()).read()->isEmpty());
}

}  // namespace
}  // namespace brandloom::brand
