// Model and adapter files behind the door.
#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/door/door_json.h"
#include "core/door/engine_errors.h"
#include "tests/contract/contract.h"

namespace brandloom::contract {
namespace {

door::ModelTools& tools() {
    return engineUnderTest()->tools();
}

template <class T>
void expectJson(const T& value) {
    const auto back = door::fromJson<T>(door::toJson(value));
    ASSERT_TRUE(back) << back.error().describe();
    EXPECT_EQ(*back, value);
}

/// Stops with the first event.
class StopAtOnce {
  public:
    door::EventSink sink() {
        return [this](const door::Event&) { m_stop.request_stop(); };
    }
    [[nodiscard]] StopToken token() const { return m_stop.get_token(); }

  private:
    StopSource m_stop;
};

TEST(Tools, verify_findsTheStarterSound) {
    Ears ears;
    const auto result = tools().verifyModel({starterModel(), true}, ears.sink(), {});
    ASSERT_TRUE(result) << result.error().describe();
    EXPECT_TRUE(result->findings.empty()) << result->findings.front().describe();
    EXPECT_TRUE(result->missing.empty());
    EXPECT_GT(result->tensors, 0);
    EXPECT_EQ(result->experts.verdict, "right");
    ASSERT_GE(result->files.size(), 4u);
    for (const auto& file : result->files) {
        EXPECT_EQ(file.sha256.size(), 64u);
        EXPECT_EQ(static_cast<std::uintmax_t>(file.bytes), std::filesystem::file_size(pathFromUtf8(file.file)));
    }
    EXPECT_EQ(ears.phases().front(), "verifying");
    expectJson(*result);
    const auto model = engineUnderTest()->describeModel({starterModel()});
    EXPECT_EQ(result->contentId, model->contentId);
}

TEST(Tools, verifyAndConvert_stop) {
    const TempDir folder;
    StopAtOnce stop;
    const double start = steadySeconds();
    const auto verified = tools().verifyModel({starterModel(), true}, stop.sink(), stop.token());
    ASSERT_FALSE(verified);
    EXPECT_TRUE(verified.error().isCancelled());
    StopAtOnce again;
    const auto made =
        tools().convertModel({starterModel(), utf8FromPath(folder.path() / "new")}, again.sink(), again.token());
    ASSERT_FALSE(made);
    EXPECT_TRUE(made.error().isCancelled());
    EXPECT_LT(steadySeconds() - start, 2 * kStopSeconds);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "half a model was left";
}

TEST(Tools, convert_makesAModelOfTheSameContent) {
    const TempDir folder;
    const auto target = utf8FromPath(folder.path() / "转换");
    const auto before = engineUnderTest()->describeModel({starterModel()});
    const auto made = tools().convertModel({starterModel(), target}, {}, {});
    ASSERT_TRUE(made) << made.error().describe();
    EXPECT_EQ(made->modelDir, target);
    ASSERT_FALSE(made->files.empty());
    for (const auto& file : made->files) {
        EXPECT_TRUE(file.ends_with(".safetensors"));
        EXPECT_TRUE(std::filesystem::exists(pathFromUtf8(file)));
    }
    EXPECT_EQ(made->contentId, before->contentId);
    expectJson(*made);
    const auto twice = tools().convertModel({starterModel(), target}, {}, {});
    ASSERT_FALSE(twice);
    EXPECT_TRUE(twice.error().is(engine_errors::kOutputTaken));
}

TEST(Tools, encodeText_writesOnce) {
    const TempDir folder;
    const auto file = utf8FromPath(folder.path() / "文字.safetensors");
    const auto text = tools().encodeText({starterModel(), "a red mug 红色的马克杯", file}, {}, {});
    ASSERT_TRUE(text) << text.error().describe();
    EXPECT_EQ(text->textTokens, 64);
    EXPECT_GT(text->tokens, 1);
    EXPECT_FALSE(text->wasCut);
    EXPECT_FALSE(text->cleaned.empty());
    EXPECT_TRUE(std::filesystem::exists(pathFromUtf8(file)));
    expectJson(*text);
    const auto twice = tools().encodeText({starterModel(), "x", file}, {}, {});
    ASSERT_FALSE(twice);
    EXPECT_TRUE(twice.error().is(engine_errors::kOutputTaken));
}

TEST(Tools, aFilmBecomesLatents_andAFilmAgain) {
    const TempDir folder;
    const auto file = utf8FromPath(folder.path() / "latents.safetensors");
    Stripes film(64, 64, 9);
    const auto latents = tools().encodeVideo({starterModel(), file, 8}, film, {}, {});
    ASSERT_TRUE(latents) << latents.error().describe();
    EXPECT_EQ(latents->shape, (std::vector<std::int64_t>{16, 3, 8, 8}));
    expectJson(*latents);
    KeepFrames sink;
    const auto decoded = tools().decodeVideo({starterModel(), file}, sink, {}, {});
    ASSERT_TRUE(decoded) << decoded.error().describe();
    EXPECT_EQ(std::vector({decoded->frames, decoded->width, decoded->height}), std::vector({9, 64, 64}));
    EXPECT_EQ(sink.frames.size(), 9u);
    expectJson(*decoded);
    KeepFrames full;
    full.failAt = 1;
    const auto failed = tools().decodeVideo({starterModel(), file}, full, {}, {});
    ASSERT_FALSE(failed);
    EXPECT_TRUE(failed.error().is(base_errors::kDiskFull));
}

TEST(Tools, filmsAndLatentsThatDoNotFit_areRefused) {
    const TempDir folder;
    const auto file = utf8FromPath(folder.path() / "latents.safetensors");
    for (auto film : {Stripes(64, 64, 8), Stripes(60, 64, 5)}) {
        const auto refused = tools().encodeVideo({starterModel(), file, 8}, film, {}, {});
        ASSERT_FALSE(refused);
        EXPECT_TRUE(refused.error().is(engine_errors::kBadVideo)) << refused.error().describe();
    }
    EXPECT_FALSE(std::filesystem::exists(pathFromUtf8(file)));
    const auto text = utf8FromPath(folder.path() / "text.safetensors");
    ASSERT_TRUE(tools().encodeText({starterModel(), "x", text}, {}, {}));
    KeepFrames sink;
    const auto wrong = tools().decodeVideo({starterModel(), text}, sink, {}, {});
    ASSERT_FALSE(wrong);
    EXPECT_TRUE(wrong.error().is(engine_errors::kNotLatents)) << wrong.error().describe();
    EXPECT_FALSE(tools().decodeVideo({starterModel(), file}, sink, {}, {}));
}

TEST(Tools, whatIsNotThere_isAFailure) {
    const TempDir folder;
    const auto nowhere = utf8FromPath(folder.path() / "没有");
    KeepFrames sink;
    const std::vector<Error> errors{
        tools().verifyModel({nowhere, true}, {}, {}).error(),
        tools().convertModel({nowhere, {}}, {}, {}).error(),
        tools().encodeText({nowhere, "x", nowhere}, {}, {}).error(),
        tools().decodeVideo({nowhere, nowhere}, sink, {}, {}).error(),
        tools().inspectAdapter({nowhere, {}}).error(),
        tools().convertAdapter({nowhere, nowhere + "2"}).error(),
        tools().mergeAdapters({starterModel(), {{nowhere}}, nowhere + "3"}, {}, {}).error()};
    for (const auto& error : errors) {
        EXPECT_EQ(error.kind, ErrorKind::Failure) << error.describe();
        EXPECT_EQ(error.sentence().find('{'), std::string::npos) << error.sentence();
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace brandloom::contract
