// What stands in the way of a training, and settings that need less memory.
#include "core/studio/preflight/check_training.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/platform.h"
#include "core/dataset/lint.h"
#include "core/studio/datasets/datasets.h"
#include "core/studio/preflight/leaner_training.h"
#include "core/studio/training/train_fields.h"
#include "core/studio/training/train_style.h"
#include "tests/unit/studio_support.h"

namespace brandloom::studio {
namespace {

const PreflightFinding* find(const Result<Preflight>& found, PreflightRule rule) {
    EXPECT_TRUE(found) << found.error().describe();
    const auto at = std::ranges::find(found->findings, rule, &PreflightFinding::rule);
    return at == found->findings.end() ? nullptr : &*at;
}

Preflight checked(project::Project& project, const TrainStyleOptions& options, const TrainingNeeds& needs = {}) {
    auto found = checkTraining(project, options, needs);
    EXPECT_TRUE(found) << found.error().describe();
    return found ? *found : Preflight();
}

TEST(CheckTraining, films) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    auto options = test::sampleTraining(4);
    EXPECT_EQ(checked(*project, options).clips, 1);
    EXPECT_FALSE(find(checkTraining(*project, options, {}), PreflightRule::SourceGone));
    EXPECT_FALSE(find(checkTraining(*project, options, {}), PreflightRule::CaptionsMissing))
        << "texts lie beside it";
    options.films.push_back(dir / "没有.mp4");
    ASSERT_TRUE(writeFileAtomically(dir / "silent.mp4", "not looked at"));
    options.films.push_back(dir / "silent.mp4");
    const auto found = checkTraining(*project, options, {});
    const auto* gone = find(found, PreflightRule::SourceGone);
    ASSERT_TRUE(gone);
    EXPECT_TRUE(gone->blocks && found->blocks());
    EXPECT_EQ(gone->count, 1);
    EXPECT_EQ(gone->detail, "没有.mp4");
    ASSERT_TRUE(find(found, PreflightRule::CaptionsMissing));
    EXPECT_EQ(find(found, PreflightRule::CaptionsMissing)->count, 1);
    EXPECT_TRUE(found->findings.front().blocks) << "what blocks comes first";
    options.caption = "words for all";
    EXPECT_FALSE(find(checkTraining(*project, options, {}), PreflightRule::CaptionsMissing));
}

TEST(CheckTraining, aDataset) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    TrainStyleOptions options;
    ASSERT_TRUE(find(checkTraining(*project, options, {}), PreflightRule::NothingToLearn));
    const Path film = dir / "film.mp4";
    test::ffmpeg("-f lavfi -i testsrc2=size=96x64:rate=10:duration=3 -c:v libx264 " + test::quoted(film));
    AddFilmsOptions add;
    add.films = {film};
    ASSERT_TRUE(addFilms(*project, add, {}, {}));
    const auto found = checkTraining(*project, options, {});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->clips, 1);
    ASSERT_TRUE(find(found, PreflightRule::TooFewClips));
    EXPECT_EQ(find(found, PreflightRule::TooFewClips)->count, 1);
    ASSERT_TRUE(find(found, PreflightRule::CaptionsMissing));
    EXPECT_EQ(find(found, PreflightRule::CaptionsMissing)->clips.size(), 1u);
    EXPECT_FALSE(found->blocks()) << "advice is no gate";
    for (const auto& f : found->findings)
        if (f.rule == PreflightRule::LintFault) {
            EXPECT_FALSE(f.lintRule.empty());
        }
    std::filesystem::remove(film);
    const auto gone = checkTraining(*project, options, {});
    ASSERT_TRUE(find(gone, PreflightRule::SourceGone));
    EXPECT_TRUE(gone->blocks());
}

TEST(CheckTraining, theMachine) {
    const test::TempDir dir;
    auto project = test::newProject(dir / "p");
    auto options = test::sampleTraining(4);
    options.modelDir = "no-such-model";
    const auto model = checkTraining(*project, options, {});
    ASSERT_TRUE(find(model, PreflightRule::ModelMissing));
    EXPECT_EQ(find(model, PreflightRule::ModelMissing)->detail, "no-such-model");
    options.modelDir.clear();
    const auto memory = platform::memoryTotalBytes();
    EXPECT_FALSE(find(checkTraining(*project, options, {memory / 2, 0}), PreflightRule::MemoryOver));
    const auto tight = checkTraining(*project, options, {memory / 100 * 95, 0});
    ASSERT_TRUE(find(tight, PreflightRule::MemoryOver));
    EXPECT_FALSE(tight->blocks());
    EXPECT_TRUE(find(checkTraining(*project, options, {2 * memory, 0}), PreflightRule::MemoryOver)->blocks);
    const auto free = platform::diskFreeBytes(project->folder());
    ASSERT_TRUE(free);
    const auto low = checkTraining(*project, options, {0, *free});
    ASSERT_TRUE(find(low, PreflightRule::DiskLow));
    EXPECT_TRUE(low->blocks()) << "the engine would refuse: a checkpoint is written beside the one before";
    EXPECT_EQ(find(low, PreflightRule::DiskLow)->has, low->diskFreeBytes);
    // Checkpoints that stay are counted.
    options.training.checkpointEvery = 1;
    options.keepCheckpoints = 1;
    EXPECT_EQ(checked(*project, options, {0, 1000}).diskNeededBytes, 3000u) << "kept, best, being written";
    options.keepCheckpoints = 0;
    EXPECT_EQ(checked(*project, options, {0, 1000}).diskNeededBytes, 10000u);
}

TEST(LeanerTraining, stepByStepToTheLeast) {
    door::TrainOptions o;
    o.rank = 2;
    std::vector<std::string> fields;
    while (const auto leaner = leanerTraining(o)) {
        fields.push_back(leaner->field);
        ASSERT_NE(leaner->options, o);
        EXPECT_EQ(leaner->options.batch * leaner->options.accumulation, o.batch * o.accumulation);
        EXPECT_DOUBLE_EQ(leaner->options.alpha / leaner->options.rank, o.alpha / o.rank);
        o = leaner->options;
        ASSERT_LT(fields.size(), 20u);
    }
    EXPECT_EQ(fields, (std::vector<std::string>{"gradientCheckpointing", "batch", "baseDtype", "rank"}));
}

TEST(TrainFields, valuesAreReadAndSet) {
    for (const auto& field : trainFields()) {
        TrainStyleOptions a, b;
        std::visit(
            [&](auto place) {
                auto& value = place(a);
                using T = std::remove_reference_t<decltype(value)>;
                if constexpr (std::is_same_v<T, std::string>)
                    value += "x";
                else if constexpr (std::is_same_v<T, bool>)
                    value = !value;
                else
                    value += 1;
            },
            field.place);
        EXPECT_NE(valueOf(field, a), valueOf(field, b)) << field.name;
        setValue(field, valueOf(field, a), b);
        EXPECT_EQ(valueOf(field, a), valueOf(field, b)) << field.name;
        setValue(field, FieldValue(std::string("of another type")), b);
        const bool isText = std::holds_alternative<std::string>(valueOf(field, b));
        EXPECT_EQ(valueOf(field, a) == valueOf(field, b), !isText) << field.name;
    }
}

}  // namespace
}  // namespace brandloom::studio
