// The list of models, what stands for a model, and the use cases around model files with the fake engine.
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "core/base/base_errors.h"
#include "core/studio/common/model_registry.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/models/adapters.h"
#include "core/studio/models/model_parts.h"
#include "core/studio/models/models.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

namespace fs = std::filesystem;
using test::fakeEngine;
using test::TempDir;

RegisteredModel modelOf(const std::string& name, const Path& folder) {
    return {name, folder, "wan2.1-t2v-1.3b", "Wan2.1-T2V-1.3B", "id", "2026-11-26T00:00:00Z", ""};
}

TEST(ModelNames, areShortAndPlain) {
    for (const char* good : {"wan", "Wan 2.2", "万相", "a.b-c_d"}) EXPECT_TRUE(isModelName(good)) << good;
    for (const std::string bad : {"", "-x", ".x", "a/b", "a\\b", "a\nb", "starter", "\xff"})
        EXPECT_FALSE(isModelName(bad)) << bad;
    EXPECT_FALSE(isModelName(std::string(65, 'a')));
}

TEST(ModelRegistry, keepsWhatItWasTold) {
    const TempDir dir;
    ModelRegistry registry(dir / "deep/er");
    ASSERT_TRUE(registry.list());
    EXPECT_TRUE(registry.list()->empty());
    const auto b = modelOf("b 万相", dir / "b"), a = modelOf("a", dir / "a");
    ASSERT_TRUE(registry.add(b));
    ASSERT_TRUE(registry.add(a));
    EXPECT_EQ(*ModelRegistry(dir / "deep/er").list(), (std::vector{a, b})) << "by name, from the disk";
    EXPECT_EQ(**registry.find("b 万相"), b);
    EXPECT_FALSE(*registry.find("c"));
    EXPECT_TRUE(registry.add(a).error().is(studio_errors::kModelNameTaken));
    EXPECT_TRUE(registry.add(modelOf("../x", dir / "a")).error().is(studio_errors::kBadModelName));
    auto newer = a;
    newer.verifiedUtc = "2026-11-27T00:00:00Z";
    ASSERT_TRUE(registry.update(newer));
    EXPECT_EQ(**registry.find("a"), newer);
    EXPECT_TRUE(registry.update(modelOf("c", dir / "c")).error().is(studio_errors::kModelUnknown));
    ASSERT_TRUE(registry.remove("a"));
    EXPECT_TRUE(registry.remove("a").error().is(studio_errors::kModelUnknown));
    EXPECT_EQ(registry.list()->size(), 1u);
}

TEST(ModelRegistry, aDamagedFile_isNamedAndLeftAlone) {
    const TempDir dir;
    for (const char* text : {"{", "[]", R"({"format": "other", "models": []})",
                             R"({"format": "brandloom-models-1", "models": [{"name": "x"}]})",
                             R"({"format": "brandloom-models-1", "models": [{"name": "x", "folder": "relative",
                                "kind": "", "title": "", "contentId": "", "addedUtc": "", "verifiedUtc": ""}]})"}) {
        test::writeBytes(dir / "models.json", text);
        ModelRegistry registry(dir.path());
        const auto listed = registry.list();
        ASSERT_FALSE(listed) << text;
        EXPECT_TRUE(listed.error().is(studio_errors::kRegistryDamaged));
        EXPECT_NE(listed.error().sentence().find("models.json"), std::string::npos);
        EXPECT_FALSE(registry.add(modelOf("a", dir / "a")));
        EXPECT_EQ(test::fileBytes(dir / "models.json"), text);
    }
}

TEST(ModelRegistry, severalWriters_loseNothing) {
    const TempDir dir;
    std::vector<std::jthread> writers;
    for (int w = 0; w < 4; ++w)
        writers.emplace_back([&, w] {
            for (int i = 0; i < 5; ++i)
                EXPECT_TRUE(ModelRegistry(dir.path())
                                .add(modelOf(std::to_string(w) + "-" + std::to_string(i), dir.path())));
        });
    writers.clear();
    EXPECT_EQ(ModelRegistry(dir.path()).list()->size(), 20u);
}

/// The use cases use the list of the user, who is somebody else in each test.
class Models : public ::testing::Test {
  protected:
    void SetUp() override {
        if (const char* old = std::getenv("XDG_DATA_HOME")) m_old = old;
        ::setenv("XDG_DATA_HOME", m_dir.path().c_str(), 1);
        fs::create_directory(m_dir / "模 型");
        test::writeBytes(m_dir / "模 型/file", "x");
        m_folder = m_dir / "模 型";
    }
    void TearDown() override {
        if (m_old.empty())
            ::unsetenv("XDG_DATA_HOME");
        else
            ::setenv("XDG_DATA_HOME", m_old.c_str(), 1);
    }
    TempDir m_dir;
    Path m_folder;
    std::string m_old;
    test::Ears m_ears;
    Listener m_listener = m_ears.listener();
};

TEST_F(Models, aNameStandsForAFolder) {
    EXPECT_EQ(*modelFolderFor({}), utf8FromPath(starterModelPath().lexically_normal()));
    EXPECT_EQ(*modelFolderFor("starter"), *modelFolderFor({}));
    EXPECT_EQ(*modelFolderFor(m_folder), utf8FromPath(m_folder));
    EXPECT_TRUE(modelFolderFor("nobody").error().is(studio_errors::kModelUnknown));
    const auto added = addModel(fakeEngine(), {m_folder, "我的"});
    ASSERT_TRUE(added) << added.error().describe();
    EXPECT_EQ(added->entry.contentId, "fake");
    EXPECT_EQ(*modelFolderFor("我的"), utf8FromPath(m_folder));
    EXPECT_TRUE(addModel(fakeEngine(), {m_folder, "我的"}).error().is(studio_errors::kModelNameTaken));
    EXPECT_EQ(addModel(fakeEngine(), {m_folder, {}})->entry.name, "brandloom-nano");
    EXPECT_EQ(addModel(fakeEngine(), {m_folder, {}})->entry.name, "brandloom-nano-2");
    fs::rename(m_folder, m_dir / "away");
    EXPECT_TRUE(modelFolderFor("我的").error().is(studio_errors::kModelFolderGone));
    const auto listed = listModels();
    ASSERT_EQ(listed->size(), 4u);
    EXPECT_TRUE(listed->front().isStarter && listed->front().exists);
    EXPECT_FALSE(listed->back().exists);
    EXPECT_EQ(removeModel("我的")->folder, m_folder);
    EXPECT_TRUE(removeModel("我的").error().is(studio_errors::kModelUnknown));
}

TEST_F(Models, theStarter_isNeitherAddedNorRemoved) {
    EXPECT_TRUE(addModel(fakeEngine(), {starterModelPath(), "mine"}).error().is(studio_errors::kStarterStays));
    EXPECT_TRUE(addModel(fakeEngine(), {m_folder, "starter"}).error().is(studio_errors::kStarterStays));
    EXPECT_TRUE(removeModel("starter").error().is(studio_errors::kStarterStays));
    EXPECT_TRUE(addModel(fakeEngine(), {m_dir / "none", {}}).error().is(base_errors::kFileMissing));
    EXPECT_EQ(listModels()->size(), 1u);
}

TEST_F(Models, verifying_isWrittenDown_forEveryNameOfTheFolder) {
    ASSERT_TRUE(addModel(fakeEngine(), {m_folder, "a"}));
    ASSERT_TRUE(addModel(fakeEngine(), {m_folder, "b"}));
    const auto result = verifyModel(fakeEngine(), "a", true, m_listener, {});
    ASSERT_TRUE(result) << result.error().describe();
    for (const char* name : {"a", "b"}) EXPECT_FALSE((*ModelRegistry().find(name))->verifiedUtc.empty()) << name;
    const auto shown = showModel(fakeEngine(), "b");
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->entry->name, "b");
    EXPECT_EQ(shown->description.title, "Brandloom nano");
    test::expectNumberedFromOne(m_ears.events());
    StopSource stop;
    stop.request_stop();
    EXPECT_TRUE(verifyModel(fakeEngine(), "a", true, m_listener, stop.get_token()).error().isCancelled());
}

TEST_F(Models, parts_refuseNamesAndFilesThatAreThere) {
    const auto engine = fakeEngine();
    const auto file = m_dir / "a.safetensors";
    ASSERT_TRUE(encodeText(engine, {{}, "x", file}, m_listener, {}));
    EXPECT_TRUE(encodeText(engine, {{}, "x", file}, m_listener, {}).error().is(studio_errors::kFileExists));
    EXPECT_TRUE(
        encodeText(engine, {{}, "x", m_dir / "a.bin"}, m_listener, {}).error().is(base_errors::kInvalidArgument));
    EXPECT_TRUE(encodeText(engine, {{}, "\xff", m_dir / "b.safetensors"}, m_listener, {})
                    .error()
                    .is(base_errors::kInvalidArgument));
    EncodeFilmOptions encode;
    encode.film = sampleFilmPath();
    encode.outFile = m_dir / "latents.safetensors";
    encode.frames = 9;
    const auto encoded = encodeFilm(engine, encode, m_listener, {});
    ASSERT_TRUE(encoded) << encoded.error().describe();
    EXPECT_EQ(std::vector({encoded->frames, encoded->width, encoded->height, encoded->fps}),
              std::vector({9, 64, 64, 8}));
    DecodeFilmOptions decode{{}, encode.outFile, m_dir / "film.mp4", 0, 2};
    const auto decoded = decodeFilm(engine, decode, m_listener, {});
    ASSERT_TRUE(decoded) << decoded.error().describe();
    EXPECT_EQ(decoded->fps, 8);
    EXPECT_EQ(test::run("ffprobe -v error -count_frames -show_entries stream=nb_read_frames,width -of csv=p=0 " +
                        test::quoted(decode.outFile)),
              "128,9\n");
    EXPECT_TRUE(decodeFilm(engine, decode, m_listener, {}).error().is(studio_errors::kFileExists));
    decode.outFile = m_dir / "film2.mp4";
    decode.latents = file;  // of another kind
    EXPECT_FALSE(decodeFilm(engine, decode, m_listener, {}));
    EXPECT_FALSE(fs::exists(decode.outFile));
}

TEST(MergeAdapterText, splitsStrengthsFromNames) {
    const auto source = [](const char* text) { return mergeAdapterFrom(text)->source; };
    EXPECT_TRUE(source("/a/b.safetensors").ends_with("/a/b.safetensors"));
    EXPECT_EQ(source("/a/b:0.5"), "/a/b");
    const auto both = mergeAdapterFrom("/a/b:1.5,-0.25");
    EXPECT_EQ(std::pair(both->strengthHigh, both->strengthLow), (std::pair(1.5, -0.25)));
    EXPECT_EQ(mergeAdapterFrom("/a/b:0.5")->strengthLow, 0.5);
    EXPECT_EQ(source("/a/b:c"), "/a/b:c");
    EXPECT_EQ(source("/a/b:1,x"), "/a/b:1,x");
    EXPECT_TRUE(mergeAdapterFrom(":1").error().is(base_errors::kInvalidArgument));
}

}  // namespace
}  // namespace brandloom::studio
